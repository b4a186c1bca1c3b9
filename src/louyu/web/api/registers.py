"""台账 registers: buildings, enterprises and what is in them, as far as the caller may see."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.errors import HttpError

from louyu.nouns import NOUNS
from louyu.web.api.keyed import AUTH, month_of, needing, reader_of
from louyu.web.api.shown import Listed, listed, matching
from louyu.web.ledger.audit import Action, record
from louyu.web.people.roles import Ability

router = Router(tags=["台账"], auth=AUTH)

Rows = Listed[dict[str, Any]]

OPEN_NOUNS = (
    "building", "building_month", "enterprise", "enterprise_relation", "tenancy", "space",
    "statistical_unit", "headquarters", "party_body", "recognition", "evaluation", "renovation",
    "operated_space", "project", "parcel", "facility", "disagreement",
)  # fmt: skip
"""Tables that can be had whole; tax comes by `tax`, to the cleared, and is logged."""


@router.get("/buildings", response=Rows, summary="楼宇名录")
@needing(Ability.READ)
def buildings(
    request: HttpRequest,
    month: int | None = None,
    street: str | None = None,
    counts: bool | None = None,
    offset: int = 0,
    limit: int = 100,
) -> dict[str, Any]:
    reader = reader_of(request)
    rows = matching(reader.buildings(month_of(reader, month)), street=street, counts=counts)
    return listed(reader.name, rows, offset, limit)


@router.get("/buildings/{code}", summary="一楼一册")
@needing(Ability.READ)
def building(request: HttpRequest, code: str, month: int | None = None) -> dict[str, Any]:
    """A building with its cells: for each the value that stands, who said it and what it beat."""
    reader = reader_of(request)
    at = month_of(reader, month)
    row = reader.building(code, at)
    if row is None:
        raise HttpError(404, f"没有编码为“{code[:40]}”的楼宇")
    cells = [
        {
            "column": cell.column, "label": cell.label, "unit": cell.unit, "value": cell.won.value,
            "sender": cell.won.sender, "file": cell.won.file,
            "others": [{"value": said.value, "sender": said.sender} for said in cell.beaten],
        }
        for cell in reader.cells(code, at)
    ]  # fmt: skip
    tenants = reader.of_building("tenancy", code, at)
    return {"edition": reader.name, **listed_one(row), "cells": cells, "tenants": tenants}


def listed_one(row: dict[str, Any]) -> dict[str, Any]:
    one: dict[str, Any] = listed("", [row], 0, 1)["items"][0]
    return one


@router.get("/enterprises/{enterprise}", summary="一企一档")
@needing(Ability.READ)
def enterprise(request: HttpRequest, enterprise: str) -> dict[str, Any]:
    """What is known of an enterprise from month to month, and where it is now."""
    reader = reader_of(request)
    spans = reader.of_enterprise("enterprise", enterprise)
    if not spans:
        raise HttpError(404, f"没有编号为“{enterprise[:40]}”的企业")
    spans.sort(key=lambda row: row["from_month"])
    sites = reader.of_enterprise("tenancy", enterprise, reader.months[-1])
    return {"edition": reader.name, "enterprise": enterprise, "spans": spans, "sites": sites}


@router.get("/tables/{noun}", response=Rows, summary="整张台账")
@needing(Ability.EXPORT)
def table(
    request: HttpRequest, noun: str, month: int | None = None, offset: int = 0, limit: int = 500
) -> dict[str, Any]:
    """A register's rows of a month (where it goes by months); each first call is logged."""
    if noun not in OPEN_NOUNS:
        raise HttpError(404, f"没有台账“{noun[:40]}”，可用：{'、'.join(OPEN_NOUNS)}")
    reader = reader_of(request)
    at = month_of(reader, month) if "month" in NOUNS[noun] else None
    rows = reader.rows(noun, at)
    if offset == 0:
        logged(request, f"{NOUNS[noun].label} {at or ''}".strip(), rows.num_rows)
    page = listed(reader.name, range(rows.num_rows), offset, limit)
    page["items"] = rows.slice(offset, limit).to_pylist()
    return page


@router.get("/tax/{month}", response=Rows, summary="税收明细（限精确税收权限）")
@needing(Ability.EXPORT)
def tax(request: HttpRequest, month: int, offset: int = 0, limit: int = 500) -> dict[str, Any]:
    """Tax by enterprise and building, in fen; only where exact tax is open, and always logged."""
    if not request.access.exact:
        raise HttpError(403, "税收明细只给已打开精确税收的岗位或密钥")
    reader = reader_of(request)
    rows = reader.rows("tax", month_of(reader, month))
    logged(request, f"税收明细 {month}", rows.num_rows)
    page = listed(reader.name, range(rows.num_rows), offset, limit)
    page["items"] = rows.slice(offset, limit).to_pylist()
    return page


def logged(request: HttpRequest, what: str, rows: int) -> None:
    access = request.access
    detail = {"rows": rows, "by": "API"}
    record(Action.EXPORT, what, author=access.author, unit=access.unit, detail=detail)
