"""一楼一册 building: a building's cells, the source of each, and its occupants."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from louyu.nouns import NOUNS
from louyu.web.cockpit.figures import NONE, cell
from louyu.web.cockpit.lineage import Source, source
from louyu.web.reader import Reader

UNSHOWN = {"month", "building", "name", "counts", "reason", "completed", "deemed", "datum"}


@dataclass(frozen=True)
class Beaten:
    """A value that another source stated and that lost by precedence."""

    value: str
    source: Source | None


@dataclass(frozen=True)
class CellRow:
    label: str
    value: str
    source: Source | None
    beaten: tuple[Beaten, ...]


@dataclass(frozen=True)
class Occupant:
    name: str
    kind: str
    room: str
    area: str
    held_area: str
    registered: str
    taxed: str
    statistical: bool
    in_rates: bool
    present: bool
    source: Source | None


KIND = {
    "company": "公司",
    "branch": "分公司",
    "office": "办事处",
    "sole_trader": "个体工商户",
    "other": "其他",
    "unregistered": "未登记",
}


def cells(reader: Reader, row: dict[str, Any], month: int) -> tuple[CellRow, ...]:
    """Every cell of the register row: the statement it is from, and the statements it beat."""
    noun = NOUNS["building"]
    contested: dict[str, list[dict[str, Any]]] = {}
    for said in reader.disagreements(row["building"], month):
        contested.setdefault(said["column"], []).append(said)
    stated = reader.building_statements(row["building"], month)
    return tuple(
        cell_row(
            reader,
            column.label,
            cell(column, row.get(column.name)),
            beaten=contested.get(column.name, []),
            winner=winner(column.name, contested, stated),
        )
        for column in noun.columns
        if column.name not in UNSHOWN and column.name not in noun.restricted
    )


def winner(
    column: str, contested: dict[str, list[dict[str, Any]]], stated: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Who states the cell: as the register of disagreements has it, else the first to state it."""
    if column in contested:
        return contested[column][0]
    return next((said for said in stated if said.get(column) is not None), None)


def cell_row(
    reader: Reader,
    label: str,
    value: str,
    *,
    beaten: list[dict[str, Any]],
    winner: dict[str, Any] | None,
) -> CellRow:
    return CellRow(
        label=label,
        value=value,
        source=source(reader, winner) if winner else None,
        beaten=tuple(
            Beaten(each["beaten_value"] or NONE, source(reader, each, "beaten_")) for each in beaten
        ),
    )


def occupants(reader: Reader, code: str, month: int) -> Iterator[Occupant]:
    """Who is in the building in the month, floor by floor."""
    noun = NOUNS["tenancy"]
    found = reader.of_building("tenancy", code, month)
    found.sort(key=lambda row: (row["floor"] or "", row["room"] or "", row["enterprise"]))
    for row in found:
        yield Occupant(
            name=row["enterprise_name"] or row["enterprise"].removeprefix("name:"),
            kind=KIND[row["kind"]],
            room=" ".join(part for part in (row["floor"], row["room"]) if part) or NONE,
            area=cell(noun["area"], row["area"]),
            held_area=cell(noun["held_area"], row["held_area"]),
            registered="区内" if row["registered_in_district"] else "区外",
            taxed="区内" if row["taxed_in_district"] else "区外",
            statistical=bool(row["statistical"]),
            in_rates=bool(row["in_rates"]),
            present=bool(row["present"]),
            source=source(reader, row),
        )
