"""单元格 cells: every cell of a file as text, in Arrow columns; runs in the parsing process.

The first line of a sheet is row 0 of its table, blank lines included, so that a row's place is its
number. Numbers become their shortest decimal form, dates ``2025-05-03``; a number of 16 digits
and more stays in scientific notation, because that is all the workbook still knows of it.
"""

import codecs
import csv
import datetime
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import python_calamine

from louyu.sources.container import Container, SheetScan, UnfitError
from louyu.sources.limits import Limits

ROWS = 20_000
"""Rows turned into columns at a time: bounds the memory that Python objects take."""
EXACT = 10**15
"""From here on a workbook's numbers no longer hold every digit."""
BLANKS = (
    "".join(
        map(chr, (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, *range(0x2000, 0x2010), 0x2028, 0x2029))
    )
    + "\u202f\u205f\u2060\u3000\ufeff"
)
"""Seen and unseen blanks, taken off both ends of a cell."""
TEXT = frozenset({str, type(None)})
LONGEST = 1 << 17
"""Characters of a cell: a quotation mark that is never closed swallows the rest of the file."""
BOMS = {
    codecs.BOM_UTF8: ("utf-8-sig", "UTF-8（带 BOM）"),
    codecs.BOM_UTF16_LE: ("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16", "UTF-16"),
}
ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030"}
DELIMITERS = ",\t;|，"


def cells_write(path: Path, folder: Path, found: Container, limits: Limits) -> dict[str, Any]:
    """Writes one Arrow file per sheet into ``folder``; says what the file is and which sheets."""
    if found.kind == "text":
        return text_write(path, folder, limits)
    return workbook_write(path, folder, found, limits)


def workbook_write(path: Path, folder: Path, found: Container, limits: Limits) -> dict[str, Any]:
    # The reader goes by the name's ending, and senders' systems give new workbooks the old one.
    named = folder / f"workbook.{found.kind}"
    named.symlink_to(path.resolve())
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(named)
    except python_calamine.PasswordError as error:
        raise UnfitError("workbook-encrypted") from error
    except (python_calamine.CalamineError, python_calamine.ZipError) as error:
        raise UnfitError("workbook-damaged", str(error)[:200]) from error
    about = [
        sheet
        for sheet in workbook.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if len(about) > limits.sheets:
        raise UnfitError("workbook-sheets", f"{len(about):,} 个，上限 {limits.sheets:,} 个")
    sheets = []
    for number, sheet in enumerate(about):
        hidden = sheet.visible != python_calamine.SheetVisibleEnum.Visible
        file = folder / f"{number}.arrow"
        height = width = 0
        merged: list[tuple[int, int, int]] = []
        if not hidden:
            scan = found.sheets.get(sheet.name, SheetScan())
            reach_hold(sheet.name, scan, limits)
            page = sheet_opened(workbook, sheet.name)
            height, width = sheet_write(page, scan, file, limits)
            merged = sorted(scan.merged) if found.kind == "xlsx" else merged_down(page)
        sheets.append(
            {
                "name": sheet.name,
                "hidden": hidden,
                "height": height,
                "width": width,
                "file": file.name if height else "",
                "merged": merged,
            }
        )
    return {"kind": found.kind, "encoding": "", "sheets": sheets}


def reach_hold(name: str, scan: SheetScan, limits: Limits) -> None:
    """A cell at XFD1048576 would make the parser reserve 17 billion cells and abort."""
    if scan.cells > limits.cells:
        detail = f"工作表“{name}”伸到第 {scan.rows:,} 行、第 {scan.columns:,} 列"
        raise UnfitError("sheet-too-large", f"{detail}，上限 {limits.cells:,} 格")


def sheet_opened(workbook: Any, name: str) -> Any:
    try:
        return workbook.get_sheet_by_name(name)
    except (python_calamine.CalamineError, python_calamine.XmlError) as error:
        raise UnfitError("workbook-damaged", f"工作表“{name}”：{str(error)[:200]}") from error


def merged_down(sheet: Any) -> list[tuple[int, int, int]]:
    """An old workbook's cells merged downwards: column, first and last row."""
    ranges = sheet.merged_cell_ranges or ()
    return sorted((left, first, last) for (first, left), (last, _) in ranges if first < last)


def sheet_write(sheet: Any, scan: SheetScan, file: Path, limits: Limits) -> tuple[int, int]:
    """Writes a sheet's cells; returns its height and width, (0, 0) for an empty one."""
    if sheet.start is None:
        return (0, 0)
    blank: list[Any] = [None] * sheet.start[1]
    # The reader gives the blank rows above the first cell, but not the blank columns before it.
    rows: Iterable[list[Any]] = sheet.iter_rows()
    every = ([*blank, *row] for row in rows) if blank else rows
    return table_write(file, with_errors(every, scan.errors) if scan.errors else every, limits)


def with_errors(
    rows: Iterable[list[Any]], errors: dict[tuple[int, int], str]
) -> Iterator[list[Any]]:
    """Puts the error's name where the parser gives an empty cell."""
    by_row: dict[int, dict[int, str]] = {}
    for (number, column), said in errors.items():
        by_row.setdefault(number, {})[column] = said
    for number, row in enumerate(rows):
        if number in by_row:
            last = max(by_row[number]) + 1
            row = [*row, *[None] * (last - len(row))]
            for column, said in by_row[number].items():
                row[column] = said if row[column] in (None, "") else row[column]
        yield row


def table_write(file: Path, rows: Iterable[list[Any]], limits: Limits) -> tuple[int, int]:
    """Writes rows as text columns ``c0`` …; returns how many rows and columns there are."""
    source = iter(rows)
    chunks: list[tuple[int, list[pa.Array]]] = []
    height = last = width = 0
    while chunk := list(islice(source, ROWS)):
        below = next((n for n in range(len(chunk), 0, -1) if filled(chunk[n - 1])), 0)
        last = height + below if below else last
        height += len(chunk)
        chunks.append((len(chunk), [column_text(column) for column in zip_longest(*chunk)]))
        width = max(width, len(chunks[-1][1]))
        if width > limits.columns:
            raise UnfitError("sheet-too-wide", f"{width:,} 列，上限 {limits.columns:,} 列")
        if width * height > limits.cells:
            raise UnfitError("sheet-too-large", f"{width:,} 列、{height:,} 行以上")
    schema = pa.schema([(f"c{number}", pa.string()) for number in range(width)])
    # One thread: this process has forked, and its bounds count every thread's stack.
    options = pa.ipc.IpcWriteOptions(use_threads=False)
    left = last
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, schema, options=options) as out:
        for size, columns in chunks:
            count = min(size, left)
            left -= count
            blank = [pa.nulls(count, pa.string())] * (width - len(columns))
            columns = [*(column.slice(0, count) for column in columns), *blank]
            out.write_batch(pa.record_batch(columns, schema=schema))
    return last, width


def filled(row: list[Any]) -> bool:
    """Whether a row holds anything; a zero is something."""
    return any(cell is not None and cell != "" for cell in row)


def column_text(column: tuple[Any, ...]) -> pa.Array:
    if not set(map(type, column)) <= TEXT:
        column = tuple(cell if cell.__class__ is str else cell_text(cell) for cell in column)
    text = pc.utf8_trim(pa.array(column, pa.string()), characters=BLANKS)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def cell_text(cell: Any) -> str | None:
    """A typed cell as the sender sees it."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    return str(cell).strip() or None


def text_write(path: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """CSV and other delimited text."""
    content = path.read_bytes()
    text, encoding = decoded(content)
    if "\0" in text:
        raise UnfitError("text-binary", f"按 {encoding} 读出了空字符")
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    try:
        rows = map(unquoted, reader) if '="' in text or "'" in text else reader
        height, width = table_write(folder / "0.arrow", rows, limits)
    except csv.Error as error:
        raise UnfitError("text-quotes", f"第 {reader.line_num:,} 行附近") from error
    sheet = {"name": "", "hidden": False, "height": height, "width": width, "file": "0.arrow"}
    return {"kind": "text", "encoding": encoding, "big5": is_big5(content), "sheets": [sheet]}


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: by its mark, else strict UTF-8, else strict GB18030."""
    for mark, (codec, name) in BOMS.items():
        if content.startswith(mark):
            try:
                return content.decode(codec), name
            except UnicodeDecodeError as error:
                raise UnfitError("text-encoding", f"{name}，第 {error.start:,} 字节") from error
    problems = []
    for codec, name in ENCODINGS.items():
        try:
            return content.decode(codec), name
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            problems.append(f"按 {name} 读到第 {line:,} 行（第 {error.start + 1:,} 字节）出错")
    guess = "；字节符合 Big5（繁体中文编码）" if is_big5(content) else ""
    raise UnfitError("text-encoding", "，".join(problems) + guess)


def is_big5(content: bytes) -> bool:
    """Whether the bytes could be Big5: said to the sender, never used to read."""
    try:
        content.decode("big5")
    except UnicodeDecodeError:
        return False
    return not content.isascii()


def delimiter(text: str) -> str:
    """The mark that stands equally often in the most of the first lines."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:50]

    def agreement(mark: str) -> tuple[int, int]:
        counts = Counter(line.count(mark) for line in lines if mark in line)
        return max(((lines, count) for count, lines in counts.items()), default=(0, 0))

    return max(DELIMITERS, key=agreement)


def unquoted(row: list[str]) -> list[str]:
    """Cells without the tricks that keep a spreadsheet from reading a code as a number."""
    return [
        cell[2:-1]
        if cell.startswith('="') and cell.endswith('"')
        else cell[1:]
        if cell.startswith("'")
        else cell
        for cell in row
    ]
