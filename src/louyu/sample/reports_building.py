"""楼宇侧报表: 楼宇台账, 房源, 入驻清单, 用电."""

import numpy as np
import polars as pl

from louyu.sample.buildings import DATUM, OPERATORS
from louyu.sample.report import Cell, department, mention, names_at, report, stated, street_at
from louyu.sample.rooms import opened
from louyu.sample.span import NEVER, Flags, Ints, dates, part_rng, taken
from louyu.sample.world import World


def building(world: World) -> pl.DataFrame:
    """Streets each month with all they know; planning and housing each quarter with their part."""
    span = world.span
    place, which = np.nonzero(world.buildings.registered(span))
    quarterly = (np.array(span.months) % 3 == 1) | (np.arange(len(span)) == 0)
    streets = [street.name for street in world.district.streets]
    sender = taken(streets, street_at(world, which, place))
    whole = lines(world, place, which)
    by_street = report(world, place, sender, whole, building=which)
    known = {
        "planning": ("address", "land_use", "floor_area", "office_area", "lon", "lat", "datum"),
        "housing": (
            "floor_area",
            "floors_above",
            "floors_below",
            "completed_on",
            "ownership",
            "owner",
        ),
    }
    parts = [by_street]
    at = quarterly[place]
    for name, columns in known.items():
        some = lines(world, place[at], which[at])
        part = report(world, place[at], department(world, name), some, building=which[at])
        kept = {"building_code", "building_name", "street", *columns}
        dropped = [column for column in some if column not in kept]
        parts.append(part.with_columns(pl.lit(None).cast(part[c].dtype).alias(c) for c in dropped))
    return pl.concat(parts).sort("month", "sender", "building_code")


def lines(world: World, place: Ints, which: Ints) -> dict[str, Cell]:
    houses, span = world.buildings, world.span
    ends = span.ends[place]
    completed, deemed = houses.completed[which], houses.deemed[which]
    return {
        **mention(world, which, place),
        "aliases": taken(houses.aliases, which),
        "address": taken(houses.address, which),
        "land_use": taken(houses.land_use, which),
        "floor_area": houses.floor_area[which],
        "office_area": houses.office_area[which],
        "floors_above": houses.floors_above[which],
        "floors_below": houses.floors_below[which],
        "completed_on": dates(np.where(completed <= ends, completed, NEVER)),
        "deemed_on": dates(np.where(deemed <= ends, deemed, NEVER)),
        "ownership": taken(houses.ownership, which),
        "owner": taken(houses.owner, which),
        "operator": taken(houses.operator, which),
        "unified_area": stated(houses.unified_area[which], houses.unified_area[which] > 0),
        "parking": houses.parking[which],
        "certificates": taken(houses.certificates, which),
        "lon": pl.Series(houses.lon[which]),
        "lat": pl.Series(houses.lat[which]),
        "datum": pl.repeat(DATUM, len(which), eager=True),
    }


def senders(world: World, which: Ints, place: Ints, operators: int) -> pl.Series:
    """The street, or the operator of buildings run by one of the first operators."""
    streets = [street.name for street in world.district.streets]
    run = np.array([OPERATORS.index(o) if o else NEVER for o in world.buildings.operator])
    by_operator = run[which] < operators
    names = [*streets, *OPERATORS]
    return taken(
        names, np.where(by_operator, len(streets) + run[which], street_at(world, which, place))
    )


def space(world: World) -> pl.DataFrame:
    """Every unit of every finished building, each month, from the street or the operator."""
    units, span = world.rooms, world.span
    begin = np.maximum(span.place(opened(world.buildings, span)), 0)
    ready = begin <= np.arange(len(span))[:, None]
    here: Flags = (ready & world.buildings.registered(span))[:, units.building]
    place, room = np.nonzero(here)
    which = units.building[room]
    taken_up = occupied_rooms(world)[place, room]
    state = np.where(taken_up, np.where(units.owner_used[room] == 1, 0, 1), 2)
    columns: dict[str, Cell] = {
        **mention(world, which, place),
        "floor": taken(units.floor, room),
        "room": taken(units.room, room),
        "area": units.area[room],
        "state": taken(["自用", "出租", "空置"], state),
        "asking_rent": stated(units.rent[room], state != 0),
    }
    return report(world, place, senders(world, which, place, 2), columns, building=which)


def occupied_rooms(world: World) -> Flags:
    """Month × room: whether anyone is in it at the month's end."""
    stays, span = world.stays, world.span
    found = np.zeros((len(span), len(world.rooms)), dtype=np.bool_)
    for place, end in enumerate(span.ends.tolist()):
        found[place, stays.room[(stays.start <= end) & (stays.end > end)]] = True
    return found


def tenancy(world: World) -> pl.DataFrame:
    """Whoever was there in the month, with the day of leaving once it is known.

    Two operators' buildings: the first operator reports too, and the street leaves every second of
    its buildings to it. A few rows announce who comes next month, or say who will leave.
    """
    stays, span, units = world.stays, world.span, world.rooms
    came, went = span.place(stays.start), np.minimum(span.place(stays.end), len(span) - 1)
    ready = np.maximum(span.place(opened(world.buildings, span)), 0)[stays.building]
    first = np.maximum(np.where(stays.announced & (came > ready), came - 1, came), 0)
    number = np.maximum(went - first + 1, 0)
    stay = np.repeat(np.arange(len(stays)), number)
    place = first[stay] + np.arange(len(stay)) - np.repeat(np.cumsum(number) - number, number)
    which, who = stays.building[stay], stays.occupant[stay]
    ends = span.ends[place]
    later = span.starts[np.minimum(place + 2, len(span))] - 1
    end = stays.end[stay]
    known = (end <= ends) | (stays.foretold[stay] & (end <= later))
    start = stays.start[stay]
    lease = start + (np.maximum(ends - start, 0) // 730 + 1) * 730
    leaving = (end < NEVER) & (end - ends < 100)
    roomless = stays.roomless[stay]
    staff = stays.staff_at(stay, place)
    columns: dict[str, Cell] = {
        "enterprise_name": names_at(world, who, place),
        "uscc": taken(world.enterprises.uscc, who),
        **mention(world, which, place),
        "floor": taken(units.floor, stays.room[stay]),
        "room": taken(units.room, np.where(roomless, -1, stays.room[stay])),
        "area": stated(stays.area[stay], stays.area[stay] >= 0),
        "moved_in": dates(start),
        "moved_out": dates(np.where(known, end, NEVER)),
        "lease_end": dates(np.where(end >= NEVER, NEVER, lease)),
        "staff": stated(staff, staff >= 0),
        "intention": taken(["无", "考虑中", "拟迁出"], np.where(leaving, 2, (stay % 31 == 0) * 1)),
    }
    streets = [street.name for street in world.district.streets]
    run = np.array([o == OPERATORS[0] for o in world.buildings.operator])
    by_street = ~run[which] | (which % 2 == 0)
    parts = []
    table = pl.DataFrame(columns)
    for chosen, sender in (
        (by_street, taken(streets, street_at(world, which, place))),
        (run[which], pl.repeat(OPERATORS[0], len(stay), eager=True)),
    ):
        kept = np.flatnonzero(chosen)
        some = table[kept].to_dict(as_series=True)
        parts.append(
            report(
                world, place[kept], sender[kept], some, enterprise=who[kept], building=which[kept]
            )
        )
    return pl.concat(parts).sort(
        "month", "sender", "_building", "floor", "room", maintain_order=True, nulls_last=True
    )


def power(world: World) -> pl.DataFrame:
    """Each finished building's electricity, high in summer and winter; some buildings by room."""
    rng, span = part_rng(world.scale.seed, "power"), world.span
    units = world.rooms
    season = np.array([1.15, 1.1, 0.85, 0.8, 0.9, 1.1, 1.45, 1.5, 1.2, 0.85, 0.85, 1.1])
    finished = opened(world.buildings, span) <= span.ends[:, None]
    place, which = np.nonzero(finished & world.buildings.registered(span))
    used = np.zeros((len(span), len(world.buildings)))
    at, room = np.nonzero(occupied_rooms(world))
    np.add.at(used, (at, units.building[room]), units.area[room])
    month = np.array(span.months)[place] % 100 - 1
    square = (world.buildings.floor_area[which] * 0.15 + used[place, which] * 0.85) / 100
    energy = np.round(square * 7.5 * season[month] * rng.lognormal(0, 0.06, len(place)), 1)
    by_room = np.flatnonzero(units.building == world.buildings.of_role("edge")[0])[:20]
    p, r = (x.ravel() for x in np.meshgrid(np.arange(len(span)), by_room, indexing="ij"))
    small = np.round(units.area[r] / 100 * 6 * rng.lognormal(0, 0.2, len(r)), 1)
    places, buildings = np.r_[place, p], np.r_[which, units.building[r]]
    columns: dict[str, Cell] = {
        **mention(world, buildings, places),
        "room": taken(units.room, np.r_[np.full(len(place), -1), r]),
        "energy": pl.Series(np.r_[energy, small]),
    }
    return report(world, places, department(world, "grid"), columns, building=buildings)
