"""首页 board: the first page as plain values: goals, the twelve indicators, streets, ranking."""

from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import quote

from django.urls import reverse

from louyu.district import Goal
from louyu.indicators import Indicator
from louyu.web.frame import charts
from louyu.web.frame.figures import (
    DECIMALS,
    MINUS,
    clause_name,
    figure,
    plain,
    rounded,
    signed,
)
from louyu.web.frame.number import chart_of, course, course_in_words, explain_link, shown, value_of
from louyu.web.reader import Progress, Reader

TRIPLED = ("floor_area", "yi_buildings", "statistical_enterprises")
"""三个倍增: the three stock goals the plan opens with."""


@dataclass(frozen=True)
class Card:
    """An indicator of the district: what is reached, what was asked, and how it ran."""

    key: str
    number: int | None
    name: str
    unit: str
    value: str
    hidden: bool
    link: str
    target: str
    target_year: int | None
    expected: str
    gap: str
    state: str
    state_name: str
    bullet: charts.Bullet | None
    chart: charts.Chart | None
    summary: str
    clause: str
    course: str
    needed: str
    lately: str


@dataclass(frozen=True)
class Cell:
    """A number in a table, with the page that explains it."""

    value: str
    link: str
    heat: int | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Heading:
    """A column of the table of streets: its name, and the link that sorts by it."""

    key: str
    name: str
    unit: str
    link: str
    sorted: str


@dataclass(frozen=True)
class StreetRow:
    rank: int
    name: str
    link: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Streets:
    """Streets × the twelve, in the order asked for, the district's own numbers underneath."""

    headings: tuple[Heading, ...]
    rows: tuple[StreetRow, ...]
    whole: tuple[Cell, ...]
    sorted_by: str
    descending: bool


STATE = {True: ("ahead", "达到序时"), False: ("behind", "落后序时"), None: ("none", "无目标")}


def state_of(goal: Goal | None, progress: Progress | None) -> tuple[str, str]:
    """How a number stands to its target of the year, or to a goal.

    A goal falls due in its own year; until then being short of it is no lag.
    """
    if progress is None or progress.target is None or progress.gap is None:
        return STATE[None]
    if goal is None:
        return STATE[progress.on_pace]
    over = progress.gap > 0 if goal.comparison == "over" else progress.gap >= 0
    return ("ahead", "已达到") if over else ("none", "尚未达到")


def card(reader: Reader, key: str, month: int) -> Card:
    """The district's card of an indicator, with its target of the year or its cumulative goal."""
    indicator = reader.indicators[key]
    name = reader.district.name
    found = reader.value(key, "district", name, month)
    value = value_of(indicator, found)
    progress = reader.progress(key, month) or Progress(None, None, None, None, None)
    target = progress.target
    goal = reader.goals.get(key)
    state, state_name = state_of(goal, progress)
    series = course(reader, indicator, "district", name, month)
    return Card(
        key=key,
        number=indicator.number,
        name=reader.name_of(key),
        unit=indicator.unit,
        value=shown(indicator, found),
        hidden=bool(found and found.hidden),
        link=explain_link(key, "district", name, month),
        target="—" if target is None else plain(target),
        target_year=goal.year if goal else month // 100,
        expected="—" if progress.expected is None else figure(progress.expected, indicator.unit),
        gap=signed(progress.gap, indicator.unit),
        state=state,
        state_name=state_name,
        bullet=None
        if value is None or target is None
        else charts.bullet(float(value), target, None if goal else progress.expected),
        chart=chart_of(indicator, series, month, target, width=132, height=44),
        summary=course_in_words(indicator, series),
        clause=clause_name(reader.clause_of(key)),
        course=indicator.course,
        needed=a_month(needed(goal, value, month), indicator.unit),
        lately=a_month(lately(reader, indicator, value, month), indicator.unit) if goal else "",
    )


def needed(goal: Goal | None, value: Fraction | None, month: int) -> Fraction | None:
    """What each month left till a goal falls due must bring; nothing once it is reached."""
    if goal is None or value is None:
        return None
    left = (goal.year * 12 + 12) - (month // 100 * 12 + month % 100)
    short = Fraction(str(goal.target)) - value
    return short / left if left > 0 and short > 0 else None


def lately(
    reader: Reader, indicator: Indicator, value: Fraction | None, month: int
) -> Fraction | None:
    """What a stock has grown by a month, over the last twelve."""
    then = reader.value(indicator.key, "district", reader.district.name, month - 100)
    before = value_of(indicator, then)
    if indicator.course != "stock" or value is None or before is None:
        return None
    return (value - before) / 12


def a_month(value: Fraction | None, unit: str) -> str:
    """A pace: with one digit more than a whole number of things has."""
    if value is None:
        return ""
    shown = rounded(value, max(DECIMALS[unit], 1))
    return f"{shown:+,}".replace("-", MINUS)


def heats(values: dict[str, Fraction | None]) -> dict[str, int | None]:
    """Five shades by place: 4 for the foremost fifth of streets; equal values, equal shade."""
    ordered = sorted(v for v in values.values() if v is not None)
    if not ordered or ordered[0] == ordered[-1]:
        return dict.fromkeys(values, None)
    return {
        name: None if value is None else min(4, 5 * ordered.index(value) // len(ordered))
        for name, value in values.items()
    }


def streets(reader: Reader, month: int, *, sort: str, descending: bool) -> Streets:
    """The table of streets. ``sort`` is an indicator's key; else the district's own order."""
    names = [street.name for street in reader.district.streets]
    keys = [target.indicator for target in reader.district.targets]
    values = {
        key: {
            name: value_of(reader.indicators[key], reader.value(key, "street", name, month))
            for name in names
        }
        for key in keys
    }
    order = list(names)
    if sort in values:
        by = values[sort]
        empty = [name for name in names if by[name] is None]
        order = sorted(
            (name for name in names if name not in empty),
            key=lambda name: by[name] or Fraction(0),
            reverse=descending,
        )
        order += empty
    shades = {key: heats(values[key]) for key in keys}

    def link(key: str) -> str:
        turned = key == sort and descending
        direction = "asc" if turned else "desc"
        return f"?month={month}&sort={quote(key)}&order={direction}#streets"

    def street_cell(key: str, name: str) -> Cell:
        indicator = reader.indicators[key]
        found = reader.value(key, "street", name, month)
        where = explain_link(key, "street", name, month)
        hidden = bool(found and found.hidden)
        return Cell(shown(indicator, found), where, shades[key][name], hidden)

    whole = reader.district.name
    return Streets(
        headings=tuple(
            Heading(
                key,
                reader.name_of(key),
                reader.indicators[key].unit,
                link(key),
                "" if key != sort else "descending" if descending else "ascending",
            )
            for key in keys
        ),
        rows=tuple(
            StreetRow(
                rank=ranked(values.get(sort), name, place),
                name=name,
                link=f"{reverse('street', args=[name])}?month={month}",
                cells=tuple(street_cell(key, name) for key in keys),
            )
            for place, name in enumerate(order, 1)
        ),
        whole=tuple(
            Cell(
                shown(reader.indicators[key], reader.value(key, "district", whole, month)),
                explain_link(key, "district", whole, month),
            )
            for key in keys
        ),
        sorted_by=sort,
        descending=descending,
    )


def ranked(values: dict[str, Fraction | None] | None, name: str, place: int) -> int:
    """Place by value, equal values sharing it; the best is 1 whichever way the table runs."""
    if values is None or values[name] is None:
        return place
    own = values[name]
    assert own is not None
    return 1 + sum(1 for other in values.values() if other is not None and other > own)
