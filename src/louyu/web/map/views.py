"""经济地图: the page, and what it fetches of a month."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.gzip import gzip_page

from louyu.web.frame.figures import month_name
from louyu.web.frame.months import frame, month_asked
from louyu.web.ledger.audit import Action, record
from louyu.web.map import features
from louyu.web.map.sums import sums
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

STAGES = ("前期", "新开工", "续建", "竣备")


@page("map/", name="map", title="经济地图", needs=Ability.READ, menu="地图")
def map_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    home = Path(settings.HOME)
    month = month_asked(request, reader)
    found = features.buildings(reader, month)
    return render(
        request,
        "map/map.html",
        {
            **frame(reader, month),
            "told": {
                "months": [[m, month_name(m)] for m in reader.months],
                "month": month,
                "buildings": reverse("map_buildings", args=[0]),
                "streets": reverse("map_streets", args=["KEY", 0]),
                "ground": reverse("map_ground"),
                "sums": reverse("map_sums"),
                "file": reverse("building", args=["CODE"]),
                "library": static("vendor/maplibre-gl.mjs"),
                "worker": static("vendor/maplibre-gl-worker.mjs"),
                "exact": reader.open("tax_per_square_metre"),
            },
            "streets": features.boundaries(reader, home) is not None,
            "keys": [(t.indicator, reader.name_of(t.indicator)) for t in reader.district.targets],
            "unplaced": found["unplaced"],
            "projects": projects(reader),
            "exact": reader.open("tax_per_square_metre"),
        },
    )


def projects(reader: Reader) -> list[tuple[str, int]]:
    """Major projects by stage: the plan and the lists give them no place on a map."""
    stages = [project.stage for project in reader.district.projects]
    named = [stage for stage in STAGES if stage in stages]
    others = sorted(set(stages) - set(named))
    return [(stage, stages.count(stage)) for stage in (*named, *others)]


def month_known(reader: Reader, month: int) -> int:
    if month not in reader.months:
        raise Http404("这一期里没有这个月")
    return month


@page(
    "map/buildings/<int:month>.json", name="map_buildings", title="图上楼宇", needs=Ability.READ
)  # fmt: skip
def map_buildings(request: HttpRequest, reader: Reader, *, month: int) -> HttpResponse:
    return told(request, features.buildings(reader, month_known(reader, month)))


@page(
    "map/streets/<str:key>/<int:month>.json", name="map_streets", title="图上街镇",
    needs=Ability.READ,
)  # fmt: skip
def map_streets(request: HttpRequest, reader: Reader, *, key: str, month: int) -> HttpResponse:
    if key not in reader.indicators:
        raise Http404("没有这项指标")
    return told(request, features.streets(reader, key, month_known(reader, month)))


@page("map/ground.json", name="map_ground", title="底图", needs=Ability.READ)
def map_ground(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What does not change with the month: boundaries, footprints, roads, facilities."""
    home = Path(settings.HOME)
    return told(
        request,
        {
            "boundaries": features.boundaries(reader, home),
            "footprints": features.footprints(reader, home),
            "roads": features.drawn(home, "roads"),
            "facilities": features.facilities(reader, reader.months[-1]),
        },
    )


@page("map/sums", name="map_sums", title="圈选", needs=Ability.READ, methods=("POST",))
def map_sums(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What a set of buildings comes to."""
    said = request.POST.get("month", "")
    month = month_known(reader, int(said)) if said.isdigit() else reader.months[-1]
    codes = frozenset(request.POST.get("codes", "").split("\n")) - {""}
    if reader.access.exact and codes:
        record(
            Action.READ, f"地图圈选 {len(codes)} 幢 {month} 税收合计", author=request.access.author,
            unit=request.access.unit, detail={"purpose": request.session.get("purpose", "")},
        )  # fmt: skip
    return JsonResponse({"sums": sums(reader, codes, month)})


@gzip_page
def told(_request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """Data only, nothing secret of the session in it: safe to compress."""
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
