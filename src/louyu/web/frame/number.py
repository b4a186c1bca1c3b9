"""一个数 number: an indicator's value in a scope and month, as pages write, draw and link it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from louyu.indicators import Indicator
from louyu.web.building_numbers import Value
from louyu.web.frame import charts
from louyu.web.frame.figures import figure, month_name
from louyu.web.people.disclosure import MASK
from louyu.web.reader import Reader


@dataclass(frozen=True)
class Number:
    """One of the twelve in a street or building, beside the district's and its place."""

    number: int | None
    name: str
    unit: str
    value: str
    hidden: bool
    link: str
    district: str
    rank: int | None
    ranked: int
    chart: charts.Chart | None
    summary: str


def explain_link(key: str, level: str, scope: str, month: int) -> str:
    return reverse("explain", args=[key, level, scope, month])


def value_of(indicator: Indicator, found: Value | None) -> Fraction | None:
    if found is None or found.numerator is None:
        return None
    return indicator.value(found.numerator, found.denominator)


def shown(indicator: Indicator, found: Value | None) -> str:
    if found is not None and found.hidden:
        return MASK
    return figure(value_of(indicator, found), indicator.unit)


def course(
    reader: Reader, indicator: Indicator, level: str, scope: str, month: int, *, months: int = 24
) -> list[tuple[int, float]]:
    """The number's months as the drawings take them; hidden months are left out."""
    series = reader.series(indicator.key, level, scope, until=month, months=months)
    drawn = ((m, value_of(indicator, found)) for m, found in series)
    return [(m, float(value)) for m, value in drawn if value is not None]


def chart_of(
    indicator: Indicator,
    series: Sequence[tuple[int, float]],
    month: int,
    target: float | None,
    *,
    width: int,
    height: int,
) -> charts.Chart | None:
    if len(series) < 2:
        return None
    draw = charts.year_chart if indicator.course == "flow" else charts.course_chart
    return draw(series, month, target, width=width, height=height)


def course_in_words(indicator: Indicator, series: Sequence[tuple[int, float]]) -> str:
    """What a drawing shows, for who does not see it."""
    if len(series) < 2:
        return ""
    (first, start), (last, end) = series[0], series[-1]
    return (
        f"{month_name(first)} {figure(start, indicator.unit)} {indicator.unit}，"
        f"{month_name(last)} {figure(end, indicator.unit)} {indicator.unit}"
    )


def numbers(reader: Reader, level: str, scope: str, month: int) -> tuple[Number, ...]:
    """The twelve of a street or a building. A street also has its place among the streets."""
    streets = [street.name for street in reader.district.streets]
    return tuple(
        number(reader, target.indicator, level, scope, month, streets)
        for target in reader.district.targets
    )


def number(
    reader: Reader, key: str, level: str, scope: str, month: int, streets: Sequence[str]
) -> Number:
    indicator = reader.indicators[key]
    found = reader.value(key, level, scope, month)
    series = course(reader, indicator, level, scope, month)
    whole = reader.value(key, "district", reader.district.name, month)
    place, among = None, 0
    if level == "street":
        others = [value_of(indicator, reader.value(key, "street", name, month)) for name in streets]
        known = [value for value in others if value is not None]
        own = value_of(indicator, found)
        among = len(known)
        place = None if own is None else 1 + sum(1 for value in known if value > own)
    return Number(
        number=indicator.number,
        name=reader.name_of(key),
        unit=indicator.unit,
        value=shown(indicator, found),
        hidden=bool(found and found.hidden),
        link=explain_link(key, level, scope, month) if found else "",
        district=shown(indicator, whole),
        rank=place,
        ranked=among,
        chart=chart_of(indicator, series, month, None, width=132, height=44),
        summary=course_in_words(indicator, series),
    )
