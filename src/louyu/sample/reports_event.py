"""事项报表: 党组织, 特色楼宇, 运营服务评价, 更新改造, 统一运营空间, 商服地块."""

import numpy as np
import polars as pl

from louyu.sample.buildings import OPERATORS
from louyu.sample.report import Cell, department, mention, report
from louyu.sample.reports_place import placed
from louyu.sample.span import NEVER, Ints, Span, dates, taken
from louyu.sample.world import World

YES_NO = ["否", "是"]


def reported(span: Span, day: Ints) -> Ints:
    """The month of a day; the first for what was before."""
    return np.maximum(span.place(day), 0)


def twice(day: Ints, ended: Ints) -> tuple[Ints, Ints]:
    """Rows told when they begin and again when they end: their numbers and the telling day."""
    over = np.flatnonzero(ended < NEVER)
    return np.r_[np.arange(len(day)), over], np.r_[day, ended[over]]


def party_body(world: World) -> pl.DataFrame:
    """Each quarter (and at the last month) the bodies founded or dissolved in it."""
    events, span = world.party_bodies, world.span
    row, told = twice(events.day, events.ended)
    place = reported(span, told)
    months = np.array(span.months)
    closing = np.flatnonzero((months % 3 == 0) | (np.arange(len(span)) == len(span) - 1))
    place = closing[np.searchsorted(closing, place)]
    which = events.building[row]
    ended = np.where(events.ended[row] <= span.ends[place], events.ended[row], NEVER)
    joint = np.array(["联合" in name for name in events.name])
    columns: dict[str, Cell] = {
        "body": taken(events.name, row),
        **mention(world, which, place),
        "kind": taken(["单独", "联合"], joint[row].astype(np.int64)),
        "founded_on": dates(events.day[row]),
        "dissolved_on": dates(ended),
        "members": events.number[row],
        "has_steward": taken(YES_NO, events.yes[row].astype(np.int64)),
    }
    found = report(world, place, department(world, "organisation"), columns, building=which)
    keys = ["month", "sender", "body", "building_code"]
    return found.unique(keys, keep="last", maintain_order=True)


def recognition(world: World) -> pl.DataFrame:
    """Recognitions and their revocations, by the department of the trade."""
    events, span = world.recognitions, world.span
    row, told = twice(events.day, events.ended)
    place = reported(span, told)
    which = events.building[row]
    ended = np.where(events.ended[row] <= span.ends[place], events.ended[row], NEVER)
    turns = [department(world, name) for name in ("development", "commerce", "industry")]
    columns: dict[str, Cell] = {
        **mention(world, which, place),
        "theme": taken(events.name, row),
        "recognised_on": dates(events.day[row]),
        "revoked_on": dates(ended),
    }
    return report(world, place, taken(turns, row % 3), columns, building=which)


def evaluation(world: World) -> pl.DataFrame:
    """Each year's round."""
    events = world.evaluations
    place = reported(world.span, events.day)
    columns: dict[str, Cell] = {
        **mention(world, events.building, place),
        "evaluated_on": dates(events.day),
        "score": events.number,
        "reached": taken(YES_NO, events.yes.astype(np.int64)),
    }
    sender = department(world, "development")
    return report(world, place, sender, columns, building=events.building)


def renovation(world: World) -> pl.DataFrame:
    """Listed, begun two months later, finished."""
    events, span = world.renovations, world.span
    count = len(events.day)
    begun = events.day + 60
    rows = [(np.arange(count), events.day, np.zeros(count, dtype=np.int64))]
    for day, step in ((begun, 1), (events.ended, 2)):
        some = np.flatnonzero(day <= span.ends[-1])
        rows.append((some, day[some], np.full(len(some), step)))
    row, told, state = (np.concatenate([part[k] for part in rows]) for k in range(3))
    place = reported(span, told)
    which = events.building[row]
    columns: dict[str, Cell] = {
        **mention(world, which, place),
        "listed_on": dates(events.day[row]),
        "kind": taken(events.name, row),
        "state": taken(["列入", "开工", "完工"], state),
        "completed_on": dates(np.where(state == 2, events.ended[row], NEVER)),
        "cost": events.number[row],
    }
    found = report(world, place, department(world, "housing"), columns, building=which)
    # Of two states in one month the file says the last.
    keys = ["month", "sender", "building_code", "listed_on"]
    return found.unique(keys, keep="last", maintain_order=True)


def operated_space(world: World) -> pl.DataFrame:
    """Streets report spaces when they begin."""
    events = world.operated_spaces
    place = reported(world.span, events.day)
    where = mention(world, events.building, place)
    runs = taken(world.buildings.operator, events.building).to_list()
    sender = where["street"]
    assert isinstance(sender, pl.Series)
    columns: dict[str, Cell] = {
        "space": events.name,
        **where,
        "operator": [run or OPERATORS[-1] for run in runs],
        "area": events.number,
        "since": dates(events.day),
    }
    return report(world, place, sender, columns, building=events.building)


def parcel(world: World) -> pl.DataFrame:
    """Parcels when they are planned, and again when the land is let."""
    found, span = world.parcels, world.span
    count = len(found.name)
    let = np.flatnonzero((found.planned + 300 <= span.ends[-1]) & (np.arange(count) % 2 == 0))
    row = np.r_[np.arange(count), let]
    place = reported(span, np.r_[found.planned, found.planned[let] + 300])
    state = np.r_[np.zeros(count, dtype=np.int64), np.ones(len(let), dtype=np.int64)]
    columns: dict[str, Cell] = {
        "parcel": taken(found.name, row),
        "street": taken([s.name for s in world.district.streets], found.street[row]),
        "land_area": found.land_area[row],
        "planned_floor_area": found.planned_floor_area[row],
        "planned_on": dates(found.planned[row]),
        "state": taken(["规划", "出让"], state),
        **placed(world, "parcel places", found.street[row], row),
    }
    rows = report(world, place, department(world, "planning"), columns)
    return rows.unique(["month", "sender", "parcel"], keep="last", maintain_order=True)
