"""大屏 wall: the board in pages legible across a hall, which turn by themselves."""

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render

from louyu.web.cockpit import board
from louyu.web.cockpit.ranking import length, ranking
from louyu.web.cockpit.views import own_page
from louyu.web.frame import charts, number
from louyu.web.frame.figures import month_name
from louyu.web.frame.tiers import TIERS
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

RANKED = ("occupancy_rate", "local_registration_rate", "new_statistical_enterprises", "floor_area")
"""What streets are ranked by on the wall."""

KEYS = tuple(tier.key for tier in TIERS)

COURSES = ("floor_area", "yi_buildings", "statistical_enterprises", "occupancy_rate")
MONTHS = 24


@dataclass(frozen=True)
class Tier:
    """How many buildings stand on a step, and how many a year before."""

    name: str
    value: str
    before: str
    length: str
    link: str


@dataclass(frozen=True)
class Course:
    card: board.Card
    chart: charts.Chart | None
    first: str
    last: str


@page("wall/", name="wall", title="大屏", needs=Ability.READ, menu="大屏", whole=True)
def wall_page(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    if not reader.access.scope.whole:
        return redirect(own_page(reader))
    month = reader.months[-1]
    cards = [board.card(reader, t.indicator, month) for t in reader.district.targets]
    goals = [board.card(reader, g.indicator, month) for g in reader.district.goals]
    return render(
        request,
        "cockpit/wall.html",
        {
            "edition": reader.name,
            "month": month,
            "month_name": month_name(month),
            "tripled": [goal for goal in goals if goal.key in board.TRIPLED],
            "goals": [goal for goal in goals if goal.key not in board.TRIPLED],
            "cards": cards,
            "ahead": sum(1 for card in cards if card.state == "ahead"),
            "behind": sum(1 for card in cards if card.state == "behind"),
            "rankings": [ranking(reader, key, month) for key in RANKED],
            "tiers": tiers(reader, month),
            "courses": [course(reader, key, month) for key in COURSES],
        },
    )


@page("wall/edition", name="wall_edition", title="大屏期号", needs=Ability.READ)
def wall_edition(_request: HttpRequest, reader: Reader) -> JsonResponse:
    """The edition in force: the wall asks whether it shows the last."""
    return JsonResponse({"edition": reader.name})


def tiers(reader: Reader, month: int) -> list[Tier]:
    """How many buildings stand on each step of tax, with the year before."""
    name = reader.district.name
    found = {key: reader.value(key, "district", name, month) for key in KEYS}
    values = {key: number.value_of(reader.indicators[key], value) for key, value in found.items()}
    most = max((value for value in values.values() if value is not None), default=Fraction(0))
    before = month - 100
    return [
        Tier(
            name=reader.name_of(key),
            value=number.shown(reader.indicators[key], found[key]),
            before=number.shown(
                reader.indicators[key], reader.value(key, "district", name, before)
            ),
            length=length(values[key], most),
            link=number.explain_link(key, "district", name, month),
        )
        for key in KEYS
    ]


def course(reader: Reader, key: str, month: int) -> Course:
    """An indicator's two years, large."""
    card = board.card(reader, key, month)
    series = number.course(
        reader, reader.indicators[key], "district", reader.district.name, month, months=MONTHS
    )
    chart = charts.course_chart(series, month, None, width=480, height=150) if series else None
    first, last = (month_name(series[at][0]) if series else "" for at in (0, -1))
    return Course(card, chart, first, last)
