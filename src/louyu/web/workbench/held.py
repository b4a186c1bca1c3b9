"""已有此数: any table somebody was asked to fill in, held against the registers, back filled in."""

from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from louyu.sources.visible import name_visible
from louyu.web import shelf
from louyu.web.frame.figures import month_name
from louyu.web.frame.spreadsheet import WORKBOOK, attachment
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.held import Held, HeldState, held_outdated_remove
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.workbench import holding_jobs
from louyu.web.workbench.holding_jobs import LISTING, source_of
from louyu.web.workbench.holdings import BY_KEY, HOLDINGS, seen_by
from louyu.web.workbench.matching import NOT_SAID

MOST_BYTES = 30 * 1024 * 1024
SHOWN = 20
SURE_WORDS = {"sure": "确定", "check": "请核对", "chosen": "您选的"}


def visible(request: HttpRequest) -> QuerySet[Held]:
    """Somebody's own tables, of the post they act by and of just what they may see now."""
    access = request.access
    return Held.objects.filter(
        account=request.user, unit=access.unit, role=access.role, reach=access.scope.reach,
        names=sorted(access.scope.names), clearance=access.clearance,
    )  # fmt: skip


@page(
    "held/", name="held", title="已有此数", needs=Ability.EXPORT, menu="已有此数",
    methods=("GET", "POST"), reads=False,
)  # fmt: skip
def held_page(request: HttpRequest) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        wrong = unfit(file)
        if file is not None and not wrong:
            return redirect("held_one", number=kept(request, file).pk)
    return render(
        request,
        "workbench/held.html",
        {
            "tables": visible(request)[:SHOWN],
            "wrong": wrong,
            "most_mb": MOST_BYTES // 1024 // 1024,
            "ready": shelf.reader_for(request.access) is not None,
        },
        status=422 if wrong else 200,
    )


def unfit(file: UploadedFile | None) -> str:
    if file is None:
        return "请选择要填的表"
    if (file.size or 0) > MOST_BYTES:
        return f"“{name_visible(file.name or '')}”超过 {MOST_BYTES // 1024 // 1024} MB"
    return ""


def kept(request: HttpRequest, file: UploadedFile) -> Held:
    """Keeps a table as dropped, with what its asker may see, and has it answered."""
    held_outdated_remove()
    access = request.access
    held = Held.objects.create(
        account=request.user, role=access.role, unit=access.unit, author=access.author,
        reach=access.scope.reach, names=sorted(access.scope.names), clearance=access.clearance,
        file=name_visible(Path(file.name or "未命名").name)[-200:], size=file.size or 0,
    )  # fmt: skip
    held.folder.mkdir(parents=True)
    with held.path.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
    holding_jobs.hold.enqueue(held.pk)
    return held


def one(request: HttpRequest, number: int) -> Held:
    held: Held = get_object_or_404(visible(request), pk=number)
    return held


@page("held/<int:number>/", name="held_one", title="已有此数", needs=Ability.EXPORT, reads=False)
def held_one(request: HttpRequest, *, number: int) -> HttpResponse:
    """How far a table is, then what is held of it; fetched again by itself while it moves."""
    held = one(request, number)
    template = "held_state" if request.htmx else "held_one"
    reader = shelf.reader_for(request.access)
    newer = reader is not None and held.found and reader.name != held.found["edition"]
    return render(
        request,
        f"workbench/{template}.html",
        {
            "held": held,
            "ready": held.state == HeldState.READY,
            "may_repeat": held.state in (HeldState.FAILED, HeldState.READY),
            "sheets": sheets_told(request, held) if held.state == HeldState.READY else [],
            "newer": reader.name if reader is not None and newer else "",
            "data_until": month_name(held.found["month"]) if held.found else "",
            "listing": bool(held.chosen.get(LISTING)),
        },
    )


def sheets_told(request: HttpRequest, held: Held) -> list[dict[str, Any]]:
    """What was found, sheet by sheet, in the words of the page, with what can be chosen."""
    reader = shelf.reader_for(request.access)
    every = [each for each in HOLDINGS if seen_by(request.access, each)]
    told = []
    for at, sheet in enumerate(held.found["sheets"]):
        offered = [each for each in every if each.of in sheet["kinds"]]
        groups = [
            (noun, [(each.key, each.name) for each in group])
            for noun, group in groupby(offered, key=lambda each: each.register)
        ]
        columns = [
            {
                **column,
                "id": f"c{at}-{column['place']}",
                "name": f"{at}:{column['place']}",
                "word": SURE_WORDS.get(column["sure"], ""),
                "source": source_of(column["holding"], reader)
                if reader and column["holding"] else "",
                "likes": [(key, BY_KEY[key].name) for key in column["suggested"]],
                "settled": column["same"] + column["other"],
            }
            for column in sheet["columns"]
        ]  # fmt: skip
        empty = not sheet["rows"] and not sheet["listed"]
        told.append({**sheet, "columns": columns, "groups": groups, "no_rows": empty, "at": at})
    return told


@page(
    "held/<int:number>/choose", name="held_choose", title="改认列", needs=Ability.EXPORT,
    methods=("POST",), reads=False,
)  # fmt: skip
def held_choose(request: HttpRequest, *, number: int) -> HttpResponse:
    """What its asker says of the columns; the table is answered again. Or it is removed."""
    held = one(request, number)
    if request.POST.get("say") == "remove":
        held.remove()
        return redirect("held")
    if held.moving:
        return redirect("held_one", number=number)
    columns = dict(held.chosen.get("columns", {}))
    for at, sheet in enumerate(held.found.get("sheets", ())):
        said = dict(columns.get(sheet["sheet"], {}))
        for column in sheet["columns"]:
            choice = request.POST.get(f"{at}:{column['place']}", column["holding"])
            if choice != column["holding"]:
                said[str(column["place"])] = choice if choice in BY_KEY else ""
        columns[sheet["sheet"]] = {place: key for place, key in said.items() if key != NOT_SAID}
    listing = bool(request.POST.get(LISTING)) or bool(held.chosen.get(LISTING))
    held.told(HeldState.WAITING, chosen={"columns": columns, LISTING: listing})
    holding_jobs.hold.enqueue(held.pk)
    return redirect("held_one", number=number)


@page(
    "held/<int:number>/filled.xlsx", name="held_filled", title="填好的表", needs=Ability.EXPORT,
    reads=False,
)  # fmt: skip
def held_filled(request: HttpRequest, *, number: int) -> HttpResponseBase:
    """The table filled in: taken out of the registers, and so logged."""
    held = one(request, number)
    if held.state != HeldState.READY or not held.filled.exists():
        raise Http404("这张表还没有填好")
    record(
        Action.EXPORT, f"已有此数 {held.file}"[:200], author=request.access.author,
        unit=request.access.unit,
        detail={
            "edition": held.found["edition"], "cells": held.found["written"],
            "columns": sorted(
                {c["holding"] for s in held.found["sheets"] for c in s["columns"] if c["filled"]}
            ),
            "purpose": request.session.get("purpose", ""),
        },
    )  # fmt: skip
    answer = FileResponse(held.filled.open("rb"), content_type=WORKBOOK)
    answer["Content-Disposition"] = attachment(f"{Path(held.file).stem}.已填{district_demo()}.xlsx")
    return answer


def district_demo() -> str:
    return "（演示数据）" if shelf.district_of_site().demo else ""
