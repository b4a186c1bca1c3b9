"""街镇 street: its twelve numbers and its buildings; and the list of all buildings."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse

from louyu.web.cockpit import charts
from louyu.web.cockpit.board import (
    chart_of,
    course,
    course_in_words,
    explain_link,
    shown,
    value_of,
)
from louyu.web.frame.figures import NONE, figure
from louyu.web.reader import Reader


@dataclass(frozen=True)
class Number:
    """One of the twelve in a street or building, beside the district's and its place."""

    number: int | None
    name: str
    unit: str
    value: str
    hidden: bool
    link: str
    district: str
    rank: int | None
    ranked: int
    chart: charts.Chart | None
    summary: str


@dataclass(frozen=True)
class BuildingRow:
    code: str
    name: str
    link: str
    street: str
    street_link: str
    land_use: str
    floor_area: str
    occupied: str
    occupied_share: str
    occupants: str
    staff: str
    counts: bool
    reason: str


@dataclass(frozen=True)
class Heading:
    key: str
    name: str
    unit: str
    link: str
    sorted: str
    figures: bool


@dataclass(frozen=True)
class Buildings:
    headings: tuple[Heading, ...]
    rows: tuple[BuildingRow, ...]
    total: int
    counting: int
    page: int
    pages: int
    query: str
    paging: str


def numbers(reader: Reader, level: str, scope: str, month: int) -> tuple[Number, ...]:
    """The twelve of a street or a building. A street also has its place among the streets."""
    streets = [street.name for street in reader.district.streets]
    return tuple(
        number(reader, target.indicator, level, scope, month, streets)
        for target in reader.district.targets
    )


def number(
    reader: Reader, key: str, level: str, scope: str, month: int, streets: Sequence[str]
) -> Number:
    indicator = reader.indicators[key]
    found = reader.value(key, level, scope, month)
    series = course(reader, indicator, level, scope, month)
    whole = reader.value(key, "district", reader.district.name, month)
    place, among = None, 0
    if level == "street":
        others = [value_of(indicator, reader.value(key, "street", name, month)) for name in streets]
        known = [value for value in others if value is not None]
        own = value_of(indicator, found)
        among = len(known)
        place = None if own is None else 1 + sum(1 for value in known if value > own)
    return Number(
        number=indicator.number,
        name=reader.name_of(key),
        unit=indicator.unit,
        value=shown(indicator, found),
        hidden=bool(found and found.hidden),
        link=explain_link(key, level, scope, month) if found else "",
        district=shown(indicator, whole),
        rank=place,
        ranked=among,
        chart=chart_of(indicator, series, month, None, width=132, height=44),
        summary=course_in_words(indicator, series),
    )


COLUMNS = (
    ("name", "楼宇", "", False),
    ("street", "街镇", "", False),
    ("land_use", "用地性质", "", False),
    ("floor_area", "建筑面积", "㎡", True),
    ("occupied_area", "入驻面积", "㎡", True),
    ("occupants", "入驻企业", "家", True),
    ("staff", "员工", "人", True),
)

PAGE = 100
"""Buildings of a page: a street's usually fit on one."""


def buildings(
    reader: Reader,
    month: int,
    *,
    street: str = "",
    query: str = "",
    sort: str = "floor_area",
    descending: bool = True,
    page: int = 1,
) -> Buildings:
    """The buildings of a street, or all of them, filtered by a name or code, in an order."""
    found = [row for row in reader.buildings(month) if not street or row["street"] == street]
    if query:
        found = [row for row in found if matches(row, query)]
    columns = [column for column in COLUMNS if not (street and column[0] == "street")]
    if sort not in {key for key, *_ in columns}:
        sort = "floor_area"
    known = sorted((r for r in found if r.get(sort) is not None), key=lambda r: r["building"])
    known.sort(key=lambda row: row[sort], reverse=descending)
    ordered = [*known, *(row for row in found if row.get(sort) is None)]
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(max(page, 1), pages)
    return Buildings(
        headings=tuple(
            Heading(
                key,
                name,
                unit,
                "?"
                + address(month, key, query, descending=not (key == sort and descending))
                + "#buildings",
                "" if key != sort else "descending" if descending else "ascending",
                numeric,
            )
            for key, name, unit, numeric in columns
        ),
        rows=tuple(building_row(row, month) for row in ordered[(page - 1) * PAGE : page * PAGE]),
        total=len(ordered),
        counting=sum(1 for row in ordered if row["counts"]),
        page=page,
        pages=pages,
        query=query,
        paging=address(month, sort, query, descending=descending) + "&",
    )


def address(month: int, sort: str, query: str, *, descending: bool) -> str:
    """What the list shows, as the end of an address."""
    said = {"month": month, "sort": sort, "order": "desc" if descending else "asc"}
    return urlencode(said | ({"q": query} if query else {}))


def matches(row: dict[str, Any], query: str) -> bool:
    said = (row["name"], row["aliases"], row["building"], row["address"])
    return any(query.casefold() in text.casefold() for text in said if text)


def building_row(row: dict[str, Any], month: int) -> BuildingRow:
    floor, occupied = row.get("floor_area"), row.get("occupied_area")
    share = min(100, occupied * 100 / floor) if floor and occupied else 0
    code, street = row["building"], row["street"]
    return BuildingRow(
        code=code,
        name=row["name"] or code,
        link=f"{reverse('building', args=[code])}?month={month}",
        street=street or NONE,
        street_link=f"/street/{quote(street)}?month={month}" if street else "",
        land_use=row["land_use"] or NONE,
        floor_area=area(floor),
        occupied=area(occupied),
        occupied_share=charts.number(share),
        occupants=count(row.get("occupants")),
        staff=count(row.get("staff")),
        counts=bool(row["counts"]),
        reason=row["reason"] or "",
    )


def area(value: int | None) -> str:
    """Whole ㎡ in lists; the building's own page shows the two digits."""
    return NONE if value is None else figure(Fraction(value, 100), "人")


def count(value: int | None) -> str:
    return NONE if value is None else f"{value:,}"
