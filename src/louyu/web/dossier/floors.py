"""楼层图 floors: a building floor by floor, each room as wide as its area, coloured by what it is.

Rooms come from the list of rooms (房源) of the month; those that only the tenancy list knows stand
beside them. A floor of which no list says anything is drawn empty: unknown is not vacant.
"""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.urls import reverse

from louyu.nouns import NOUNS
from louyu.standards.calendar import month_end
from louyu.web.frame import charts
from louyu.web.frame.figures import cell, figure
from louyu.web.reader import Reader

STATES = {"自用": "own", "出租": "let", "空置": "vacant", "": "unsaid"}
STATE_WORDS = (("own", "自用"), ("let", "出租"), ("vacant", "空置"), ("unsaid", "只有入驻清单提到"))
LEASES = (
    ("over", "租期已过", 0), ("soon", "3个月内到期", 92), ("year", "1年内到期", 366),
    ("later", "1年以后到期", None),
)  # fmt: skip
"""租期 by days left at the month's end."""
LEASE_WORDS = (
    *((key, label) for key, label, _ in LEASES),
    ("unsaid", "未报租期"),
    ("vacant", "空置"),
)
WIDTH = 1000
UNNAMED = "未注明楼层"


@dataclass(frozen=True)
class Room:
    """A room as it is drawn: place and width out of `WIDTH`, and what it says when asked."""

    x: str
    width: str
    state: str
    lease: str
    words: str
    link: str


@dataclass(frozen=True)
class Floor:
    name: str
    rooms: tuple[Room, ...]
    area: str
    vacant: str


@dataclass(frozen=True)
class Floors:
    """The floors from the top, and what is free and what soon may be."""

    floors: tuple[Floor, ...]
    unlisted: int
    vacant: str
    ending: int


@dataclass
class Held:
    """A room while it is put together."""

    area: int = 0
    state: str = ""
    rent: int | None = None
    tenants: list[dict[str, Any]] = field(default_factory=list)


def floors(
    reader: Reader, row: dict[str, Any], month: int, tenants: list[dict[str, Any]]
) -> Floors:
    """A building's register row and its tenancy rows of a month, as a drawing."""
    rooms = held(reader, row["building"], month, tenants)
    by_floor: dict[str, list[tuple[str, Held]]] = defaultdict(list)
    for (floor, name), room in sorted(rooms.items()):
        by_floor[floor].append((name, room))
    widest = max((sum(r.area for _, r in each) for each in by_floor.values()), default=0) or 1
    end = month_end(month)
    drawn = [drawn_floor(floor, by_floor[floor], widest, end) for floor in by_floor]
    known = {level(floor) for floor in by_floor}
    above, below = row.get("floors_above") or 0, row.get("floors_below") or 0
    silent = [
        at for at in (*range(-below, 0), *range(1, above + 1)) if at not in known
    ] if rooms else []  # fmt: skip
    empty = [(at, Floor(floor_name(at), (), "", "")) for at in silent]
    placed = [(level(name), drawn) for name, drawn in zip(by_floor, drawn, strict=True)]
    every = sorted([*empty, *placed], key=lambda pair: pair[0], reverse=True)
    vacant = sum(room.area for room in rooms.values() if room.state == "空置")
    ending = sum(
        lease_of(tenant, end) in ("over", "soon")
        for room in rooms.values()
        for tenant in room.tenants
    )
    return Floors(
        tuple(floor for _, floor in every), len(silent),
        cell(NOUNS["space"]["area"], vacant), ending,
    )  # fmt: skip


def held(
    reader: Reader, code: str, month: int, tenants: list[dict[str, Any]]
) -> dict[tuple[str, str], Held]:
    """Every room of the month by floor and number."""
    found: dict[tuple[str, str], Held] = defaultdict(Held)
    for row in reader.about_building("space", code):
        if row["from_month"] <= month <= row["to_month"]:
            room = found[row["floor"] or "", row["room"] or ""]
            room.area += row["area"] or 0
            room.state = row["state"] or ""
            room.rent = row["asking_rent"]
    for row in tenants:
        if row["present"]:
            room = found[row["floor"] or "", row["room"] or ""]
            room.tenants.append(row)
            if not room.state:
                room.area += row["held_area"] or 0
    return found


def drawn_floor(floor: str, rooms: list[tuple[str, Held]], widest: int, end: dt.date) -> Floor:
    x = Fraction(0)
    drawn = []
    for name, room in rooms:
        width = Fraction(room.area * WIDTH, widest)
        drawn.append(
            Room(
                x=charts.number(float(x)), width=charts.number(max(float(width) - 2, 1)),
                state=STATES.get(room.state, "unsaid"), lease=lease_of_room(room, end),
                words=words_of(floor, name, room),
                link=reverse("enterprise", args=[room.tenants[0]["enterprise"]])
                if room.tenants
                else "",
            )
        )  # fmt: skip
        x += width
    area = NOUNS["space"]["area"]
    vacant = sum(room.area for _, room in rooms if room.state == "空置")
    return Floor(
        floor_name(level(floor)) if floor else UNNAMED, tuple(drawn),
        cell(area, sum(room.area for _, room in rooms)),
        cell(area, vacant) if vacant else "",
    )  # fmt: skip


def words_of(floor: str, name: str, room: Held) -> str:
    """What a room says of itself, in one line."""
    parts = [
        room_name(floor, name),
        cell(NOUNS["space"]["area"], room.area),
        room.state,
    ]
    if room.state == "空置" and room.rent is not None:
        parts.append(f"挂牌 {figure(Fraction(room.rent, 100), '元')} 元/㎡·月")
    for tenant in room.tenants:
        name = tenant["enterprise_name"] or tenant["enterprise"].removeprefix("name:")
        until = tenant["lease_end"]
        parts.append(f"{name}（租期至 {until:%Y-%m-%d}）" if until else name)
    return "，".join(part for part in parts if part)


def lease_of_room(room: Held, end: dt.date) -> str:
    """The lease of a room that ends first."""
    if room.state == "空置" and not room.tenants:
        return "vacant"
    order = [key for key, *_ in LEASES]
    found = {lease_of(tenant, end) for tenant in room.tenants} - {"unsaid"}
    return min(found, key=order.index) if found else "unsaid"


def lease_of(tenant: dict[str, Any], end: dt.date) -> str:
    until = tenant["lease_end"]
    if until is None:
        return "unsaid"
    left = (until - end).days
    return next(key for key, _, most in LEASES if most is None or left <= most)


def room_name(floor: str | None, room: str | None) -> str:
    """``12F`` and ``1203`` in the words of a page; nothing where neither is known."""
    return " ".join(part for part in (floor_name(level(floor)) if floor else "", room) if part)


def level(floor: str) -> int:
    """``B1`` and ``-1`` are −1, ``12F`` is 12; what has no number comes last."""
    found = re.search(r"\d+", floor)
    if not found:
        return -1000
    below = floor.strip().upper().startswith(("B", "-", "地下", "负"))
    return -int(found.group()) if below else int(found.group())


def floor_name(at: int) -> str:
    return UNNAMED if at == -1000 else f"{at} 层" if at > 0 else f"地下 {-at} 层"
