"""文件提示 file warnings: what the sender should know of a file as a whole.

Nothing that is written in a data row is left out without a word: hidden sheets, sheets without a
header, columns that the contract does not know, columns without a header.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from louyu.district import Contract
from louyu.sources.header import OWN_SHEETS, Layout, Rows, column_letter, sheet_units
from louyu.sources.read import Reading, Sheet
from louyu.standards.quantity import AREA_UNITS, MONEY_UNITS

SCALED = {**MONEY_UNITS, **AREA_UNITS}


def file_warnings(
    given: Reading,
    layouts: Sequence[tuple[Sheet, Rows, Layout | None]],
    non_data: pl.DataFrame,
    contract: Contract,
) -> Iterator[str]:
    """Sentences about the file; ``non_data`` has ``sheet`` and ``row`` (from 1) of its no data."""
    for sheet in given.sheets:
        if sheet.hidden:
            yield f"隐藏的工作表“{sheet.name}”没有读取"
    for sheet, rows, found in layouts:
        where = f"工作表“{sheet.name}”" if sheet.name else "文件"
        if found is None:
            if sheet.name not in OWN_SHEETS:
                yield f"{where}没有找到表头，整张表未作为数据"
            continue
        nothing = non_data.filter(pl.col("sheet") == sheet.name)["row"] - 1
        yield from unused_columns(where, sheet, found, nothing)
        units = sheet_units(rows, found.first)
        for name, heading in found.columns.items():
            unit = contract.columns[name].unit
            if heading.note and unit:
                yield (
                    f"{where}表头“{heading.said}”括号里的“{heading.note}”不是单位，"
                    f"按{heading.unit or unit}读取"
                )
            above = units.get(contract.noun[name].type)
            if above and heading.unit and SCALED[above].scale != SCALED[heading.unit].scale:
                yield (
                    f"{where}表头“{heading.said}”的单位是“{heading.unit}”，"
                    f"表头上方写的是“{above}”，按表头读取"
                )


def unused_columns(where: str, sheet: Sheet, found: Layout, nothing: pl.Series) -> Iterator[str]:
    """Columns with data that no column of the contract takes."""
    for heading in found.unknown:
        if has_data(sheet, heading.place, found, nothing):
            letter = column_letter(heading.place)
            yield f"{where}第{letter}列“{heading.said}”不在契约之内，没有使用"
    for place in headless(sheet, found):
        if has_data(sheet, place, found, nothing):
            yield f"{where}第{column_letter(place)}列有内容而没有表头，没有使用"


def headless(sheet: Sheet, found: Layout) -> Iterator[int]:
    """Places of columns without a header."""
    header = sheet.cells.slice(found.first, found.depth)
    for place, name in enumerate(header.columns):
        if header[name].null_count() == header.height:
            yield place


def has_data(sheet: Sheet, place: int, found: Layout, nothing: pl.Series) -> bool:
    """Whether a column holds anything in a data row; ``nothing`` are the rows of no data."""
    column = sheet.cells[f"c{place}"]
    if column.null_count() == len(column):
        return False
    rows = column.is_not_null().arg_true().cast(pl.Int64)
    return bool((~rows.filter(rows >= found.data_from).is_in(nothing.implode())).any())
