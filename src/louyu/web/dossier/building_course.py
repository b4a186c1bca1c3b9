"""一楼一册的历程: what changed in a building, what it was recognised as, what is in dispute."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from louyu.nouns import NOUNS, Noun, Type
from louyu.nouns.statements import LINEAGE
from louyu.registers.building import register_column
from louyu.registers.correction import RULED
from louyu.standards.calendar import month_end
from louyu.web.frame.figures import NONE, cell, cell_of_text, month_name
from louyu.web.frame.source import Source, source
from louyu.web.frame.units import unit_called
from louyu.web.reader import Reader

LISTS = ("party_body", "recognition", "evaluation", "renovation", "operated_space")
"""Registers of which a building has rows of its own, as they stand on its page."""
ENDED = ("dissolved_on", "revoked_on")
LEFT_OUT = {"month", "building", "street", *(column.name for column in LINEAGE)}


@dataclass(frozen=True)
class Change:
    """A cell of the register that a month has otherwise than the month before."""

    month: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Listed:
    """A row of a register about the building, in words."""

    title: str
    facts: tuple[tuple[str, str], ...]
    ended: bool
    source: Source | None


@dataclass(frozen=True)
class Open:
    """A cell of which units say different things, and who should say what is right."""

    label: str
    column: str
    value: str
    others: tuple[str, ...]
    owner: str


def changes(reader: Reader, code: str, month: int) -> list[Change]:
    """What the register has otherwise from month to month, the latest first."""
    noun = NOUNS["building"]
    names = [c.name for c in noun.columns if c.name not in ("month", "building", "completed")]
    rows = reader.about_building("building", code, columns=("month", *names))
    rows = sorted((row for row in rows if row["month"] <= month), key=lambda row: row["month"])
    found = [
        Change(
            month_name(now["month"]), noun[name].label,
            cell(noun[name], before[name]), cell(noun[name], now[name]),
        )
        for before, now in pairwise(rows)
        for name in names
        if before[name] != now[name]
    ]  # fmt: skip
    return found[::-1]


def listed(reader: Reader, code: str, month: int) -> list[tuple[str, list[Listed]]]:
    """The building's rows in each of `LISTS` by a month's end, those that ended last."""
    end = month_end(month)
    return [
        (NOUNS[name].label, rows)
        for name in LISTS
        if (rows := list(listed_in(reader, NOUNS[name], name, code, end)))
    ]


def listed_in(reader: Reader, noun: Noun, name: str, code: str, end: Any) -> Iterator[Listed]:
    dates = [c.name for c in noun.columns if c.type is Type.DATE]
    columns = [c for c in noun.columns if c.name not in LEFT_OUT]
    rows = [
        row
        for row in reader.about_building(name, code)
        if row[dates[0]] is None or row[dates[0]] <= end
    ]
    found = []
    for row in rows:
        ended = any(row.get(each) and row[each] <= end for each in ENDED)
        words = [(c.label, cell(c, row[c.name])) for c in columns]
        found.append(
            (
                (ended, -(row[dates[0]].toordinal() if row[dates[0]] else 0)),
                Listed(
                    words[0][1], tuple(pair for pair in words[1:] if pair[1] != NONE), ended,
                    source(reader, row),
                ),
            )
        )  # fmt: skip
    yield from (each for _, each in sorted(found, key=lambda pair: pair[0]))


def open_disagreements(reader: Reader, row: dict[str, Any], month: int) -> list[Open]:
    """The building's cells that are in dispute and not ruled on."""
    contract = reader.district.contracts["building"]
    noun = contract.noun
    street = row["street"] or ""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in reader.disputes("building", row["building"], month):
        if each["standing"] != RULED:
            found.setdefault(each["column"], []).append(each)
    return [
        Open(
            label=noun[column].label,
            column=register_column(column),
            value=cell_of_text(noun[column], rows[0]["value"]),
            others=tuple(
                f"{unit_called(reader.district, said['beaten_publisher'], street=street)}"
                f"说 {cell_of_text(noun[column], said['beaten_value'])}"
                for said in rows
            ),
            owner=unit_called(reader.district, contract.owner(column), street=street),
        )
        for column, rows in found.items()
        if column in contract.columns
    ]
