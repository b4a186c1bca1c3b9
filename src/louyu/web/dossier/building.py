"""一楼一册 building: a building's cells, the source of each, and who is in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from louyu.explain.building import Said
from louyu.nouns import NOUNS, STATEMENTS
from louyu.registers.building import register_column
from louyu.web.dossier.floors import room_name
from louyu.web.frame.figures import ENTERPRISE_KINDS, NONE, cell, cell_of_text
from louyu.web.frame.source import Source, source
from louyu.web.ledger.correction import Correction, open_corrections
from louyu.web.reader import Reader

KEY = "building_code"


@dataclass(frozen=True)
class Beaten:
    """A value that another source stated and that lost by precedence."""

    value: str
    source: Source | None


@dataclass(frozen=True)
class CellRow:
    column: str
    label: str
    value: str
    standing: str
    source: Source | None
    agreeing: int
    beaten: tuple[Beaten, ...]
    pending: tuple[Correction, ...]


@dataclass(frozen=True)
class Occupant:
    enterprise: str
    name: str
    kind: str
    room: str
    area: str
    held_area: str
    staff: str
    until: str
    registered: str
    taxed: str
    statistical: bool
    in_rates: bool
    present: bool
    source: Source | None


def cells(reader: Reader, code: str, month: int) -> tuple[CellRow, ...]:
    """Every stated cell: the statement it is from, and the other values that it beat."""
    noun = STATEMENTS["building"]
    pending = list(open_corrections("building", code))
    return tuple(
        CellRow(
            column=register_column(stated.column),
            label=stated.label,
            value=cell_of_text(noun[stated.column], stated.won.value),
            standing=stated.won.standing,
            source=said_source(reader, stated.won),
            agreeing=sum(1 for said in stated.beaten if said.value == stated.won.value),
            beaten=tuple(
                Beaten(cell_of_text(noun[stated.column], said.value), said_source(reader, said))
                for said in stated.beaten
                if said.value != stated.won.value
            ),
            pending=tuple(
                each for each in pending if each.column == register_column(stated.column)
            ),
        )
        for stated in reader.cells(code, month)
        if stated.column not in noun.restricted
    )


def unstated(reader: Reader, cells: tuple[CellRow, ...]) -> list[tuple[str, str]]:
    """The fields of which nobody said anything yet, by name and label."""
    said = {row.column for row in cells}
    columns = reader.district.contracts["building"].columns
    noun = STATEMENTS["building"]
    names = [(register_column(name), noun[name].label) for name in columns if name != KEY]
    return [(name, label) for name, label in names if name not in said]


def said_source(reader: Reader, said: Said) -> Source | None:
    return source(reader, {"batch": said.batch, "sheet": said.sheet, "row": said.row})


def natural(said: str | None) -> list[tuple[int, str]]:
    """Floor 9 before floor 10: runs of digits by their number, the rest by its letters."""
    return [
        (int(part), "") if part.isdecimal() else (0, part)
        for part in re.split(r"(\d+)", said or "")
        if part
    ]


def floor_by_floor(tenants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of noun tenancy in the order in which one walks through the building."""
    return sorted(
        tenants,
        key=lambda row: (*map(natural, (row["floor"], row["room"])), row["enterprise"]),
    )


def occupants(reader: Reader, tenants: list[dict[str, Any]]) -> Iterator[Occupant]:
    """Who is in the building in the month, in the words of a page."""
    noun = NOUNS["tenancy"]
    for row in tenants:
        yield Occupant(
            enterprise=row["enterprise"],
            name=row["enterprise_name"] or row["enterprise"].removeprefix("name:"),
            kind=ENTERPRISE_KINDS[row["kind"]],
            room=room_name(row["floor"], row["room"]) or NONE,
            area=cell(noun["area"], row["area"]),
            held_area=cell(noun["held_area"], row["held_area"]),
            staff=cell(noun["staff"], row["staff"]),
            until=cell(noun["lease_end"], row["lease_end"]),
            registered="区内" if row["registered_in_district"] else "区外",
            taxed="区内" if row["taxed_in_district"] else "区外",
            statistical=bool(row["statistical"]),
            in_rates=bool(row["in_rates"]),
            present=bool(row["present"]),
            source=source(reader, row),
        )
