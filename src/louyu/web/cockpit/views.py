"""The cockpit's pages: each asks the reader and hands plain values to a template."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from louyu.web.cockpit import board, explanation, lineage, moves
from louyu.web.cockpit import received as receiving
from louyu.web.definition import other_definition, question_of
from louyu.web.frame import figures
from louyu.web.frame.months import frame, month_asked, number_asked
from louyu.web.frame.number import explain_link
from louyu.web.frame.spreadsheet import taken_out
from louyu.web.ledger.audit import Action, record
from louyu.web.page import page
from louyu.web.people.roles import Ability, Reach
from louyu.web.reader import Reader

NUMBER = "explain/<slug:key>/<level:level>/<str:scope>/<month:month>"
"""Where a number is explained."""


@page("", name="first", title="总览", needs=Ability.READ, menu="总览")
def first_page(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    if not reader.access.scope.whole:
        return redirect(own_page(reader))
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
            "tab": "first",
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


def own_page(reader: Reader) -> str:
    """Where somebody begins who does not see the whole district."""
    scope = reader.access.scope
    if scope.reach is Reach.STREETS and len(scope.names) == 1:
        return reverse("street", args=[*scope.names])
    if scope.reach is Reach.ENTERPRISE and len(scope.names) == 1:
        return reverse("enterprise", args=[*scope.names])
    return reverse("buildings")


def logged(request: HttpRequest, reader: Reader, action: Action, what: str) -> None:
    """Notes what restricted numbers were read, and what was taken out, with the purpose said."""
    detail = {"edition": reader.name, "purpose": request.session.get("purpose", "")}
    access = request.access
    record(action, what, author=access.author, unit=access.unit, detail=detail)


def indicator_known(reader: Reader, key: str, month: int) -> None:
    if key not in reader.indicators:
        raise Http404("没有这项指标")
    if month not in reader.months:
        raise Http404(f"这一期里没有{figures.month_name(month)}")


def definition_asked(request: HttpRequest, reader: Reader, key: str) -> str:
    """Another definition that the address asks for; only who sees the whole district may."""
    said, question = request.GET.get("by", ""), question_of(key)
    by = other_definition(key, said)
    if said and not by and (question is None or said != question.in_force):
        raise Http404("这项指标没有这种口径")
    if by and not reader.access.scope.whole:
        raise PermissionDenied("另一口径会涉及别的街镇的企业，只给看全区的岗位")
    return by


@page(
    "explain/<slug:key>/<level:level>/<str:scope>/<month:month>",
    name="explain",
    title="数字来历",
    needs=Ability.READ,
)
def explain_page(
    request: HttpRequest, reader: Reader, *, key: str, level: str, scope: str, month: int
) -> HttpResponse:
    indicator_known(reader, key, month)
    page, by = number_asked(request, "page"), definition_asked(request, reader, key)
    told = explanation.explanation(reader, key, level, scope, month, page=page, by=by)
    if told is None:
        raise Http404("这一期里没有这个数")
    if reader.indicators[key].money and reader.access.exact and level != "district":
        logged(request, reader, Action.READ, f"{told.name} {told.scope_name} {month}")
    row = reader.building(scope, month) if level == "building" else None
    query = f"?by={by}" if by else ""
    here = {m: explain_link(key, level, scope, m) + query for m in reader.months}
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


@page(
    "explain/<slug:key>/<level:level>/<str:scope>/<month:month>.<sheet:kind>",
    name="explain_out",
    title="数字来历明细导出",
    needs=Ability.EXPORT,
)
def explain_out(
    request: HttpRequest, reader: Reader, *, key: str, level: str, scope: str, month: int, kind: str
) -> HttpResponseBase:
    indicator_known(reader, key, month)
    if reader.value(key, level, scope, month) is None:
        raise Http404("这一期里没有这个数")
    where, by = (
        reader.building_names(month).get(scope, scope),
        definition_asked(request, reader, key),
    )
    name = f"{reader.name_of(key)} {where} {month} 明细"
    logged(request, reader, Action.EXPORT, f"{name} {by}".rstrip())
    fields, rows = lineage.list_of_rows(reader, key, level, scope, month, by)
    return taken_out(kind, name, fields, rows, reader=reader, access=request.access)


@page(
    "explain/<slug:key>/<level:level>/<str:scope>/<month:month>/moves",
    name="moves",
    title="数字变动",
    needs=Ability.READ,
)
def moves_page(
    request: HttpRequest, reader: Reader, *, key: str, level: str, scope: str, month: int
) -> HttpResponse:
    indicator_known(reader, key, month)
    place = reader.months.index(month)
    before = number_asked(request, "from", reader.months[place - 1] if place else 0)
    if before not in reader.months[:place] or reader.value(key, level, scope, month) is None:
        raise Http404("没有更早的月份可比")
    indicator = reader.indicators[key]
    page = number_asked(request, "page")
    return render(
        request,
        "cockpit/moves.html",
        {
            **frame(reader, month),
            "moves": moves.moves(reader, key, level, scope, (before, month), page=page),
            "name": reader.name_of(key),
            "masked": not reader.open(key),
            "unit": indicator.numerator_unit,
            "scope_name": reader.building_names(month).get(scope, scope),
            "query": f"from={before}&",
            "before_name": figures.month_name(before),
            "back": explain_link(key, level, scope, month),
        },
    )


@page("row/<slug:batch>", name="received", title="报送的一行", needs=Ability.READ)
def received_page(request: HttpRequest, reader: Reader, *, batch: str) -> HttpResponse:
    row = number_asked(request, "row")
    found = receiving.received(reader, batch, request.GET.get("sheet", ""), row)
    if found is None:
        raise Http404("这一期没有采用这一行")
    around = frame(reader, reader.months[-1])
    return render(request, "cockpit/received.html", {**around, "received": found})
