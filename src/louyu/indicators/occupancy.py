"""入驻: who occupies the buildings, and how much of them."""

from fractions import Fraction

import ibis

from louyu.indicators.building_area import WAN
from louyu.indicators.indicator import Part, area, carried, contributed, indicator, present_in


@indicator(
    number=6,
    name="企业入驻率",
    unit="%",
    scale=Fraction(100),
    of=area("公司和分支机构的入驻面积"),
    over=area("楼宇建筑面积"),
    course="rate",
    counts="sum",
    clause="table1:6",
    decision="月末在驻的公司和分支机构的计入面积，除以计入指标楼宇的建筑面积；"
    "同一房间或整幢楼宇填报超出实有面积的，按比例缩减。",
    example="建筑面积1万㎡的楼宇，两家公司同填一间1,000㎡的房间，另有一家占5,000㎡：入驻率60%。",
)
def occupancy_rate(tenancy: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = present_in(tenancy)
    rows = rows.filter(rows.in_rates)
    held = contributed(
        rows, subject=rows.enterprise, numerator=rows.held_area, denominator=0, note=carried(rows)
    )
    whole = building_month.filter(building_month.counts)
    return ibis.union(
        held,
        contributed(whole, subject=whole.building, numerator=0, denominator=whole.floor_area),
    )


@indicator(
    name="空置面积",
    unit="万㎡",
    scale=WAN,
    of=area("建筑面积减入驻面积"),
    course="stock",
    counts="sum",
    clause="decision:vacant",
    decision="计入指标楼宇的建筑面积，减去月末在驻的各类组织的计入面积。",
    example="1万㎡的楼宇，公司占6,000㎡、办事处占500㎡：空置3,500㎡。",
)
def vacant_area(tenancy: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    rows = present_in(tenancy)
    held = contributed(rows, subject=rows.enterprise, numerator=-rows.held_area, note=carried(rows))
    whole = building_month.filter(building_month.counts)
    return ibis.union(held, contributed(whole, subject=whole.building, numerator=whole.floor_area))


@indicator(
    name="入驻企业数",
    unit="家",
    of=Part("入驻企业", "家"),
    course="stock",
    counts="occupant",
    clause="decision:occupant",
    decision="月末在驻的公司和分支机构；同一企业在一个范围内只计一次。",
    example="一家公司在两幢楼宇办公：两幢各计1家，街镇和全区只计1家。",
)
def occupants(tenancy: ibis.Table) -> ibis.Table:
    rows = present_in(tenancy)
    rows = rows.filter(rows.in_rates)
    return contributed(rows, subject=rows.enterprise, note=carried(rows))


@indicator(
    name="楼宇员工数",
    unit="人",
    of=Part("员工", "人"),
    course="stock",
    counts="sum",
    clause="decision:staff",
    decision="月末在驻的各类组织填报的员工数之和。",
    example="两家公司各30人、20人，一家个体工商户3人：53人。",
)
def staff(tenancy: ibis.Table) -> ibis.Table:
    rows = present_in(tenancy)
    return contributed(
        rows, subject=rows.enterprise, numerator=rows.staff.fill_null(0), note=carried(rows)
    )
