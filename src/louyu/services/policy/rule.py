"""规则 rule: conditions as a tree. What is not known is neither yes nor no (Kleene 1952).

A condition is met (True), not met (False) or unknown (None). The tree is what the words and the
clause table both mean; one evaluation explains it (`judging`), another asks it of everyone
(`bulk`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from louyu.services.policy.fact import PLAIN, Dimension, Fact
from louyu.services.policy.units import UNITS

Verdict: TypeAlias = bool | None


@dataclass(frozen=True)
class Asked:
    """A fact's value."""

    fact: Fact

    @property
    def dimension(self) -> Dimension:
        return self.fact.dimension


@dataclass(frozen=True)
class Number:
    """A number as written: ``100`` and ``万元``."""

    value: Decimal
    unit: str = ""

    @property
    def dimension(self) -> Dimension:
        return UNITS[self.unit].dimension if self.unit else PLAIN

    @cached_property
    def exact(self) -> Fraction:
        """In stored units: 分, 0.01 ㎡, wholes; 70 % is exactly 7/10."""
        return Fraction(self.value) * (UNITS[self.unit].scale if self.unit else 1)


class Operation(StrEnum):
    PLUS = "+"
    MINUS = "-"
    TIMES = "×"
    OVER = "÷"


@dataclass(frozen=True)
class Arithmetic:
    """Two values made into one. Nothing can be divided by zero: that is unknown."""

    left: "Value"
    operation: Operation
    right: "Value"
    dimension: Dimension = PLAIN


Value: TypeAlias = Asked | Number | Arithmetic


class Than(StrEnum):
    """How two values are held against each other, in the words rules use."""

    AT_LEAST = "不低于"
    OVER = "超过"
    AT_MOST = "不超过"
    UNDER = "低于"
    EQUAL = "等于"
    UNEQUAL = "不等于"


TURNED = {
    Than.AT_LEAST: Than.AT_MOST,
    Than.OVER: Than.UNDER,
    Than.AT_MOST: Than.AT_LEAST,
    Than.UNDER: Than.OVER,
    Than.EQUAL: Than.EQUAL,
    Than.UNEQUAL: Than.UNEQUAL,
}
"""What stands when both sides change places or signs."""

OPPOSITE = {
    Than.AT_LEAST: Than.UNDER,
    Than.OVER: Than.AT_MOST,
    Than.AT_MOST: Than.OVER,
    Than.UNDER: Than.AT_LEAST,
    Than.EQUAL: Than.UNEQUAL,
    Than.UNEQUAL: Than.EQUAL,
}
"""What stands where the other does not."""


@dataclass(frozen=True)
class Compare:
    """A number against a number."""

    left: Value
    than: Than
    right: Value


class When(StrEnum):
    """How a date stands to another."""

    BEFORE = "早于"
    NOT_AFTER = "不晚于"
    AFTER = "晚于"
    NOT_BEFORE = "不早于"


@dataclass(frozen=True)
class Dated:
    """A date against a day."""

    fact: Fact
    when: When
    day: dt.date


class Span(StrEnum):
    YEARS = "年"
    MONTHS = "个月"
    DAYS = "天"


@dataclass(frozen=True)
class Lasting:
    """Whether so long has passed since a date, or (``reached`` false) has not."""

    fact: Fact
    length: int
    span: Span
    reached: bool = True


@dataclass(frozen=True)
class Within:
    """Whether a word or an industry is one of a list; an industry also by what it belongs to."""

    fact: Fact
    values: tuple[str, ...]
    outside: bool = False


@dataclass(frozen=True)
class Holds:
    """Whether something that is or is not so, is so."""

    fact: Fact


Leaf: TypeAlias = Compare | Dated | Lasting | Within | Holds
LEAVES = (Compare, Dated, Lasting, Within, Holds)


@dataclass(frozen=True)
class Not:
    """非: met where the other is not, unknown where it is unknown."""

    part: "Rule"


@dataclass(frozen=True)
class All:
    """且: not met as soon as one part is not; met where every part is."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True)
class Any:
    """或: met as soon as one part is; not met where no part is."""

    parts: tuple["Rule", ...]


Rule: TypeAlias = Leaf | Not | All | Any


def negation(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def conjunction(verdicts: Iterable[Verdict]) -> Verdict:
    unknown = False
    for verdict in verdicts:
        if verdict is False:
            return False
        unknown = unknown or verdict is None
    return None if unknown else True


def disjunction(verdicts: Iterable[Verdict]) -> Verdict:
    unknown = False
    for verdict in verdicts:
        if verdict:
            return True
        unknown = unknown or verdict is None
    return None if unknown else False


def clauses(rule: Rule) -> tuple[Rule, ...]:
    """What a rule asks for side by side: the parts one can be a step away from."""
    return rule.parts if isinstance(rule, All) else (rule,)


def parts_of(rule: Rule) -> tuple[Rule, ...]:
    """What a condition is put together from; what a fact is worked out from included."""
    if isinstance(rule, All | Any):
        return rule.parts
    if isinstance(rule, Not):
        return (rule.part,)
    if isinstance(rule, Holds) and rule.fact.as_rule is not None:
        return (rule.fact.as_rule,)
    return ()


def leaves(rule: Rule) -> Iterator[Leaf]:
    """The conditions that ask for facts themselves, from left to right."""
    parts = parts_of(rule)
    if not parts and isinstance(rule, LEAVES):
        yield rule
    for part in parts:
        yield from leaves(part)


def facts_of_value(value: Value) -> Iterator[Fact]:
    """The stored facts behind a number."""
    if isinstance(value, Arithmetic):
        yield from facts_of_value(value.left)
        yield from facts_of_value(value.right)
    elif isinstance(value, Asked):
        if value.fact.as_value is None:
            yield value.fact
        else:
            yield from facts_of_value(value.fact.as_value)


def facts_of(rule: Rule) -> Iterator[Fact]:
    """The stored facts a rule asks for, each as often as it is asked."""
    for leaf in leaves(rule):
        if isinstance(leaf, Compare):
            yield from facts_of_value(leaf.left)
            yield from facts_of_value(leaf.right)
        else:
            yield leaf.fact
