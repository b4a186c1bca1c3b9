"""矛盾榜: where units say different things of one cell, the most at stake first, and who rules.

At stake is the area that the two values differ by, or all of the building's; who may see exact tax
also sees what the building paid in the last twelve months.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from louyu.nouns import NOUNS, Type
from louyu.registers.building import register_column
from louyu.registers.correction import RULED
from louyu.registers.precedence import LISTED
from louyu.web.correcting import field
from louyu.web.frame.figures import cell, cell_of_text, month_name
from louyu.web.frame.months import number_asked
from louyu.web.ledger.correction import OPEN, Correction
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader
from louyu.web.sending import unit_kind

PAGE = 50


@dataclass(frozen=True)
class Said:
    value: str
    who: str


@dataclass(frozen=True)
class Disagreement:
    """A cell of which units say different things."""

    thing: str
    name: str
    street: str
    column: str
    label: str
    value: str
    who: str
    standing: str
    beaten: tuple[Said, ...]
    area: int
    tax: int | None
    owner: str
    owner_name: str

    @property
    def ruled(self) -> bool:
        return self.standing == RULED

    @property
    def link(self) -> str:
        return reverse("correct", args=["building", self.column, self.thing])

    @property
    def area_shown(self) -> str:
        return cell(NOUNS["building"]["floor_area"], self.area)

    @property
    def tax_shown(self) -> str:
        return cell(NOUNS["tax"]["total"], self.tax)


@page(
    "disagreements/", name="disagreements", title="矛盾榜", needs=Ability.CORRECT, menu="矛盾榜"
)  # fmt: skip
def disagreements_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    kind = unit_kind(request.access, reader.district)
    every = disagreements(reader)
    shown = request.GET.get("show", "open")
    rows = [row for row in every if row.ruled == (shown == "ruled")]
    if shown == "mine":
        rows = [row for row in rows if row.owner == kind]
    by_tax = reader.access.exact and request.GET.get("sort") == "tax"
    rows.sort(key=lambda row: -((row.tax or 0) if by_tax else row.area))
    number = number_asked(request, "page")
    pages = max(1, -(-len(rows) // PAGE))
    number = min(number, pages)
    here = rows[(number - 1) * PAGE : number * PAGE]
    waiting = Correction.objects.filter(
        noun="building", thing__in={row.thing for row in here}, stage__in=OPEN
    ).select_related("build")
    pending = {(each.thing, each.column): each for each in waiting}
    return render(
        request,
        "workbench/disagreements.html",
        {
            "edition": reader.name,
            "data_month": month_name(reader.months[-1]),
            "rows": [(row, pending.get((row.thing, row.column))) for row in here],
            "count": len(rows),
            "open": sum(not row.ruled for row in every),
            "ruled": sum(row.ruled for row in every),
            "mine": sum(row.owner == kind and not row.ruled for row in every) if kind else None,
            "shown": shown,
            "kind": kind,
            "exact": reader.access.exact,
            "by_tax": by_tax,
            "page": number,
            "pages": pages,
        },
    )


def disagreements(reader: Reader) -> list[Disagreement]:
    """Every cell of the last month of which units say different things."""
    found: list[Disagreement] = reader.kept.get("disagreements", lambda: list(read(reader)))
    return found


def read(reader: Reader) -> list[Disagreement]:
    month = reader.months[-1]
    cells: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in reader.rows("disagreement", month).to_pylist():
        cells[row["thing"], row["column"]].append(row)
    things = {thing for thing, _ in cells}
    buildings = {row["building"]: row for row in reader.buildings_of(things, month)}
    units = {each.id: each.name for each in reader.district.departments}
    found = []
    for (thing, column), rows in cells.items():
        name = register_column(column)
        asked = field(reader.district, "building", name)
        building = buildings.get(thing)
        if asked is None or building is None:
            continue
        own = {**units, "street": building["street"] or "街镇"}
        found.append(
            Disagreement(
                thing=thing, name=building["name"] or thing, street=building["street"] or "",
                column=name, label=asked.column.label,
                value=cell_of_text(asked.column, rows[0]["value"]),
                who=own.get(rows[0]["publisher"], rows[0]["publisher"]),
                standing=rows[0]["standing"] or LISTED,
                beaten=tuple(
                    Said(
                        cell_of_text(asked.column, row["beaten_value"]),
                        own.get(row["beaten_publisher"], row["beaten_publisher"]),
                    )
                    for row in rows
                ),
                area=stake(asked.column.type, rows, building), tax=building.get("tax_12_months"),
                owner=asked.owner, owner_name=own.get(asked.owner, asked.owner_name),
            )
        )  # fmt: skip
    return found


def stake(kind: Type, rows: list[dict[str, Any]], building: dict[str, Any]) -> int:
    """The area that is in question, in 0.01 ㎡."""
    if kind is not Type.AREA:
        return building["floor_area"] or 0
    return max(abs(int(row["value"]) - int(row["beaten_value"])) for row in rows)
