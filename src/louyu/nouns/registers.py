"""台账 registers: one row per thing, resolved from statements (一楼一册, 一企一档).

A *placed* row has its building and street resolved. ``building`` is a building's code,
``enterprise`` an enterprise's id (its USCC, or ``name:<key>`` while no USCC is known),
``street`` the official name of a street or town.
"""

from louyu.nouns.noun import (
    Column,
    Noun,
    area,
    date,
    flag,
    integer,
    money,
    month,
    noun,
    real,
    restricted,
    text,
)
from louyu.nouns.statements import BUILDING_MENTION, ENTERPRISE_MENTION, LINEAGE, STATEMENTS

ROW = tuple(c for c in LINEAGE if c.name in ("batch", "sheet", "row"))
"""The received row behind a register row."""

BUILDING = text("building", "楼宇", "the building's code")
STREET = text("street", "街镇")
ENTERPRISE = text("enterprise", "企业", "the enterprise's id")

noun(
    "batch",
    "批次",
    "a file or form that went through the door",
    ["batch"],
    text("batch", "批次"),
    text("dataset", "数据集"),
    text("publisher", "来源"),
    text("sender", "报送单位"),
    month("month", "所属期"),
    text("file", "文件名"),
    text("sha256", "SHA-256"),
    integer("sequence", "次序", about="order of receipt: a later one replaces an earlier one"),
    integer("rows_read", "读取行数"),
    integer("accepted", "采用行数"),
    integer("quarantined", "隔离行数"),
    integer("non_data", "非数据行数"),
    text("status", "状态", "in_force, replaced or withdrawn"),
)

noun(
    "coverage",
    "数据覆盖",
    "which batch speaks for a dataset, a sender and a month",
    ["dataset", "sender", "month"],
    text("dataset", "数据集"),
    text("publisher", "来源"),
    text("sender", "报送单位"),
    month("month", "月份"),
    text("batch", "批次"),
    flag("carried", "沿用上期", "nothing came for this month, the last stock stands"),
)

noun(
    "building",
    "一楼一册",
    "a building in a month, each cell by the first source in precedence that states it",
    ["month", "building"],
    month("month", "月份"),
    BUILDING,
    text("name", "楼宇名称"),
    text("aliases", "别名"),
    STREET,
    text("address", "地址"),
    *(
        c
        for c in STATEMENTS["building"].columns
        if c.name
        not in {"building_code", "building_name", "aliases", "street", "address"}
        | {lineage.name for lineage in LINEAGE}
    ),
    flag("completed", "已竣备", "completed on or before the month's end"),
    flag("deemed", "视同楼宇", "approved under note 2 on or before the month's end"),
    flag("counts", "计入指标", "a building in the plan's sense (notes 1 and 2) at the month's end"),
    text("reason", "不计入原因"),
)

noun(
    "enterprise",
    "一企一档",
    "what is known of an enterprise from one month to another",
    ["enterprise", "from_month"],
    ENTERPRISE,
    month("from_month", "起始月份"),
    month("to_month", "截止月份", "inclusive; 999912 while it lasts"),
    text("uscc", "统一社会信用代码"),
    text("name", "企业名称"),
    text("former_names", "曾用名"),
    text("kind", "组织类别", "company, branch, office, sole_trader, other or unregistered"),
    text("organisation_type", "市场主体类型"),
    text("industry", "行业代码"),
    date("founded_on", "成立日期"),
    text("state", "登记状态"),
    money("capital", "注册资本"),
    text("registered_address", "住所"),
    text("registered_building", "注册楼宇", "the building at the registered address"),
    text("authority", "登记机关"),
    flag("registered_in_district", "区内注册"),
    text("head_office", "总公司", "enterprise id of a branch's head office"),
    text("tax_authority", "主管税务机关"),
    flag("taxed_in_district", "区内纳税"),
    *ROW,
    text("tax_batch", "税务批次"),
    text("tax_sheet", "税务工作表"),
    integer("tax_row", "税务行号"),
)

noun(
    "tenancy",
    "入驻",
    "an occupant in a room of a building in a month",
    ["month", "building", "enterprise", "room", "batch", "sheet", "row"],
    month("month", "月份"),
    BUILDING,
    STREET,
    flag("counts", "楼宇计入指标"),
    ENTERPRISE,
    text("enterprise_name", "企业名称"),
    text("kind", "组织类别"),
    text("floor", "楼层"),
    text("room", "房号"),
    area("area", "入驻面积", "as stated"),
    area("held_area", "计入面积", "after the caps: a room counts once, a building at most full"),
    flag("present", "月末在驻", "not moved out by the month's end"),
    flag("in_rates", "计入比率", "of a kind that rates count"),
    flag("registered_in_district", "区内注册"),
    flag("taxed_in_district", "区内纳税"),
    flag("statistical", "规(限)上", "in the statistical register at the month's end"),
    text("section", "行业门类", "GB/T 4754-2017 section, a letter; empty where no code is known"),
    date("moved_in", "入驻日期"),
    date("moved_out", "迁出日期"),
    date("lease_end", "租期截止"),
    integer("staff", "员工数", "人"),
    text("intention", "迁出意向"),
    flag("carried", "沿用上期"),
    *ROW,
)

noun(
    "area_exception",
    "面积例外",
    "a row of a tenancy list in a month that does not simply hold the area it states",
    ["month", "batch", "sheet", "row"],
    month("month", "月份"),
    flag("twice", "重复", "alike in all it says to an earlier row: left out"),
    area("held_area", "计入面积", "after the caps"),
    *ROW,
)

noun(
    "building_mention",
    "楼宇称谓",
    "a way in which statements name a building, and which it is",
    ["building_code", "building_name", "street"],
    text("building_code", "楼宇编码", "as said; empty where it is not"),
    text("building_name", "楼宇名称", "as said"),
    text("street", "所属街镇", "as said"),
    BUILDING,
    text("evidence", "依据", "by what it is told"),
    text("reason", "原因", "why it is not known"),
)

noun(
    "enterprise_mention",
    "企业称谓",
    "a name without a code as it is said somewhere, and whose it is",
    ["enterprise_name", "building_code", "building_name", "street"],
    text("enterprise_name", "企业名称", "as said"),
    text("building_code", "楼宇编码", "of the building it was seen in, as said"),
    text("building_name", "楼宇名称", "as said"),
    text("street", "所属街镇", "as said"),
    ENTERPRISE,
    text("evidence", "依据", "by what it is told"),
    text("reason", "原因", "why it stands for itself"),
)

noun(
    "enterprise_relation",
    "企业关系",
    "two enterprises that have to do with one another and are two",
    ["enterprise", "other"],
    ENTERPRISE,
    text("other", "另一企业"),
    text("relation", "关系", "总部与分支, 同一总部的分支 or 承继"),
    text("evidence", "依据"),
)

noun(
    "identity_question",
    "待定归并",
    "two enterprises that may be one: what a person could decide",
    ["enterprise", "other"],
    ENTERPRISE,
    text("other", "另一企业"),
    text("left", "记录甲", "a USCC, or name: and the name, as in a judgement"),
    text("left_name", "名称甲"),
    text("left_building", "楼宇甲", "where the name was seen, or the organisation is registered"),
    text("right", "记录乙"),
    text("right_name", "名称乙"),
    text("right_building", "楼宇乙"),
    real("score", "可能性", about="probability that they are one"),
    text("evidence", "依据"),
    area("area", "涉及面积"),
    restricted(money("tax", "涉及税收", "of both in the last twelve months")),
    restricted(money("worth", "判断价值", "tax and area at stake, times the chance of 同一")),
)

noun(
    "judgement",
    "归并判断",
    "the last word on whether two records are one enterprise, and whether it was followed",
    ["left", "right"],
    text("left", "记录甲", "a USCC, or name: and the name"),
    text("right", "记录乙", "the other one"),
    text("verdict", "判断", "同一, 不同 or 不确定"),
    flag("followed", "已采用"),
    text("refusal", "未采用原因"),
    text("reason", "理由"),
    text("sender", "判断单位"),
    date("judged_on", "判断日期"),
    month("month", "所属期"),
    *ROW,
)

noun(
    "tax",
    "楼宇税收明细",
    "an enterprise's tax of a month in one of the buildings it occupies",
    ["month", "building", "enterprise", "batch", "sheet", "row"],
    month("month", "月份"),
    BUILDING,
    STREET,
    ENTERPRISE,
    restricted(money("total", "税收合计")),
    restricted(money("local", "地方留成")),
    *ROW,
)

noun(
    "building_tax",
    "楼宇税收",
    "a building's tax of a month by one attribution",
    ["attribution", "month", "building"],
    text("attribution", "归属口径", "occupancy 入驻, registered 注册地址 or head_office 总部所在"),
    month("month", "月份"),
    BUILDING,
    STREET,
    restricted(money("total", "税收合计")),
    restricted(money("local", "地方留成")),
    integer("payers", "纳税企业数", "家"),
)

noun(
    "building_month",
    "楼宇月度",
    "a building's roll-up of a month: the cube that pages and indicators read",
    ["month", "building"],
    month("month", "月份"),
    BUILDING,
    STREET,
    flag("counts", "计入指标"),
    area("floor_area", "建筑面积"),
    area("occupied_area", "入驻面积", "of the kinds that rates count, at the month's end"),
    area("other_area", "其他入驻面积", "of the kinds that rates leave out"),
    integer("occupants", "入驻企业数", "家"),
    integer("staff", "员工数", "人"),
    text("main_section", "主业门类", "the GB/T 4754-2017 section that holds most of occupied_area"),
    area("main_section_area", "主业面积", "what of occupied_area is of that section"),
    restricted(money("tax", "当月税收")),
    restricted(money("tax_year", "本年累计税收")),
    restricted(money("tax_last_year", "上年税收", "the whole calendar year before")),
    restricted(money("tax_12_months", "近12个月税收")),
)

noun(
    "unresolved",
    "未识别",
    "a statement that could not be placed, or takes no part beside another",
    ["dataset", "batch", "sheet", "row", "subject"],
    text("dataset", "数据集"),
    month("month", "月份"),
    text("subject", "对象", "what the reason is about: building, enterprise or the whole row"),
    text("said", "所报内容"),
    flag(
        "used",
        "仍参与统计",
        "an unknown name still occupies its room; an unknown building counts nowhere",
    ),
    text("reason", "原因"),
    *ROW,
)

noun(
    "disagreement",
    "矛盾",
    "two sources state different values for one cell",
    ["noun", "thing", "column", "month", "publisher", "beaten_publisher"],
    text("noun", "台账"),
    text("thing", "对象"),
    text("column", "字段"),
    month("month", "月份"),
    text("value", "采用值"),
    text("publisher", "采用来源"),
    text("standing", "采用依据", "清单, 更正, or 裁定: the word of the datum's owner"),
    *ROW,
    text("beaten_value", "未采用值"),
    text("beaten_publisher", "未采用来源"),
    text("beaten_batch", "未采用批次"),
    text("beaten_sheet", "未采用工作表"),
    integer("beaten_row", "未采用行号"),
)


def resolved(
    dataset: str, label: str, row: str, key: tuple[str, ...], when: tuple[Column, ...] = ()
) -> Noun:
    """The register of a dataset whose rows need no merging, only their building and enterprise.

    ``when`` takes the place of the statement's month.
    """
    said = STATEMENTS[dataset]
    mentions = {c.name for c in (*BUILDING_MENTION, *ENTERPRISE_MENTION)}
    things: list[Column] = []
    if "building_name" in said or "building_code" in said:
        things.append(BUILDING)
    if "uscc" in said:
        things.append(ENTERPRISE)
    if "street" in said or BUILDING in things:
        things.append(STREET)
    rest = [c for c in said.columns if c.name not in mentions and not (when and c.name == "month")]
    return noun(dataset, label, row, key, *when, *things, *rest)


resolved(
    "space",
    "房源",
    "a unit of a building in the months for which a list of its rooms speaks",
    ("building", "floor", "room", "from_month"),
    (month("from_month", "起始月份"), month("to_month", "截止月份")),
)
resolved("statistical_unit", "规(限)上企业", "a unit as last stated", ("enterprise", "kind"))
resolved(
    "headquarters", "总部企业", "a recognition as last stated", ("enterprise", "recognised_on")
)
resolved("insured", "参保人数", "an organisation in a month", ("month", "enterprise"))
resolved("power", "用电", "a building or room in a month", ("month", "building", "room"))
resolved("party_body", "党组织", "a body and a building it covers", ("body", "building"))
resolved("recognition", "特色楼宇", "a recognition", ("building", "theme", "recognised_on"))
resolved("evaluation", "运营服务评价", "an evaluation", ("building", "evaluated_on"))
resolved("renovation", "更新改造", "a renovation as last stated", ("building", "listed_on"))
resolved("operated_space", "统一运营空间", "a space as last stated", ("space", "building"))
resolved("project", "重大项目", "a project in a month", ("month", "project"))
resolved("parcel", "商服地块", "a parcel as last stated", ("parcel",))
resolved("facility", "公共服务设施", "a facility as last stated", ("facility", "kind"))
resolved("walk_network", "步行路网", "an edge", ("edge",))
resolved("lead", "招商线索", "a lead as last stated", ("lead",))
