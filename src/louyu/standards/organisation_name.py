"""企业名称的组成: an organisation's name in its parts (企业名称登记管理规定, 第六条).

行政区划 + 字号 + 行业 + 组织形式, and behind them the suffix of a branch. Divisions are stripped
only as a nested chain that the caller gives (浙江永泰 is no 永泰县), never a short name that would
leave half a word (阿里巴巴 is no 阿里, a 街道 no 区 of the same name). The rest stays in the 字号.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import opencc
import polars as pl

from louyu.standards.address import MARKS, fold
from louyu.standards.column import text_of

SCHEMA = {
    "name": pl.String,
    "whole": pl.String,
    "place": pl.String,
    "core": pl.String,
    "trade": pl.String,
    "industry": pl.String,
    "form": pl.String,
    "branch": pl.String,
}
NAME_MARKS = fold({**MARKS, "-": "", ",": "", "&": "", "/": "", ".": ""})
DIVISION_ENDS = ("省", "市", "区", "县")
"""Ends that everyday speech leaves out. 地区, 盟, 州, 街道, 镇, 乡 are said in full."""
NO_DIVISION_AFTER = re.compile(r"街道|新区|[路街巷镇乡村弄湾大]道?|[一-鿿]?路")
COUNTRY = ("中国", "中华人民共和国", "全国")
SHORTEST = 2
"""A short division is stripped only where more characters than these stand behind it."""

ENGLISH_FORM = (
    r"(?i)^(?P<stem>.*?[A-Za-z0-9)])[\s,.]+(?:(?:co|company)\b[\s,.]*)?"
    r"(?:ltd|limited|inc|incorporated|llc|corp|corporation|gmbh|plc|company|co)\b"
    r"[.\s]*(?P<tail>[^A-Za-z]*)$"
)
KIND_NOTE = (
    r"\((?:有限合伙|普通合伙|特殊普通合伙|合伙企业|合伙|个人独资|个体工商户|个体|"
    r"上市|中外合资|外商独资|外资|自然人独资|一人|筹|境外)\)"
)
BRANCH_WORD = (
    r"(?:分公司|分行|支行|分理处|营业部|营业厅|营业所|营业处|储蓄所|门市部|经营部|服务部|销售部|"
    r"项目部|分店|分所|分社|分院|分校|分中心|分厂|代表处|办事处|联络处|办公室|店)"
)
BRANCHES = (
    rf"^(?P<head>.+(?:公司|合作社|联合社|事务所|厂|集团)(?:\([^()]*\))?)"
    rf"(?P<branch>.{{0,24}}{BRANCH_WORD}(?:\([^()]*\))?)$",
    r"^(?P<head>.*?(?:银行|信用社|信用联社))(?:股份)?"
    r"(?P<branch>.{1,24}?(?:分行|支行|分理处|营业部|营业所|储蓄所))$",
    r"^(?P<head>.{2,}?)(?P<branch>(?:第[一二三四五六七八九十0-9]+)?"
    r"(?:分公司|分店|营业部|门市部|办事处|代表处|联络处))$",
)
SUBDISTRICT_OFFICE = "街道办事处"
"""The government of a 街道, which is no branch."""
FORMS = (
    ("个体工商户", r"\((?:个体工商户|个体)\)$"),
    ("合伙企业", r"合伙企业|\((?:有限合伙|普通合伙|合伙|合伙企业)\)$"),
    ("合作社", r"(?:合作社|联合社)"),
    ("律师事务所", r"律师事务所"),
    ("会计师事务所", r"(?:会计师|税务师|资产评估)(?:事务所)"),
    ("事务所", r"事务所$"),
    ("股份公司", r"股份(?:有限)?公司"),
    ("有限公司", r"有限(?:责任)?公司"),
    ("公司", r"公司$"),
    ("株式会社", r"株式会社$"),
)
FORM_TAIL = (
    r"(?:集团|\(集团\))?(?:股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司|"
    r"专业合作社联合社|股份经济合作社|经济合作社|专业合作社|合作社|联合社|合伙企业|事务所|"
    r"商行|经营部|工作室|服务部|个体|集团|株式会社)$"
)
INDUSTRY_WORDS = Path(__file__).with_name("industry_words.csv")
"""Words that names use for a trade; what is not among them stays in the 字号."""


def divisions_of(chains: Iterable[Sequence[str]]) -> dict[str, str]:
    """How nested divisions may stand before a name: as written → the last one's full name.

    ``chains`` are full names from the widest to the narrowest (某某省, 某某市, 某某区). A county's
    short name needs its province or city before it; a wider short name may stand alone.
    """
    found: dict[str, str] = {}
    for chain in chains:
        spelled: list[tuple[str, bool]] = [("", False)]
        for full in chain:
            short = full[:-1] if full.endswith(DIVISION_ENDS) and len(full) > SHORTEST else full
            more = [(before + full, True) for before, _ in spelled]
            alone = full.endswith(("省", "市"))
            more += [(before + short, True) for before, nested in spelled if nested or alone]
            for text, _ in more:
                found.setdefault(text, full)
            spelled += more
    found.pop("", None)
    return found


@cache
def industry_words() -> tuple[str, ...]:
    return tuple(pl.read_csv(INDUSTRY_WORDS)["word"])


@cache
def simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(texts: pl.Series) -> pl.Series:
    """The texts in simplified characters."""
    if texts.is_empty():
        return texts
    lines = texts.fill_null("").str.replace_all("\n", " ", literal=True).to_list()
    told = simplifier().convert("\n".join(lines)).split("\n")
    return pl.Series(texts.name, told, pl.String)


def names_folded(names: pl.Series) -> pl.Series:
    """Simplified, width and brackets folded, marks and blanks gone, forms in English taken off."""
    told = simplified(text_of(names).fill_null(""))
    # An English form is told by the blank before it, so before blanks go.
    told = told.str.normalize("NFKC").str.replace(ENGLISH_FORM, "${stem}${tail}")
    return told.str.replace_many(list(NAME_MARKS), list(NAME_MARKS.values()))


def name_parts(names: pl.Series, divisions: Iterable[Sequence[str]] = ()) -> pl.DataFrame:
    """One row per name, in their order: the name folded (whole) and its parts.

    place is the last division of the chain before the name or in brackets, as its full name;
    core is 字号 and industry; trade is the 字号; form is the class of legal form; branch is the
    suffix of a branch. A part that is not there is the empty text, place and form are null.
    """
    distinct = pl.DataFrame({"name": text_of(names).fill_null("")}).unique().sort("name")
    table = distinct.with_columns(names_folded(distinct["name"]).alias("whole"))
    known = divisions_of(divisions)
    table = table.with_columns(split_branch()).unnest("split")
    table = with_branch_places(table, known)
    table = table.with_columns(form=form_of("head"))
    bare = pl.col("head").str.replace_all(KIND_NOTE, "")
    table = table.with_columns(head=bare)
    table = table.with_columns(places_stripped(table["head"], known))
    table = table.with_columns(core=core_of("rest"))
    words = "|".join(sorted(industry_words(), key=len, reverse=True))
    parted = pl.col("core").str.extract_groups(rf"^(?P<trade>..+?)(?P<industry>(?:{words})+)$")
    table = table.with_columns(parted.alias("parted")).unnest("parted")
    table = table.with_columns(
        trade=pl.coalesce("trade", "core"), industry=pl.col("industry").fill_null("")
    )
    asked = pl.DataFrame({"name": text_of(names).fill_null("")})
    return asked.join(table, on="name", how="left", maintain_order="left").select(list(SCHEMA))


def split_branch() -> pl.Expr:
    """The name up to its branch's suffix, and the suffix."""
    office = pl.col("whole").str.ends_with(SUBDISTRICT_OFFICE)
    text = pl.when(~office).then("whole")
    found = [text.str.extract_groups(pattern) for pattern in BRANCHES]
    head = pl.coalesce(*[each.struct.field("head") for each in found], "whole")
    branch = pl.coalesce(*[each.struct.field("branch") for each in found], pl.lit(""))
    return pl.struct(head.alias("head"), branch.alias("branch")).alias("split")


def with_branch_places(table: pl.DataFrame, known: dict[str, str]) -> pl.DataFrame:
    """The division that a branch is named after goes from the head to the branch's suffix."""
    cut = [
        (head, known_end(head, known)) if branch else (head, "")
        for head, branch in table.select("head", "branch").iter_rows()
    ]
    return table.with_columns(
        head=pl.Series([head.removesuffix(end) for head, end in cut], dtype=pl.String),
        branch=pl.Series([end for _, end in cut], dtype=pl.String) + pl.col("branch"),
    )


def known_end(head: str, known: dict[str, str]) -> str:
    """The longest division that the text ends with, where a name is left before it."""
    ends = (head[start:] for start in range(SHORTEST, len(head)))
    return next((end for end in ends if end in known), "")


def form_of(column: str) -> pl.Expr:
    """The class of legal form, null where the name tells none."""
    return pl.coalesce(
        pl.when(pl.col(column).str.contains(pattern)).then(pl.lit(form)) for form, pattern in FORMS
    )


def core_of(column: str) -> pl.Expr:
    """字号 and industry; a name that is all form stays as it is."""
    text = pl.col(column)
    bare = text.str.replace(FORM_TAIL, "").str.replace_all(r"\(集团\)|[()]", "")
    whole = text.str.replace_all(r"[()]", "")
    return pl.when(bare.str.len_chars() > 0).then(bare).otherwise(whole)


def places_stripped(heads: pl.Series, known: dict[str, str]) -> list[pl.Series]:
    """place and rest of each name: the longest chain before it, or a division in brackets."""
    lengths = sorted({len(text) for text in known}, reverse=True)
    places: list[str | None] = []
    rests: list[str] = []
    for head in heads.to_list():
        place, rest = prefix_stripped(head, known, lengths)
        if "(" in rest:
            place, rest = bracket_stripped(place, rest, known)
        places.append(place)
        rests.append(rest)
    return [pl.Series("place", places, pl.String), pl.Series("rest", rests, pl.String)]


def prefix_stripped(
    head: str, known: dict[str, str], lengths: Sequence[int]
) -> tuple[str | None, str]:
    for length in lengths:
        text = head[:length]
        place = known.get(text)
        if place is None or len(text) != length:
            continue
        rest = head[length:]
        if text.endswith(place):
            if rest:
                return place, rest
        elif len(rest) > SHORTEST and not NO_DIVISION_AFTER.match(rest):
            return place, rest
    return None, head


BRACKET = re.compile(r"\(([^()]*)\)")


def bracket_stripped(place: str | None, rest: str, known: dict[str, str]) -> tuple[str | None, str]:
    for match in BRACKET.finditer(rest):
        inner = match[1]
        if inner in known or inner in COUNTRY:
            bare = rest[: match.start()] + rest[match.end() :]
            return (place or known.get(inner) or inner, bare) if bare else (place, rest)
    return place, rest


def divisions_above(chains: Iterable[Sequence[str]]) -> dict[str, frozenset[str]]:
    """Each division's full name and those it lies in."""
    found: dict[str, frozenset[str]] = {}
    for chain in chains:
        for level, name in enumerate(chain):
            found[name] = found.get(name, frozenset()) | frozenset(chain[:level])
    return found
