"""变动原因 moves: the rows that make a number another than the month before."""

from dataclasses import dataclass

from louyu.explain.changes import Change
from louyu.indicators import Indicator
from louyu.web.cockpit.figures import NONE
from louyu.web.cockpit.lineage import Source, part_figure, source
from louyu.web.reader import Reader

KIND = {"entered": "新增", "left": "减少", "changed": "变化"}


@dataclass(frozen=True)
class Move:
    """A subject in a building that adds something else than before."""

    kind: str
    subject: str
    building: str
    before: str
    after: str
    source: Source | None


@dataclass(frozen=True)
class Moves:
    """How many of each kind, and the largest; of amounts of tax only how many."""

    counts: tuple[tuple[str, int], ...]
    total: int
    first: tuple[Move, ...]


def moves(
    reader: Reader, indicator: Indicator, level: str, scope: str, month: int, before: int
) -> Moves:
    found = reader.changes(indicator.key, level, scope, month, before)
    counts = tuple(
        (name, found.counts[kind]) for kind, name in KIND.items() if found.counts.get(kind)
    )
    return Moves(
        counts=counts,
        total=sum(count for _, count in counts),
        first=()
        if indicator.money
        else tuple(move(reader, indicator, change) for change in found.first),
    )


def move(reader: Reader, indicator: Indicator, change: Change) -> Move:
    lines = change.after or change.before
    line = lines[0] if lines else None
    return Move(
        kind=KIND[change.change],
        subject=line.subject_name if line else change.subject,
        building=line.building_name if line else change.building or NONE,
        before=share(indicator, change.numerator_before, change.denominator_before),
        after=share(indicator, change.numerator_after, change.denominator_after),
        source=source(reader, {"batch": line.batch, "sheet": line.sheet, "row": line.row})
        if line
        else None,
    )


def share(indicator: Indicator, numerator: int | None, denominator: int | None) -> str:
    """What a subject adds: ``1 / 1`` of a rate, plainly its part of a count or sum."""
    over = part_figure(numerator, indicator.numerator_unit, indicator.numerator_scale)
    if numerator is None or not indicator.denominator_unit:
        return over
    under = part_figure(denominator, indicator.denominator_unit, indicator.denominator_scale)
    return f"{over} / {under}"
