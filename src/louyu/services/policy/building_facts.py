"""楼宇事实 building_facts: what the registers say of a building that a rule may ask."""

import ibis
from ibis import ir

from louyu.services.policy.enterprise_facts import in_force, number
from louyu.services.policy.fact import Fact, Kind, Subject
from louyu.services.policy.fact_group import FORMULAS, At, told
from louyu.services.policy.yearly_tax import yearly_tax

BUILDING = Subject.BUILDING


def fact(
    key: str, label: str, kind: Kind, definition: str, holder: str, *aliases: str,
    unit: str = "", restricted: bool = False, formula: str = "",
) -> Fact:  # fmt: skip
    return Fact(
        key, label, kind, definition, holder, BUILDING, unit, aliases, (), restricted, formula
    )


@told(
    fact("name", "楼宇名称", Kind.WORD, "一楼一册的名称", "building"),
    fact("street", "街镇", Kind.WORD, "所属街镇", "building"),
    fact("counts", "计入指标", Kind.FLAG, "方案附注1、2所指楼宇", "building"),
    fact("deemed", "视同楼宇", Kind.FLAG, "评估通过的非商务用地楼宇", "building"),
    fact("floor_area", "建筑面积", Kind.AREA, "总建筑面积", "building", "楼宇面积"),
    fact("office_area", "商务办公面积", Kind.AREA, "商务办公建筑面积", "building", "办公面积"),
    fact("unified_area", "统一运营面积", Kind.AREA, "由一家统一运营的面积", "building"),
    fact("completed_on", "竣备日期", Kind.DATE, "竣工备案日期", "building"),
    fact("operated", "有运营单位", Kind.FLAG, "台账上有运营单位", "building"),
    subject=BUILDING,
)  # fmt: skip
def listed(building: ir.Table, *, at: At) -> ir.Table:
    rows = building.filter(building.month == at.month)
    return rows.select(
        "building", "name", "street", "counts", "deemed", "floor_area", "office_area",
        "unified_area", "completed_on", operated=rows.operator.notnull(),
    )  # fmt: skip


@told(
    fact("occupied_area", "入驻面积", Kind.AREA, "计入比率的入驻企业面积", "tenancy"),
    fact("occupants", "入驻企业数", Kind.COUNT, "计入比率的入驻企业", "tenancy", unit="家"),
    fact("registered", "属地注册企业数", Kind.COUNT, "入驻企业中区内注册的", "registration",
         unit="家"),
    fact("taxed", "属地纳税企业数", Kind.COUNT, "区内注册的入驻企业中区内纳税的", "tax",
         unit="家"),
    fact("statistical", "规上企业数", Kind.COUNT, "入驻的规（限）上企业", "statistical_unit",
         "规上限上企业数", unit="家"),
    fact("led", "主导产业企业数", Kind.COUNT, "入驻企业最多的行业大类的企业数", "registration",
         unit="家"),
    fact("led_area", "主导产业面积", Kind.AREA, "面积最大的行业大类的入驻面积", "registration"),
    subject=BUILDING,
)  # fmt: skip
def occupied(building: ir.Table, tenancy: ir.Table, enterprise: ir.Table, *, at: At) -> ir.Table:
    """Who is in a building, counted as the indicators count."""
    here = tenancy.filter(tenancy.month == at.month, tenancy.present, tenancy.in_rates)
    trade = enterprise.filter(
        enterprise.from_month <= at.month, enterprise.to_month >= at.month
    ).select(whose="enterprise", division=enterprise.industry.left(2))  # fmt: skip
    one = here.group_by("building", "enterprise").agg(
        held=here.held_area.sum(), registered=here.registered_in_district.any(),
        taxed=here.taxed_in_district.any(), statistical=here.statistical.any(),
    )  # fmt: skip
    one = one.left_join(trade, one.enterprise == trade.whose)
    sums = one.group_by("building").agg(
        occupied_area=one.held.sum().cast("int64"), occupants=one.enterprise.nunique(),
        registered=ibis.ifelse(one.registered, 1, 0).sum(),
        taxed=ibis.ifelse(one.registered & one.taxed, 1, 0).sum(),
        statistical=ibis.ifelse(one.statistical, 1, 0).sum(),
    ).rename(where="building")  # fmt: skip
    known = one.filter(one.division.notnull())
    divisions = known.group_by("building", "division").agg(
        firms=known.enterprise.nunique(), space=known.held.sum()
    )
    lead = divisions.group_by(lead="building").agg(
        led=divisions.firms.max(), led_area=divisions.space.max().cast("int64")
    )
    every = building.filter(building.month == at.month).select("building")
    rows = every.left_join(sums, every.building == sums["where"])
    rows = rows.left_join(lead, rows.building == lead["lead"])
    columns = (
        "occupied_area", "occupants", "registered", "taxed", "statistical", "led", "led_area",
    )  # fmt: skip
    if at.month not in at.spoken["tenancy"]:
        return rows.select("building", **{name: rows[name].nullif(rows[name]) for name in columns})
    return rows.select("building", **{name: rows[name].fill_null(0) for name in columns})


@told(
    fact("tax_this_year", "本年税收", Kind.MONEY, "按入驻归属，本年1月至当月", "tax",
         restricted=True),
    fact("tax_last_year", "上年税收", Kind.MONEY, "按入驻归属，上一日历年", "tax", "上年度税收",
         restricted=True),
    fact("tax_before_last", "前年税收", Kind.MONEY, "按入驻归属，上年之前一年", "tax",
         restricted=True),
    fact("tax_third_last", "大前年税收", Kind.MONEY, "按入驻归属，前年之前一年", "tax",
         restricted=True),
    fact("tax_base", "前年税收基数", Kind.MONEY, "前年税收；不为正的视为不知道", "tax",
         restricted=True),
    fact("tax_highest_before", "以往最高年税收", Kind.MONEY, "上年之前各年中最高的一年", "tax",
         restricted=True),
    fact("local_last_year", "上年地方留成", Kind.MONEY, "上年税收的地方留成部分", "tax",
         "上年区级贡献", restricted=True),
    fact("local_before_last", "前年地方留成", Kind.MONEY, "前年税收的地方留成部分", "tax",
         restricted=True),
    subject=BUILDING,
)  # fmt: skip
def taxed(building: ir.Table, building_tax: ir.Table, *, at: At) -> ir.Table:
    """Tax by occupancy and calendar year. Before a building is in the register nothing was split
    to it, so it had none."""
    split = building_tax.filter(building_tax.attribution == "occupancy")
    every = building.filter(building.month == at.month).select("building")
    return yearly_tax(every, split, at=at)


@told(
    fact("themed", "特色楼宇", Kind.FLAG, "有效认定的特色楼宇", "recognition"),
    fact("themed_on", "特色认定日期", Kind.DATE, "最近一次有效认定", "recognition"),
    fact("reached", "运营服务评价达标", Kind.FLAG, "最近一次评价达标；未评价的视为不知道",
         "evaluation", "评价达标"),
    fact("renovated", "完成更新改造", Kind.FLAG, "有完工的更新改造", "renovation"),
    fact("renovated_on", "改造完工日期", Kind.DATE, "最近一次更新改造完工", "renovation"),
    fact("renovation_cost", "改造投资额", Kind.MONEY, "最近一次完工改造的投资额", "renovation"),
    fact("covered", "党组织覆盖", Kind.FLAG, "有单独或联合党组织", "party_body"),
    subject=BUILDING,
)  # fmt: skip
def honoured(
    building: ir.Table, recognition: ir.Table, evaluation: ir.Table, renovation: ir.Table,
    party_body: ir.Table, *, at: At,
) -> ir.Table:  # fmt: skip
    """What was recognised, evaluated, renovated and founded by the month's end."""
    rows = building.filter(building.month == at.month).select("building")
    valid = in_force(recognition, at)
    themes = valid.group_by(themed_at="building").agg(themed_on=valid.recognised_on.max())
    judged = evaluation.filter(number(evaluation.evaluated_on) <= at.month)
    newest = ibis.row_number().over(
        group_by="building", order_by=[ibis.desc("evaluated_on"), ibis.desc("reached")]
    )
    last = judged.mutate(place=newest).filter(lambda t: t.place == 0)
    last = last.select("reached", judged_at="building")
    done = renovation.filter(
        renovation.completed_on.notnull(), number(renovation.completed_on) <= at.month
    )
    latest = ibis.row_number().over(
        group_by="building", order_by=[ibis.desc("completed_on"), ibis.desc("cost")]
    )
    done = done.mutate(place=latest).filter(lambda t: t.place == 0)
    done = done.select(done_at="building", renovated_on="completed_on", renovation_cost="cost")
    standing = party_body.filter(
        number(party_body.founded_on) <= at.month,
        party_body.dissolved_on.isnull() | (number(party_body.dissolved_on) > at.month),
    )
    party = standing.select(party_at="building").distinct()
    rows = rows.left_join(themes, rows.building == themes.themed_at)
    rows = rows.left_join(last, rows.building == last.judged_at)
    rows = rows.left_join(done, rows.building == done.done_at)
    rows = rows.left_join(party, rows.building == party.party_at)
    return rows.select(
        "building", "themed_on", "reached", "renovated_on", "renovation_cost",
        themed=rows.themed_at.notnull(),
        renovated=rows.done_at.notnull(), covered=rows.party_at.notnull(),
    )  # fmt: skip


def rate(key: str, label: str, definition: str, holder: str, formula: str, *names: str) -> Fact:
    return fact(key, label, Kind.RATIO, definition, holder, *names, formula=formula)


FORMULAS += [
    rate("occupancy_rate", "企业入驻率", "入驻企业面积占楼宇总面积", "tenancy",
         "入驻面积 ÷ 建筑面积", "入驻率"),
    rate("registration_rate", "企业属地注册率", "区内注册企业占入驻企业", "registration",
         "属地注册企业数 ÷ 入驻企业数", "属地注册率"),
    rate("taxpaying_rate", "企业属地纳税率", "区内纳税企业占区内注册企业", "tax",
         "属地纳税企业数 ÷ 属地注册企业数", "属地纳税率"),
    rate("lead_share", "主导产业集聚度", "入驻企业最多的行业大类占入驻企业", "registration",
         "主导产业企业数 ÷ 入驻企业数"),
    rate("lead_area_share", "主导产业面积占比", "面积最大的行业大类占入驻面积", "registration",
         "主导产业面积 ÷ 入驻面积"),
    rate("unified_share", "统一运营比例", "统一运营面积占楼宇总面积", "building",
         "统一运营面积 ÷ 建筑面积"),
    fact("tax_growth", "税收增幅", Kind.RATIO, "上年税收比前年增长的百分比", "tax", "上年税收增幅",
         restricted=True, formula="(上年税收 − 前年税收基数) ÷ 前年税收基数"),
    fact("tax_rising", "税收连续两年增长", Kind.FLAG, "上年多于前年，前年多于大前年", "tax",
         restricted=True, formula="上年税收 超过 前年税收 且 前年税收 超过 大前年税收"),
    fact("local_increment", "地方留成增量", Kind.MONEY, "上年地方留成减前年地方留成", "tax",
         "区级贡献增量", restricted=True, formula="上年地方留成 − 前年地方留成"),
    fact("tax_each", "上年单位面积税收", Kind.MONEY, "上年税收除以建筑面积", "tax",
         "单位面积产出", restricted=True, formula="上年税收 ÷ 建筑面积"),
]  # fmt: skip
