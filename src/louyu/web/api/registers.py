"""台账 registers: buildings, enterprises and what is in them, as far as the caller may see."""

from typing import Any

import pyarrow as pa
from django.http import HttpRequest, HttpResponseBase
from ninja import Router
from ninja.errors import HttpError

from louyu.nouns import NOUNS
from louyu.web.api.files import TYPES, Kind, table_file
from louyu.web.api.keyed import AUTH, exact_read, month_of, needing, reader_of
from louyu.web.api.shown import MOST, Limit, Listed, Offset, listed, matching, plain
from louyu.web.ledger.audit import Action, record
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

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
    offset: Offset = 0,
    limit: Limit = 100,
) -> dict[str, Any]:
    """一个月的楼宇，每幢一行；打开精确税收时含税收，并记入日志。"""
    reader = reader_of(request)
    at = month_of(reader, month)
    rows = matching(reader.buildings(at), street=street, counts=counts)
    exact_read(request, f"楼宇名录 {at} 税收")
    page = listed(reader.name, range(rows.num_rows), offset, limit)
    page["items"] = [plain(row) for row in rows.slice(offset, limit).to_pylist()]
    return page


@router.get("/buildings/{code}", summary="一楼一册")
@needing(Ability.READ)
def building(request: HttpRequest, code: str, month: int | None = None) -> dict[str, Any]:
    """A building with its cells: for each the value that stands, who said it and what it beat."""
    reader = reader_of(request)
    at = month_of(reader, month)
    row = reader.building(code, at)
    if row is None:
        raise HttpError(404, f"没有编码为“{code[:40]}”的楼宇")
    exact_read(request, f"一楼一册 {row['name'] or code} 税收")
    cells = [
        {
            "column": cell.column, "label": cell.label, "unit": cell.unit, "value": cell.won.value,
            "sender": cell.won.sender, "file": cell.won.file,
            "others": [{"value": said.value, "sender": said.sender} for said in cell.beaten],
        }
        for cell in reader.cells(code, at)
    ]  # fmt: skip
    tenants = reader.about_building("tenancy", code, at)
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


def table_of(request: HttpRequest, noun: str, month: int | None) -> tuple[Reader, pa.Table, str]:
    """A register's rows of a month (where it goes by months), and what they are called."""
    if noun not in OPEN_NOUNS:
        raise HttpError(404, f"没有台账“{noun[:40]}”，可用：{'、'.join(OPEN_NOUNS)}")
    reader = reader_of(request)
    at = month_of(reader, month) if "month" in NOUNS[noun] else None
    return reader, reader.rows(noun, at), f"{NOUNS[noun].label} {at or ''}".strip()


@router.get("/tables/{noun}", response=Rows, summary="整张台账")
@needing(Ability.EXPORT)
def table(
    request: HttpRequest,
    noun: str,
    month: int | None = None,
    offset: Offset = 0,
    limit: Limit = MOST,
) -> dict[str, Any]:
    """一个月的台账，或不分月的整张台账；每次都记入日志。"""
    reader, rows, name = table_of(request, noun, month)
    return rows_told(request, reader, rows, name, offset, limit)


@router.get("/tables/{noun}/{kind}", summary="整张台账的文件", openapi_extra=TYPES)
@needing(Ability.EXPORT)
def table_download(
    request: HttpRequest, noun: str, kind: Kind, month: int | None = None
) -> HttpResponseBase:
    """csv、xlsx 用元和㎡，parquet 用分和 0.01㎡；文件里注明来自哪一期、谁导出，并记入日志。"""
    reader, rows, name = table_of(request, noun, month)
    answer = table_file(request, reader, noun, rows, name, kind)
    logged(request, f"{name} {kind}", rows.num_rows)
    return answer


def tax_of(request: HttpRequest, month: int) -> tuple[Reader, pa.Table, str]:
    if not request.access.exact:
        raise HttpError(403, "税收明细只给已打开精确税收的岗位或密钥")
    reader = reader_of(request)
    return reader, reader.rows("tax", month_of(reader, month)), f"税收明细 {month}"


@router.get("/tax/{month}", response=Rows, summary="税收明细（限精确税收权限）")
@needing(Ability.EXPORT)
def tax(
    request: HttpRequest, month: int, offset: Offset = 0, limit: Limit = MOST
) -> dict[str, Any]:
    """按企业和楼宇，以分为单位；只给已打开精确税收的岗位或密钥，每次都记入日志。"""
    reader, rows, name = tax_of(request, month)
    return rows_told(request, reader, rows, name, offset, limit)


@router.get("/tax/{month}/{kind}", summary="税收明细的文件（限精确税收权限）", openapi_extra=TYPES)
@needing(Ability.EXPORT)
def tax_download(request: HttpRequest, month: int, kind: Kind) -> HttpResponseBase:
    reader, rows, name = tax_of(request, month)
    answer = table_file(request, reader, "tax", rows, name, kind)
    logged(request, f"{name} {kind}", rows.num_rows)
    return answer


def rows_told(
    request: HttpRequest, reader: Reader, rows: pa.Table, name: str, offset: int, limit: int
) -> dict[str, Any]:
    """Part of a table. Each part is logged: who takes the second has taken it too."""
    some = rows.slice(offset, limit)
    logged(request, name, rows.num_rows, offset=offset, taken=some.num_rows)
    page = listed(reader.name, range(rows.num_rows), offset, limit)
    page["items"] = [plain(row) for row in some.to_pylist()]
    return page


def logged(request: HttpRequest, what: str, rows: int, **more: int) -> None:
    access = request.access
    detail = {"rows": rows, "by": "API", **more}
    record(Action.EXPORT, what, author=access.author, unit=access.unit, detail=detail)
