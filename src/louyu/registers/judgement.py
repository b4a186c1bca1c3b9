"""归并判断 judgement: what people have said of two records being one enterprise.

Who is who is derived from judgements at every build, never stored: the last word on a pair stands,
one that is withdrawn never was, and a judgement outranks whatever names alone would tell. Two valid
USCCs are two organisations in law; a judgement that would make them one is refused, and says so.
"""

from dataclasses import dataclass, field

import polars as pl

from louyu.standards.address import name_keys

SAME, DIFFERENT, UNSURE = "同一", "不同", "不确定"
WITHDRAWN, NOT_JUDGED = "撤回", "未判断"
NAMED = "name:"

ITSELF = "两边写的是同一条记录"
TWO_CODES = "会把两个不同的有效统一社会信用代码并成一家：{} 与 {}；如确为换码，请由登记机关更正登记"
APART = "与另一条“不同”的判断矛盾：{} 与 {}"

ORDER = ["month", "sequence", "sheet", "row"]


def standing(judged: pl.DataFrame) -> pl.DataFrame:
    """The last word on each pair of records, oldest first, without what was withdrawn.

    ``judged`` has the statement's columns and ``sequence``; a record is known by its code, else by
    its name. A line of a form that nobody filled in says nothing. Adds left and right, in the order
    of their texts.
    """
    judged = judged.filter(pl.col("verdict") != NOT_JUDGED)
    sides = {}
    for side, name, code in (("a", "enterprise_name", "uscc"), ("b", "other_name", "other_uscc")):
        key = named(judged[name])
        sides[side] = pl.select(pl.coalesce(judged[code], key)).to_series().alias(side)
    rows = judged.with_columns(**sides)
    rows = rows.with_columns(left=pl.min_horizontal("a", "b"), right=pl.max_horizontal("a", "b"))
    last = rows.sort(ORDER).unique(["left", "right"], keep="last", maintain_order=True)
    return last.filter(pl.col("verdict") != WITHDRAWN).drop("a", "b")


def named(names: pl.Series) -> pl.Series:
    """The record of names that came without a code: what differs only in writing is one."""
    return (NAMED + name_keys(names)).rename("named")


@dataclass
class Clusters:
    """Records known to be one enterprise. At most one USCC is in each, and no pair held apart."""

    apart: set[frozenset[str]]
    root: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)

    def of(self, record: str) -> list[str]:
        return self.members.get(self.root.get(record, record), [record])

    def join(self, one: str, other: str) -> str | None:
        """Makes two records one enterprise; says why if that cannot be."""
        here, there = self.of(one), self.of(other)
        if here == there:
            return None
        codes = sorted(r for r in [*here, *there] if not r.startswith(NAMED))
        if len(codes) > 1:
            return TWO_CODES.format(*codes[:2])
        for a in here:
            for b in there:
                if frozenset((a, b)) in self.apart:
                    return APART.format(*sorted((a, b)))
        whole = sorted([*here, *there])
        self.members[whole[0]] = whole
        self.root.update(dict.fromkeys(whole, whole[0]))
        return None


def refusals(standing: pl.DataFrame) -> list[str | None]:
    """Of each judgement that stands why it is not followed, if it is not: older ones come first."""
    pairs = list(standing.select("left", "right", "verdict").iter_rows())
    apart = {frozenset((left, right)) for left, right, verdict in pairs if verdict == DIFFERENT}
    clusters = Clusters(apart)
    found: list[str | None] = []
    for left, right, verdict in pairs:
        refusal = ITSELF if left == right else None
        if refusal is None and verdict == SAME:
            refusal = clusters.join(left, right)
        found.append(refusal)
    return found
