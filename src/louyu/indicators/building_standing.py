"""楼宇地位: what is recognised, reached or finished of a building that counts.

特色楼宇, 党组织覆盖, 统一运营空间, 运营服务评价, 更新改造. The row behind each is the event's.
"""

from fractions import Fraction

import ibis

from louyu.district import District
from louyu.indicators.indicator import Part, contributed, counting, in_same_year, indicator
from louyu.indicators.plan_start import plan_start
from louyu.standards.period import month_of


def events(rows: ibis.Table, building_month: ibis.Table, *columns: str) -> ibis.Table:
    """Events of buildings in every month in which the building counts."""
    what = rows.select("building", *columns, "batch", "sheet", "row")
    return counting(building_month).join(what, "building")


def recognised(recognition: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    """Recognitions in force at the month's end."""
    rows = events(recognition, building_month, "theme", "recognised_on", "revoked_on")
    return rows.filter(
        month_of(rows.recognised_on) <= rows.month,
        rows.revoked_on.isnull() | (month_of(rows.revoked_on) > rows.month),
    )


@indicator(
    number=3,
    name="新认定特色楼宇",
    unit="幢",
    of=Part("当年认定的特色楼宇", "幢"),
    course="flow",
    counts="subject",
    clause="table1:3",
    decision="当年1月至当月认定且月末未撤销的楼宇；一幢楼宇有几个主题也只计一次。",
    example="4月认定、10月撤销：4月至9月计1幢，10月起不计。",
)
def new_featured_buildings(recognition: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = recognised(recognition, building_month)
    rows = rows.filter(in_same_year(month_of(rows.recognised_on), rows.month))
    return contributed(rows, subject=rows.building, note=rows.theme)


@indicator(
    goal=True,
    name="特色楼宇",
    unit="幢",
    of=Part("认定有效的特色楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="section2:2",
    decision="月末认定有效的楼宇；一幢楼宇有几个主题也只计一次。",
    example="一幢楼宇先后认定两个主题，撤销其一：仍计1幢。",
)
def featured_buildings(recognition: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = recognised(recognition, building_month)
    return contributed(rows, subject=rows.building, note=rows.theme)


@indicator(
    number=9,
    name="楼宇基层党组织覆盖率",
    unit="%",
    scale=Fraction(100),
    of=Part("党组织覆盖的楼宇", "幢"),
    over=Part("楼宇", "幢"),
    course="rate",
    counts="subject",
    clause="table1:9",
    decision="月末有单独或联合党组织覆盖的楼宇，除以计入指标的楼宇；党组织撤销的当月起不再覆盖。",
    example="4幢楼宇中1幢单独建、2幢联合建一个党组织：75%。",
)
def party_coverage_rate(party_body: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = events(party_body, building_month, "body", "founded_on", "dissolved_on")
    rows = rows.filter(
        month_of(rows.founded_on) <= rows.month,
        rows.dissolved_on.isnull() | (month_of(rows.dissolved_on) > rows.month),
    )
    every = counting(building_month)
    return ibis.union(
        contributed(every, subject=every.building, numerator=0, denominator=1),
        contributed(rows, subject=rows.building, numerator=1, denominator=1, note=rows.body),
    )


@indicator(
    number=10,
    name="新增楼宇统一运营空间",
    unit="个",
    of=Part("当年启用的统一运营空间", "个"),
    course="flow",
    counts="subject",
    clause="table1:10",
    decision="当年1月至当月启用、在计入指标楼宇内的空间；跨楼宇的一个空间只计一次。",
    example="一个空间跨两幢楼宇，当年启用：两幢各显示1个，全区计1个。",
)
def new_operated_spaces(operated_space: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = events(operated_space, building_month, "space", "operator", "since")
    rows = rows.filter(in_same_year(month_of(rows.since), rows.month))
    return contributed(rows, subject=rows.space, note=rows.operator)


@indicator(
    goal=True,
    name="楼宇统一运营空间",
    unit="个",
    of=Part("统一运营空间", "个"),
    course="stock",
    counts="subject",
    clause="section2:3",
    decision="月末已启用、在计入指标楼宇内的空间；跨楼宇的一个空间只计一次。",
    example="去年启用2个、当年启用1个：3个。",
)
def operated_spaces(operated_space: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = events(operated_space, building_month, "space", "operator", "since")
    rows = rows.filter(month_of(rows.since) <= rows.month)
    return contributed(rows, subject=rows.space, note=rows.operator)


def reached(evaluation: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    """Evaluations that reached the standard by the month's end."""
    rows = evaluation.filter(evaluation.reached)
    rows = rows.mutate(
        first=rows.evaluated_on == rows.evaluated_on.min().over(group_by="building"),
        note=rows.score.cast("string") + "分",
    )
    rows = events(rows, building_month, "evaluated_on", "first", "note")
    return rows.filter(month_of(rows.evaluated_on) <= rows.month)


@indicator(
    number=11,
    name="新增运营服务评价达标楼宇",
    unit="幢",
    of=Part("当年首次达标的楼宇", "幢"),
    course="flow",
    counts="subject",
    clause="table1:11",
    decision="首次达标的评价日期在当年1月至当月的楼宇；以前年度达过标的不计。",
    example="一幢楼宇2024年达标、2025年再次达标：只在2024年计1幢。",
)
def new_service_standard_buildings(
    evaluation: ibis.Table, building_month: ibis.Table
) -> ibis.Table:
    rows = reached(evaluation, building_month)
    rows = rows.filter(rows["first"], in_same_year(month_of(rows.evaluated_on), rows.month))
    return contributed(rows, subject=rows.building, note=rows.note)


@indicator(
    goal=True,
    name="运营服务评价达标楼宇",
    unit="幢",
    of=Part("达过标的楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="section2:3",
    decision="至月末曾经达标的楼宇，一幢只计一次。",
    example="两幢楼宇分别在2024年和2025年达标：2025年末2幢。",
)
def service_standard_buildings(evaluation: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = reached(evaluation, building_month)
    return contributed(rows, subject=rows.building, note=rows.note)


def finished(renovation: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    """Renovations finished by the month's end."""
    done = renovation.filter(renovation.state == "完工", renovation.completed_on.notnull())
    rows = events(done, building_month, "kind", "completed_on")
    return rows.filter(month_of(rows.completed_on) <= rows.month)


@indicator(
    number=12,
    name="新增更新改造老旧楼宇",
    unit="幢",
    of=Part("当年完工的更新改造楼宇", "幢"),
    course="flow",
    counts="subject",
    clause="table1:12",
    decision="更新改造完工日期在当年1月至当月的楼宇，一幢只计一次。",
    example="一幢楼宇当年3月列入、8月完工：8月起计1幢。",
)
def new_renovated_buildings(renovation: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = finished(renovation, building_month)
    rows = rows.filter(in_same_year(month_of(rows.completed_on), rows.month))
    return contributed(rows, subject=rows.building, note=rows.kind)


@indicator(
    goal=True,
    name="更新改造老旧楼宇",
    unit="幢",
    of=Part("方案期内完工的更新改造楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="section2:3",
    decision="自方案起点至月末完工的楼宇，一幢只计一次。",
    example="方案自2024年1月起：2023年完工的不计，2024年和2025年完工的各计1幢。",
)
def renovated_buildings(
    renovation: ibis.Table, building_month: ibis.Table, *, district: District
) -> ibis.Table:
    rows = finished(renovation, building_month)
    rows = rows.filter(month_of(rows.completed_on) >= plan_start(rows.month, district=district))
    return contributed(rows, subject=rows.building, note=rows.kind)
