"""填报表格: a unit's monthly list on a page, prefilled; what is said becomes a file at the door."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from louyu.district import Contract
from louyu.sources.template import template_write
from louyu.sources.written import headed
from louyu.web import jobs, shelf
from louyu.web.correcting import input_of
from louyu.web.frame.figures import month_name
from louyu.web.frame.months import number_asked
from louyu.web.frame.spreadsheet import WORKBOOK, attachment
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.draft import GONE, NEW, Draft
from louyu.web.ledger.submission import Submission
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.workbench.drafting import Line, edit_write, file_write, lines_of, wrongs_noted
from louyu.web.workbench.prefilling import (
    MOVED_OUT,
    batches_of,
    draft_of,
    fillable,
    leaving_day,
    months_open,
    overtaken,
)

PER_PAGE = 50
MOST_LINES = 20_000
LONGEST = 500
SHOWN_ONLY = {"": "全部", "changed": "改动过的", "wrong": "要改的"}


@page("fill/", name="fill", title="填报表格", needs=Ability.SUBMIT, reads=False)
def fill_page(request: HttpRequest) -> HttpResponse:
    """The lists that a unit owes month by month: fill in, say that nothing changed, or take out."""
    access = request.access
    owed = []
    for contract in fillable(access, shelf.district_of_site()):
        sent = [b for b in batches_of(contract.dataset, access.unit) if b.status == "in_force"]
        months = months_open(contract.dataset, access)
        drafts = Draft.objects.filter(
            unit=access.unit, dataset=contract.dataset, month__in=months, edits__isnull=False
        )  # fmt: skip
        owed.append(
            {
                "contract": contract,
                "last": max(sent, key=lambda batch: (batch.month, batch.sequence), default=None),
                "months": [(month, month_name(month)) for month in months],
                "due": months[0],
                "due_name": month_name(months[0]),
                "begun": set(drafts.values_list("month", flat=True)),
            }
        )
    for each in owed:
        each["last_name"] = month_name(each["last"].month) if each["last"] else ""
    return render(request, "workbench/fill.html", {"owed": owed})


@dataclass(frozen=True)
class Asked:
    """What an address asks of a draft: a building's rows, those that were changed, a page."""

    building: str
    only: str
    page: int

    @property
    def query(self) -> str:
        said = {"building": self.building, "only": self.only}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def back(self) -> str:
        return f"{self.query}&page={self.page}" if self.query else f"page={self.page}"


def asked(request: HttpRequest) -> Asked:
    only = request.GET.get("only", "")
    return Asked(
        request.GET.get("building", "").strip()[:80],
        only if only in SHOWN_ONLY else "",
        max(1, number_asked(request, "page")),
    )


def own(request: HttpRequest, dataset: str, month: int) -> tuple[Contract, Draft]:
    """The contract and the draft, if the list is this unit's to fill in for the month."""
    access, district = request.access, shelf.district_of_site()
    contract = district.contracts.get(dataset)
    if contract is None:
        raise Http404("没有这个数据集")
    if contract not in fillable(access, district):
        raise PermissionDenied(f"“{contract.label}”不由本单位在表格里填报")
    if month not in months_open(dataset, access):
        raise Http404(f"{month_name(month)}的{contract.label}现在不能填报")
    return contract, draft_of(access, contract, month)


@page(
    "fill/<slug:dataset>/<month:month>/", name="fill_in", title="填报表格", needs=Ability.SUBMIT,
    reads=False,
)  # fmt: skip
def fill_in(request: HttpRequest, *, dataset: str, month: int) -> HttpResponse:
    contract, draft = own(request, dataset, month)
    if draft.rows > MOST_LINES:
        return render(request, "workbench/fill_large.html", frame_of(contract, draft))
    wanted = asked(request)
    lines = lines_of(draft)
    wrong = wrongs_noted(draft, lines, contract, shelf.district_of_site())
    found = [line for line in reversed(lines) if line.new and fits(line, wanted)]
    found += [line for line in lines if not line.new and fits(line, wanted)]
    pages = max(1, -(-len(found) // PER_PAGE))
    at = min(wanted.page, pages)
    newer = overtaken(draft)
    return render(
        request,
        "workbench/fill_in.html",
        {
            **frame_of(contract, draft),
            **summary_of(draft, lines, wrong),
            "columns": columns_of(contract),
            "rows": [row_told(line, contract) for line in found[(at - 1) * PER_PAGE :][:PER_PAGE]],
            "count": len(found),
            "page": at,
            "pages": pages,
            "asked": wanted,
            "paging": f"{wanted.query}&" if wanted.query else "",
            "buildings": buildings_of(lines),
            "only": list(SHOWN_ONLY.items()),
            "newer": newer.file if newer else "",
        },
    )


def frame_of(contract: Contract, draft: Draft) -> dict[str, Any]:
    where = [draft.dataset, draft.month]
    return {
        "contract": contract,
        "draft": draft,
        "month_name": month_name(draft.month),
        "say": reverse("fill_say", args=where),
        "prefilled": reverse("fill_prefilled", args=where),
        "send": reverse("fill_send", args=where),
        "leaves": MOVED_OUT in contract.columns,
    }


def summary_of(draft: Draft, lines: list[Line], wrong: int) -> dict[str, Any]:
    """What has been said so far, in numbers."""
    staying = [line for line in lines if not line.gone]
    return {
        "cells": sum(len(line.touched) for line in staying if not line.new),
        "new": sum(line.new for line in staying),
        "gone": sum(line.gone and not line.new for line in lines),
        "staying": len(staying),
        "wrong": wrong,
        "edits": draft.edits.count(),
    }


def fits(line: Line, wanted: Asked) -> bool:
    if wanted.only == "changed" and not line.changed:
        return False
    if wanted.only == "wrong" and not line.wrong:
        return False
    names = (line.cells.get("building_code"), line.cells.get("building_name"))
    return not wanted.building or any(wanted.building in (name or "") for name in names)


def buildings_of(lines: list[Line]) -> list[str]:
    return sorted({name for line in lines if (name := line.cells.get("building_name"))})


def columns_of(contract: Contract) -> list[dict[str, Any]]:
    """The heads of the grid, and how each column's cells are asked for."""
    district = shelf.district_of_site()
    told = []
    for name, rules in contract.columns.items():
        kind = input_of(contract.noun[name], rules)
        options = list(rules.allowed)
        if kind == "street":
            options = [street.name for street in district.streets]
        told.append(
            {
                "name": name,
                "header": headed(rules),
                "required": rules.required,
                "kind": "choice" if options else kind,
                "options": options,
            }
        )
    return told


def row_told(line: Line, contract: Contract) -> dict[str, Any]:
    cells = [
        {
            "name": name,
            "value": line.cells[name],
            "was": line.was.get(name, ""),
            "touched": name in line.touched and not line.new,
            "wrong": line.wrong.get(name, ""),
        }
        for name in contract.columns
    ]
    return {"line": line, "number": line.number + 1, "cells": cells, "wrong": line.wrong.get("")}


@page(
    "fill/<slug:dataset>/<month:month>/say", name="fill_say", title="改草稿", needs=Ability.SUBMIT,
    methods=("POST",), reads=False,
)  # fmt: skip
def fill_say(request: HttpRequest, *, dataset: str, month: int) -> HttpResponse:
    """One thing said in a draft. A script is given the row and the numbers as they stand now."""
    contract, draft = own(request, dataset, month)
    # A button may say it all in one word: out-12.
    word, _, place = request.POST.get("say", "").partition("-")
    if word == "reset":
        draft.remove()
        return redirect("fill_in", dataset=dataset, month=month)
    line = word_taken(request, draft, contract, word, place)
    if request.headers.get("X-Louyu-Part") != "row":
        there = reverse("fill_in", args=[dataset, month])
        return redirect(f"{there}?{request.POST.get('back', '')}#grid")
    lines = lines_of(draft)
    wrong = wrongs_noted(draft, lines, contract, shelf.district_of_site())
    told = {
        **frame_of(contract, draft),
        **summary_of(draft, lines, wrong),
        "row": row_told(lines[line], contract),
    }
    return render(request, "workbench/fill_said.html", told)


def word_taken(
    request: HttpRequest, draft: Draft, contract: Contract, word: str, place: str
) -> int:
    """Writes one word of a sender into a draft. Returns the line it is about."""
    lines, author = lines_of(draft), request.access.author
    if word == "undo":
        last = draft.edits.last()
        if last is not None:
            last.delete()
        return 0
    if word == "new":
        given = {
            name: request.POST.get(name, "").strip()[:LONGEST]
            for name in contract.columns
            if request.POST.get(name)
        }
        edit_write(draft, author, len(lines), NEW, json.dumps(given, ensure_ascii=False))
        return len(lines)
    said = place or request.POST.get("line", "")
    if not said.isdecimal() or int(said) >= len(lines):
        raise Http404("草稿里没有这一行")
    number = int(said)
    if word == "cell":
        column = request.POST.get("column", "")
        if column not in contract.columns:
            raise Http404("没有这一列")
        value = request.POST.get("value", "").strip()[:LONGEST]
        if value != lines[number].cells[column]:
            edit_write(draft, author, number, column, value)
    elif word == "out" and MOVED_OUT in contract.columns:
        edit_write(draft, author, number, MOVED_OUT, leaving_day(draft.month).isoformat())
    elif word in ("gone", "back"):
        edit_write(draft, author, number, GONE, "1" if word == "gone" else "")
    return number


@page(
    "fill/<slug:dataset>/<month:month>/send", name="fill_send", title="报送草稿",
    needs=Ability.SUBMIT, methods=("POST",), reads=False,
)  # fmt: skip
def fill_send(request: HttpRequest, *, dataset: str, month: int) -> HttpResponse:
    """What a draft says as a file, on the way that every file goes; 无变化 confirms itself."""
    contract, draft = own(request, dataset, month)
    lines = lines_of(draft)
    if not any(not line.gone for line in lines):
        raise Http404("草稿里一行也没有，不能报送")
    unchanged = request.POST.get("say") == "unchanged"
    if unchanged and draft.edits.exists():
        return redirect("fill_in", dataset=dataset, month=month)
    access = request.access
    name = f"{access.unit}_{month_name(month)}_{contract.label}.csv"
    submission = Submission.objects.create(
        account=request.user, unit=access.unit, author=access.author, unchanged=unchanged,
        file=name, size=0, dataset=dataset, month=month,
    )  # fmt: skip
    file_write(submission.path, lines, contract)
    content = submission.path.read_bytes()
    submission.size, submission.sha256 = len(content), hashlib.sha256(content).hexdigest()
    submission.save(update_fields=["size", "sha256"])
    draft.submission = submission
    draft.save(update_fields=["submission"])
    jobs.read.enqueue(submission.pk)
    return redirect("sent", number=submission.pk)


@page(
    "fill/<slug:dataset>/<month:month>/prefilled.xlsx", name="fill_prefilled",
    title="预填的表", needs=Ability.SUBMIT, reads=False,
)  # fmt: skip
def fill_prefilled(request: HttpRequest, *, dataset: str, month: int) -> HttpResponse:
    """The template with the draft's rows: it comes back through the drop."""
    contract, draft = own(request, dataset, month)
    access = request.access
    rows = [line.cells for line in lines_of(draft) if not line.gone]
    path = draft.folder / f"prefilled-{request.user.pk}.xlsx"
    template_write(
        path, shelf.district_of_site(), dataset, sender=access.unit, month=month, rows=rows
    )
    content = path.read_bytes()
    path.unlink()
    record(
        Action.EXPORT, f"预填的{contract.label} {month}", author=access.author, unit=access.unit,
        detail={"rows": len(rows), "from": draft.origin},
    )  # fmt: skip
    answer = HttpResponse(content, content_type=WORKBOOK)
    answer["Content-Disposition"] = attachment(
        f"{access.unit}_{month_name(month)}_{contract.label}.xlsx"
    )
    return answer
