"""陈述 statements: what one received row says. One noun per dataset of a district."""

from collections.abc import Iterable

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
    personal,
    real,
    restricted,
    text,
)

LINEAGE = (
    month("month", "所属期", "the period the file is about, not the day it came"),
    text(
        "publisher", "来源", "who speaks: street, tax, market_regulation …; precedence goes by it"
    ),
    text("sender", "报送单位", "the unit that sent the file"),
    text("batch", "批次"),
    text("sheet", "工作表"),
    integer("row", "行号", about="as Excel counts: the first line of the sheet is 1"),
)
"""Where a statement comes from. Batch, sheet and row name one row of one file kept as received."""

AUTHORED = ("judgement", "building_correction")
"""Datasets of what people say one by one: a batch replaces none before it."""

STATEMENTS: dict[str, Noun] = {}
"""Dataset name to the noun of its clean rows: ``STATEMENTS['tax']`` is ``tax_statement``."""


def statement(dataset: str, label: str, row: str, key: Iterable[str], *columns: Column) -> None:
    STATEMENTS[dataset] = noun(f"{dataset}_statement", label, row, key, *columns, *LINEAGE)


BUILDING_MENTION = (
    text("building_code", "楼宇编码", "when the sender knows it"),
    text("building_name", "楼宇名称", "as the sender writes it"),
    text("street", "所属街镇"),
)
"""How files point to a building: by code, or by name (with the street where names repeat)."""

ENTERPRISE_MENTION = (
    text("enterprise_name", "企业名称"),
    text("uscc", "统一社会信用代码"),
)

statement(
    "building",
    "楼宇台账",
    "a building as one sender knows it in a month",
    ["building_code"],
    text("building_code", "楼宇编码"),
    text("building_name", "楼宇名称"),
    text("aliases", "别名", "separated by 、"),
    text("address", "地址"),
    text("street", "所属街镇"),
    text("land_use", "用地性质"),
    area("floor_area", "建筑面积"),
    area("office_area", "商务办公建筑面积"),
    integer("floors_above", "地上层数", "层"),
    integer("floors_below", "地下层数", "层"),
    date("completed_on", "竣备日期"),
    date("deemed_on", "视同楼宇批准日期", "note 2 of the plan: assessed and approved"),
    text("ownership", "产权情况"),
    text("owner", "产权单位"),
    text("operator", "运营单位"),
    area("unified_area", "统一运营面积"),
    integer("parking", "停车位", "个"),
    text("certificates", "认证", "separated by 、"),
    real("lon", "经度", "°"),
    real("lat", "纬度", "°"),
    text("datum", "坐标系", "WGS-84, GCJ-02, BD-09 or CGCS2000"),
)

statement(
    "building_correction",
    "楼宇更正",
    "somebody's word that cells of a building are otherwise than listed",
    ["reference", "building_code"],
    text("reference", "更正单号", "by which its author takes it back"),
    *(c for c in STATEMENTS["building"].columns if c not in LINEAGE),
    date("holds_from", "起算日期", "empty: it was always so"),
    text("verdict", "性质", "更正 or 撤回"),
    text("reason", "理由"),
    text("proof", "凭据"),
    date("said_on", "提出日期"),
)

statement(
    "space",
    "房源",
    "a unit of a building in a month",
    ["building_code", "building_name", "floor", "room"],
    *BUILDING_MENTION,
    text("floor", "楼层"),
    text("room", "房号"),
    area("area", "面积"),
    text("state", "状态", "自用, 出租 or 空置"),
    money("asking_rent", "挂牌租金", "per ㎡ and month"),
)

statement(
    "tenancy",
    "入驻清单",
    "an occupant of a room of a building in a month (扫楼)",
    ["building_code", "building_name", "enterprise_name", "uscc", "room"],
    *ENTERPRISE_MENTION,
    *BUILDING_MENTION,
    text("floor", "楼层"),
    text("room", "房号"),
    area("area", "入驻面积"),
    date("moved_in", "入驻日期"),
    date("moved_out", "迁出日期"),
    date("lease_end", "租期截止"),
    integer("staff", "员工数", "人"),
    text("intention", "迁出意向", "无, 考虑中 or 拟迁出"),
)

statement(
    "registration",
    "市场主体登记",
    "an organisation as registered; a later row of the same USCC replaces the earlier",
    ["uscc"],
    text("uscc", "统一社会信用代码"),
    text("enterprise_name", "企业名称"),
    text("former_names", "曾用名", "separated by 、"),
    text("organisation_type", "市场主体类型"),
    personal(text("legal_representative", "法定代表人")),
    text("registered_address", "住所"),
    text("authority", "登记机关"),
    text("industry", "行业代码", "GB/T 4754-2017 class"),
    date("founded_on", "成立日期"),
    text("state", "登记状态", "存续, 迁出, 注销 or 吊销"),
    money("capital", "注册资本"),
    text("head_office_uscc", "隶属企业统一社会信用代码", "of a branch"),
    text("change", "变更事项"),
)

statement(
    "tax",
    "税收",
    "an organisation's tax booked in a month; refunds are negative",
    ["uscc"],
    text("uscc", "统一社会信用代码"),
    text("enterprise_name", "企业名称"),
    text("tax_authority", "主管税务机关"),
    restricted(money("total", "税收合计", "all taxes booked")),
    restricted(money("local", "地方留成", "the local part")),
)

statement(
    "statistical_unit",
    "规上限上名录",
    "an organisation in the statistical register",
    ["uscc", "kind"],
    text("uscc", "统一社会信用代码"),
    text("enterprise_name", "企业名称"),
    text(
        "kind", "类别", "规上工业, 规上服务业, 限上批发, 限上零售, 限上住餐, 资质建筑业, 房地产开发"
    ),
    date("entered_on", "入库日期"),
    date("left_on", "退库日期"),
)

statement(
    "headquarters",
    "总部企业",
    "a recognition of a headquarters",
    ["uscc", "recognised_on"],
    text("uscc", "统一社会信用代码"),
    text("enterprise_name", "企业名称"),
    text("level", "总部级别"),
    date("recognised_on", "认定日期"),
    date("revoked_on", "撤销日期"),
)

statement(
    "insured",
    "参保人数",
    "an organisation's insured staff in a month",
    ["uscc"],
    text("uscc", "统一社会信用代码"),
    text("enterprise_name", "企业名称"),
    restricted(integer("insured", "参保人数", "人")),
)

statement(
    "power",
    "用电",
    "a building's or a room's electricity in a month",
    ["building_code", "building_name", "room"],
    *BUILDING_MENTION,
    text("room", "房号"),
    real("energy", "用电量", "kWh"),
)

statement(
    "party_body",
    "党组织",
    "a party organisation and a building it covers",
    ["body", "building_code", "building_name"],
    text("body", "党组织名称"),
    *BUILDING_MENTION,
    text("kind", "组织形式", "单独 or 联合"),
    date("founded_on", "成立日期"),
    date("dissolved_on", "撤销日期"),
    integer("members", "党员数", "人", "a count, never a list of persons"),
    flag("has_steward", "已推选楼长", "楼长 elected; the person is not recorded"),
)

statement(
    "recognition",
    "特色楼宇认定",
    "a recognition of a building with a distinct trade",
    ["building_code", "building_name", "theme", "recognised_on"],
    *BUILDING_MENTION,
    text("theme", "特色主题"),
    date("recognised_on", "认定日期"),
    date("revoked_on", "撤销日期"),
)

statement(
    "evaluation",
    "运营服务评价",
    "a building's evaluation in a year",
    ["building_code", "building_name", "evaluated_on"],
    *BUILDING_MENTION,
    date("evaluated_on", "评价日期"),
    integer("score", "得分", "分"),
    flag("reached", "是否达标"),
)

statement(
    "renovation",
    "更新改造",
    "a renovation of an old building",
    ["building_code", "building_name", "listed_on"],
    *BUILDING_MENTION,
    date("listed_on", "列入日期"),
    text("kind", "改造类型"),
    text("state", "进度", "列入, 开工 or 完工"),
    date("completed_on", "完工日期"),
    money("cost", "投资额"),
)

statement(
    "operated_space",
    "统一运营空间",
    "a space put under one operator",
    ["space", "building_code", "building_name"],
    text("space", "空间名称"),
    *BUILDING_MENTION,
    text("operator", "运营单位"),
    area("area", "统一运营面积"),
    date("since", "启用日期"),
)

statement(
    "project",
    "重大项目进度",
    "a project in a month",
    ["project"],
    text("project", "项目名称"),
    text("street", "所属街镇"),
    text("stage", "建设阶段", "前期, 新开工, 续建 or 竣备"),
    area("floor_area", "建筑面积"),
    real("progress", "形象进度", "%"),
    money("invested", "累计完成投资"),
    date("expected_on", "预计竣备日期"),
    real("lon", "经度", "°"),
    real("lat", "纬度", "°"),
    text("datum", "坐标系"),
)

statement(
    "parcel",
    "商服地块",
    "a commercial parcel",
    ["parcel"],
    text("parcel", "地块编号"),
    text("street", "所属街镇"),
    area("land_area", "用地面积"),
    area("planned_floor_area", "规划建筑面积"),
    date("planned_on", "规划批准日期"),
    text("state", "状态", "规划, 出让, 在建 or 建成"),
    real("lon", "经度", "°"),
    real("lat", "纬度", "°"),
    text("datum", "坐标系"),
)

statement(
    "facility",
    "公共服务设施",
    "a facility of a 15-minute circle",
    ["facility", "kind"],
    text("facility", "设施名称"),
    text("kind", "类别", "政务, 教育, 商业, 交通, 医疗, 生态, 餐饮 or 文体"),
    text("street", "所属街镇"),
    real("lon", "经度", "°"),
    real("lat", "纬度", "°"),
    text("datum", "坐标系"),
    text("hours", "开放时间"),
)

statement(
    "walk_network",
    "步行路网",
    "a walkable edge between two points",
    ["edge"],
    text("edge", "路段编号"),
    real("from_lon", "起点经度", "°"),
    real("from_lat", "起点纬度", "°"),
    real("to_lon", "终点经度", "°"),
    real("to_lat", "终点纬度", "°"),
    text("datum", "坐标系"),
    real("length", "长度", "m"),
)

statement(
    "lead",
    "招商线索",
    "an investment lead",
    ["lead"],
    text("lead", "线索编号"),
    text("source", "线索来源"),
    area("wanted_area", "意向面积"),
    text("industry", "意向行业"),
    money("budget", "租金预算", "per ㎡ and month"),
    text("state", "跟进状态", "新增, 洽谈, 签约, 落地 or 终止"),
    text("building_code", "意向楼宇编码"),
    text("street", "所属街镇"),
)

statement(
    "judgement",
    "归并判断",
    "somebody's word on whether two records are one enterprise",
    ["enterprise_name", "uscc", "other_name", "other_uscc"],
    *ENTERPRISE_MENTION,
    text("other_name", "对照企业名称"),
    text("other_uscc", "对照统一社会信用代码"),
    text("verdict", "判断", "同一, 不同, 不确定, 撤回 or 未判断"),
    text("reason", "理由"),
    date("judged_on", "判断日期"),
)
