"""标注 marked: the sender's workbook back, its wrong cells marked, a report sheet added.

Runs in the parsing process, since the workbook is still a stranger's. Values only: what looks like
a formula in received text stays text, and formulas come back as the values they had. What is not a
workbook of moderate size is copied as text into a new one, every cell in text format.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from louyu.sources import cells
from louyu.sources.container import Container, column_number
from louyu.sources.limits import Limits
from louyu.sources.visible import visible

FILE = "marked.xlsx"
FINDINGS = "findings.json"
SHEET = "核对报告"
HEADER = ("工作表", "行", "列", "表头", "内容", "处理", "问题", "怎么改")
WIDTHS = (12, 8, 6, 20, 24, 8, 50, 50)
COLOURS = {"隔离": "FFC7CE", "提示": "FFEB9C"}
EDITED = 500_000
"""Cells up to which the workbook itself is edited; beyond, editing takes minutes and gigabytes."""
COMMENTED = 3_000
"""Comments a workbook still opens quickly with; the report sheet holds every finding."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")

MARKS = tuple(f"【{name}】" for name in COLOURS)
"""How our comments begin."""

Finding = dict[str, Any]
Place = tuple[int, int]


def marked_write(path: Path, folder: Path, found: Container, limits: Limits) -> dict[str, Any]:
    """Writes ``marked.xlsx`` into the folder from its ``findings.json``."""
    findings = json.loads((folder / FINDINGS).read_text(encoding="utf-8"))
    small = sum(scan.cells for scan in found.sheets.values()) <= EDITED
    if found.kind == "xlsx" and small and edited(path, folder / FILE, findings):
        return {"edited": True}
    said = cells.cells_write(path, folder, found, limits)
    copied(said["sheets"], folder, findings)
    return {"edited": False}


def edited(path: Path, target: Path, findings: list[Finding]) -> bool:
    """Marks the workbook itself; False when it cannot be edited."""
    import openpyxl  # two hundred milliseconds that reading does not need
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    try:
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except Exception:  # openpyxl raises whatever a malformed part makes it raise
        return False
    fills = {
        name: PatternFill("solid", start_color=colour, end_color=colour)
        for name, colour in COLOURS.items()
    }
    if SHEET in book.sheetnames:
        del book[SHEET]
        unmarked(book)
    left = COMMENTED
    for name, wrong in by_sheet(findings).items():
        page = book[name]
        anchors = {
            place: (area.min_row, area.min_col)
            for area in page.merged_cells.ranges
            for place in area.cells
        }
        for place, here in by_cell(wrong, anchors).items():
            cell = page.cell(*place)
            cell.fill = fills[severity(here)]
            if left > 0:
                own = [cell.comment.text] if cell.comment else []
                text = "\n".join([*own, *map(sentence, here)])
                cell.comment = Comment(text, "louyu", width=320, height=120)
                left -= 1
    page = book.create_sheet(SHEET)
    for line, row in enumerate([HEADER, *map(report_row, findings)], 1):
        for column, value in enumerate(row, 1):
            cell = page.cell(line, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(FORMULA)
    for column, width in enumerate(WIDTHS):
        page.column_dimensions["ABCDEFGH"[column]].width = width
    page.freeze_panes = "A2"
    book.save(target)
    return True


def unmarked(book: Any) -> None:
    """Takes out the marks of an earlier report: this workbook came back corrected."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    ours = {f"00{colour}" for colour in COLOURS.values()}
    for page in book.worksheets:
        for cell in (cell for row in page.iter_rows() for cell in row):
            if cell.has_style and cell.fill.start_color.rgb in ours:
                cell.fill = PatternFill()
            if cell.comment:
                lines = cell.comment.text.split("\n")
                own = "\n".join(line for line in lines if not line.startswith(MARKS))
                cell.comment = Comment(own, cell.comment.author) if own else None


def copied(sheets: Iterable[dict[str, Any]], folder: Path, findings: list[Finding]) -> None:
    """Copies the cells into a new workbook, every one as text, the wrong ones marked."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(folder / FILE), options) as book:
        text = book.add_format({"num_format": "@"})
        marks = {
            name: book.add_format({"num_format": "@", "bg_color": f"#{colour}"})
            for name, colour in COLOURS.items()
        }
        wrong = by_sheet(findings)
        left = COMMENTED
        for sheet in sheets:
            if not sheet["file"] or sheet["name"] == SHEET:
                continue
            page = book.add_worksheet(sheet["name"] or "数据")
            page.set_column(0, max(sheet["width"] - 1, 0), 18, text)
            lines: dict[int, dict[int, list[Finding]]] = {}
            for (row, column), here in by_cell(wrong.get(sheet["name"], []), {}).items():
                lines.setdefault(row, {})[column] = here
            for number, cells_of in enumerate(rows(folder / sheet["file"]), 1):
                found = lines.get(number, {})
                for column, value in enumerate(cells_of, 1):
                    here = found.get(column, [])
                    style = marks[severity(here)] if here else text
                    if value is not None:
                        page.write_string(number - 1, column - 1, value[:32_767], style)
                    elif here:
                        page.write_blank(number - 1, column - 1, None, style)
                    # With its row: what comes after it, the writer drops without a word.
                    if here and left > 0:
                        said = "\n".join(map(sentence, here))
                        size = {"x_scale": 2, "y_scale": 1.5}
                        page.write_comment(number - 1, column - 1, said, size)
                        left -= 1
        report_sheet(book, findings, text)


def by_sheet(findings: list[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding["sheet"], []).append(finding)
    return found


def by_cell(findings: list[Finding], anchors: dict[Place, Place]) -> dict[Place, list[Finding]]:
    """The findings of each cell by its row and column, from 1.

    What concerns a whole row stands at its first cell; what concerns a merged cell, where that
    cell begins.
    """
    found: dict[Place, list[Finding]] = {}
    for finding in findings:
        place = (finding["row"], column_number(finding["column"] or "A"))
        found.setdefault(anchors.get(place, place), []).append(finding)
    return found


def severity(findings: list[Finding]) -> str:
    """The gravest of a cell's."""
    said = {finding["severity"] for finding in findings}
    return next(name for name in COLOURS if name in said)


def report_sheet(book: Any, findings: list[Finding], text: Any) -> None:
    page = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True})
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width, text)
    page.write_row(0, 0, HEADER, bold)
    for line, finding in enumerate(findings, 1):
        for place, value in enumerate(report_row(finding)):
            if isinstance(value, str):
                page.write_string(line, place, value[:32_767], text)
            else:
                page.write_number(line, place, value)
    page.freeze_panes(1, 0)


def rows(file: Path) -> Iterable[tuple[str | None, ...]]:
    with pa.memory_map(str(file)) as source:
        reader = pa.ipc.open_file(source)
        for number in range(reader.num_record_batches):
            batch = reader.get_batch(number)
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def report_row(finding: Finding) -> tuple[str | int, ...]:
    said = ("sheet", "row", "column", "header", "value", "severity", "message", "advice")
    cells = [finding[name] or "" for name in said]
    return tuple(visible(cell) if isinstance(cell, str) else cell for cell in cells)


def sentence(finding: Finding) -> str:
    return visible(f"【{finding['severity']}】{finding['message']}。{finding['advice']}。")
