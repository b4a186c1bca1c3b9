"""属地: occupants registered in the district, and of those the taxed in the district.

Where an enterprise registers or pays is counted and explained, never a condition for anything.
"""

from fractions import Fraction

import ibis
from ibis.expr.types import BooleanValue, StringValue

from louyu.indicators.indicator import Part, contributed, indicator, present_in


def said(flag: BooleanValue, yes: str, no: str, rows: ibis.Table) -> StringValue:
    note = ibis.ifelse(flag, yes, no)
    return note + ibis.ifelse(rows.carried, "，沿用上期", "")


@indicator(
    number=7,
    name="企业属地注册率",
    unit="%",
    scale=Fraction(100),
    of=Part("在本区登记的入驻企业", "家"),
    over=Part("入驻企业", "家"),
    course="rate",
    counts="occupant",
    clause="table1:7",
    decision="月末在驻的公司和分支机构中，登记机关属本区且未迁出、注销、吊销的所占比例；"
    "登记在区内哪一幢楼宇不影响。",
    example="4家入驻企业中3家在本区登记：75%。",
)
def local_registration_rate(tenancy: ibis.Table) -> ibis.Table:
    rows = present_in(tenancy)
    rows = rows.filter(rows.in_rates)
    here = rows.registered_in_district
    return contributed(
        rows,
        subject=rows.enterprise,
        numerator=ibis.ifelse(here, 1, 0),
        denominator=1,
        note=said(here, "在本区登记", "不在本区登记", rows),
    )


@indicator(
    number=8,
    name="企业属地纳税率",
    unit="%",
    scale=Fraction(100),
    of=Part("在本区登记且在本区纳税的入驻企业", "家"),
    over=Part("在本区登记的入驻企业", "家"),
    course="rate",
    counts="occupant",
    clause="table1:8",
    decision="在本区登记的入驻企业中，最近一次税收记录的主管税务机关属本区的所占比例；"
    "由区外总公司汇总纳税的分公司没有这样的记录，不计入分子。",
    example="3家在本区登记的入驻企业中2家由本区税务机关主管：66.67%。",
)
def local_tax_rate(tenancy: ibis.Table) -> ibis.Table:
    rows = present_in(tenancy)
    rows = rows.filter(rows.in_rates, rows.registered_in_district)
    here = rows.taxed_in_district
    return contributed(
        rows,
        subject=rows.enterprise,
        numerator=ibis.ifelse(here, 1, 0),
        denominator=1,
        note=said(here, "在本区纳税", "不在本区纳税", rows),
    )
