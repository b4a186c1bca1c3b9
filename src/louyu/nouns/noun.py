"""What a noun is: a table with columns that carry type, unit, Chinese name and sensitivity.

Money is int64 fen (分), area is int64 in 0.01 ㎡, a month is int32 ``YYYYMM``, so that every sum
is exact and the same on every engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """How a column is stored; ``money`` and ``area`` are integers with a fixed unit."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    FLAG = "flag"
    DATE = "date"
    MONTH = "month"
    MONEY = "money"
    AREA = "area"


IBIS_TYPE = {
    Type.TEXT: "string",
    Type.INTEGER: "int64",
    Type.REAL: "float64",
    Type.FLAG: "boolean",
    Type.DATE: "date",
    Type.MONTH: "int32",
    Type.MONEY: "int64",
    Type.AREA: "int64",
}

UNIT = {Type.MONEY: "分", Type.AREA: "0.01㎡"}


class Sensitivity(StrEnum):
    """Who may see a column: ``restricted`` needs a clearance, ``personal`` is about a person."""

    OPEN = "open"
    RESTRICTED = "restricted"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Column:
    """One column: its name in code, its Chinese name, its type, and who may see it."""

    name: str
    type: Type
    label: str
    unit: str = ""
    sensitivity: Sensitivity = Sensitivity.OPEN
    about: str = ""

    @property
    def ibis_type(self) -> str:
        return IBIS_TYPE[self.type]


@dataclass(frozen=True)
class Noun:
    """One table: what a row is, its key, and its columns."""

    name: str
    label: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")

    def __contains__(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)

    @property
    def schema(self) -> dict[str, str]:
        """Column name to Ibis type, in order."""
        return {column.name: column.ibis_type for column in self.columns}

    @property
    def restricted(self) -> frozenset[str]:
        """The columns that need a clearance."""
        return frozenset(c.name for c in self.columns if c.sensitivity is not Sensitivity.OPEN)


def text(name: str, label: str, about: str = "") -> Column:
    return Column(name, Type.TEXT, label, about=about)


def integer(name: str, label: str, unit: str = "", about: str = "") -> Column:
    return Column(name, Type.INTEGER, label, unit, about=about)


def real(name: str, label: str, unit: str = "", about: str = "") -> Column:
    return Column(name, Type.REAL, label, unit, about=about)


def flag(name: str, label: str, about: str = "") -> Column:
    return Column(name, Type.FLAG, label, about=about)


def date(name: str, label: str, about: str = "") -> Column:
    return Column(name, Type.DATE, label, about=about)


def month(name: str, label: str, about: str = "") -> Column:
    return Column(name, Type.MONTH, label, about=about)


def money(name: str, label: str, about: str = "") -> Column:
    return Column(name, Type.MONEY, label, UNIT[Type.MONEY], about=about)


def area(name: str, label: str, about: str = "") -> Column:
    return Column(name, Type.AREA, label, UNIT[Type.AREA], about=about)


def restricted(column: Column) -> Column:
    return Column(
        column.name, column.type, column.label, column.unit, Sensitivity.RESTRICTED, column.about
    )


def personal(column: Column) -> Column:
    return Column(
        column.name, column.type, column.label, column.unit, Sensitivity.PERSONAL, column.about
    )


NOUNS: dict[str, Noun] = {}


def noun(name: str, label: str, row: str, key: Iterable[str], *columns: Column) -> Noun:
    """Registers a table; a name is given once."""
    if name in NOUNS:
        raise ValueError(f"noun {name!r} is already defined")
    NOUNS[name] = Noun(name, label, row, tuple(key), columns)
    return NOUNS[name]
