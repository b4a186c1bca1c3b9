"""一楼一册 as a page, and its tenants taken out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from louyu.nouns import NOUNS
from louyu.web.dossier.building import cells, floor_by_floor, occupants, unstated
from louyu.web.dossier.building_course import changes, listed, open_disagreements
from louyu.web.dossier.building_tax import building_tax
from louyu.web.dossier.buildings import building_row, taken
from louyu.web.dossier.floors import LEASE_WORDS, STATE_WORDS, floors
from louyu.web.frame.figures import ENTERPRISE_KINDS, month_name
from louyu.web.frame.months import frame, month_asked, number_asked
from louyu.web.frame.number import numbers
from louyu.web.frame.spreadsheet import Cell, Field, taken_out
from louyu.web.frame.tiers import tier_of
from louyu.web.ledger.audit import Action, record
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader


def building_known(reader: Reader, code: str, month: int) -> dict[str, Any]:
    row = reader.building(code, month)
    if row is None:
        raise Http404(f"{month_name(month)}没有编码为“{code[:40]}”的楼宇")
    return row


PER_PAGE = 100
"""Tenants on a page of their list."""


def noted(request: HttpRequest, action: Action, what: str) -> None:
    detail = {"purpose": request.session.get("purpose", "")}
    access = request.access
    record(action, what, author=access.author, unit=access.unit, detail=detail)


@page("building/<str:code>", name="building", title="一楼一册", needs=Ability.READ)
def building_page(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    month = month_asked(request, reader)
    row = building_known(reader, code, month)
    with ThreadPoolExecutor(2) as beside:
        # What is asked of many files is kept by the reader: it comes while the rest is read.
        beside.submit(reader.cells, code, month)
        beside.submit(reader.numbers_of, code)
        told = building_told(request, reader, row, month)
    return render(request, "dossier/building.html", told)


def building_told(
    request: HttpRequest, reader: Reader, row: dict[str, Any], month: int
) -> dict[str, Any]:
    """All that the page says."""
    code = row["building"]
    tenants = floor_by_floor(reader.about_building("tenancy", code, month))
    pages = max(1, -(-len(tenants) // PER_PAGE))
    at = min(max(1, number_asked(request, "page")), pages)
    shown = list(occupants(reader, tenants[(at - 1) * PER_PAGE : at * PER_PAGE]))
    tax = building_tax(reader, row, month, request.GET.get("by", ""))
    if tax is not None:
        noted(request, Action.READ, f"一楼一册 {row['name'] or code} 税收")
    listings = listed(reader, code, month)
    changed = changes(reader, code, month)
    stated = cells(reader, code, month)
    return {
        **frame(reader, month, choosing=reverse("building", args=[code])),
        "building": building_row(row, month),
        "register": row,
        "tier": tier_of(reader.numbers_in(code, month), code),
        "placed": row["lon"] is not None and row["lat"] is not None,
        "disputes": open_disagreements(reader, row, month),
        "cells": stated,
        "unstated": unstated(reader, stated),
        "numbers": numbers(reader, "building", code, month),
        "floors": floors(reader, row, month, tenants),
        "states": STATE_WORDS,
        "leases": LEASE_WORDS,
        "tax": tax,
        "listed": listings,
        "changes": changed,
        "occupants": shown,
        "files": list(dict.fromkeys(one.source.named for one in shown if one.source)),
        "tenants": len(tenants),
        "page": at,
        "paging": f"month={month}&",
        "pages": pages,
        "may_export": request.access.may(Ability.EXPORT),
    }


TAKEN = (
    "enterprise_name", "enterprise", "kind", "floor", "room", "area", "held_area", "present",
    "in_rates", "registered_in_district", "taxed_in_district", "statistical", "moved_in",
    "moved_out", "lease_end", "staff", "intention",
)  # fmt: skip
"""Columns of a building's tenants as they are taken out."""


@page(
    "building/<str:code>/occupants.<sheet:kind>", name="occupants_out", title="入驻清单导出",
    needs=Ability.EXPORT,
)  # fmt: skip
def occupants_out(
    request: HttpRequest, reader: Reader, *, code: str, kind: str
) -> HttpResponseBase:
    month = month_asked(request, reader)
    row = building_known(reader, code, month)
    name = f"{row['name'] or code} 入驻清单 {month}"
    noted(request, Action.EXPORT, name)
    noun = NOUNS["tenancy"]
    fields = [
        Field(noun[column].label, {"area": 2, "held_area": 2, "staff": 0}.get(column),
              32 if column == "enterprise_name" else 16)
        for column in TAKEN
    ]  # fmt: skip
    rows = reader.about_building("tenancy", code, month)
    return taken_out(kind, name, fields, told(rows), reader=reader, access=request.access)


def told(rows: list[dict[str, Any]]) -> Iterator[list[Cell]]:
    noun = NOUNS["tenancy"]
    for row in rows:
        words = {**row, "kind": ENTERPRISE_KINDS[row["kind"]]}
        words["enterprise"] = "" if row["enterprise"].startswith("name:") else row["enterprise"]
        yield [taken(noun[column], words[column]) for column in TAKEN]
