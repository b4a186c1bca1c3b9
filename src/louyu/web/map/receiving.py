"""地理数据: the page on which boundaries, footprints and roads are handed in, for who may."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from louyu.geography import DATUMS, KINDS, geography_path
from louyu.geography.kind import MOST_BYTES, MOST_NAMED
from louyu.web import geography_sent, jobs
from louyu.web.ledger.audit import Action, record
from louyu.web.page import page
from louyu.web.people.roles import Ability

ABOUT = {
    "boundaries": "街镇按属性 name、名称、街道、街镇 里的名称或别名对应；OSM 取乡级行政边界",
    "footprints": "按属性 楼宇编码、building、code 对应；没有编码的看楼宇坐标落在哪个轮廓里",
    "roads": "OSM 取机动车道路",
}


@page(
    "map/geography", name="geography", title="地理数据", needs=Ability.GEOGRAPHY, menu="地理数据",
    methods=("GET", "POST"), reads=False,
)  # fmt: skip
def geography_page(request: HttpRequest) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        kind, file = request.POST.get("kind", ""), request.FILES.get("file")
        wrong = unfit(kind, request.POST.get("datum", ""), file)
        if not wrong:
            received(request, kind, file)
            return redirect("geography")
    told = {
        "kinds": [state(request, kind) for kind in KINDS], "datums": DATUMS, "wrong": wrong,
        "most_mb": MOST_BYTES // 1024 // 1024,
    }  # fmt: skip
    told["moving"] = any(each["state"] == geography_sent.READING for each in told["kinds"])
    part = request.headers.get("HX-Request") and request.method == "GET"
    template = "map/geography_state.html" if part else "map/geography.html"
    return render(request, template, told, status=422 if wrong else 200)


def unfit(kind: str, datum: str, file: UploadedFile | None) -> str:
    """Why a file is not taken at all; empty when it is."""
    if kind not in KINDS or (datum and datum not in DATUMS):
        return "请选择是什么数据"
    if file is None:
        return "请选择文件"
    if not geography_sent.suffix_of(file.name or ""):
        return "请送 .geojson、.osm、.osm.pbf，或把 .shp、.dbf、.prj 打成一个 .zip"
    if (file.size or 0) > MOST_BYTES:
        return f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请按街镇拆分"
    if geography_sent.sent(home(), kind).get("state") == geography_sent.READING:
        return f"{KINDS[kind][0]}的上一份还在读，请稍候"
    return ""


def received(request: HttpRequest, kind: str, file: UploadedFile) -> None:
    """Keeps a file as sent, and has it read beside the page."""
    access, name = request.access, Path(file.name or "").name[-120:]
    geography_sent.given(
        home(), kind, file.chunks(), file=name, author=access.author,
        datum=request.POST.get("datum", ""),
        projection=request.POST.get("projection", "").strip()[:40],
    )  # fmt: skip
    subject = f"地理数据 {KINDS[kind][0]} {name}"
    record(Action.SUBMIT, subject, author=access.author, unit=access.unit)
    jobs.ground.enqueue(kind)


def state(request: HttpRequest, kind: str) -> dict[str, Any]:
    """What is there of a kind, and what became of its last file.

    Which buildings met which footprints is for who may see all of them.
    """
    said = geography_sent.sent(home(), kind)
    path = geography_path(home(), kind)
    access = request.access
    sees = access.may(Ability.READ) and access.scope.whole
    notes = [*said.get("notes", []), *(said.get("matches", []) if sees else [])]
    at = dt.datetime.fromisoformat(said["at"]) if said else None
    return {
        **said, "kind": kind, "label": KINDS[kind][0], "about": ABOUT[kind], "sent_at": at,
        "there": path.exists(), "state": said.get("state", ""), "notes": notes[:MOST_NAMED],
        "more": max(0, len(notes) - MOST_NAMED),
    }  # fmt: skip


def home() -> Path:
    return Path(settings.HOME)
