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

from louyu.engine import Is, Limit, Listing
from louyu.nouns import NOUNS
from louyu.web.dossier.enterprise import shown
from louyu.web.frame.figures import NONE
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


def limits_of(wanted: Asked) -> list[Limit]:
    """The span that holds in the month, and what else an address asks of it."""
    limits = [
        Limit("from_month", Is.AT_MOST, wanted.month), Limit("to_month", Is.AT_LEAST, wanted.month)
    ]  # fmt: skip
    if wanted.name:
        limits.append(Limit("name", Is.HOLDS, wanted.name))
    if wanted.industry:
        limits.append(Limit("industry", Is.STARTS, wanted.industry))
    if wanted.state:
        limits.append(Limit("state", Is.EQUAL, wanted.state))
    for field, column in PLACES.items():
        flag = FLAGS.get(getattr(wanted, field))
        if flag is not None:
            limits.append(Limit(column, Is.EQUAL, flag))
    return limits


def found(reader: Reader, wanted: Asked, *, page: int = 1, most: int | None = PER_PAGE) -> Listing:
    """The enterprises an address asks for: how many, and those of a page or all."""
    among = []
    if wanted.street:
        where = {"street": (wanted.street,)}
        here = reader.edition.rows("tenancy", wanted.month, columns=("enterprise",), where=where)
        among.append(pc.unique(here["enterprise"]))
    offset = (page - 1) * (most or 0)
    return reader.listed(
        ("enterprise", *COLUMNS), limits_of(wanted), among=among, offset=offset, most=most
    )


def pages_of(total: int) -> int:
    return max(1, -(-total // PER_PAGE))


def turned_to(reader: Reader, wanted: Asked, at: int) -> tuple[int, int, pa.Table]:
    """A page, the last one when there are not so many: which it is, how many rows there are in all,
    its rows."""
    total, rows = found(reader, wanted, page=at)
    if at > (last := pages_of(total)):
        at, rows = last, found(reader, wanted, page=last).rows
    return at, total, rows


def states(reader: Reader) -> list[str]:
    """Every state an enterprise is said to be in."""

    def read() -> list[str]:
        told = reader.listed(("state",), ()).rows["state"]
        return sorted(pc.unique(told).drop_null().to_pylist())

    told: list[str] = reader.kept.get("states", read)
    return told


def cells_of(row: dict[str, Any]) -> list[str]:
    """A row in the words of a page."""
    return [shown(name, row[name]) for name in COLUMNS]


def taken_of(row: dict[str, Any]) -> list[str]:
    """A row as it is taken out: an industry is its code, to be joined with other lists."""
    return [
        (row[name] or NONE) if name == "industry" else shown(name, row[name]) for name in COLUMNS
    ]


@page("enterprises/", name="enterprises", title="企业名录", needs=Ability.READ, menu="企业")
def enterprises_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    wanted = asked(request, reader)
    at = max(1, number_asked(request, "page"))
    # A street may have 300,000: which rows are its own is looked for once.
    at, total, rows, known = reader.kept.soon(
        ("enterprises", wanted, at), lambda: (*turned_to(reader, wanted, at), states(reader))
    )
    pages = pages_of(total)
    streets = [s.name for s in reader.district.streets if reader.sees("street", s.name)]
    return render(
        request,
        "dossier/enterprises.html",
        {
            **frame(reader, wanted.month, choosing=reverse("enterprises")),
            "asked": wanted,
            "total": total,
            "labels": LABELS,
            "rows": [
                (reverse("enterprise", args=[row["enterprise"]]), cells_of(row))
                for row in rows.to_pylist()
            ],
            "page": at,
            "pages": pages,
            "paging": f"{wanted.query}&",
            "streets": streets if len(streets) > 1 else [],
            "states": [(state, shown("state", state)) for state in known],
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
    total, rows = found(reader, wanted, most=MOST_ROWS if kind == XLSX else None)
    if kind == XLSX and total > MOST_ROWS:
        raise BadRequest(f"一张 Excel 表放不下 {total:,} 家，请加条件，或导出 CSV")
    record(
        Action.EXPORT, f"企业名录 {wanted.month}", author=request.access.author,
        unit=request.access.unit,
        detail={"rows": total, "query": wanted.query,
                "purpose": request.session.get("purpose", "")},
    )  # fmt: skip
    fields = [Field(label, width=32 if at == 0 else 20) for at, label in enumerate(LABELS)]
    told = (
        taken_of(row)
        for batch in rows.to_batches(max_chunksize=2000)
        for row in batch.to_pylist()
    )  # fmt: skip
    return taken_out(kind, "企业名录", fields, told, reader=reader, access=request.access)
