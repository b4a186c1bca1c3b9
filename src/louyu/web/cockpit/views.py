"""The cockpit's pages: each asks the reader and hands plain values to a template."""

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from louyu.web import shelf
from louyu.web.cockpit import board, building, explanation, figures, lineage, moves, street
from louyu.web.cockpit import received as receiving
from louyu.web.reader import Reader

View = Callable[..., HttpResponse]


def with_reader(view: View) -> View:
    """Gives a page the latest edition's reader; without one, the page that says what to do."""

    @wraps(view)
    def page(request: HttpRequest, **where: Any) -> HttpResponse:
        reader = shelf.reader_latest()
        if reader is None:
            return render(request, "cockpit/empty.html", {"district": shelf.district_of_site()})
        return view(request, reader, **where)

    return require_safe(page)


def month_asked(request: HttpRequest, reader: Reader) -> int:
    """The month of the address, the edition's last one when none is given."""
    said = request.GET.get("month", "").replace("-", "")
    if not said:
        return reader.months[-1]
    if not said.isdigit() or int(said) not in reader.months:
        raise Http404(f"这一期里没有“{said[:12]}”这个月份")
    return int(said)


def number_asked(request: HttpRequest, name: str) -> int:
    said = request.GET.get(name, "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 1


def frame(reader: Reader, month: int, *, choosing: str = "") -> dict[str, Any]:
    """What every page shows around its content: district, edition, month and where to go."""
    place = reader.months.index(month)
    years = [
        (year, [(m, figures.month_name(m)) for m in months])
        for year, months in groupby(reversed(reader.months), key=lambda m: m // 100)
    ]
    return {
        "district": reader.district,
        "edition": reader.name,
        "data_month": figures.month_name(reader.months[-1]),
        "month": month,
        "month_name": figures.month_name(month),
        "years": years,
        "earlier": reader.months[place - 1] if place else None,
        "later": reader.months[place + 1] if place + 1 < len(reader.months) else None,
        "choosing": choosing,
    }


@with_reader
def first_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    month = month_asked(request, reader)
    cards = [board.card(reader, t.indicator, month) for t in reader.district.targets]
    goals = [board.card(reader, g.indicator, month) for g in reader.district.goals]
    keys = {target.indicator for target in reader.district.targets}
    sort = request.GET.get("sort", "")
    return render(
        request,
        "cockpit/first.html",
        {
            **frame(reader, month, choosing=reverse("first")),
            "cards": cards,
            "ahead": sum(1 for card in cards if card.state == "ahead"),
            "behind": sum(1 for card in cards if card.state == "behind"),
            "tripled": [goal for goal in goals if goal.key in board.TRIPLED],
            "goals": [goal for goal in goals if goal.key not in board.TRIPLED],
            "streets": board.streets(
                reader,
                month,
                sort=sort if sort in keys else "",
                descending=request.GET.get("order") != "asc",
            ),
        },
    )


def indicator_known(reader: Reader, key: str, month: int) -> None:
    if key not in reader.indicators:
        raise Http404("没有这项指标")
    if month not in reader.months:
        raise Http404(f"这一期里没有{figures.month_name(month)}")


@with_reader
def explain_page(
    request: HttpRequest, reader: Reader, *, key: str, level: str, scope: str, month: int
) -> HttpResponse:
    indicator_known(reader, key, month)
    page = number_asked(request, "page")
    told = explanation.explanation(reader, key, level, scope, month, page=page)
    if told is None:
        raise Http404("这一期里没有这个数")
    row = reader.building(scope, month) if level == "building" else None
    here = {m: board.explain_link(key, level, scope, m) for m in reader.months}
    around = frame(reader, month)
    return render(
        request,
        "cockpit/explanation.html",
        {
            **around,
            "told": told,
            "street": row["street"] if row else "",
            "earlier_link": here.get(around["earlier"], ""),
            "later_link": here.get(around["later"], ""),
        },
    )


@with_reader
def explain_csv(
    _request: HttpRequest, reader: Reader, *, key: str, level: str, scope: str, month: int
) -> HttpResponse:
    indicator_known(reader, key, month)
    if reader.value(key, level, scope, month) is None:
        raise Http404("这一期里没有这个数")
    lines = lineage.rows_csv(reader, key, level, scope, month)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{key}-{scope}-{month}.csv"
    answer["Content-Disposition"] = figures.attachment(name)
    return answer


@with_reader
def moves_page(
    request: HttpRequest, reader: Reader, *, key: str, level: str, scope: str, month: int
) -> HttpResponse:
    indicator_known(reader, key, month)
    place = reader.months.index(month)
    if not place or reader.value(key, level, scope, month) is None:
        raise Http404("没有上月可比")
    before = reader.months[place - 1]
    indicator = reader.indicators[key]
    page = number_asked(request, "page")
    return render(
        request,
        "cockpit/moves.html",
        {
            **frame(reader, month),
            "moves": moves.moves(reader, key, level, scope, (before, month), page=page),
            "name": reader.name_of(key),
            "money": indicator.money,
            "unit": indicator.numerator_unit,
            "scope_name": reader.building_names(month).get(scope, scope),
            "before_name": figures.month_name(before),
            "back": board.explain_link(key, level, scope, month),
        },
    )


@with_reader
def received_page(request: HttpRequest, reader: Reader, *, batch: str) -> HttpResponse:
    row = number_asked(request, "row")
    found = receiving.received(reader, batch, request.GET.get("sheet", ""), row)
    if found is None:
        raise Http404("这一期没有采用这一行")
    around = frame(reader, reader.months[-1])
    return render(request, "cockpit/received.html", {**around, "received": found})


@with_reader
def street_page(request: HttpRequest, reader: Reader, *, name: str) -> HttpResponse:
    found = reader.district.street_named(name)
    if found is None or found.name != name:
        raise Http404("没有这个街镇")
    month = month_asked(request, reader)
    return render(
        request,
        "cockpit/street.html",
        {
            **frame(reader, month, choosing=reverse("street", args=[name])),
            "name": name,
            "numbers": street.numbers(reader, "street", name, month),
            "buildings": buildings_asked(request, reader, month, within=name),
        },
    )


def buildings_asked(
    request: HttpRequest, reader: Reader, month: int, *, within: str = ""
) -> street.Buildings:
    return street.buildings(
        reader,
        month,
        street=within,
        query=request.GET.get("q", "").strip()[:40],
        sort=request.GET.get("sort", ""),
        descending=request.GET.get("order") != "asc",
        page=number_asked(request, "page"),
    )


@with_reader
def buildings_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    month = month_asked(request, reader)
    return render(
        request,
        "cockpit/buildings.html",
        {
            **frame(reader, month, choosing=reverse("buildings")),
            "buildings": buildings_asked(request, reader, month),
        },
    )


@with_reader
def building_page(request: HttpRequest, reader: Reader, *, code: str) -> HttpResponse:
    month = month_asked(request, reader)
    row = reader.building(code, month)
    if row is None:
        raise Http404(f"{figures.month_name(month)}没有编码为“{code[:40]}”的楼宇")
    return render(
        request,
        "cockpit/building.html",
        {
            **frame(reader, month, choosing=reverse("building", args=[code])),
            "building": street.building_row(row, month),
            "cells": building.cells(reader, code, month),
            "numbers": street.numbers(reader, "building", code, month),
            "occupants": list(building.occupants(reader, code, month)),
        },
    )
