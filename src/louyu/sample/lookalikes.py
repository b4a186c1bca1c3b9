"""形近 lookalikes: things that resemble one another and are two, as every district has them.

Companies of one 字号 in two industries, sister companies in one room, whoever took a room over from
a company with the same 字号, and a company of the same name from another city. All of it is true of
the world: no report is wrong by it.
"""

from dataclasses import dataclass

import numpy as np

from louyu.sample.scale import Scale
from louyu.sample.span import Flags, Ints, part_rng
from louyu.sample.stays import Stays

SAME_WORD = 0.03
"""Of companies, those that share their 字号 with one of another industry."""
NAMESAKES = 0.006
"""Of companies, those whose name begins with another city and is else that of one of here."""
SISTERS, SUCCESSORS = 0.3, 0.06
"""Of two companies in one room at a time, and of two after one another: those of one 字号."""


@dataclass(frozen=True)
class Kin:
    """One row per pair of organisations of one 字号; nobody is in two pairs."""

    first: Ints
    second: Ints
    relation: list[str]
    """``sister``, ``successor`` (the second of the first), ``same_word`` or ``namesake``."""

    def of(self, relation: str) -> list[tuple[int, int]]:
        rows = zip(self.first.tolist(), self.second.tolist(), self.relation, strict=True)
        return [(first, second) for first, second, said in rows if said == relation]

    def members(self) -> set[int]:
        return {*self.first.tolist(), *self.second.tolist()}


def kin(plain: Flags, trade: Ints, stays: Stays, scale: Scale) -> Kin:
    """Draws the pairs. ``plain``: which organisations may be in one: companies without a story."""
    rng = part_rng(scale.seed, "kin")
    pairs: list[tuple[int, int, str]] = []
    taken = ~plain

    def add(first: int, second: int, relation: str, *, alike: bool) -> bool:
        fits = first != second and bool(trade[first] == trade[second]) is alike
        if not fits or taken[first] or taken[second]:
            return False
        taken[[first, second]] = True
        pairs.append((first, second, relation))
        return True

    same_room = np.flatnonzero(stays.room[1:] == stays.room[:-1])
    one, two = stays.occupant[same_room], stays.occupant[same_room + 1]
    together = stays.start[same_room + 1] < stays.end[same_room]
    for relation, share, chosen in (
        ("sister", SISTERS, together),
        ("successor", SUCCESSORS, ~together),
    ):
        rows = rng.permutation(np.flatnonzero(chosen)).tolist()
        wanted = max(1, round(len(rows) * share))
        for k in rows:
            if wanted:
                wanted -= add(int(one[k]), int(two[k]), relation, alike=False)
    free = rng.permutation(np.flatnonzero(~taken))
    number = max(2, round(len(free) * SAME_WORD / 2))
    for first, second in free[: 2 * number].reshape(-1, 2).tolist():
        add(first, second, "same_word", alike=False)
    # Of one trade: neighbours once the free are put in its order.
    free = rng.permutation(np.flatnonzero(~taken))
    free = free[np.argsort(trade[free], kind="stable")]
    tenants = int(stays.occupant.max()) + 1
    wanted = max(1, round(len(free) * NAMESAKES))
    for k in rng.permutation(len(free) - 1).tolist():
        first, second = int(free[k]), int(free[k + 1])
        if wanted and second < tenants:
            wanted -= add(first, second, "namesake", alike=True)
    columns = list(zip(*pairs, strict=True)) or [(), (), ()]
    return Kin(
        np.array(columns[0], dtype=np.int64),
        np.array(columns[1], dtype=np.int64),
        [relation for _, _, relation in pairs],
    )
