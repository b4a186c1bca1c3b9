"""政策等 offer: something offered on conditions, as a district's folder or the policy desk has it.

A policy, a financial product, a service, a space or something for talents: each says who may have
it under which conditions, what it is worth, and where that is written. Conditions and amounts are
text in the rule language (louyu.services.policy); here only their place is known.
"""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from louyu.district.record import Record


class Family(StrEnum):
    """What kind of thing is offered."""

    POLICY = "政策"
    FINANCE = "金融产品"
    SERVICE = "服务"
    SPACE = "空间"
    TALENT = "人才政策"


class Review(StrEnum):
    """公平竞争审查: how the review of an offer stands (公平竞争审查条例, 2024)."""

    NONE = "未审查"
    RUNNING = "审查中"
    PASSED = "已通过"
    EXEMPT = "适用例外规定"
    FAILED = "未通过"


class FactSaid(Record):
    """A fact that no register holds: who does, and what its subject may say of it."""

    key: str
    label: str
    kind: Literal["money", "area", "count", "ratio", "date", "flag", "industry", "word"]
    definition: str
    holder: str
    subject: Literal["enterprise", "building"] = "enterprise"
    unit: str = ""
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    formula: str = ""


class SourceDocument(Record):
    """The document an offer stands in, and its exact clause."""

    title: str
    number: str = ""
    issuer: str
    issued_on: dt.date
    clause: str
    text: str


class Valid(Record):
    """From which day to which an offer holds; both days are in it."""

    since: dt.date = Field(alias="from")
    until: dt.date | None = None

    def on(self, day: dt.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Tier(Record):
    """One step of an award: its condition, and its amount as a number or a formula."""

    when: str = ""
    amount: str
    label: str = ""


class Ranking(Record):
    """取前几名: who is ranked by what, and what each place gets; the last step of all."""

    by: str
    first: int = Field(ge=1)
    amounts: tuple[str, ...]


class Award(Record):
    """What is given: of several tiers that apply the first, the highest, or all together."""

    tiers: tuple[Tier, ...] = ()
    choose: Literal["first", "highest", "sum"] = "first"
    cap: str = ""
    ranking: Ranking | None = None
    said: str = ""


class Paper(Record):
    """A document asked for. ``held`` is the dataset that has it already: then it is not asked."""

    name: str
    held: str = ""


class ReviewSaid(Record):
    """How the fair-competition review stands, by whom and when."""

    state: Review = Review.NONE
    reviewed_on: dt.date | None = None
    by: str = ""
    note: str = ""


def texts(value: object) -> object:
    """Facts of a case are text: YAML's own numbers and dates would lose how they were written."""
    if isinstance(value, dict):
        return {name: written(each) for name, each in value.items()}
    return value


def written(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


class Case(Record):
    """A worked case: facts, and what must come out before the offer is published."""

    name: str
    today: dt.date
    facts: Annotated[dict[str, str], BeforeValidator(texts)]
    status: Literal["可享", "差一项", "不满足", "信息不足", "已过期"]
    amount: str = ""


class Lines(Record):
    """Lines of a clause table that stand together: all of them, any of them, or none."""

    all: "tuple[str | Lines, ...]" = ()
    any: "tuple[str | Lines, ...]" = ()
    none: "tuple[str | Lines, ...]" = ()


class Offer(Record):
    """One offer, in one version."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{1,60}$")
    name: str
    kind: str
    family: Family = Family.POLICY
    version: int = 1
    subject: Literal["enterprise", "building"] = "enterprise"
    to: str
    document: SourceDocument
    valid: Valid
    budget: str = ""
    conditions: str | tuple[str | Lines, ...]
    """A rule in words, or the lines of a clause table, all of which must be met."""
    award: Award = Award()
    automatic: bool = False
    """免申即享: paid out without an application, where no deciding clause is unknown."""
    papers: tuple[Paper, ...] = ()
    group: str = ""
    """同类: of one group only one is had in a year."""
    review: ReviewSaid = ReviewSaid()
    unit: str
    """The department to ask."""
    url: str = ""
    cases: tuple[Case, ...] = ()
