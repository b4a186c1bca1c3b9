"""文件 files: the only place where a sample writes: workbooks and delimited text.

The same table and look give the same bytes: a workbook's times are fixed.
"""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from louyu.nouns import STATEMENTS
from louyu.nouns.noun import Type
from louyu.sample.layout import Layout

FIXED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
EPOCH = datetime.date(1899, 12, 30)
SMALL = 5000
"""Rows of a workbook that is put together in memory, which is faster, instead of on disk."""
UNIT_PLACES = {"元": 2, "万元": 6, "㎡": 2, "万㎡": 6}
"""Decimal places at which a unit states fen or 0.01 ㎡ exactly."""
DATE_FORMATS = {
    "iso": "%Y-%m-%d",
    "slash": "%Y/%-m/%-d",
    "chinese": "%Y年%-m月%-d日",
    "dot": "%Y.%-m.%-d",
}


@dataclass(frozen=True)
class Sheet:
    """What a file says: its rows, title and sender line, and cells to be written otherwise."""

    dataset: str
    title: str
    sender: str
    rows: pl.DataFrame
    said: Sequence[tuple[int, str, str]] = ()
    """Row, column and the text that stands there instead of the value."""
    notes: tuple[str, ...] = ()
    total: dict[str, int] | None = None


def file_write(sheet: Sheet, layout: Layout, path: Path) -> None:
    """Writes one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if layout.workbook:
        workbook_write(sheet, layout, path)
    else:
        path.write_bytes(text_of(sheet, layout).encode(layout.encoding))


def text_of(sheet: Sheet, layout: Layout) -> str:
    """The file as delimited text, with the commas that a spreadsheet pads short lines with."""
    names = list(layout.headers)
    table = texts(sheet, layout)
    above = [[line] for line in lines_above(sheet, layout)]
    if layout.groups:
        above.append([group or "" for group in groups(names)])
    above.append(list(layout.headers.values()))
    below: list[list[str]] = []
    if layout.total and sheet.total is not None:
        below.append(total_line(sheet, layout))
    if layout.notes:
        below += [[note] for note in sheet.notes]
    body = table.write_csv(include_header=False, line_terminator="\r\n")
    return padded(above, len(names)) + body + padded(below, len(names))


def padded(lines: list[list[str]], width: int) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([*line, *[""] * (width - len(line))] for line in lines)
    return out.getvalue()


def lines_above(sheet: Sheet, layout: Layout) -> list[str]:
    return [sheet.title, sheet.sender] if layout.titled else []


def groups(names: list[str]) -> list[str]:
    """Group headers: the first columns say who and where, the others what."""
    return ["基本信息" if k == 0 else "具体情况" if k == 3 else "" for k in range(len(names))]


def total_line(sheet: Sheet, layout: Layout) -> list[str]:
    assert sheet.total is not None
    cells = ["" for _ in layout.headers]
    for place, name in enumerate(layout.headers):
        if name in sheet.total:
            unit = layout.units.get(name, "")
            cells[place] = decimal(sheet.total[name], unit) if unit else str(sheet.total[name])
    cells[0] = "合计"
    return cells


def decimal(value: int, unit: str) -> str:
    """An amount of fen or 0.01 ㎡ in a unit, exactly."""
    places = UNIT_PLACES[unit]
    digits = str(abs(value)).zfill(places + 1)
    text = ("-" if value < 0 else "") + f"{digits[:-places]}.{digits[-places:]}"
    return text.rstrip("0").rstrip(".") if places > 2 else text


def texts(sheet: Sheet, layout: Layout) -> pl.DataFrame:
    """Every cell as text."""
    columns = [text_column(sheet.dataset, name, layout) for name in layout.headers]
    table = sheet.rows.select(columns)
    for name in layout.headers:
        instead = {row: text for row, column, text in sheet.said if column == name}
        if instead:
            cells = table[name].to_list()
            for row, text in instead.items():
                cells[row] = text
            table = table.with_columns(pl.Series(name, cells, dtype=pl.String))
    return table


def text_column(dataset: str, name: str, layout: Layout) -> pl.Expr:
    kind, column = STATEMENTS[dataset][name].type, pl.col(name)
    if kind in (Type.MONEY, Type.AREA):
        return decimal_column(name, layout.units[name], coarse=layout.coarse)
    if kind is Type.DATE:
        return column.dt.strftime(DATE_FORMATS[layout.dates])
    return column.cast(pl.String)


def decimal_column(name: str, unit: str, *, coarse: bool = False) -> pl.Expr:
    """`decimal` of a column."""
    column = pl.col(name)
    if unit == "亩":
        return (column * 3 / 200_000).round(2).cast(pl.String)
    places = UNIT_PLACES[unit]
    if coarse and unit == "万元":
        # Half away from zero, as a spreadsheet rounds.
        column = (column.abs() + 5_000) // 10_000 * 10_000 * column.sign()
    sign = pl.when(column < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    size = column.abs()
    whole = (size // 10**places).cast(pl.String)
    part = (size % 10**places).cast(pl.String).str.zfill(places)
    text = pl.concat_str(sign, whole, pl.lit("."), part)
    if places > 2:
        text = text.str.strip_chars_end("0").str.strip_chars_end(".")
    return text.alias(name)


def workbook_write(sheet: Sheet, layout: Layout, path: Path) -> None:
    """A workbook with typed cells, dates formatted, the title merged over the columns."""
    small = len(sheet.rows) < SMALL
    book = xlsxwriter.Workbook(str(path), {"in_memory": small, "constant_memory": not small})
    book.set_properties({"title": sheet.title, "author": "演示数据", "created": FIXED})
    page = book.add_worksheet(layout.sheet)
    head = book.add_format({"bold": True, "align": "center", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    head_write(page, sheet, layout, head)
    line = layout.lines_above
    dates = {
        name
        for name in layout.headers
        if STATEMENTS[sheet.dataset][name].type is Type.DATE and not layout.serials
    }
    formats = [day if name in dates else None for name in layout.headers]
    for row in zip(*[cells(sheet, name, layout) for name in layout.headers], strict=True):
        row_write(page, line, row, formats)
        line += 1
    if layout.total and sheet.total is not None:
        first, *rest = total_line(sheet, layout)
        row_write(page, line, (first, *[float(text) if text else None for text in rest]))
        line += 1
    for note in sheet.notes if layout.notes else ():
        page.write_string(line, 0, note)
        line += 1
    book.close()


def head_write(page: Any, sheet: Sheet, layout: Layout, style: Any) -> None:
    """Title, sender, group headers and headers."""
    line, width = 0, len(layout.headers)
    for text in lines_above(sheet, layout):
        page.merge_range(line, 0, line, width - 1, text, style)
        line += 1
    if layout.groups:
        page.merge_range(line, 0, line, 2, "基本信息", style)
        page.merge_range(line, 3, line, width - 1, "具体情况", style)
        line += 1
    for place, header in enumerate(layout.headers.values()):
        page.write_string(line, place, header, style)


def row_write(page: Any, line: int, row: Sequence[Any], formats: Sequence[Any] = ()) -> None:
    for place, value in enumerate(row):
        if isinstance(value, str):
            page.write_string(line, place, value)
        elif value is not None:
            page.write_number(line, place, value, formats[place] if formats else None)


def cells(sheet: Sheet, name: str, layout: Layout) -> list[Any]:
    """A column's cells as a workbook holds them: text, or numbers (a date is a day's number)."""
    kind, column = STATEMENTS[sheet.dataset][name].type, sheet.rows[name]
    values: list[Any]
    if kind in (Type.MONEY, Type.AREA):
        unit = layout.units[name]
        said = sheet.rows.select(decimal_column(name, unit, coarse=layout.coarse))[name]
        values = said.cast(pl.Float64).to_list()
    elif kind is Type.DATE:
        if layout.dates == "iso":
            values = (column.cast(pl.Int32) + (datetime.date(1970, 1, 1) - EPOCH).days).to_list()
        else:
            values = column.dt.strftime(DATE_FORMATS[layout.dates]).to_list()
    else:
        values = column.to_list()
    for row, other, text in sheet.said:
        if other == name:
            values[row] = text
    return values
