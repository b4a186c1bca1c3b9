"""企业侧报表: 市场主体登记, 税收, 规上限上名录, 总部企业, 参保人数."""

import numpy as np
import polars as pl

from louyu.sample.names import TRADES, building_words, persons
from louyu.sample.registrations import authorities
from louyu.sample.report import Cell, department, known_or_null, names_at, report, stated
from louyu.sample.span import NEVER, Ints, dates, part_rng, taken
from louyu.sample.taxes import insured as insured_staff
from louyu.sample.world import World


def registration(world: World) -> pl.DataFrame:
    """The whole list in the first month, then whoever is new or changed."""
    known, months = world.registrations, len(world.span)
    courses = (
        known.listed,
        known.own_from,
        known.ended,
        known.moved_out,
        known.renamed,
        known.readdressed,
    )
    pairs = []
    for course in courses:
        who = np.flatnonzero((course < months) & (course >= known.listed) & (known.listed < months))
        pairs.append(course[who] * len(known.listed) + who)
    cells = np.unique(np.concatenate(pairs))
    place, who = cells // len(known.listed), cells % len(known.listed)
    own, city = authorities(world.district)
    firms = world.enterprises
    gone = known.ended[who] <= place
    out = known.moved_out[who] <= place
    state = np.where(gone, np.where(known.revoked[who], 3, 1), np.where(out, 2, 0))
    renamed = known.renamed[who] <= place
    seat, room = seats_at(world, who, place)
    columns: dict[str, Cell] = {
        "uscc": taken(firms.uscc, who),
        "enterprise_name": names_at(world, who, place),
        "former_names": taken(firms.name, np.where(renamed, who, -1)),
        "organisation_type": taken(firms.organisation_type, who),
        "legal_representative": persons(who),
        "registered_address": addresses(world, seat, room, who),
        "_seat": known_or_null(seat, len(seat)),
        "_room": taken(world.rooms.room, room),
        "authority": taken([own, city], np.where(known.own_from[who] <= place, 0, 1)),
        "industry": taken([trade.code for trade in TRADES], firms.trade[who]),
        "founded_on": dates(known.founded[who]),
        "state": taken(["存续", "注销", "迁出", "吊销"], state),
        "capital": stated(known.capital[who], known.capital[who] > 0),
        "head_office_uscc": taken(firms.head_uscc, who),
        "change": changes(world, who, place),
    }
    return report(world, place, department(world, "market_regulation"), columns, enterprise=who)


def changes(world: World, who: Ints, place: Ints) -> list[str | None]:
    """变更事项 of each row, several joined by 、; the first list has none."""
    known = world.registrations
    said = (
        (known.listed, "设立登记"),
        (known.own_from, "迁入登记"),
        (known.renamed, "名称变更"),
        (known.readdressed, "住所变更"),
        (known.moved_out, "迁出登记"),
        (known.ended, "注销登记"),
    )
    found: list[list[str]] = [[] for _ in range(len(who))]
    for course, word in said:
        for row in np.flatnonzero((course[who] == place) & (place > 0)).tolist():
            found[row].append(word)
    return ["、".join(words) or None for words in found]


def seats_at(world: World, who: Ints, place: Ints) -> tuple[Ints, Ints]:
    """Building and room of each registered address, -1 for both where it is in no building."""
    known, rooms = world.registrations, world.rooms
    seat = np.where(known.readdressed[who] <= place, known.later_seat[who], known.seat[who])
    first = np.searchsorted(rooms.building, np.maximum(seat, 0))
    last = np.searchsorted(rooms.building, np.maximum(seat, 0), side="right")
    room = np.minimum(first + who % np.maximum(last - first, 1), len(rooms) - 1)
    return seat, np.where(seat < 0, -1, room)


def addresses(world: World, seat: Ints, room: Ints, who: Ints) -> pl.Series:
    """住所: a room of a building, or a road of the district without a building of the register."""
    houses, district = world.buildings, world.district
    whole = f"{district.city}{district.name}"
    inside = [whole + a + n for a, n in zip(houses.address, houses.name, strict=True)]
    roads = building_words(part_rng(world.scale.seed, "other roads"), 40)
    beside = [f"{whole}{roads[k % 40]}弄{k + 1}号" for k in range(997)]
    return pl.select(
        pl.when(pl.Series(seat) >= 0)
        .then(pl.concat_str(taken(inside, seat), taken(world.rooms.room, room), pl.lit("室")))
        .otherwise(taken(beside, who % 997))
    ).to_series()


def tax(world: World) -> pl.DataFrame:
    """Every payment of the month; the city's own bureau administers some payers."""
    taxes = world.taxes
    authority = [world.district.authorities.tax[0], f"国家税务总局{world.district.city}税务局"]
    columns: dict[str, Cell] = {
        "uscc": taken(world.enterprises.uscc, taxes.payer),
        "enterprise_name": names_at(world, taxes.payer, taxes.place),
        "tax_authority": taken(authority, np.where(taxes.own, 0, 1)),
        "total": taxes.total,
        "local": taxes.local,
    }
    sender = department(world, "tax")
    return report(world, taxes.place, sender, columns, enterprise=taxes.payer)


def statistical_unit(world: World) -> pl.DataFrame:
    """The whole register each month; who left stays on it for the rest of a year."""
    units, span = world.units, world.span
    months = np.arange(len(span))[:, None]
    entered = units.entered <= span.ends[:, None]
    lately = np.where(units.left < NEVER, span.place(units.left) + 12, NEVER) > months
    place, row = np.nonzero(entered & lately)
    left = units.left[row]
    columns: dict[str, Cell] = {
        "uscc": taken(world.enterprises.uscc, units.enterprise[row]),
        "enterprise_name": names_at(world, units.enterprise[row], place),
        "kind": taken(units.kind, row),
        "entered_on": dates(units.entered[row]),
        "left_on": dates(np.where(left <= span.ends[place], left, NEVER)),
    }
    sender = department(world, "statistics")
    return report(world, place, sender, columns, enterprise=units.enterprise[row])


def headquarters(world: World) -> pl.DataFrame:
    """Recognitions when reported, and again when revoked; two departments take turns."""
    seats, span = world.headquarters, world.span
    revoked = np.flatnonzero(seats.revoked < NEVER)
    row = np.r_[np.arange(len(seats.enterprise)), revoked]
    again = np.maximum(span.place(seats.revoked[revoked]), seats.reported[revoked])
    place = np.r_[seats.reported, again]
    who = seats.enterprise[row]
    ended = np.where(seats.revoked[row] <= span.ends[place], seats.revoked[row], NEVER)
    turns = [department(world, "development"), department(world, "investment")]
    columns: dict[str, Cell] = {
        "uscc": taken(world.enterprises.uscc, who),
        "enterprise_name": names_at(world, who, place),
        "level": taken(seats.level, row),
        "recognised_on": dates(seats.recognised[row]),
        "revoked_on": dates(ended),
    }
    return report(world, place, taken(turns, row % 2), columns, enterprise=who)


def insured(world: World) -> pl.DataFrame:
    """Insured staff of whoever is registered in the district."""
    place, who, number = insured_staff(
        world.stays, world.enterprises, world.registrations, world.scale
    )
    columns: dict[str, Cell] = {
        "uscc": taken(world.enterprises.uscc, who),
        "enterprise_name": names_at(world, who, place),
        "insured": number,
    }
    return report(world, place, department(world, "social_security"), columns, enterprise=who)
