"""经济地图: the page, and what it fetches of a month."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.gzip import gzip_page

from louyu.standards.industry import industries
from louyu.web.frame.figures import month_name
from louyu.web.frame.months import frame, month_asked
from louyu.web.ledger.audit import Action, record
from louyu.web.map import features, ground, points
from louyu.web.map.sums import sums
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader
from louyu.web.tiles import Tiles, opened


@page("map/", name="map", title="经济地图", needs=Ability.READ, menu="地图")
def map_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    home = Path(settings.HOME)
    month = month_asked(request, reader)
    found = features.buildings(reader, month)
    base: Tiles | None = settings.TILES
    exact = reader.open("tax_per_square_metre")
    answer = render(
        request,
        "map/map.html",
        {
            **frame(reader, month),
            "told": {
                "months": [[m, month_name(m)] for m in reader.months],
                "month": month,
                "buildings": reverse("map_buildings", args=[0]),
                "streets": reverse("map_streets", args=["KEY", 0]),
                "points": reverse("map_points", args=[0]),
                "ground": reverse("map_ground"),
                "sums": reverse("map_sums"),
                "file": reverse("building", args=["CODE"]),
                "library": static("vendor/maplibre-gl.mjs"),
                "worker": static("vendor/maplibre-gl-worker.mjs"),
                "layers": {key: [name, kinds] for key, (name, kinds, _) in points.LAYERS.items()},
                "sections": sections(),
                "tiles": base and base.address,
            },
            "themes": [(key, name, about) for key, name, about in THEMES if key != TAX or exact],
            "streets": ground.boundaries(reader, home) is not None,
            "keys": [(t.indicator, reader.name_of(t.indicator)) for t in reader.district.targets],
            "layers": [(key, name, about) for key, (name, _, about) in points.LAYERS.items()],
            "placed": len(found["rows"]),
            "unplaced": found["unplaced"],
            "tiles": base,
            "gives": request.access.may(Ability.GEOGRAPHY),
        },
    )
    return opened(request, answer, base)


TAX = "density"
"""The theme that tells one building's tax."""

THEMES = (
    (
        "tier",
        "税收梯队",
        "上年全年达到税收线的本年仍在档，本年累计（入驻口径）达到的计入；准档按近12个月",
    ),
    (
        "occupancy",
        "入驻率",
        "计入指标的楼宇：月末在驻单位（计入比率的类别）的计入面积 ÷ 建筑面积，%",
    ),
    ("vacant", "空置面积", "计入指标的楼宇：建筑面积 − 月末在驻的各类组织的计入面积，㎡"),
    ("density", "平方米税收", "计入指标的楼宇：近12个月税收（入驻口径）÷ 建筑面积，元/㎡"),
    (
        "section",
        "主业（一楼一主业）",
        "月末在驻单位中计入面积最大的行业门类（GB/T 4754-2017），占入驻面积之比见名片",
    ),
    ("power", "用电强度", "当月用电量 ÷ 建筑面积，kWh/㎡"),
    ("counts", "是否计入指标", "按行动方案注1、注2认定的楼宇"),
)
"""What buildings can be coloured by: its name, and how it is counted."""


def sections() -> dict[str, str]:
    """The names of the sections of GB/T 4754 by their letter."""
    return {code: each.name for code, each in industries().items() if each.level == "section"}


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


@page("map/points/<int:month>.json", name="map_points", title="图上的点", needs=Ability.READ)
def map_points(request: HttpRequest, reader: Reader, *, month: int) -> HttpResponse:
    return told(request, points.points(reader, month_known(reader, month)))


@page("map/ground.json", name="map_ground", title="底图", needs=Ability.READ)
def map_ground(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What does not change with the month: boundaries, footprints, roads."""
    home = Path(settings.HOME)
    return told(
        request,
        {
            "boundaries": ground.boundaries(reader, home),
            "footprints": ground.footprints(reader, home),
            "roads": ground.roads(home),
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
