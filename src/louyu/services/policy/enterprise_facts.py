"""企业事实 enterprise_facts: what the registers say of an enterprise that a rule may ask."""

from typing import Any

import ibis
from ibis import ir

from louyu.services.policy.fact import Fact, Kind
from louyu.services.policy.fact_group import FORMULAS, At, told
from louyu.services.policy.yearly_tax import yearly_tax

KINDS = (
    ("company", "公司"), ("branch", "分公司"), ("office", "办事处"),
    ("sole_trader", "个体工商户"), ("other", "其他组织"), ("unregistered", "未登记"),
)  # fmt: skip


def money(key: str, label: str, definition: str, *aliases: str) -> Fact:
    return Fact(key, label, Kind.MONEY, definition, "tax", aliases=aliases, restricted=True)


@told(
    Fact("name", "企业名称", Kind.WORD, "最近一次登记或出现的名称", "registration"),
    Fact("registered", "区内注册", Kind.FLAG, "登记机关属本区且存续", "registration",
         aliases=("属地注册",)),
    Fact("taxed", "区内纳税", Kind.FLAG, "主管税务机关属本区", "tax", aliases=("属地纳税",)),
    Fact("kind", "组织类别", Kind.WORD, "按市场主体类型", "registration", words=KINDS),
    Fact("industry", "行业", Kind.INDUSTRY, "GB/T 4754-2017 小类", "registration",
         aliases=("所属行业",)),
    Fact("founded_on", "成立日期", Kind.DATE, "登记的成立日期", "registration",
         aliases=("注册日期",)),
    Fact("capital", "注册资本", Kind.MONEY, "登记的注册资本", "registration"),
)  # fmt: skip
def registered(enterprise: ir.Table, *, at: At) -> ir.Table:
    """What holds of every enterprise in the month. What no registration says is not known."""
    rows = enterprise.filter(enterprise.from_month <= at.month, enterprise.to_month >= at.month)
    return rows.select(
        "enterprise", "name", "kind", "industry", "founded_on", "capital",
        registered=ibis.ifelse(rows.authority.isnull(), ibis.null("boolean"),
                               rows.registered_in_district),
        taxed=ibis.ifelse(rows.tax_authority.isnull(), ibis.null("boolean"),
                          rows.taxed_in_district),
    )  # fmt: skip


@told(
    money("tax_this_year", "本年税收", "本年1月至当月入库税收合计"),
    money("tax_last_year", "上年税收", "上一日历年入库税收合计", "上年度税收", "上年纳税额"),
    money("tax_before_last", "前年税收", "上年之前一年的入库税收合计"),
    money("tax_third_last", "大前年税收", "前年之前一年的入库税收合计"),
    money("tax_base", "前年税收基数", "前年税收；不为正的不能作增幅的基数，视为不知道"),
    money("tax_highest_before", "以往最高年税收", "上年之前有数各年中税收最高的一年"),
    money("local_last_year", "上年地方留成", "上一日历年税收的地方留成部分", "上年区级贡献"),
    money("local_before_last", "前年地方留成", "上年之前一年税收的地方留成部分"),
)
def taxes(enterprise: ir.Table, tax: ir.Table, *, at: At) -> ir.Table:
    """Tax by calendar year. A name without a code cannot be told from the lists: not known."""
    coded = enterprise.filter(
        enterprise.from_month <= at.month,
        enterprise.to_month >= at.month,
        enterprise.uscc.notnull(),
    )
    return yearly_tax(coded.select("enterprise"), tax, at=at)


@told(
    Fact("housed", "入驻楼宇", Kind.FLAG, "月末在册楼宇内有入驻面积", "tenancy",
         aliases=("在楼宇内", "入驻")),
    Fact("area", "入驻面积", Kind.AREA, "月末各楼宇计入面积合计", "tenancy",
         aliases=("办公面积", "租用面积")),
    Fact("moved_in", "入驻日期", Kind.DATE, "月末在驻各处中最早的入驻日期", "tenancy"),
    Fact("lease_end", "租期截止", Kind.DATE, "月末在驻各处中最晚的租期截止", "tenancy"),
    Fact("staff", "员工数", Kind.COUNT, "入驻清单所报员工合计", "tenancy", unit="人",
         aliases=("员工人数", "从业人数")),
    Fact("sites", "入驻楼宇数", Kind.COUNT, "月末有入驻面积的楼宇数", "tenancy", unit="幢"),
)  # fmt: skip
def housing(enterprise: ir.Table, tenancy: ir.Table, *, at: At) -> ir.Table:
    """Where an enterprise is at the month's end. Lists are whole: who is in none has no space."""
    here = tenancy.filter(tenancy.month == at.month, tenancy.present)
    held = here.group_by("enterprise").agg(
        area=here.held_area.sum().cast("int64"), moved_in=here.moved_in.min(),
        lease_end=here.lease_end.max(), staff=here.staff.sum(), sites=here.building.nunique(),
    ).rename(occupant="enterprise")  # fmt: skip
    every = enterprise.filter(enterprise.from_month <= at.month, enterprise.to_month >= at.month)
    every = every.select("enterprise")
    rows = every.left_join(held, every.enterprise == held.occupant)
    spoken = at.month in at.spoken["tenancy"]
    said = {
        "housed": rows.occupant.notnull(),
        "area": rows.area.fill_null(0),
        "moved_in": rows.moved_in,
        "lease_end": rows.lease_end,
        "staff": rows.staff,
        "sites": rows.sites.fill_null(0),
    }
    if not spoken:
        said = {key: column.nullif(column) for key, column in said.items()}
    return rows.select("enterprise", **said)


@told(
    Fact("housed_themed", "在特色楼宇", Kind.FLAG, "入驻面积最大的楼宇是有效认定的特色楼宇",
         "recognition", aliases=("入驻特色楼宇",)),
    Fact("building", "所在楼宇", Kind.WORD, "入驻面积最大的楼宇的编码", "tenancy"),
    Fact("street", "所在街镇", Kind.WORD, "入驻面积最大的楼宇所属街镇", "building"),
    Fact("building_area", "所在楼宇建筑面积", Kind.AREA, "入驻面积最大的楼宇", "building"),
    Fact("building_counts", "所在楼宇计入", Kind.FLAG, "入驻面积最大的楼宇是方案所指楼宇",
         "building"),
)  # fmt: skip
def housed_in(tenancy: ir.Table, building: ir.Table, recognition: ir.Table, *, at: At) -> ir.Table:
    """Of the building in which an enterprise has most of its space."""
    here = tenancy.filter(tenancy.month == at.month, tenancy.present, tenancy.building.notnull())
    each = here.group_by("enterprise", "building").agg(held=here.held_area.sum())
    first = ibis.row_number().over(group_by="enterprise", order_by=[ibis.desc("held"), "building"])
    main = each.mutate(place=first).filter(lambda t: t.place == 0)
    known = building.filter(building.month == at.month).select(
        "street", code="building", building_area="floor_area", building_counts="counts"
    )
    rows = main.left_join(known, main.building == known.code)
    themes = in_force(recognition, at).select(themed="building").distinct()
    rows = rows.left_join(themes, rows.building == themes.themed)
    return rows.select(
        "enterprise",
        "building",
        "street",
        "building_area",
        "building_counts",
        housed_themed=rows.themed.notnull(),
    )


def in_force(recognition: ir.Table, at: At) -> ir.Table:
    """Recognitions made by the month's end and not revoked by then."""
    return recognition.filter(
        number(recognition.recognised_on) <= at.month,
        recognition.revoked_on.isnull() | (number(recognition.revoked_on) > at.month),
    )


def number(date: Any) -> Any:
    return date.year() * 100 + date.month()


@told(
    Fact("statistical", "规上企业", Kind.FLAG, "月末在规（限）上名录内", "statistical_unit",
         aliases=("规上限上企业", "规（限）上企业", "限上企业")),
    Fact("entered_on", "入库日期", Kind.DATE, "在库名录中最早的入库日期", "statistical_unit"),
    Fact("first_entry", "本年首次入库", Kind.FLAG, "本年入库且此前从未在库", "statistical_unit",
         aliases=("首次上规", "首次入库")),
)  # fmt: skip
def in_statistics(enterprise: ir.Table, statistical_unit: ir.Table, *, at: At) -> ir.Table:
    """The statistical register is a list of all: who is not in it is not."""
    entered = statistical_unit.filter(number(statistical_unit.entered_on) <= at.month)
    present = entered.left_on.isnull() | (number(entered.left_on) > at.month)
    unit = entered.group_by("enterprise").agg(
        inside=present.any(), first=entered.entered_on.min(),
        entered_on=entered.entered_on.min(where=present),
    ).rename(unit="enterprise")  # fmt: skip
    every = enterprise.filter(enterprise.from_month <= at.month, enterprise.to_month >= at.month)
    every = every.select("enterprise")
    rows = every.left_join(unit, every.enterprise == unit.unit)
    inside = rows.inside.fill_null(False)
    return rows.select(
        "enterprise", "entered_on", statistical=inside,
        first_entry=inside & (rows.first.year() == at.year).fill_null(False),
    )  # fmt: skip


@told(
    Fact("headquarters", "总部企业", Kind.FLAG, "有效认定的总部企业", "headquarters"),
    Fact("headquarters_on", "总部认定日期", Kind.DATE, "最近一次有效认定", "headquarters"),
)
def recognised(enterprise: ir.Table, headquarters: ir.Table, *, at: At) -> ir.Table:
    valid = in_force(headquarters, at)
    one = valid.group_by("enterprise").agg(on=valid.recognised_on.max()).rename(hq="enterprise")
    every = enterprise.filter(enterprise.from_month <= at.month, enterprise.to_month >= at.month)
    every = every.select("enterprise")
    rows = every.left_join(one, every.enterprise == one.hq)
    return rows.select("enterprise", headquarters=rows.hq.notnull(), headquarters_on=rows["on"])


@told(
    Fact("insured", "参保人数", Kind.COUNT, "当月参保人数", "insured", unit="人", restricted=True,
         aliases=("社保人数",)),
    Fact("insured_last_year", "上年末参保人数", Kind.COUNT, "上年12月参保人数", "insured",
         unit="人", restricted=True),
)  # fmt: skip
def insurance(insured: ir.Table, *, at: At) -> ir.Table:
    """Insured staff as listed; who is in no list may be insured elsewhere: not known."""
    year_end = (at.year - 1) * 100 + 12
    rows = insured.filter(insured.month.isin([at.month, year_end]))
    return rows.group_by("enterprise").agg(
        insured=rows.insured.sum(where=rows.month == at.month),
        insured_last_year=rows.insured.sum(where=rows.month == year_end),
    )


FORMULAS += [
    Fact("tax_growth", "税收增幅", Kind.RATIO, "上年税收比前年增长的百分比，前年不为正时无法计算",
         "tax", aliases=("上年税收增幅",), restricted=True,
         formula="(上年税收 − 前年税收基数) ÷ 前年税收基数"),
    Fact("tax_increment", "税收增量", Kind.MONEY, "上年税收减前年税收", "tax", restricted=True,
         formula="上年税收 − 前年税收"),
    Fact("local_increment", "地方留成增量", Kind.MONEY, "上年地方留成减前年地方留成", "tax",
         restricted=True, aliases=("区级贡献增量",), formula="上年地方留成 − 前年地方留成"),
    Fact("tax_rising", "税收连续两年增长", Kind.FLAG, "上年多于前年，前年多于大前年", "tax",
         restricted=True, formula="上年税收 超过 前年税收 且 前年税收 超过 大前年税收"),
    Fact("insured_growth", "新增参保人数", Kind.COUNT, "当月参保人数减上年末参保人数", "insured",
         unit="人", restricted=True, formula="参保人数 − 上年末参保人数"),
]  # fmt: skip
