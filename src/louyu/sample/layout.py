"""版式 layout: how one file looks: its kind, encoding, title, headers, units, dates.

A look says nothing about a fact: every figure is stated exactly, whatever the unit. Clean files use
the contract's own headers and units; the others those of people.
"""

from dataclasses import dataclass

import numpy as np

from louyu.district import Contract
from louyu.nouns.noun import Type

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
MONEY = ("元", "万元")
AREA = ("㎡", "万㎡")
DATES = ("iso", "slash", "chinese", "dot")


@dataclass(frozen=True)
class Layout:
    """One file's look. ``units`` are of the columns of money and area; "" stands in no header."""

    workbook: bool
    encoding: str
    titled: bool
    sheet: str
    headers: dict[str, str]
    units: dict[str, str]
    dates: str = "iso"
    groups: bool = False
    """A line of merged group headers above the headers."""
    total: bool = False
    notes: bool = False
    serials: bool = False
    """Dates as a spreadsheet's day numbers, without a date format."""

    @property
    def lines_above(self) -> int:
        """Lines before the first row of data."""
        return 1 + 2 * self.titled + self.groups


def clean_layout(rng: np.random.Generator, contract: Contract, rows: int) -> Layout:
    """The contract's own headers and units; every encoding and kind of file occurs."""
    workbook = bool(rng.random() < workbook_share(rows))
    return Layout(
        workbook=workbook,
        encoding=ENCODINGS[int(rng.choice(4, p=(0.3, 0.2, 0.4, 0.1)))],
        titled=workbook or bool(rng.random() < 0.7),
        sheet="Sheet1" if rng.random() < 0.5 else contract.label,
        headers={name: column.header for name, column in contract.columns.items()},
        units=contract_units(contract),
    )


def contract_units(contract: Contract) -> dict[str, str]:
    """The unit of each column of money or area as its contract has it."""
    return {
        name: column.unit
        for name, column in contract.columns.items()
        if contract.noun[name].type in (Type.MONEY, Type.AREA)
    }


def workbook_share(rows: int) -> float:
    """Small files are workbooks more often; a large one takes seconds to write and to read."""
    return 0.55 if rows < 300 else 0.3 if rows < 2000 else 0.12
