"""真值·入驻: the rows of each month, the areas they hold, the tax of each building.

Written from the law of the numbers alone, in numpy, apart from the registers that it is to check:
the caps of rooms and buildings, and the integer split of an area or a tax over several weights.
"""

from dataclasses import dataclass

import numpy as np

from louyu.sample.enterprises import Enterprises
from louyu.sample.span import NEVER, Flags, Ints
from louyu.sample.world import World
from louyu.standards.address import name_key


@dataclass(frozen=True)
class Occupied:
    """One row per stay and month in which it takes part, sorted by month and stay."""

    place: Ints
    stay: Ints
    building: Ints
    enterprise: Ints
    area: Ints
    """As stated; -1 when it is not."""
    present: Flags
    """Not moved out by the month's end."""
    held: Ints


def enterprise_ids(enterprises: Enterprises) -> list[str]:
    """The USCC, or ``name:`` and the name's key for whoever has none."""
    pairs = zip(enterprises.uscc, enterprises.name, strict=True)
    return [code if code is not None else f"name:{name_key(name)}" for code, name in pairs]


def occupied(world: World) -> Occupied:
    """Every stay in every month in which it takes part."""
    stays, span = world.stays, world.span
    came = np.maximum(span.place(stays.start), 0)
    went = np.minimum(span.place(stays.end), len(span) - 1)
    number = np.maximum(went - came + 1, 0)
    stay = np.repeat(np.arange(len(stays)), number)
    first = np.repeat(np.cumsum(number) - number, number)
    place = came[stay] + np.arange(len(stay)) - first
    order = np.lexsort((stay, place))
    stay, place = stay[order], place[order]
    present = stays.end[stay] > span.ends[place]
    return Occupied(
        place=place,
        stay=stay,
        building=stays.building[stay],
        enterprise=stays.occupant[stay],
        area=stays.area[stay],
        present=present,
        held=held(world, place, stay, present),
    )


def held(world: World, place: Ints, stay: Ints, present: Flags) -> Ints:
    """The area each row holds: rooms at most full, then buildings at most full."""
    stays = world.stays
    area = np.where(present, np.maximum(stays.area[stay], 0), 0)
    rank = np.argsort(np.argsort(np.array(enterprise_ids(world.enterprises)), kind="stable"))
    order_in_group = rank[stays.occupant[stay]]
    counted = present & (stays.area[stay] >= 0)
    roomed = counted & ~stays.roomless[stay]
    room = place * len(world.rooms) + stays.room[stay]
    area = capped(area, room, world.rooms.area[stays.room[stay]], order_in_group, roomed)
    building = stays.building[stay]
    in_building = place * len(world.buildings) + building
    whole = world.buildings.floor_area[building]
    return capped(area, in_building, whole, order_in_group, counted)


def capped(area: Ints, group: Ints, whole: Ints, order: Ints, rows: Flags) -> Ints:
    """Areas of the rows of a group scaled to its whole where they add up to more."""
    where = np.flatnonzero(rows)
    where = where[np.lexsort((order[where], group[where]))]
    _, begin, number = np.unique(group[where], return_index=True, return_counts=True)
    total = np.add.reduceat(area[where], begin) if len(where) else np.zeros(0, dtype=np.int64)
    over = np.repeat(total > whole[where[begin]], number)
    inside = where[over]
    found = area.copy()
    if len(inside):
        found[inside] = split(whole[inside], area[inside], group[inside])
    return found


def split(total: Ints, weight: Ints, group: Ints) -> Ints:
    """A total of each group (stated on every row) over weights, exact to the unit.

    Rows are sorted by group. ``part_k = S(C_k) - S(C_k-1)`` with the running sum ``C`` and
    ``S(c) = (T // W) c + ((T mod W) c) // W``; a negative total is split without its sign.
    """
    _, begin, number = np.unique(group, return_index=True, return_counts=True)
    running = np.cumsum(weight)
    before_group = np.repeat(running[begin] - weight[begin], number)
    after = running - before_group
    whole = np.repeat(np.add.reduceat(weight, begin), number)
    size = np.abs(total)

    def up_to(count: Ints) -> Ints:
        upto: Ints = (size // whole) * count + ((size % whole) * count) // whole
        return upto

    part: Ints = np.sign(total) * (up_to(after) - up_to(after - weight))
    return part


def building_tax(world: World, rows: Occupied) -> Ints:
    """Month × building: the tax of its occupants, split by stated area, equally if unknown."""
    count, firms = len(world.buildings), len(world.enterprises)
    payer = rows.place * firms + rows.enterprise
    home, place_of_row = np.unique(payer * count + rows.building, return_inverse=True)
    stated = np.bincount(
        place_of_row, weights=np.maximum(rows.area, 0), minlength=len(home)
    ).astype(np.int64)
    unknown = np.bincount(place_of_row, weights=rows.area < 0, minlength=len(home)) > 0
    owner, begin, number = np.unique(home // count, return_index=True, return_counts=True)
    equally = np.maximum.reduceat(unknown, begin) | (np.add.reduceat(stated, begin) == 0)
    weight = np.where(np.repeat(equally, number), 1, stated)

    taxes = world.taxes
    key = taxes.place * firms + taxes.payer
    at = np.minimum(np.searchsorted(owner, key), len(owner) - 1)
    housed = np.flatnonzero(owner[at] == key)
    shares = number[at[housed]]
    row = np.repeat(housed, shares)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(shares) - shares, shares)
    share = begin[at[row]] + offset
    part = split(taxes.total[row], weight[share], row)
    found = np.zeros((len(world.span), count), dtype=np.int64)
    np.add.at(found, (taxes.place[row], home[share] % count), part)
    return found


def taxed_in_district(world: World) -> Flags:
    """Enterprise × month: whether its latest tax row up to the month is of the district's own."""
    taxes = world.taxes
    state = np.full((len(world.enterprises), len(world.span)), -1, dtype=np.int8)
    state[taxes.payer, taxes.place] = taxes.own
    for place in range(1, len(world.span)):
        state[:, place] = np.where(state[:, place] < 0, state[:, place - 1], state[:, place])
    found: Flags = state == 1
    return found


def in_register(day: Ints, ended: Ints, month_end: int) -> Flags:
    """Of things with a first and a last day, those that stand at a month's end."""
    found: Flags = (day <= month_end) & ((ended >= NEVER) | (ended > month_end))
    return found
