"""企业名录: enterprises in sight by street, state, industry and place; counted, then taken out."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from louyu.nouns import NOUNS
from louyu.web.dossier.enterprise import shown
from louyu.web.frame.figures import ENTERPRISE_KINDS
from louyu.web.frame.months import frame, month_asked, number_asked
from louyu.web.frame.spreadsheet import MOST_ROWS, XLSX, Field, taken_out
from louyu.web.ledger.audit import Action, record
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

PER_PAGE = 100
COLUMNS = ("name", "uscc", "kind", "industry", "state", "registered_in_district",
           "taxed_in_district")  # fmt: skip
LABELS = tuple(NOUNS["enterprise"][name].label for name in COLUMNS)
PLACES = {"registered": "registered_in_district", "taxed": "taxed_in_district"}
FLAGS = {"yes": True, "no": False}
MOST_TYPED = 40


@dataclass(frozen=True)
class Asked:
    """What an address asks the list for."""

    month: int
    name: str
    street: str
    state: str
    industry: str
    registered: str
    taxed: str

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value})


def asked(request: HttpRequest, reader: Reader) -> Asked:
    said = {
        name: request.GET.get(name, "").strip()[:MOST_TYPED]
        for name in ("name", "street", "state", "industry", "registered", "taxed")
    }
    return Asked(month=month_asked(request, reader), **said)


def latest(reader: Reader, month: int) -> pa.Table:
    """Every enterprise in sight as it was told of last, up to a month, by name."""

    def read() -> pa.Table:
        rows = reader.rows("enterprise").select(["enterprise", "from_month", *COLUMNS])
        rows = rows.filter(pc.less_equal(rows["from_month"], month))
        last = rows.group_by("enterprise").aggregate([("from_month", "max")])
        keys = ["enterprise", "from_month"]
        found = rows.join(last.rename_columns(keys), keys=keys, join_type="inner")
        return found.sort_by([("name", "ascending"), ("enterprise", "ascending")])

    table: pa.Table = reader.tables.get(("enterprises", month), read)
    return table


def found(reader: Reader, wanted: Asked) -> pa.Table:
    """The enterprises an address asks for."""
    rows = latest(reader, wanted.month)
    if wanted.street:
        sites = reader.rows("tenancy", wanted.month)
        here = sites.filter(pc.equal(sites["street"], wanted.street))["enterprise"]
        rows = rows.filter(pc.is_in(rows["enterprise"], value_set=pc.unique(here)))
    if wanted.name:
        rows = rows.filter(pc.match_substring(rows["name"], wanted.name))
    if wanted.industry:
        rows = rows.filter(pc.starts_with(rows["industry"], wanted.industry))
    if wanted.state:
        rows = rows.filter(pc.equal(rows["state"], wanted.state))
    for field, column in PLACES.items():
        flag = FLAGS.get(getattr(wanted, field))
        if flag is not None:
            rows = rows.filter(pc.equal(rows[column], flag))
    return rows


def cells_of(row: dict[str, Any]) -> list[str]:
    """A row in the words of a page."""
    words = {name: shown(name, row[name]) for name in COLUMNS}
    return list({**words, "kind": ENTERPRISE_KINDS.get(row["kind"], words["kind"])}.values())


@page("enterprises/", name="enterprises", title="企业名录", needs=Ability.READ, menu="企业")
def enterprises_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    wanted = asked(request, reader)
    rows = found(reader, wanted)
    pages = max(1, -(-rows.num_rows // PER_PAGE))
    at = min(max(1, number_asked(request, "page")), pages)
    shown_rows = rows.slice((at - 1) * PER_PAGE, PER_PAGE).to_pylist()
    states = pc.unique(latest(reader, wanted.month)["state"]).drop_null().to_pylist()
    streets = [s.name for s in reader.district.streets if reader.sees("street", s.name)]
    return render(
        request,
        "dossier/enterprises.html",
        {
            **frame(reader, wanted.month, choosing=reverse("enterprises")),
            "asked": wanted,
            "total": rows.num_rows,
            "labels": LABELS,
            "rows": [
                (reverse("enterprise", args=[row["enterprise"]]), cells_of(row))
                for row in shown_rows
            ],
            "page": at,
            "pages": pages,
            "paging": f"{wanted.query}&",
            "streets": streets if len(streets) > 1 else [],
            "states": [(state, shown("state", state)) for state in sorted(states)],
            "places": [
                ("registered", "注册地", wanted.registered), ("taxed", "纳税地", wanted.taxed)
            ],
            "may_export": request.access.may(Ability.EXPORT),
        },
    )  # fmt: skip


@page(
    "enterprises.<sheet:kind>", name="enterprises_out", title="企业名录导出", needs=Ability.EXPORT
)  # fmt: skip
def enterprises_out(request: HttpRequest, reader: Reader, *, kind: str) -> HttpResponseBase:
    wanted = asked(request, reader)
    rows = found(reader, wanted)
    if kind == XLSX and rows.num_rows > MOST_ROWS:
        raise BadRequest(f"一张 Excel 表放不下 {rows.num_rows:,} 家，请加条件，或导出 CSV")
    record(
        Action.EXPORT, f"企业名录 {wanted.month}", author=request.access.author,
        unit=request.access.unit,
        detail={"rows": rows.num_rows, "query": wanted.query,
                "purpose": request.session.get("purpose", "")},
    )  # fmt: skip
    fields = [Field(label, width=32 if at == 0 else 20) for at, label in enumerate(LABELS)]
    told = (
        cells_of(row)
        for batch in rows.to_batches(max_chunksize=2000)
        for row in batch.to_pylist()
    )  # fmt: skip
    return taken_out(kind, "企业名录", fields, told, reader=reader, access=request.access)
