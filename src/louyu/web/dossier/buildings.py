"""楼宇名录: buildings in sight by name, street, tier and standing; in an order; taken out."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from louyu.nouns import NOUNS, Column, Type
from louyu.web.frame import charts
from louyu.web.frame.figures import NONE, figure, rounded
from louyu.web.frame.months import frame, month_asked, number_asked
from louyu.web.frame.spreadsheet import Cell, Field, taken_out
from louyu.web.frame.tiers import LOWEST, STEPS, tiers_of
from louyu.web.ledger.audit import Action, record
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

PAGE = 100
"""Buildings of a page: a street's usually fit on one."""
MOST_TYPED = 40


@dataclass(frozen=True)
class Asked:
    """What an address asks the list for."""

    month: int
    q: str = ""
    street: str = ""
    tier: str = ""
    counts: str = ""
    sort: str = "floor_area"
    order: str = "desc"

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value})

    def turned(self, key: str) -> str:
        """The query that sorts by a column, the other way round when it is sorted by already."""
        other = self.sort == key and self.order == "desc"
        return Asked(**{**vars(self), "sort": key, "order": "asc" if other else "desc"}).query


@dataclass(frozen=True)
class BuildingRow:
    code: str
    name: str
    link: str
    street: str
    street_link: str
    land_use: str
    tier: str
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
    asked: Asked


COLUMNS = (
    ("name", "楼宇", "", False),
    ("street", "街镇", "", False),
    ("land_use", "用地性质", "", False),
    ("tier", "税收梯队", "", False),
    ("floor_area", "建筑面积", "㎡", True),
    ("occupied_area", "入驻面积", "㎡", True),
    ("occupants", "入驻企业", "家", True),
    ("staff", "员工", "人", True),
)


def asked(request: HttpRequest, month: int, *, street: str = "") -> Asked:
    said = {
        name: request.GET.get(name, "").strip()[:MOST_TYPED]
        for name in ("q", "street", "tier", "counts", "sort")
    }
    if street:
        said["street"] = street
    if said["sort"] not in {key for key, *_ in COLUMNS}:
        said["sort"] = "floor_area"
    order = "asc" if request.GET.get("order") == "asc" else "desc"
    return Asked(month=month, order=order, **said)


def found(reader: Reader, wanted: Asked) -> pa.Table:
    """The buildings an address asks for, in its order; unknown values come last."""
    rows = reader.buildings(wanted.month)
    tiers = tiers_of(reader.building_values(wanted.month))
    steps = pa.array([tiers.get(code, LOWEST) for code in rows["building"].to_pylist()])
    rows = rows.append_column("tier", steps)
    asked = {"street": wanted.street, "tier": wanted.tier}
    for column, value in asked.items():
        if value:
            rows = rows.filter(pc.equal(rows[column], value))
    if wanted.q:
        rows = rows.filter(matches(rows, wanted.q))
    if wanted.counts:
        rows = rows.filter(pc.equal(pc.fill_null(rows["counts"], False), wanted.counts == "yes"))
    column, order = wanted.sort, "descending" if wanted.order == "desc" else "ascending"
    if column == "tier":
        # A tier stands by its height.
        heights = pc.negate(pc.index_in(rows["tier"], value_set=pa.array(STEPS)))
        rows, column = rows.append_column("height", heights), "height"
    return rows.sort_by([(column, order), ("building", "ascending")])


def matches(rows: pa.Table, query: str) -> pa.ChunkedArray:
    """Whether a building's names, code or address have what is typed."""
    said = (rows[name] for name in ("name", "aliases", "building", "address"))
    held = (pc.fill_null(pc.match_substring(each, query, ignore_case=True), False) for each in said)
    return reduce(pc.or_, held)


def buildings(reader: Reader, wanted: Asked, *, number: int = 1, within: bool = False) -> Buildings:
    """A page of the list; the list ``within`` a street has no column for it."""
    rows = found(reader, wanted)
    pages = max(1, -(-rows.num_rows // PAGE))
    number = min(max(number, 1), pages)
    shown = rows.slice((number - 1) * PAGE, PAGE).to_pylist()
    return Buildings(
        headings=tuple(
            Heading(
                key, name, unit, f"?{wanted.turned(key)}#buildings",
                "" if key != wanted.sort
                else "descending" if wanted.order == "desc" else "ascending",
                numeric,
            )
            for key, name, unit, numeric in COLUMNS
            if not (within and key == "street")
        ),
        rows=tuple(building_row(row, wanted.month) for row in shown),
        total=rows.num_rows,
        counting=pc.sum(rows["counts"]).as_py() or 0,
        page=number,
        pages=pages,
        asked=wanted,
    )  # fmt: skip


def building_row(row: dict[str, Any], month: int) -> BuildingRow:
    floor, occupied = row.get("floor_area"), row.get("occupied_area")
    share = min(100, occupied * 100 / floor) if floor and occupied else 0
    code, street = row["building"], row["street"]
    return BuildingRow(
        code=code,
        name=row["name"] or code,
        link=f"{reverse('building', args=[code])}?month={month}",
        street=street or NONE,
        street_link=f"{reverse('street', args=[street])}?month={month}" if street else "",
        land_use=row["land_use"] or NONE,
        tier=row.get("tier", ""),
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


@page("building/", name="buildings", title="楼宇", needs=Ability.READ, menu="楼宇")
def buildings_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    month = month_asked(request, reader)
    wanted = asked(request, month)
    streets = [s.name for s in reader.district.streets if reader.sees("street", s.name)]
    return render(
        request,
        "dossier/buildings.html",
        {
            **frame(reader, month, choosing=reverse("buildings"), kept=vars(wanted)),
            "buildings": buildings(reader, wanted, number=number_asked(request, "page")),
            "streets": streets if len(streets) > 1 else [],
            "steps": STEPS,
            "may_export": request.access.may(Ability.EXPORT),
        },
    )


TAKEN = (
    "building", "name", "aliases", "street", "address", "land_use", "floor_area", "office_area",
    "floors_above", "floors_below", "completed_on", "ownership", "owner", "operator",
    "unified_area", "parking", "certificates", "counts", "reason", "tier", "occupied_area",
    "other_area", "occupants", "staff",
)  # fmt: skip
"""Columns of the list that is taken out: the register's, then the month's."""


@page("building.<sheet:kind>", name="buildings_out", title="楼宇名录导出", needs=Ability.EXPORT)
def buildings_out(request: HttpRequest, reader: Reader, *, kind: str) -> HttpResponseBase:
    wanted = asked(request, month_asked(request, reader))
    rows = found(reader, wanted)
    record(
        Action.EXPORT, f"楼宇名录 {wanted.month}", author=request.access.author,
        unit=request.access.unit,
        detail={"rows": rows.num_rows, "query": wanted.query,
                "purpose": request.session.get("purpose", "")},
    )  # fmt: skip
    columns = [column_of(name) for name in TAKEN]
    return taken_out(
        kind, "楼宇名录", [field_of(name, column) for name, column in columns],
        cells_of(rows, columns), reader=reader, access=request.access,
    )  # fmt: skip


def column_of(name: str) -> tuple[str, Column | None]:
    """A column as the register or the month's cube defines it."""
    noun = next(
        (NOUNS[noun] for noun in ("building", "building_month") if name in NOUNS[noun]), None
    )
    return name, noun[name] if noun else None


def field_of(name: str, column: Column | None) -> Field:
    if column is None:
        return Field("税收梯队")
    unit = {Type.AREA: "㎡"}.get(column.type, column.unit)
    decimals = {Type.AREA: 2, Type.INTEGER: 0}.get(column.type)
    label = f"{column.label}（{unit}）" if unit else column.label
    return Field(label, decimals, 30 if name in ("name", "address", "reason") else 16)


def cells_of(rows: pa.Table, columns: list[tuple[str, Column | None]]) -> Iterator[list[Cell]]:
    for batch in rows.to_batches(max_chunksize=2000):
        for row in batch.to_pylist():
            yield [taken(column, row.get(name)) for name, column in columns]


def taken(column: Column | None, value: Any) -> Cell:
    """A cell as a spreadsheet should hold it."""
    if value is None or column is None:
        return value
    match column.type:
        case Type.AREA:
            return rounded(Fraction(value, 100), 2)
        case Type.FLAG:
            return "是" if value else "否"
        case _:
            return value
