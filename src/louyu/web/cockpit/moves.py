"""变动原因 moves: the rows that make a number another than the month before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from louyu.indicators import Indicator
from louyu.web.cockpit.lineage import part_figure, plain_subject
from louyu.web.frame.figures import NONE
from louyu.web.frame.source import Source, source
from louyu.web.people.disclosure import MASK
from louyu.web.reader import Reader

KIND = {"entered": "新增", "left": "减少", "changed": "变化"}

PAGE = 50


@dataclass(frozen=True)
class Move:
    """A subject in a building that adds something else than before."""

    kind: str
    subject: str
    building: str
    before: str
    after: str
    masked: bool
    source: Source | None


@dataclass(frozen=True)
class Moves:
    """How many of each kind, and a page of them, the largest first; amounts of tax masked."""

    counts: tuple[tuple[str, int], ...]
    total: int
    rows: tuple[Move, ...]
    page: int
    pages: int


def moves(
    reader: Reader, key: str, level: str, scope: str, months: tuple[int, int], *, page: int
) -> Moves:
    """Between two months of the edition, the earlier first."""
    indicator = reader.indicators[key]
    moved = reader.moved(key, level, scope, months)
    kinds = pc.value_counts(moved["change"]).to_pylist()
    counted = {row["values"]: row["counts"] for row in kinds}
    pages = max(1, -(-moved.num_rows // PAGE))
    page = min(max(page, 1), pages)
    shown = moved.slice((page - 1) * PAGE, PAGE).to_pylist()
    behind = {
        month: received(
            reader.contributions_of(key, level, scope, month, {row["subject"] for row in shown})
        )
        for month in months
    }
    return Moves(
        counts=tuple((name, counted[kind]) for kind, name in KIND.items() if kind in counted),
        total=moved.num_rows,
        rows=tuple(rows(reader, indicator, shown, months, behind)),
        page=page,
        pages=pages,
    )


Place = tuple[str | None, str]


def received(contributions: pa.Table) -> dict[Place, dict[str, Any]]:
    """The first row of each subject in a building, for its file, sheet and row."""
    found: dict[Place, dict[str, Any]] = {}
    for row in contributions.to_pylist():
        if row["batch"]:
            found.setdefault((row["building"], row["subject"]), row)
    return found


def rows(
    reader: Reader,
    indicator: Indicator,
    shown: list[dict[str, Any]],
    months: tuple[int, int],
    behind: dict[int, dict[Place, dict[str, Any]]],
) -> Iterator[Move]:
    before, after = months
    buildings = {**reader.building_names(before), **reader.building_names(after)}
    enterprises = reader.names_of([row["subject"] for row in shown])
    for row in shown:
        place = (row["building"], row["subject"])
        line = behind[after].get(place) or behind[before].get(place)
        yield Move(
            kind=KIND[row["change"]],
            subject=buildings.get(row["subject"])
            or enterprises.get(row["subject"])
            or plain_subject(row["subject"]),
            building=buildings.get(row["building"], row["building"] or NONE),
            before=share(reader, indicator, row["numerator_before"], row["denominator_before"]),
            after=share(reader, indicator, row["numerator_after"], row["denominator_after"]),
            masked=not reader.open(indicator.key),
            source=source(reader, line) if line else None,
        )


def share(
    reader: Reader, indicator: Indicator, numerator: int | None, denominator: int | None
) -> str:
    """What a subject adds: ``1 / 1`` of a rate, plainly its part of a count or sum."""
    if not reader.open(indicator.key):
        return MASK
    over = part_figure(numerator, indicator.numerator_unit, indicator.numerator_scale)
    if numerator is None or not indicator.denominator_unit:
        return over
    under = part_figure(denominator, indicator.denominator_unit, indicator.denominator_scale)
    return f"{over} / {under}"
