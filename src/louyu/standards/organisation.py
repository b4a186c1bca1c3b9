"""组织类别: what kind of organisation an occupant is, from its registered type or its name.

Rates count companies and branches; the others are kept apart and shown beside them. What is not
recognised has no kind (None): a shop sign is not a sole trader until a register says so.
"""

import re
from enum import StrEnum

import polars as pl

from louyu.standards.address import name_key, name_keys
from louyu.standards.column import BLANKS, text_of


class Kind(StrEnum):
    """A kind of organisation, with its Chinese name in ``label``."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Kind":
        kind = str.__new__(cls, code)
        kind._value_ = code
        kind.label = label
        return kind

    COMPANY = "company", "公司"
    BRANCH = "branch", "分支机构"
    OFFICE = "office", "办事处"
    SOLE_TRADER = "sole_trader", "个体工商户"
    OTHER = "other", "其他登记组织"
    UNREGISTERED = "unregistered", "未登记"


TYPE_RULES: tuple[tuple[Kind, str], ...] = (
    (Kind.UNREGISTERED, r"未登记|未注册|未办理登记|无照|无证"),
    (Kind.SOLE_TRADER, r"个体工商户|个体户|^个体(经营|\(|$)"),
    (Kind.OFFICE, r"代表处|办事处|代表机构|办事机构"),
    (Kind.BRANCH, r"分公司|分支机构|非法人|分行|支行|营业部|^营业单位|^分所$"),
    (
        Kind.OTHER,
        r"合伙|个人独资|合作社|联合社|事务所|民办非企业|社会团体|社会服务机构|基金会|事业单位|机关"
        r"|全民所有制|集体所有制|股份合作|国有企业|集体企业|联营|农村集体经济|工会|社会组织|宗教"
        r"|居民委员会|居委会|村民委员会|村委会|仲裁|公证|群众团体|非公司",
    ),
    (
        Kind.COMPANY,
        r"有限公司|有限责任|股份公司|股份有限|^(外商投资|台港澳|港澳台|私营|一人)?公司$|^公司\(",
    ),
)
"""市场主体类型 to kind; the first that fits. A branch of a partnership is a branch."""

NAME_RULES: tuple[tuple[Kind, str], ...] = (
    (Kind.SOLE_TRADER, r"\(个体工商户\)$|\(个体\)$"),
    (Kind.OTHER, r"\((有限合伙|普通合伙|特殊普通合伙|合伙企业|个人独资)\)$|合伙企业$"),
    (Kind.OFFICE, r"(代表处|办事处|联络处)$"),
    (
        Kind.BRANCH,
        r"分公司(\([^()]*\))?$|(银行|信用社|公司).*(分行|支行)$|公司.*(分社|分院|分中心|分厂)$",
    ),
    (Kind.BRANCH, r"公司.*(店|营业部|营业厅|门市部|经营部|服务部|项目部|营业所|营业处)$"),
    (Kind.BRANCH, r"(律师|会计师|税务师|审计|评估).*分所$"),
    (Kind.COMPANY, r"公司(\([^()]*\))?$"),
    (
        Kind.OTHER,
        r"(事务所|合作社|联合社|协会|商会|学会|研究会|联合会|促进会|基金会|联谊会|公证处)$",
    ),
    (Kind.OTHER, r"(居民委员会|居委会|村民委员会|村委会|工会委员会|人民政府|民办非企业单位)$"),
)
"""Name to kind, only where law keeps the word for one kind; the first that fits."""


def kind_of(organisation_type: str | None, name: str | None) -> Kind | None:
    """The kind by 市场主体类型; by the name only when the type is blank. None when unknown."""
    kind_text = name_key(organisation_type or "")
    if kind_text.lower() not in BLANKS:
        return first_fitting(TYPE_RULES, kind_text)
    return first_fitting(NAME_RULES, name_key(name or ""))


def first_fitting(rules: tuple[tuple[Kind, str], ...], text: str) -> Kind | None:
    return next((kind for kind, pattern in rules if re.search(pattern, text)), None)


def kinds(organisation_types: pl.Series, names: pl.Series) -> pl.Series:
    """`kind_of` of two columns, as text (``company`` …), null when unknown."""
    table = pl.DataFrame(
        {
            "type": name_keys(text_of(organisation_types)).fill_null(""),
            "name": name_keys(text_of(names)).fill_null(""),
        }
    )
    typed = ~pl.col("type").str.to_lowercase().is_in(list(BLANKS))
    kind = pl.when(typed).then(fitting("type", TYPE_RULES)).otherwise(fitting("name", NAME_RULES))
    return table.select(kind.alias("kind"))["kind"]


def fitting(column: str, rules: tuple[tuple[Kind, str], ...]) -> pl.Expr:
    return pl.coalesce(
        pl.when(pl.col(column).str.contains(pattern)).then(pl.lit(kind.value))
        for kind, pattern in rules
    )
