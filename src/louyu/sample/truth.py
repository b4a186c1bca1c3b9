"""真值: every indicator of the world, by the law of the numbers, without the system's own code."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from louyu.sample.building_events import Events
from louyu.sample.enterprises import KINDS
from louyu.sample.span import NEVER, Flags, Ints
from louyu.sample.truth_counts import Tally
from louyu.sample.truth_stays import (
    Occupied,
    building_tax,
    in_register,
    occupied,
    taxed_in_district,
)
from louyu.sample.world import World

FEN = 100
"""分 in a 元; also 0.01 ㎡ in a ㎡."""


def indicators(world: World) -> pl.DataFrame:
    """The world's indicator values: indicator, level, scope, month, numerator, denominator."""
    buildings, span = world.buildings, world.span
    registered = buildings.registered(span)
    tally = Tally(world, buildings.streets(span), registered)
    counting = counts(world)
    rows = occupied(world)
    areas(tally, counting, rows)
    taxes(tally, counting, building_tax(world, rows))
    occupants(tally, counting, rows)
    building_events(tally, counting)
    spaces(tally, counting)
    parcels(tally)
    return tally.table()


def counts(world: World) -> Flags:
    """Month × building: whether it is a building in the plan's sense at the month's end."""
    buildings, span, parameters = world.buildings, world.span, world.district.parameters
    found = np.zeros((len(span), len(buildings)), dtype=np.bool_)
    for place, month in enumerate(span.months):
        end = span.ends[place]
        uses = parameters["commercial_land_uses"].at(month)
        least = int(parameters["office_area_minimum"].at(month)) * FEN
        commercial = np.array([use in uses for use in buildings.land_use])
        found[place] = (buildings.completed <= end) & (
            (commercial & (buildings.office_area >= least)) | (buildings.deemed <= end)
        )
    return found & buildings.registered(span)


def areas(tally: Tally, counting: Flags, rows: Occupied) -> None:
    world, span = tally.world, tally.world.span
    floor = np.where(counting, world.buildings.floor_area, 0)
    years = np.array([month // 100 for month in span.months])
    first_days = np.array([f"{year}-01-01" for year in years], dtype="datetime64[D]")
    completed = world.buildings.completed
    this_year = completed >= first_days.astype(np.int64)[:, None]
    tally.by_building("buildings", counting.astype(np.int64))
    tally.by_building("floor_area", floor)
    tally.by_building("new_floor_area", np.where(this_year, floor, 0))
    in_rates = rated(world)[rows.place, world.enterprises.kind[rows.enterprise]]
    here = rows.present & counting[rows.place, rows.building]
    full, counted = np.zeros_like(floor), np.zeros_like(floor)
    np.add.at(full, (rows.place[here], rows.building[here]), rows.held[here])
    here &= in_rates
    np.add.at(counted, (rows.place[here], rows.building[here]), rows.held[here])
    tally.by_building("occupancy_rate", counted, floor)
    tally.by_building("vacant_area", floor - full)


def rated(world: World) -> Flags:
    """Month × kind: whether rates count the kind."""
    parameter = world.district.parameters["occupant_kinds_in_rates"]
    return np.array(
        [[kind in parameter.at(month) for kind in KINDS] for month in world.span.months]
    )


def taxes(tally: Tally, counting: Flags, tax: Ints) -> None:
    """Tiers, entrants and leavers, tax and tax per square metre."""
    world, span = tally.world, tally.world.span
    months = span.months
    running = np.zeros_like(tax)
    twelve = np.zeros_like(tax)
    for place, month in enumerate(months):
        first = max(span.year_place(month // 100), 0)
        running[place] = tax[first : place + 1].sum(axis=0)
        twelve[place] = tax[max(place - 11, 0) : place + 1].sum(axis=0)
    floor = np.where(counting, world.buildings.floor_area, 0)
    tally.by_building("building_tax", np.where(counting, running, 0))
    tally.by_building("tax_per_square_metre", np.where(counting, twelve, 0), floor)
    stocks = {}
    for key, line in (
        ("yi_buildings", "yi_line"),
        ("five_yi_buildings", "five_yi_line"),
        ("fifty_million_buildings", "fifty_million_line"),
        ("ten_million_buildings", "ten_million_line"),
    ):
        over, last, known = reached(world, counting, running, line)
        december = np.array([month % 100 == 12 for month in months])[:, None]
        stocks[key] = over | (last & ~december & known[:, None])
        belonging(tally, key, stocks[key].astype(np.int64), last)
        if key == "yi_buildings":
            net = (over & ~last).astype(np.int64) - (last & ~over & december)
            belonging(tally, "new_yi_buildings", net, last, months=known)
    for key, stock, line in (
        ("quasi_yi_buildings", "yi_buildings", "yi_line"),
        ("quasi_ten_million_buildings", "ten_million_buildings", "ten_million_line"),
    ):
        near = np.zeros_like(counting)
        for place, month in enumerate(months):
            amount, percent = lines(world, line, month)
            near[place] = twelve[place] * 100 >= amount * percent
        tally.by_building(key, (counting & near & ~stocks[stock]).astype(np.int64))


def lines(world: World, line: str, month: int) -> tuple[int, int]:
    """A line of tax in fen, and the part of it in per cent that makes a building near it."""
    parameters = world.district.parameters
    return int(parameters[line].at(month)) * FEN, int(parameters["quasi_percent"].at(month))


def reached(world: World, counting: Flags, running: Ints, line: str) -> tuple[Flags, Flags, Flags]:
    """OVER and LAST by month and building, and in which months LAST is known."""
    span = world.span
    over, last = np.zeros_like(counting), np.zeros_like(counting)
    known = np.zeros(len(span), dtype=np.bool_)
    for place, month in enumerate(span.months):
        amount, _ = lines(world, line, month)
        over[place] = counting[place] & (running[place] >= amount)
        if span.year_place(month // 100 - 1) >= 0:
            december = span.year_place(month // 100 - 1, 12)
            known[place] = True
            last[place] = counting[december] & (running[december] >= amount)
    return over, last, known


def belonging(
    tally: Tally, indicator: str, values: Ints, last: Flags, *, months: Flags | None = None
) -> None:
    """A building no longer registered still belongs to the street of last December."""
    span = tally.world.span
    street = tally.street.copy()
    for place, month in enumerate(span.months):
        december = span.year_place(month // 100 - 1, 12)
        if december >= 0:
            gone = last[place] & ~tally.registered[place]
            street[place] = np.where(gone, tally.street[december], street[place])
    moved = Tally(tally.world, street, tally.registered, tally.blocks)
    moved.by_building(indicator, values, months=months)


def occupants(tally: Tally, counting: Flags, rows: Occupied) -> None:
    """Rates of occupants, statistical units, headquarters, staff."""
    world, span = tally.world, tally.world.span
    here = np.flatnonzero(rows.present & counting[rows.place, rows.building])
    place, building, who = rows.place[here], rows.building[here], rows.enterprise[here]
    counted = rated(world)[place, world.enterprises.kind[who]]
    p, b, e = place[counted], building[counted], who[counted]
    tally.by_subject("occupants", p, b, e)
    own = world.registrations.in_district(len(span))[e, p]
    tally.by_subject("local_registration_rate", p, b, e, own.astype(np.int64))
    taxed = taxed_in_district(world)[e, p].astype(np.int64)
    tally.by_subject("local_tax_rate", p[own], b[own], e[own], taxed[own])
    staff = np.zeros(counting.shape, dtype=np.int64)
    stated = staff_stated(world, rows)[here]
    np.add.at(staff, (place, building), np.maximum(stated, 0))
    tally.by_building("staff", staff)
    units, seats = world.units, world.headquarters
    for stock, flow, whose, (day, ended) in (
        (
            "statistical_enterprises",
            "new_statistical_enterprises",
            units.enterprise,
            (units.entered, units.left),
        ),
        (
            "headquarters",
            "new_headquarters",
            seats.enterprise,
            (seats.recognised, seats.revoked),
        ),
    ):
        standing = np.zeros((len(world.enterprises), len(span)), dtype=np.bool_)
        fresh = np.zeros_like(standing)
        for month, end, first in month_ends(world):
            stands = in_register(day, ended, end)
            standing[whose[stands], month] = True
            fresh[whose[stands & (day >= first)], month] = True
        for key, which in ((stock, standing), (flow, fresh)):
            inside = which[who, place]
            tally.by_subject(key, place[inside], building[inside], who[inside])


def staff_stated(world: World, rows: Occupied) -> Ints:
    """Staff of each row; -1 is not stated."""
    return world.stays.staff_at(rows.stay, rows.place)


def month_ends(world: World) -> Iterator[tuple[int, int, int]]:
    """Place, last day of the month, first day of its year."""
    for place, month in enumerate(world.span.months):
        first = int(np.datetime64(f"{month // 100}-01-01", "D").astype(np.int64))
        yield place, int(world.span.ends[place]), first


def building_events(tally: Tally, counting: Flags) -> None:
    """Buildings with a body, a recognition, a standard reached, a renovation finished."""
    world = tally.world
    shape = counting.shape
    covered, featured, new_featured, reached_ever, reached_now, renewed, new_renewed = (
        np.zeros(shape, dtype=np.bool_) for _ in range(7)
    )
    party, honours, renovated = world.party_bodies, world.recognitions, world.renovations
    first = first_reached(world.evaluations, shape[1])
    parameter = world.district.parameters["plan_start"]
    for place, end, new_year in month_ends(world):
        covered[place, party.building[in_register(party.day, party.ended, end)]] = True
        valid = in_register(honours.day, honours.ended, end)
        featured[place, honours.building[valid]] = True
        new_featured[place, honours.building[valid & (honours.day >= new_year)]] = True
        reached_ever[place] = first <= end
        reached_now[place] = (first <= end) & (first >= new_year)
        start = np.datetime64(str(parameter.at(world.span.months[place])), "D").astype(np.int64)
        done = renovated.ended <= end
        renewed[place, renovated.building[done & (renovated.ended >= start)]] = True
        new_renewed[place, renovated.building[done & (renovated.ended >= new_year)]] = True
    for key, found in (
        ("featured_buildings", featured),
        ("new_featured_buildings", new_featured),
        ("service_standard_buildings", reached_ever),
        ("new_service_standard_buildings", reached_now),
        ("renovated_buildings", renewed),
        ("new_renovated_buildings", new_renewed),
    ):
        tally.by_building(key, (found & counting).astype(np.int64))
    tally.by_building(
        "party_coverage_rate", (covered & counting).astype(np.int64), counting.astype(np.int64)
    )


def first_reached(evaluations: Events, buildings: int) -> Ints:
    """The first day ever on which each building reached the standard."""
    first = np.full(buildings, NEVER)
    good = evaluations.yes
    np.minimum.at(first, evaluations.building[good], evaluations.day[good])
    return first


def spaces(tally: Tally, counting: Flags) -> None:
    """Operated spaces by name, in buildings that count."""
    events = tally.world.operated_spaces
    _, subject = np.unique(np.array(events.name), return_inverse=True)
    parts: dict[str, list[tuple[Ints, Ints, Ints]]] = {
        "operated_spaces": [],
        "new_operated_spaces": [],
    }
    for place, end, new_year in month_ends(tally.world):
        begun = (events.day <= end) & counting[place, events.building]
        for key, chosen in (
            ("operated_spaces", np.flatnonzero(begun)),
            ("new_operated_spaces", np.flatnonzero(begun & (events.day >= new_year))),
        ):
            at = np.full(len(chosen), place)
            parts[key].append((at, events.building[chosen], subject[chosen]))
    for key, found in parts.items():
        place_, building, who = (np.concatenate([part[k] for part in found]) for k in range(3))
        tally.by_subject(key, place_, building, who)


def parcels(tally: Tally) -> None:
    """Land and floor area planned since the plan began; a parcel is in a street, in no building."""
    world = tally.world
    found = world.parcels
    parameter = world.district.parameters["plan_start"]
    shape = (len(world.span), len(world.district.streets))
    land, floor = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for place, end, _ in month_ends(world):
        start = np.datetime64(str(parameter.at(world.span.months[place])), "D").astype(np.int64)
        inside = (found.planned >= start) & (found.planned <= end)
        np.add.at(land[place], found.street[inside], found.land_area[inside])
        np.add.at(floor[place], found.street[inside], found.planned_floor_area[inside])
    for key, values in (("planned_parcel_area", land), ("planned_parcel_floor_area", floor)):
        tally.put(key, (values.sum(axis=1), values, values), of_buildings=False)
