"""追溯 explanation: a number taken apart: fraction, law, target, change, parts, rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from louyu.indicators import Indicator
from louyu.web.building_numbers import Value
from louyu.web.cockpit.board import state_of
from louyu.web.cockpit.lineage import Row, part_figure, rows
from louyu.web.definition import question_of, value_by
from louyu.web.frame import charts
from louyu.web.frame.figures import (
    NONE,
    clause_name,
    figure,
    month_name,
    plain,
    signed,
)
from louyu.web.frame.number import (
    chart_of,
    course,
    course_in_words,
    explain_link,
    shown,
    value_of,
)
from louyu.web.frame.spreadsheet import CSV, XLSX
from louyu.web.opened import A_PAGE
from louyu.web.reader import Reader

PAGE = A_PAGE
"""Rows of a page of contributions: what one reads before paging on or downloading."""

PARTS = 200
"""Buildings that are shown of a street: a district's has fewer."""

LEVEL = {"district": "全区", "street": "街镇", "building": "楼宇"}


@dataclass(frozen=True)
class Part:
    """The same number one level down."""

    name: str
    link: str
    value: str
    numerator: str
    denominator: str
    share: str


@dataclass(frozen=True)
class Change:
    """Against the month before."""

    month: str
    link: str
    moves_link: str
    value: str
    numerator: str
    denominator: str
    restarts: bool


@dataclass(frozen=True)
class Way:
    """One of the definitions that a number can be counted by."""

    name: str
    about: str
    link: str
    here: bool


@dataclass(frozen=True)
class Explanation:
    key: str
    number: int | None
    name: str
    unit: str
    level: str
    level_name: str
    scope: str
    scope_name: str
    month: int
    value: str
    hidden: bool
    masked: bool
    numerator: str
    numerator_name: str
    numerator_unit: str
    denominator: str
    denominator_name: str
    denominator_unit: str
    clause: str
    decision: str
    example: str
    target: str
    target_year: int
    expected: str
    gap: str
    state: str
    state_name: str
    change: Change | None
    chart: charts.Chart | None
    chart_words: str
    chart_first: str
    chart_last: str
    stock: bool
    untargeted: bool
    parts: tuple[Part, ...]
    parts_name: str
    rows: tuple[Row, ...]
    rows_total: str
    page: int
    pages: int
    csv_link: str
    excel_link: str
    ways: tuple[Way, ...]
    by: str
    by_name: str
    query: str
    compare_link: str


def numerator(indicator: Indicator, value: Value | None) -> str:
    return part_figure(
        value.numerator if value else None,
        indicator.numerator_unit,
        indicator.numerator_scale,
        hidden=bool(value and value.hidden),
    )


def denominator(indicator: Indicator, value: Value | None) -> str:
    return part_figure(
        value.denominator if value else None,
        indicator.denominator_unit,
        indicator.denominator_scale,
    )


def explanation(
    reader: Reader, key: str, level: str, scope: str, month: int, *, page: int = 1, by: str = ""
) -> Explanation | None:
    """Everything a page says of one number; None where the edition has no such number.

    ``by`` another definition there is no target, course or change: those are of the one in force.
    """
    indicator = reader.indicators[key]
    found = value_by(reader, key, level, scope, month, by)
    if found is None:
        return None
    held = reader.progress(key, month) if level == "district" and not by else None
    target = held.target if held else None
    goal = reader.goals.get(key)
    state, state_name = state_of(goal, held)
    flow = indicator.course == "flow"
    series = [] if by else course(reader, indicator, level, scope, month, months=36)
    page = max(page, 1)
    total, table = reader.contributions(
        key, level, scope, month, by, offset=(page - 1) * PAGE, most=PAGE
    )
    question = question_of(key) if reader.access.scope.whole else None
    way = question.definition(by) if question else None
    out = f"?by={by}" if by else ""
    pages = max(1, -(-total // PAGE))
    if page > pages:
        return explanation(reader, key, level, scope, month, page=pages, by=by)
    names = reader.building_names(month)
    return Explanation(
        key=key,
        number=indicator.number,
        name=reader.name_of(key),
        unit=indicator.unit,
        level=level,
        level_name=LEVEL[level],
        scope=scope,
        scope_name=names.get(scope, scope) if level == "building" else scope,
        month=month,
        value=shown(indicator, found),
        hidden=found.hidden,
        masked=not reader.open(key),
        numerator=numerator(indicator, found),
        numerator_name=indicator.numerator,
        numerator_unit=indicator.numerator_unit,
        denominator=denominator(indicator, found),
        denominator_name=indicator.denominator,
        denominator_unit=indicator.denominator_unit,
        clause=clause_name(reader.clause_of(key)),
        decision=indicator.decision,
        example=indicator.example,
        target=NONE if target is None else plain(target),
        target_year=goal.year if goal else month // 100,
        expected="" if goal or held is None else figure(held.expected, indicator.unit),
        gap=signed(held.gap if held else None, indicator.unit),
        state=state,
        state_name=state_name,
        change=None if by else change(reader, indicator, level, scope, month),
        chart=chart_of(indicator, series, month, target, width=960, height=150),
        chart_words=course_in_words(indicator, series),
        chart_first="1月" if flow else month_name(series[0][0]) if series else "",
        chart_last="12月" if flow else month_name(series[-1][0]) if series else "",
        stock=not flow,
        untargeted=target is None,
        parts=(within := tuple(parts(reader, indicator, level, scope, month, by))),
        parts_name="各街镇"
        if level == "district"
        else f"前{PARTS}幢楼宇"
        if len(within) == PARTS
        else "各楼宇",
        rows=tuple(rows(reader, indicator, table, names)),
        rows_total=f"{total:,}",
        page=page,
        pages=pages,
        csv_link=reverse("explain_out", args=[key, level, scope, month, CSV]) + out,
        excel_link=reverse("explain_out", args=[key, level, scope, month, XLSX]) + out,
        ways=tuple(
            Way(
                each.name, each.about,
                explain_link(key, level, scope, month)
                + ("" if each.key == question.in_force else f"?by={each.key}"),
                each.key == (by or question.in_force),
            )
            for each in question.definitions
        )
        if question
        else (),
        by=by,
        by_name=way.name if way else "",
        query=f"by={by}&" if by else "",
        compare_link=f"{reverse('definitions')}?of={key}&month={month}" if question else "",
    )  # fmt: skip


def change(
    reader: Reader, indicator: Indicator, level: str, scope: str, month: int
) -> Change | None:
    """What moved since the month before; a flow starts anew in January and is said to."""
    earlier = [m for m in reader.months if m < month]
    if not earlier:
        return None
    before = earlier[-1]
    now = reader.value(indicator.key, level, scope, month)
    then = reader.value(indicator.key, level, scope, before)
    if now is None or then is None or now.hidden or then.hidden:
        return None
    assert now.numerator is not None and then.numerator is not None
    value, was = value_of(indicator, now), value_of(indicator, then)
    moved_under = None
    if now.denominator is not None and then.denominator is not None:
        moved_under = (now.denominator - then.denominator) * indicator.denominator_scale
    return Change(
        month=month_name(before),
        link=explain_link(indicator.key, level, scope, before),
        moves_link=reverse("moves", args=[indicator.key, level, scope, month]),
        value=NONE if value is None or was is None else signed(value - was, indicator.unit),
        numerator=signed(
            (now.numerator - then.numerator) * indicator.numerator_scale, indicator.numerator_unit
        ),
        denominator="" if moved_under is None else signed(moved_under, indicator.denominator_unit),
        restarts=indicator.course == "flow" and month % 100 == 1,
    )


def values_below(
    reader: Reader, key: str, level: str, names: Iterable[str], month: int, by: str
) -> dict[str, Value]:
    if level == "building":
        reader.building_values(month).of(key)  # at once, not one building after another
    found = ((name, value_by(reader, key, level, name, month, by)) for name in names)
    return {name: value for name, value in found if value is not None}


def parts(
    reader: Reader, indicator: Indicator, level: str, scope: str, month: int, by: str = ""
) -> Iterator[Part]:
    """A district's streets, a street's largest buildings: by numerator, empty ones left out."""
    if level == "building":
        return
    if level == "district":
        below, names = "street", {s.name: s.name for s in reader.district.streets}
    else:
        below, names = "building", reader.building_names_in(scope, month)
    query = f"?by={by}" if by else ""
    found = {
        key: value
        for key, value in values_below(reader, indicator.key, below, names, month, by).items()
        if value.numerator or value.denominator or value.hidden
    }
    ordered = sorted(found, key=lambda key: -(found[key].numerator or 0))
    most = max((value.numerator or 0 for value in found.values()), default=0)
    for key in ordered[:PARTS]:
        value = found[key]
        yield Part(
            name=names[key],
            link=explain_link(indicator.key, below, key, month) + query,
            value=shown(indicator, value),
            numerator=numerator(indicator, value),
            denominator=denominator(indicator, value),
            share=charts.number(max(value.numerator or 0, 0) / most * 100) if most else "0",
        )
