"""已有的列 holdings: what registers hold of a building or an enterprise, and how tables ask for it.

A header is told by the contracts' headers and aliases, by the nouns' labels, and by the words below
that offices use for the same thing. Likeness is only ever proposed to a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from louyu.district import District
from louyu.nouns import NOUNS, Column, Sensitivity
from louyu.sources.header import Names, header_text
from louyu.web.people.rights import Access, Clearance

BUILDING, ENTERPRISE = "building", "enterprise"


@dataclass(frozen=True)
class Holding:
    """A column that can be given: of which register, whose, and what several rows make of it."""

    noun: str
    column: str
    of: str
    several: str = "first"
    label: str = ""
    words: tuple[str, ...] = ()
    window: str = ""

    @property
    def key(self) -> str:
        return ".".join(filter(None, (self.noun, self.column, self.window)))

    @property
    def spec(self) -> Column:
        return NOUNS[self.noun][self.column]

    @property
    def name(self) -> str:
        return self.label or self.spec.label

    @property
    def register(self) -> str:
        return NOUNS[self.noun].label


def of_building(noun: str, column: str, *words: str, label: str = "") -> Holding:
    return Holding(noun, column, BUILDING, words=words, label=label)


def of_enterprise(noun: str, column: str, *words: str, label: str = "") -> Holding:
    return Holding(noun, column, ENTERPRISE, words=words, label=label)


def rooms(column: str, several: str, *words: str, label: str = "") -> Holding:
    return Holding("tenancy", column, ENTERPRISE, several, label, words)


def paid(window: str, label: str, *words: str) -> Holding:
    return Holding("tax", "total", ENTERPRISE, "sum", label, words, window)


CODE = of_building("building", "building", "楼宇编码", "楼宇代码", "楼宇编号", label="楼宇编码")
NAME = of_building("building", "name", "楼宇名称", "楼宇", "楼盘名称", "写字楼名称", "大楼名称")
USCC = of_enterprise("enterprise", "uscc", "社会统一信用代码", "信用代码", "纳税人识别号")
TITLE = of_enterprise("enterprise", "name", "企业全称", "市场主体名称", "纳税人名称", "法人名称")
KEYS = (USCC, TITLE, CODE, NAME)
"""By what a row is told, the surest first."""

HOLDINGS = (
    *KEYS,
    of_enterprise("enterprise", "former_names"),
    of_enterprise("enterprise", "kind", "主体类别"),
    of_enterprise("enterprise", "organisation_type", "企业类型", "主体类型", "经济类型"),
    of_enterprise("enterprise", "industry", "行业小类代码", "国民经济行业代码", "行业类别代码"),
    of_enterprise("enterprise", "founded_on", "注册时间", "注册日期", "成立时间"),
    of_enterprise("enterprise", "state", "经营状态", "企业状态", "存续状态"),
    of_enterprise("enterprise", "capital", "注册资金"),
    of_enterprise("enterprise", "registered_address", "注册地址", "注册地", "企业住所"),
    of_enterprise("enterprise", "authority"),
    of_enterprise("enterprise", "registered_in_district", "是否区内注册", "是否本区注册"),
    of_enterprise("enterprise", "tax_authority", "税务主管机关"),
    of_enterprise("enterprise", "taxed_in_district", "是否区内纳税", "是否本区纳税"),
    rooms("building", "names", "入驻楼宇", "办公楼宇", "所在楼宇", label="入驻楼宇"),
    rooms("street", "each", "所在街道", "所在街镇", "属地", label="入驻街镇"),
    rooms("floor", "each", "办公楼层"),
    rooms("room", "each", "办公房号", "门牌号"),
    rooms("area", "sum", "办公面积", "租用面积", "实际使用面积"),
    rooms("staff", "sum", "从业人员", "从业人员数", "职工人数", "职工数", "在岗人数"),
    rooms("moved_in", "earliest", "迁入时间", "进驻时间"),
    rooms("lease_end", "latest", "合同到期时间", "租约到期日", "租赁到期日"),
    rooms("intention", "each"),
    of_enterprise("insured", "insured", "社保人数", "缴纳社保人数", "参保职工数"),
    Holding("statistical_unit", "kind", ENTERPRISE, "each", "规(限)上类别",
            ("规上类别", "规模以上类别", "入库类别")),
    paid("year", "本年累计税收", "今年税收", "当年税收", "本年税收"),
    paid("last_year", "上年税收", "上年度税收", "去年税收", "上一年度税收"),
    paid("months", "近12个月税收", "近一年税收"),
    *(
        of_building("building", column.name)
        for column in NOUNS["building"].columns
        if column.name not in ("month", "building", "name")
    ),
    of_building("building_month", "occupied_area", "已入驻面积", "已出租面积"),
    of_building("building_month", "occupants", "企业数", "入驻企业家数", "企业数量", "入驻单位数"),
    of_building("building_month", "staff", "从业人员", "从业人员数", "从业人数", "员工总数"),
    of_building("building_month", "tax_year", "本年税收", "今年税收", "税收"),
    of_building("building_month", "tax_last_year", "上年度税收", "去年税收"),
    of_building("building_month", "tax_12_months", "近一年税收"),
)  # fmt: skip
BY_KEY = {holding.key: holding for holding in HOLDINGS}
assert len(BY_KEY) == len(HOLDINGS)

RENAMED = {
    "building_code": CODE.key, "building_name": NAME.key, "uscc": USCC.key,
    "enterprise_name": TITLE.key,
}  # fmt: skip
"""What lists call the columns by which registers name a thing."""
OF_DATASET = {"registration": "enterprise"}
"""Datasets whose register has another name."""
WAYS = ("契约表头", "契约别名", "台账字段名", "同义词")
"""How a header was told, by rank."""


def seen_by(access: Access, holding: Holding) -> bool:
    """Whether a reader may be given a column: exact tax to the cleared, bands of one enterprise to
    whom banded tax is shown, persons to nobody."""
    if holding.spec.sensitivity is Sensitivity.OPEN:
        return True
    if holding.spec.sensitivity is Sensitivity.PERSONAL:
        return False
    banded = holding.noun == "tax" and access.clearance is Clearance.BANDED
    return access.exact or banded


def vocabulary(district: District, kinds: Sequence[str]) -> Names:
    """Folded headers, each with the column of some kinds that it asks for, the first kind first."""
    found: dict[str, tuple[str, int]] = {}
    for kind in kinds:
        for rank, said in enumerate(words(district)):
            for word, key in said:
                if BY_KEY[key].of == kind:
                    found.setdefault(header_text(word), (key, rank))
    return Names(found)


def words(district: District) -> list[list[tuple[str, str]]]:
    """By rank: each word with the key of the column it asks for."""
    ranked: list[list[tuple[str, str]]] = [[], [], [], []]
    for contract in district.contracts.values():
        noun = OF_DATASET.get(contract.dataset, contract.dataset)
        for name, column in contract.columns.items():
            key = RENAMED.get(name, f"{noun}.{name}")
            if key in BY_KEY:
                ranked[0].append((column.header, key))
                ranked[1] += [(alias, key) for alias in column.aliases]
    for holding in HOLDINGS:
        ranked[2].append((holding.name, holding.key))
        ranked[3] += [(word, holding.key) for word in holding.words]
    return ranked


def alike(label: str, names: Names) -> list[str]:
    """Columns whose words lie in a header, or it in them, or that are spelt much like it."""
    if len(label) < 2:
        return []
    words = [word for word in names.of if len(word) >= 2]
    within = sorted((w for w in words if w in label or label in w), key=len, reverse=True)
    close = get_close_matches(label, words, n=3, cutoff=0.6)
    return list(dict.fromkeys(names.of[word][0] for word in [*within, *close]))[:3]
