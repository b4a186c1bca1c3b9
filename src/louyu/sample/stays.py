"""入驻 stays: who is in which room from which day to which.

Each room is let, stands empty, is let again. Then stays are joined into occupants: a stay that
ends and one that begins elsewhere in the same month are a move; two at once are an enterprise with
two buildings or two rooms. Some rooms are shared, some stays have no stated area or no room.
"""

from dataclasses import dataclass

import numpy as np

from louyu.sample.buildings import Buildings
from louyu.sample.rooms import Rooms, opened, rooms
from louyu.sample.scale import OCCUPIED, OCCUPIED_AT_FIRST, Scale
from louyu.sample.span import NEVER, Flags, Ints, part_rng

LASTS = 1300.0
"""Days a tenant stays, on average."""
SPELLS = 7
"""No room is let more often than this in a span."""


@dataclass(frozen=True)
class Stays:
    """One row per stay, sorted by room and start. ``area`` -1 is not stated."""

    room: Ints
    building: Ints
    start: Ints
    end: Ints
    """The day of moving out (迁出日期), `NEVER` when it is not within the span."""
    occupant: Ints
    area: Ints
    roomless: Flags
    announced: Flags
    """Listed already in the month before moving in."""
    foretold: Flags
    """The day of moving out is stated already in the month before."""
    staff: Ints
    growth: Ints
    """Per cent by which staff grow in a year."""
    big: int
    """The occupant that pays more tax than all others."""

    def __len__(self) -> int:
        return len(self.room)

    def staff_at(self, stay: Ints, place: Ints) -> Ints:
        """Staff stated for stays in months: it changes once a year; -1 is not stated."""
        grown = self.staff[stay] * (100 + self.growth[stay] * (place // 12)) // 100
        return np.where(self.staff[stay] < 0, -1, np.maximum(grown, 1))


def rooms_and_stays(buildings: Buildings, scale: Scale) -> tuple[Rooms, Stays]:
    """As many rooms as let some nine in ten of the enterprises asked for have been in one."""
    trial = 2000
    several = spells(rooms(buildings, scale.span, trial, scale.seed), buildings, scale)
    per_room = len(several[0]) / trial
    count = round(scale.enterprises / per_room)
    units = rooms(buildings, scale.span, count, scale.seed)
    room, start, end = spells(units, buildings, scale)
    return units, stays(units, room, start, end, buildings, scale)


def spells(units: Rooms, buildings: Buildings, scale: Scale) -> tuple[Ints, Ints, Ints]:
    """Room, first and last day of every letting; the first room of a building is never empty."""
    rng, span, count = part_rng(scale.seed, "spells"), scale.span, len(units)
    begin, until = int(span.starts[0]), int(span.ends[-1])
    ready = opened(buildings, span)[units.building]
    before = ready < begin
    let = before & (rng.random(count) < OCCUPIED_AT_FIRST)
    past = begin - 1 - rng.exponential(1000, count)
    lag = np.where(before, rng.exponential(420, count), rng.exponential(150, count))
    start = np.where(let, np.maximum(past, ready), np.maximum(ready, begin) + lag)
    end = np.where(let, begin, start) + 20 + rng.exponential(LASTS, count)
    closed = np.full(count, NEVER, dtype=np.int64)
    for b in buildings.of_role("demolished").tolist():
        if buildings.delisted[b] < NEVER:
            closed[units.building == b] = span.starts[buildings.delisted[b]] - 40
    kept = ~np.isin(units.building, buildings.of_role("empty"))
    first = np.r_[True, units.building[1:] != units.building[:-1]]
    start[first], end[first] = ready[first] + 5, NEVER
    full = np.isin(units.building, buildings.of_role("overfull"))
    start[full], end[full] = ready[full] + 10, NEVER
    found: list[tuple[Ints, Ints, Ints]] = []
    for _ in range(SPELLS):
        inside = kept & (start <= np.minimum(until + 31, closed - 30))
        last = np.minimum(end, closed)
        found.append((np.flatnonzero(inside), start[inside].astype(int), last[inside].astype(int)))
        when = np.clip((end - begin) / (until - begin), 0, 1)
        filled = OCCUPIED[0] + (OCCUPIED[1] - OCCUPIED[0]) * when
        start = end + 3 + rng.exponential(1, count) * LASTS * (1 - filled) / filled
        end = start + 20 + rng.exponential(LASTS, count)
    room, came, went = (np.concatenate([part[k] for part in found]) for k in range(3))
    order = np.lexsort((came, room))
    return room[order], came[order], np.where(went > until + 31, NEVER, went)[order]


def stays(
    units: Rooms, room: Ints, start: Ints, end: Ints, buildings: Buildings, scale: Scale
) -> Stays:
    """Lettings become stays of occupants; shared rooms get a second stay."""
    rng = part_rng(scale.seed, "stays")
    fixed = end >= NEVER
    sharing = np.flatnonzero((rng.random(len(room)) < 0.045) & ~fixed)
    sharing = sharing if len(sharing) else np.array([len(room) // 2])
    area = units.area[room]
    half = sharing[rng.random(len(sharing)) < 0.35]
    whole = area.copy()
    area[half] = whole[half] // 2
    second_area = whole[sharing] - np.where(np.isin(sharing, half), area[sharing], 0)
    second_area[0] = whole[sharing[0]]
    later = np.minimum(start[sharing] + rng.integers(0, 200, len(sharing)), end[sharing] - 1)
    room, start = np.r_[room, room[sharing]], np.r_[start, later]
    end, area = np.r_[end, end[sharing]], np.r_[area, second_area]
    order = np.lexsort((start, room))
    room, start, end, area = room[order], start[order], end[order], area[order]
    count, building = len(room), units.building[room]
    partly = rng.random(count) < 0.03
    area = np.where(partly & (end < NEVER), area * 4 // 5, area)
    unknown = (rng.random(count) < 0.008) & ~np.isin(building, buildings.of_role("overfull"))
    occupant, start, end = occupants(rng, room, building, start, end, scale)
    tall = np.maximum(area / 100 / rng.lognormal(2.75, 0.4, count), 1)
    drawn = Stays(
        room=room,
        building=building,
        start=start,
        end=end,
        occupant=occupant,
        area=np.where(unknown, -1, area),
        roomless=unknown | (rng.random(count) < 0.006),
        announced=rng.random(count) < 0.015,
        foretold=rng.random(count) < 0.03,
        staff=np.where(rng.random(count) < 0.02, -1, np.round(tall)).astype(np.int64),
        growth=rng.integers(-4, 12, size=count),
        big=-1,
    )
    return with_big_move(drawn, units, buildings, scale)


def with_big_move(stays: Stays, units: Rooms, buildings: Buildings, scale: Scale) -> Stays:
    """The great taxpayer: in the largest room of one building, from the second year in another's.

    Whoever had those rooms is gone; occupants are numbered anew.
    """
    span = scale.span
    left, won = (int(buildings.of_role(role)[0]) for role in ("left", "won"))
    large = [largest_room(units, building) for building in (left, won)]
    leaves = span.year_place(span.years[0] + 1, 2)
    day = int(span.starts[leaves]) + 17 if leaves < len(span) else NEVER
    kept = np.flatnonzero(~np.isin(stays.room, large))
    stay = [(large[0], left, int(span.starts[0]) - 700, day), (large[1], won, day, NEVER)]
    stay = stay if day < NEVER else stay[:1]
    number = len(stay)

    def put(values: Ints, added: list[int]) -> Ints:
        both: Ints = np.r_[values[kept], np.array(added, dtype=np.int64)]
        return both

    none = np.zeros(number, dtype=np.bool_)
    columns = list(zip(*stay, strict=True))
    occupant = put(stays.occupant, [len(stays)] * number)
    _, occupant = np.unique(occupant, return_inverse=True)
    return Stays(
        room=put(stays.room, list(columns[0])),
        building=put(stays.building, list(columns[1])),
        start=put(stays.start, list(columns[2])),
        end=put(stays.end, list(columns[3])),
        occupant=occupant.astype(np.int64),
        area=put(stays.area, units.area[[s[0] for s in stay]].tolist()),
        roomless=np.r_[stays.roomless[kept], none],
        announced=np.r_[stays.announced[kept], none],
        foretold=np.r_[stays.foretold[kept], none],
        staff=put(stays.staff, [180] * number),
        growth=put(stays.growth, [2] * number),
        big=int(occupant[-1]),
    )


def largest_room(units: Rooms, building: int) -> int:
    """The largest room of a building but its first, which the manager has."""
    inside = np.flatnonzero(units.building == building)[1:]
    return int(inside[np.argmax(units.area[inside])])


def occupants(
    rng: np.random.Generator, room: Ints, building: Ints, start: Ints, end: Ints, scale: Scale
) -> tuple[Ints, Ints, Ints]:
    """The occupant of each stay (numbers without gaps), and days moved so that moves fit."""
    span, count = scale.span, len(room)
    parent = np.arange(count)
    linked = np.zeros(count, dtype=np.bool_)
    link_pairs(rng, parent, linked, building, start, end)
    came, went = span.place(start), span.place(end)
    start, end = start.copy(), end.copy()
    for place in range(len(span)):
        leaving = np.flatnonzero((went == place) & (came < place))
        coming = np.flatnonzero((came == place) & ~linked & (went > place))
        leaving, coming = rng.permutation(leaving), rng.permutation(coming)
        number = min(round(len(leaving) * 0.45), round(len(coming) * 0.5))
        number = max(number, min(1, len(leaving), len(coming)))
        left, here = leaving[:number], coming[:number]
        apart = building[left] != building[here]
        left, here = left[apart], here[apart]
        parent[here], linked[here] = left, True
        gap = rng.integers(0, 4, size=len(left))
        start[here] = np.minimum(end[left] + gap, span.ends[place])
    return roots(parent), start, end


def link_pairs(
    rng: np.random.Generator,
    parent: Ints,
    linked: Flags,
    building: Ints,
    start: Ints,
    end: Ints,
) -> None:
    """Marks pairs that overlap as one occupant: of two buildings, or of two rooms of one."""
    order = rng.permutation(len(parent))
    wanted = max(4, len(parent) // 40)
    one, two = order[:wanted], order[wanted : 2 * wanted]
    overlap = (start[one] < end[two] - 200) & (start[two] < end[one] - 200)
    # The occupant's first stay is the one that began first.
    first = np.where(start[one] <= start[two], one, two)
    other = np.where(start[one] <= start[two], two, one)
    parent[other[overlap]], linked[other[overlap]] = first[overlap], True
    free = np.flatnonzero(~linked)[:-1]
    beside = free[(building[free] == building[free + 1]) & ~linked[free + 1]]
    beside = rng.permutation(beside)[: max(2, len(parent) // 80)]
    taken: set[int] = set()
    for k in beside.tolist():
        if k not in taken and start[k] <= start[k + 1] < end[k] - 200:
            parent[k + 1], linked[k + 1] = k, True
            taken |= {k, k + 1}


def roots(parent: Ints) -> Ints:
    """Chains followed to their beginning, numbered without gaps in order of first appearance."""
    while True:
        up = parent[parent]
        if (up == parent).all():
            break
        parent = up
    numbers: Ints = np.unique(parent, return_inverse=True)[1].astype(np.int64)
    return numbers
