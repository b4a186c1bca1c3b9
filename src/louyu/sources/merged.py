"""合并单元格 merged: what one cell says for the rows that it spans.

A street merged over ten buildings is said of all ten: words, dates and yes or no are read into
each row. A number is not: an area merged over three tenants is one area, so it stays in the first
row and the others are told.
"""

from collections.abc import Iterator

import polars as pl

from louyu.district import Contract
from louyu.nouns import Type
from louyu.sources.header import Layout
from louyu.sources.read import Sheet

QUANTITIES = frozenset({Type.INTEGER, Type.REAL, Type.MONEY, Type.AREA})


def spread(sheet: Sheet, found: Layout, contract: Contract) -> pl.DataFrame:
    """The sheet's cells with merged words in every row that they span, below the header."""
    cells = sheet.cells
    for name, heading in found.columns.items():
        if contract.noun[name].type in QUANTITIES:
            continue
        if spans := list(below(sheet, found, heading.place)):
            source = list(range(cells.height))
            for first, last in spans:
                source[first : last + 1] = [first] * (last + 1 - first)
            cells = cells.with_columns(cells[f"c{heading.place}"].gather(source))
    return cells


def numbers_spanned(sheet: Sheet, found: Layout, place: int) -> list[int]:
    """Rows (from 0) that share the number of a merged cell above them."""
    said = sheet.cells[f"c{place}"]
    return [
        row
        for first, last in below(sheet, found, place)
        if said[first] is not None
        for row in range(first + 1, last + 1)
    ]


def below(sheet: Sheet, found: Layout, place: int) -> Iterator[tuple[int, int]]:
    """The first and last row of each merged cell of a column that begins below the header."""
    free = found.data_from
    for column, first, last in sheet.merged:
        # Merged cells never overlap; where a file says that they do, the first one stands.
        if column == place and free <= first < sheet.cells.height:
            last = min(last, sheet.cells.height - 1)
            yield first, last
            free = last + 1
