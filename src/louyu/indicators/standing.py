"""企业地位: occupants in the statistical register (规上、限上), and recognised headquarters.

Whatever their kind. The row behind each is the register's or the recognition's.
"""

import ibis

from louyu.indicators.indicator import Part, contributed, in_same_year, indicator, present_in
from louyu.standards.period import month_of

HOME = ["month", "building", "street", "enterprise"]


def homes(tenancy: ibis.Table, of: ibis.Table) -> ibis.Table:
    """The buildings that given enterprises occupy at a month's end, each once."""
    rows = present_in(tenancy).semi_join(of, "enterprise")
    return rows.select(HOME).distinct()


def entries(tenancy: ibis.Table, statistical_unit: ibis.Table) -> ibis.Table:
    """Occupants with their entries in the statistical register, not left by the month's end."""
    unit = statistical_unit.select(
        "enterprise", "kind", "entered_on", "left_on", "batch", "sheet", "row"
    )
    rows = homes(tenancy, unit).join(unit, "enterprise")
    return rows.filter(
        month_of(rows.entered_on) <= rows.month,
        rows.left_on.isnull() | (month_of(rows.left_on) > rows.month),
    )


@indicator(
    number=5,
    name="新增规（限）上企业",
    unit="家",
    of=Part("当年入库的入驻企业", "家"),
    course="flow",
    counts="subject",
    clause="table1:5",
    decision="月末在驻、当年1月至当月入库且未退库的企业；同一企业只计一次。",
    example="一家入驻企业3月入库、9月退库：3月至8月计1家，9月起不计。",
)
def new_statistical_enterprises(tenancy: ibis.Table, statistical_unit: ibis.Table) -> ibis.Table:
    rows = entries(tenancy, statistical_unit)
    rows = rows.filter(in_same_year(month_of(rows.entered_on), rows.month))
    return contributed(rows, subject=rows.enterprise, note=rows.kind)


@indicator(
    goal=True,
    name="楼宇内规（限）上企业",
    unit="家",
    of=Part("在库的入驻企业", "家"),
    course="stock",
    counts="subject",
    clause="section2",
    decision="月末在驻且在规（限）上名录中的企业；同一企业在一个范围内只计一次。",
    example="两家在库企业，其中一家在两幢楼宇办公：全区2家。",
)
def statistical_enterprises(tenancy: ibis.Table, statistical_unit: ibis.Table) -> ibis.Table:
    rows = entries(tenancy, statistical_unit)
    return contributed(rows, subject=rows.enterprise, note=rows.kind)


def recognised(tenancy: ibis.Table, headquarters: ibis.Table) -> ibis.Table:
    """Occupants with their recognitions as headquarters in force at the month's end."""
    said = headquarters.select(
        "enterprise", "level", "recognised_on", "revoked_on", "batch", "sheet", "row"
    )
    rows = homes(tenancy, said).join(said, "enterprise")
    return rows.filter(
        month_of(rows.recognised_on) <= rows.month,
        rows.revoked_on.isnull() | (month_of(rows.revoked_on) > rows.month),
    )


@indicator(
    number=4,
    name="新引进总部企业",
    unit="家",
    of=Part("当年认定的入驻总部企业", "家"),
    course="flow",
    counts="subject",
    clause="table1:4",
    decision="当年1月至当月认定、月末仍有效且月末在驻的企业；已认定而未入驻的不计。",
    example="当年认定2家总部企业，1家已入驻楼宇：计1家。",
)
def new_headquarters(tenancy: ibis.Table, headquarters: ibis.Table) -> ibis.Table:
    rows = recognised(tenancy, headquarters)
    rows = rows.filter(in_same_year(month_of(rows.recognised_on), rows.month))
    return contributed(rows, subject=rows.enterprise, note=rows.level)


@indicator(
    goal=True,
    name="总部企业",
    unit="家",
    of=Part("有效认定的入驻总部企业", "家"),
    course="stock",
    counts="subject",
    clause="section2:2",
    decision="月末认定有效且月末在驻的总部企业；同一企业只计一次。",
    example="3家总部企业，1家的认定已撤销，1家未入驻：计1家。",
)
def headquarters(tenancy: ibis.Table, headquarters: ibis.Table) -> ibis.Table:
    rows = recognised(tenancy, headquarters)
    return contributed(rows, subject=rows.enterprise, note=rows.level)
