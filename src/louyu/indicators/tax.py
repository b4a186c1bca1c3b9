"""楼宇税收: the tax of the buildings that count, and per square metre of them.

The rows behind are tax rows as placed in buildings; what an enterprise paid is restricted.
"""

from fractions import Fraction

import ibis

from louyu.indicators.indicator import (
    area,
    contributed,
    in_same_year,
    indicator,
    money,
)


def payments(tax: ibis.Table, buildings: ibis.Table) -> ibis.Table:
    """Tax rows beside every month of the buildings given that is not before them.

    ``paid_month`` is the tax row's own month; ``month`` and ``street`` are the building's.
    """
    rows = tax.select(
        "building", "enterprise", "total", "batch", "sheet", "row", paid_month="month"
    )
    rows = buildings.join(rows, "building")
    return rows.filter(rows.paid_month <= rows.month)


@indicator(
    goal=True,
    name="楼宇税收",
    unit="亿元",
    scale=Fraction(1, 10**10),
    of=money("本年累计税收"),
    course="flow",
    counts="sum",
    clause="section2:2",
    decision="月末计入指标的楼宇，按入驻归集的1月至当月全部入库税收；"
    "在几幢楼宇入驻的企业按当月入驻面积分摊，退税为负数。",
    example="一家企业当月纳税100万元，在甲楼300㎡、乙楼100㎡：甲楼75万元，乙楼25万元。",
)
def building_tax(tax: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    where = building_month.filter(building_month.counts).select("month", "building", "street")
    rows = payments(tax, where)
    rows = rows.filter(in_same_year(rows.paid_month, rows.month))
    return contributed(
        rows,
        subject=rows.enterprise,
        numerator=rows.total,
        note=rows.paid_month.cast("string") + "入库",
    )


@indicator(
    name="平方米税收",
    unit="元/㎡",
    of=money("近12个月税收"),
    over=area("建筑面积"),
    course="rate",
    counts="sum",
    clause="decision:tax",
    decision="计入指标且建筑面积已知的楼宇，近12个月税收除以建筑面积。",
    example="近12个月税收3,000万元、建筑面积3万㎡：1,000元/㎡。",
)
def tax_per_square_metre(tax: ibis.Table, building_month: ibis.Table) -> ibis.Table:
    whole = building_month.filter(building_month.counts, building_month.floor_area > 0)
    where = whole.select("month", "building", "street")
    rows = payments(tax, where)
    # A month less 100 is the same month of the year before: what lies between are 12 months.
    rows = rows.filter(rows.paid_month > rows.month - 100)
    return ibis.union(
        contributed(
            rows,
            subject=rows.enterprise,
            numerator=rows.total,
            denominator=0,
            note=rows.paid_month.cast("string") + "入库",
        ),
        contributed(whole, subject=whole.building, numerator=0, denominator=whole.floor_area),
    )
