"""版式 layout: how one file looks: its kind, encoding, title, headers, units, dates.

A look says nothing about a fact: every figure is stated exactly, whatever the unit. Clean files use
the contract's own headers and units; the others those of people.
"""

from dataclasses import dataclass, replace

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
    coarse: bool = False
    """Amounts in 万元 cut to two places, which loses what is under 50 元."""
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


def rough_layout(
    rng: np.random.Generator, contract: Contract, rows: int, *, habit: np.random.Generator
) -> Layout:
    """As people make them. ``habit`` draws what a sender does alike all year: words and units."""
    clean = clean_layout(rng, contract, rows)
    units = {name: usual_unit(habit, name, unit) for name, unit in clean.units.items()}
    headers = {}
    for name, column in contract.columns.items():
        header = str(habit.choice(column.headers)) if habit.random() < 0.4 else column.header
        note = NOTES[int(habit.integers(len(NOTES)))]
        unit = units.get(name, "")
        # A unit other than the contract's must be said; the contract's own often is.
        told = unit and (unit != column.unit or habit.random() < 0.5)
        headers[name] = header + note.format(unit) if told else header
    dates = str(habit.choice(DATES, p=(0.55, 0.2, 0.15, 0.1)))
    return replace(
        clean,
        headers=headers,
        units=units,
        dates=dates,
        titled=clean.workbook or bool(rng.random() < 0.6),
        groups=bool(habit.random() < 0.12) and len(headers) > 6,
        total=bool(habit.random() < 0.35) and bool(ADDITIVE & set(headers)),
        notes=bool(rng.random() < 0.35),
        coarse="万元" in units.values() and bool(rng.random() < 0.15),
        serials=clean.workbook and dates == "iso" and bool(rng.random() < 0.1),
    )


NOTES = ("（{}）", "({})", "（单位：{}）")
ADDITIVE = {"area", "floor_area", "office_area", "staff", "total", "local", "insured", "energy"}
"""Columns that a line of totals adds up."""
PER_SQUARE = {"asking_rent", "budget"}


def usual_unit(habit: np.random.Generator, name: str, unit: str) -> str:
    """The unit a sender uses: 元 and 万元, ㎡ and 万㎡ change places with some."""
    if unit in MONEY and name not in PER_SQUARE and habit.random() < 0.4:
        return MONEY[1 - MONEY.index(unit)]
    if unit in AREA and name in {"floor_area", "office_area"} and habit.random() < 0.12:
        return AREA[1 - AREA.index(unit)]
    return unit


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
