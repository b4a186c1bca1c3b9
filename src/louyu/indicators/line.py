"""税收线 line: buildings over a line of yearly tax, who enters and who leaves (亿元楼宇 …).

A year's tax is known when the year is over. While it runs, a building of last year stays and one
that reaches the line enters; in December this year's set replaces last year's, and who fell back
leaves. So the stock is last December's plus the net, in every month.
"""

import ibis

from louyu.district import District
from louyu.indicators.indicator import Part, contributed, indicator
from louyu.standards.period import in_force, year_of

PLACE = ["month", "year", "building", "street"]


def over(building_month: ibis.Table, *, line: str, district: District) -> ibis.Table:
    """Buildings that count and whose tax of the year so far is at or over the line (以上含本数)."""
    rows = building_month.filter(building_month.counts)
    # The parameter is in 元, tax is in 分.
    least = in_force(rows.month, district.parameters[line].values).cast("int64") * 100
    rows = rows.filter(rows.tax_year >= least)
    return rows.select("month", "building", "street", year=year_of(rows.month)).select(PLACE)


def years_known(building_month: ibis.Table) -> ibis.Table:
    """Years of whose year before the register knows every month, from January on."""
    months = building_month.select("month").distinct()
    january = months.filter(months.month % 100 == 1)
    return january.select(year=(year_of(january.month) + 1).cast("int32"))


def months_known(building_month: ibis.Table) -> ibis.Table:
    """Months in which who enters and who leaves can be told: those of the years known."""
    months = building_month.select("month").distinct()
    return (
        months.mutate(year=year_of(months.month))
        .semi_join(years_known(building_month), "year")
        .select("month")
    )


def last_year(building_month: ibis.Table, *, line: str, district: District) -> ibis.Table:
    """The buildings over the line last year, in every month of this one.

    In the street that the register says this month, else last December's.
    """
    december = over(building_month, line=line, district=district)
    december = december.filter(december.month % 100 == 12)
    held = december.select(
        "building", last_street="street", year=(december.year + 1).cast("int32")
    ).semi_join(years_known(building_month), "year")
    months = building_month.select("month").distinct()
    months = months.mutate(year=year_of(months.month))
    rows = months.join(held, "year")
    now = building_month.select("month", "building", "street")
    rows = rows.left_join(now, ["month", "building"])
    return rows.select(
        "month", "year", "building", street=ibis.coalesce(rows.street, rows.last_street)
    )


def in_stock(building_month: ibis.Table, *, line: str, district: District) -> ibis.Table:
    """The buildings held to be over the line: month, year, building, street, note."""
    now = over(building_month, line=line, district=district)
    held = last_year(building_month, line=line, district=district)
    running = held.filter(held.month % 100 != 12).anti_join(now, ["month", "building"])
    return ibis.union(
        now.mutate(note=ibis.literal("本年已达线")), running.mutate(note=ibis.literal("上年达线"))
    )


def stock(building_month: ibis.Table, *, line: str, district: District) -> ibis.Table:
    rows = in_stock(building_month, line=line, district=district)
    return contributed(rows, subject=rows.building, note=rows.note)


STOCK = (
    "年度税收达到线的、计入指标的楼宇；年度中为上年达线的加本年已达线的，12月起以本年为准。"
    "上年数据不全时只计本年已达线的。"
)


@indicator(
    number=2,
    name="新增税收亿元楼宇",
    unit="幢",
    of=Part("新进亿元楼宇减退出亿元楼宇", "幢"),
    course="flow",
    counts="sum",
    known=months_known,
    clause="table1:2",
    decision="本年累计税收达到亿元线、上年未达到的楼宇计入新进；上年达到、本年全年未达到的在12月计退出；"
    "新增为新进减退出。上年数据不全的年份没有数值。",
    example="上年甲、乙达线；本年6月丙达线，全年乙未达线：6月至11月为1，12月为0。",
)
def new_yi_buildings(building_month: ibis.Table, *, district: District) -> ibis.Table:
    now = over(building_month, line="yi_line", district=district)
    held = last_year(building_month, line="yi_line", district=district)
    now = now.semi_join(years_known(building_month), "year")
    entrants = now.anti_join(held, ["month", "building"])
    leavers = held.filter(held.month % 100 == 12).anti_join(now, ["month", "building"])
    return ibis.union(
        contributed(entrants, subject=entrants.building, numerator=1, note="新进"),
        contributed(leavers, subject=leavers.building, numerator=-1, note="退出"),
    )


@indicator(
    goal=True,
    name="亿元楼宇",
    unit="幢",
    of=Part("税收亿元楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="section2",
    decision=STOCK,
    example="上年甲、乙达线，本年6月丙达线，全年乙未达线：6月至11月3幢，12月2幢。",
)
def yi_buildings(building_month: ibis.Table, *, district: District) -> ibis.Table:
    return stock(building_month, line="yi_line", district=district)


@indicator(
    goal=True,
    name="5亿元以上楼宇",
    unit="幢",
    of=Part("税收5亿元以上楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="section2:2",
    decision=STOCK,
    example="一幢楼宇本年税收恰为5亿元：计入。",
)
def five_yi_buildings(building_month: ibis.Table, *, district: District) -> ibis.Table:
    return stock(building_month, line="five_yi_line", district=district)


@indicator(
    name="五千万元楼宇",
    unit="幢",
    of=Part("税收5,000万元以上楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="annex2:15",
    decision=STOCK,
    example="亿元楼宇也是五千万元楼宇。",
)
def fifty_million_buildings(building_month: ibis.Table, *, district: District) -> ibis.Table:
    return stock(building_month, line="fifty_million_line", district=district)


@indicator(
    name="千万元楼宇",
    unit="幢",
    of=Part("税收1,000万元以上楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="annex2:15",
    decision=STOCK,
    example="亿元楼宇也是千万元楼宇。",
)
def ten_million_buildings(building_month: ibis.Table, *, district: District) -> ibis.Table:
    return stock(building_month, line="ten_million_line", district=district)


def near(building_month: ibis.Table, *, line: str, district: District) -> ibis.Table:
    """Buildings that count, are not in the stock, and whose last 12 months come near the line."""
    rows = building_month.filter(building_month.counts)
    parameters = district.parameters
    least = in_force(rows.month, parameters[line].values).cast("int64") * 100
    percent = in_force(rows.month, parameters["quasi_percent"].values).cast("int64")
    rows = rows.filter(rows.tax_12_months * 100 >= least * percent)
    held = in_stock(building_month, line=line, district=district)
    rows = rows.anti_join(held, ["month", "building"])
    return contributed(rows, subject=rows.building)


QUASI = "不在达线楼宇之内、近12个月税收达到线的规定比例（80%）的、计入指标的楼宇。"


@indicator(
    name="准亿元楼宇",
    unit="幢",
    of=Part("准亿元楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="decision:tier",
    decision=QUASI,
    example="近12个月税收8,000万元、上年和本年都未达1亿元：计入。",
)
def quasi_yi_buildings(building_month: ibis.Table, *, district: District) -> ibis.Table:
    return near(building_month, line="yi_line", district=district)


@indicator(
    name="准千万元楼宇",
    unit="幢",
    of=Part("准千万元楼宇", "幢"),
    course="stock",
    counts="subject",
    clause="decision:tier",
    decision=QUASI,
    example="近12个月税收800万元、上年和本年都未达1,000万元：计入。",
)
def quasi_ten_million_buildings(building_month: ibis.Table, *, district: District) -> ibis.Table:
    return near(building_month, line="ten_million_line", district=district)
