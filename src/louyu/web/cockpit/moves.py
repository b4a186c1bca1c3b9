"""变动原因 moves: the rows that make a number another than the month before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from louyu.indicators import Indicator
from louyu.web.cockpit.lineage import part_figure, plain_subject
from louyu.web.frame.figures import NONE
from louyu.web.frame.source import Source, source
from louyu.web.moves_file import Moved
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

    def cut(number: int) -> Moved:
        return reader.moved(key, level, scope, months, offset=(number - 1) * PAGE, most=PAGE)

    page = max(page, 1)
    counts, shown = cut(page)
    total = sum(counts.values())
    pages = max(1, -(-total // PAGE))
    if page > pages:
        page = pages
        counts, shown = cut(page)
    return Moves(
        counts=tuple((name, counts[kind]) for kind, name in KIND.items() if kind in counts),
        total=total,
        rows=tuple(rows(reader, indicator, shown.to_pylist(), months)),
        page=page,
        pages=pages,
    )


def rows(
    reader: Reader,
    indicator: Indicator,
    shown: list[dict[str, Any]],
    months: tuple[int, int],
) -> Iterator[Move]:
    before, after = months
    buildings = {**reader.building_names(before), **reader.building_names(after)}
    enterprises = reader.names_of([row["subject"] for row in shown])
    for row in shown:
        yield Move(
            kind=KIND[row["change"]],
            subject=buildings.get(row["subject"])
            or enterprises.get(row["subject"])
            or plain_subject(row["subject"]),
            building=buildings.get(row["building"], row["building"] or NONE),
            before=share(reader, indicator, row["numerator_before"], row["denominator_before"]),
            after=share(reader, indicator, row["numerator_after"], row["denominator_after"]),
            masked=not reader.open(indicator.key),
            source=source(reader, row),
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
