"""一企一档: what is known of an enterprise, from when to when, and who said it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from louyu.nouns import NOUNS
from louyu.standards import industry
from louyu.standards.calendar import month_add
from louyu.web.dossier.floors import room_name
from louyu.web.frame import charts
from louyu.web.frame.figures import ENTERPRISE_KINDS, NONE, cell, month_name
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.correction import Correction, open_corrections
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

TOLD = (
    "name", "uscc", "former_names", "kind", "organisation_type", "industry", "founded_on", "state",
    "capital", "registered_address", "authority", "registered_in_district", "tax_authority",
    "taxed_in_district",
)  # fmt: skip
"""Columns of a span that a page shows, in their order."""

STAYED = (
    "month", "enterprise", "building", "floor", "room", "area", "staff", "lease_end", "present",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A column with its value now, since when, by which file, and what it was before."""

    column: str
    label: str
    value: str
    since: str
    source: str
    before: tuple[tuple[str, str], ...]
    correctable: bool
    pending: tuple[Correction, ...]


@dataclass(frozen=True)
class Stay:
    """A room an enterprise holds or held, from month to month."""

    building: str
    building_link: str
    room: str
    area: str
    staff: str
    until: str
    first: str
    last: str
    now: bool


@dataclass(frozen=True)
class Staff:
    """员工: how many work in the rooms an enterprise holds, last and from month to month."""

    count: str
    month: str
    chart: charts.Chart
    words: str


@dataclass(frozen=True)
class Relation:
    name: str
    link: str
    relation: str
    evidence: str


@page(
    "enterprise/<path:enterprise>", name="enterprise", title="一企一档", needs=Ability.READ
)  # fmt: skip
def enterprise_page(request: HttpRequest, reader: Reader, *, enterprise: str) -> HttpResponse:
    spans = sorted(
        reader.of_enterprise("enterprise", enterprise), key=lambda row: row["from_month"]
    )
    if not spans:
        raise Http404("没有这家企业，或它不在当前岗位的范围内")
    now = spans[-1]
    taxes = reader.tax_of_enterprise(enterprise)
    if taxes and reader.access.exact:
        record(
            Action.READ, f"一企一档 {now['name']} 税收", author=request.access.author,
            unit=request.access.unit, detail={"purpose": request.session.get("purpose", "")},
        )  # fmt: skip
    rows = reader.of_enterprise("tenancy", enterprise, columns=STAYED)
    stays = stays_of(reader, rows)
    return render(
        request,
        "dossier/enterprise.html",
        {
            "edition": reader.name,
            "data_month": month_name(reader.months[-1]),
            "enterprise": enterprise,
            "name": now["name"] or enterprise.removeprefix("name:"),
            "uscc": now["uscc"],
            "facts": facts_of(reader, spans),
            "stays": stays,
            "here": [stay for stay in stays if stay.now],
            "staff": staff_of(reader, rows),
            "relations": relations_of(reader, enterprise),
            "labels": labels_of(reader, enterprise),
            "taxes": [(month_name(month), amount) for month, amount in reversed(taxes)][:24],
            "exact": reader.access.exact,
        },
    )


def shown(name: str, value: Any) -> str:
    """A cell in the words of a page: a kind by its name, an industry by code and name."""
    if name == "kind":
        return ENTERPRISE_KINDS[value] if value else NONE
    if name == "industry" and value is not None and industry.is_valid(value):
        return f"{value} {industry.name_of(value)}"
    return cell(NOUNS["enterprise"][name], value)


def facts_of(reader: Reader, spans: list[dict[str, Any]]) -> list[Fact]:
    """Each column's course: what holds, since when, and what held before."""
    facts = []
    pending = list(open_corrections("enterprise", spans[-1]["enterprise"]))
    columns = reader.district.contracts["registration"].columns
    for name in TOLD:
        runs = [
            (shown(name, value), list(rows))
            for value, rows in groupby(spans, key=lambda row, name=name: row[name])
        ]
        value, rows = runs[-1]
        if value == NONE and len(runs) == 1:
            continue
        before = tuple((month_name(r[0]["from_month"]), said) for said, r in reversed(runs[:-1]))
        facts.append(
            Fact(
                column=name, correctable=stated_name(name) in columns and name != "uscc",
                pending=tuple(each for each in pending if each.column == name),
                label=NOUNS["enterprise"][name].label, value=value,
                since=month_name(rows[0]["from_month"]), source=source_of(reader, rows[0], name),
                before=before,
            )
        )  # fmt: skip
    return facts


def stated_name(column: str) -> str:
    """What the registration list calls a column of the register."""
    return "enterprise_name" if column == "name" else column


def source_of(reader: Reader, row: dict[str, Any], name: str) -> str:
    """The file that says so, where it may be named."""
    batch = row["tax_batch"] if name in ("tax_authority", "taxed_in_district") else row["batch"]
    said = reader.batches().get(batch)
    return f"{said['sender']}《{said['file']}》" if said else ""


def staff_of(reader: Reader, rows: list[dict[str, Any]]) -> Staff | None:
    """Of the months of the last two years in which a list of tenants told it."""
    told: dict[int, int] = {}
    for row in rows:
        if row["present"] and row["staff"] is not None:
            told[row["month"]] = told.get(row["month"], 0) + row["staff"]
    course = [(month, float(told[month])) for month in reader.months[-24:] if month in told]
    if not course:
        return None
    last, count = course[-1]
    first, before = course[0]
    words = f"{month_name(first)} {before:.0f} 人，{month_name(last)} {count:.0f} 人"
    return Staff(f"{count:,.0f}", month_name(last), charts.course_chart(course, last, None), words)


def stays_of(reader: Reader, rows: list[dict[str, Any]]) -> list[Stay]:
    """Rooms held, months that follow one another together, the latest first."""
    names = reader.building_names(reader.months[-1])
    told = sorted(
        rows,
        key=lambda row: (
            row["building"] or "",
            row["floor"] or "",
            row["room"] or "",
            row["month"],
        ),
    )
    found: list[tuple[int, Stay]] = []
    for (code, floor, room), group in groupby(
        told, key=lambda row: (row["building"], row["floor"], row["room"])
    ):
        months = list(group)
        first = last = months[0]
        for row in [*months[1:], None]:
            if row is not None and row["month"] <= month_add(last["month"], 1):
                last = row
                continue
            found.append((last["month"], stay(reader, names, (code, floor, room), first, last)))
            if row is not None:
                first = last = row
    return [each for _, each in sorted(found, key=lambda pair: -pair[0])]


def stay(
    reader: Reader,
    names: dict[str, str],
    where: tuple[str | None, str | None, str | None],
    first: dict[str, Any],
    last: dict[str, Any],
) -> Stay:
    code, floor, room = where
    return Stay(
        building=names.get(code or "", code or NONE),
        building_link=reverse("building", args=[code]) if code in names else "",
        room=room_name(floor, room) or NONE,
        area=cell(NOUNS["tenancy"]["area"], last["area"]),
        staff=cell(NOUNS["tenancy"]["staff"], last["staff"]),
        until=cell(NOUNS["tenancy"]["lease_end"], last["lease_end"]),
        first=month_name(first["month"]),
        last=month_name(last["month"]),
        now=last["month"] == reader.months[-1] and bool(last["present"]),
    )


def relations_of(reader: Reader, enterprise: str) -> list[Relation]:
    """Head office and branch, predecessor and successor: related, never one."""
    rows = reader.of_enterprise("enterprise_relation", enterprise)
    names = reader.names_of([row["other"] for row in rows])
    return [
        Relation(
            name=names.get(row["other"], row["other"].removeprefix("name:")),
            link=reverse("enterprise", args=[row["other"]]) if row["other"] in names else "",
            relation=row["relation"],
            evidence=row["evidence"] or "",
        )
        for row in rows
    ]


def labels_of(reader: Reader, enterprise: str) -> list[tuple[str, str]]:
    """What the district has recognised the enterprise as, with the month."""
    found = []
    for noun in ("statistical_unit", "headquarters"):
        rows = reader.of_enterprise(noun, enterprise)
        if rows:
            last = max(rows, key=lambda row: row["month"])
            found.append((NOUNS[noun].label, month_name(last["month"])))
    return found
