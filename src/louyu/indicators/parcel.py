"""商服地块: parcels newly planned for commerce since the plan began, their land and floor area.

A parcel is in a street, not in a building.
"""

from fractions import Fraction

import ibis

from louyu.district import District
from louyu.indicators.building_area import WAN
from louyu.indicators.indicator import area, contributed, indicator
from louyu.indicators.plan_start import plan_start
from louyu.standards.period import month_of

MU = Fraction(3, 200_000)
"""0.01 ㎡ in 亩: 1 亩 is 2000/3 ㎡."""


def planned(parcel: ibis.Table, building_month: ibis.Table, *, district: District) -> ibis.Table:
    """Parcels of the district's streets planned from the plan's start to each month's end."""
    months = building_month.select("month").distinct()
    said = parcel.filter(parcel.street.isin([street.name for street in district.streets]))
    said = said.select(
        "parcel", "street", "land_area", "planned_floor_area", "planned_on", "state",
        "batch", "sheet", "row",
    )  # fmt: skip
    rows = months.join(said, month_of(said.planned_on) <= months.month)
    since = plan_start(rows.month, district=district)
    rows = rows.filter(month_of(rows.planned_on) >= since)
    return rows.mutate(building=ibis.null("string"))


@indicator(
    goal=True,
    name="新规划商服楼宇地块",
    unit="亩",
    scale=MU,
    of=area("地块用地面积"),
    course="stock",
    counts="sum",
    levels=("district", "street"),
    clause="section2:1",
    decision="自方案起点至月末批准规划的商服地块的用地面积之和。1亩等于2000/3平方米。",
    example="两块地各6.67万㎡、3.33万㎡：150亩。",
)
def planned_parcel_area(
    parcel: ibis.Table, building_month: ibis.Table, *, district: District
) -> ibis.Table:
    rows = planned(parcel, building_month, district=district)
    return contributed(
        rows, subject=rows.parcel, numerator=rows.land_area.fill_null(0), note=rows.state
    )


@indicator(
    goal=True,
    name="新规划商服地块建筑面积",
    unit="万㎡",
    scale=WAN,
    of=area("规划建筑面积"),
    course="stock",
    counts="sum",
    levels=("district", "street"),
    clause="section2:1",
    decision="自方案起点至月末批准规划的商服地块的规划建筑面积之和。",
    example="两块地规划建筑面积各20万㎡、10万㎡：30万㎡。",
)
def planned_parcel_floor_area(
    parcel: ibis.Table, building_month: ibis.Table, *, district: District
) -> ibis.Table:
    rows = planned(parcel, building_month, district=district)
    return contributed(
        rows, subject=rows.parcel, numerator=rows.planned_floor_area.fill_null(0), note=rows.state
    )
