"""街镇位次 ranking: streets by one indicator, its course, and how each one's place has moved."""

from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from louyu.web.cockpit import board
from louyu.web.cockpit.views import own_page
from louyu.web.frame import charts, number
from louyu.web.frame.figures import month_name
from louyu.web.frame.months import frame, month_asked
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

FIRST = "occupancy_rate"
"""What is ranked by when nothing is asked."""


@dataclass(frozen=True)
class Bar:
    """A line of a ranking: its length is of 100. ``moved`` is places up since a year before."""

    rank: int | None
    name: str
    value: str
    hidden: bool
    length: str
    link: str
    before: str
    moved: int | None
    chart: charts.Chart | None
    words: str

    @property
    def places(self) -> int:
        return abs(self.moved or 0)


@dataclass(frozen=True)
class Ranking:
    name: str
    unit: str
    bars: tuple[Bar, ...]
    whole: str
    whole_link: str


def ranking(reader: Reader, key: str, month: int, *, drawn: bool = False) -> Ranking:
    """Streets by an indicator, the best first; streets whose number is not shown come last.

    ``drawn`` gives each its course and its place a year before too.
    """
    indicator = reader.indicators[key]
    names = [street.name for street in reader.district.streets]
    found = {name: reader.value(key, "street", name, month) for name in names}
    values = {name: number.value_of(indicator, value) for name, value in found.items()}
    most = max((value for value in values.values() if value is not None), default=Fraction(0))
    order = sorted(found, key=lambda name: (values[name] is None, -(values[name] or 0)))
    earlier = {
        name: reader.value(key, "street", name, month - 100) if drawn else None for name in names
    }
    before = {name: number.value_of(indicator, value) for name, value in earlier.items()}
    bars = []
    for place, name in enumerate(order, 1):
        value = found[name]
        rank = None if values[name] is None else board.ranked(values, name, place)
        was = None if before[name] is None else board.ranked(before, name, place)
        series = number.course(reader, indicator, "street", name, month) if drawn else []
        bars.append(
            Bar(
                rank=rank,
                name=name,
                value=number.shown(indicator, value),
                hidden=bool(value and value.hidden),
                length=length(values[name], most),
                link=number.explain_link(key, "street", name, month),
                before=number.shown(indicator, earlier[name]),
                moved=None if rank is None or was is None else was - rank,
                chart=number.chart_of(indicator, series, month, None, width=160, height=32),
                words=number.course_in_words(indicator, series),
            )
        )
    whole = reader.district.name
    return Ranking(
        reader.name_of(key),
        indicator.unit,
        tuple(bars),
        number.shown(indicator, reader.value(key, "district", whole, month)),
        number.explain_link(key, "district", whole, month),
    )


def length(value: Fraction | None, most: Fraction) -> str:
    return charts.number(float(100 * value / most)) if value and value > 0 and most > 0 else "0"


@page("ranking/", name="ranking", title="街镇位次", needs=Ability.READ)
def ranking_page(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    if not reader.access.scope.whole:
        return redirect(own_page(reader))
    month = month_asked(request, reader)
    key = request.GET.get("of", FIRST)
    known = [each for each, said in reader.indicators.items() if "street" in said.levels]
    if key not in known:
        raise Http404("没有这项指标")
    twelve = {target.indicator for target in reader.district.targets}
    return render(
        request,
        "cockpit/ranking.html",
        {
            **frame(reader, month, choosing=reverse("ranking"), kept={"of": key}),
            "tab": "ranking",
            "key": key,
            "ranking": ranking(reader, key, month, drawn=True),
            "before_name": month_name(month - 100) if month - 100 in reader.months else "",
            "choices": [
                (
                    label,
                    [(each, reader.name_of(each)) for each in known if (each in twelve) == is_of],
                )
                for label, is_of in (("十二项年度指标", True), ("其他", False))
            ],
        },
    )
