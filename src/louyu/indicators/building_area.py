"""楼宇面积: buildings and their floor area, the stock and what the year adds."""

from fractions import Fraction

import ibis

from louyu.indicators.indicator import Part, area, contributed, in_same_year, indicator
from louyu.standards.period import month_of

WAN = Fraction(1, 1_000_000)
"""0.01 ㎡ in 万㎡."""


@indicator(
    number=1,
    name="新增商务楼宇建筑面积",
    unit="万㎡",
    scale=WAN,
    of=area("当年竣备楼宇的建筑面积"),
    course="flow",
    counts="sum",
    clause="table1:1",
    decision="竣备日期在当年1月至当月的楼宇，按建筑面积计；只计月末计入指标的楼宇。",
    example="当年3月竣备一幢3万㎡、5月竣备一幢2万㎡：4月为3万㎡，6月为5万㎡。",
)
def new_floor_area(building: ibis.Table) -> ibis.Table:
    rows = building.filter(building.counts)
    rows = rows.filter(in_same_year(month_of(rows.completed_on), rows.month))
    return contributed(rows, subject=rows.building, numerator=rows.floor_area.fill_null(0))


@indicator(
    goal=True,
    name="商务楼宇建筑面积",
    unit="万㎡",
    scale=WAN,
    of=area("建筑面积"),
    course="stock",
    counts="sum",
    clause="section2",
    decision="月末计入指标的全部楼宇的建筑面积之和。",
    example="计入指标的两幢楼宇各3万㎡、2万㎡，另有一幢未竣备：合计5万㎡。",
)
def floor_area(building_month: ibis.Table) -> ibis.Table:
    rows = building_month.filter(building_month.counts)
    return contributed(rows, subject=rows.building, numerator=rows.floor_area)


@indicator(
    name="楼宇数",
    unit="幢",
    of=Part("楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="note:1",
    decision="月末已竣备、在本区、商务或兼商务用地且商务办公建筑面积达到下限的楼宇，或已批准的视同楼宇。",
    example="一幢商务办公面积恰为5,000㎡的楼宇计入，4,999㎡的不计入。",
)
def buildings(building_month: ibis.Table) -> ibis.Table:
    rows = building_month.filter(building_month.counts)
    return contributed(rows, subject=rows.building)
