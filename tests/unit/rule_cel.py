"""A rule as two texts of CEL, whether it is met and whether it is not, made from the tree alone.

Nothing of `exact`, `units`, `lasting`, `bulk` or `judging` is used: numbers are sums of fractions
written out, lengths of time are counted by dateutil, the units are listed here again.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from louyu.services.policy.fact import Fact, Kind
from louyu.services.policy.rule import (
    All,
    Any,
    Arithmetic,
    Asked,
    Compare,
    Dated,
    Holds,
    Lasting,
    Not,
    Number,
    Operation,
    Rule,
    Span,
    Than,
    Value,
    When,
    Within,
)
from louyu.standards.industry import industries, section_of

STORED_UNITS = {
    "": "1", "元": "100", "万元": "1000000", "亿元": "10000000000", "㎡": "100", "人": "1",
    "%": "0.01", "个百分点": "0.01", "‰": "0.001", "元/㎡": "1", "万元/㎡": "10000",
    "万元/人": "1000000", "家": "1",
}  # fmt: skip
THAN = {"不低于": ">=", "超过": ">", "不超过": "<=", "低于": "<", "等于": "==", "不等于": "!="}
WHEN = {"早于": "<", "不晚于": "<=", "晚于": ">", "不早于": ">="}


@dataclass(frozen=True)
class Fraction:
    """Above and below the line, as CEL; what must be there; what must not be zero."""

    above: str
    below: str
    keys: frozenset[str]
    divisors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cel:
    met: str
    unmet: str


def number(value: Number) -> Fraction:
    above, below = (value.value * Decimal(STORED_UNITS[value.unit])).as_integer_ratio()
    return Fraction(f"({above})", f"{below}", frozenset())


def fraction(value: Value) -> Fraction:
    match value:
        case Number():
            return number(value)
        case Asked(fact) if fact.as_value is not None:
            return fraction(fact.as_value)
        case Asked(fact):
            below = "1000000" if fact.kind is Kind.RATIO else "1"
            return Fraction(f"f.{fact.key}", below, frozenset({fact.key}))
        case Arithmetic(left, operation, right):
            a, b = fraction(left), fraction(right)
            keys, divisors = a.keys | b.keys, a.divisors + b.divisors
            if operation is Operation.TIMES:
                return Fraction(times(a.above, b.above), times(a.below, b.below), keys, divisors)
            if operation is Operation.OVER:
                divisors = (*divisors, b.above)
                return Fraction(times(a.above, b.below), times(a.below, b.above), keys, divisors)
            one, other = times(a.above, b.below), times(b.above, a.below)
            return Fraction(
                f"({one} {operation.value} {other})", times(a.below, b.below), keys, divisors
            )
    raise AssertionError(value)


def times(a: str, b: str) -> str:
    return b if a == "1" else a if b == "1" else f"({a} * {b})"


def known(keys: frozenset[str], *conditions: str) -> str:
    return " && ".join([*(f"has(f.{key})" for key in sorted(keys)), *conditions]) or "true"


def whether(given: str, test: str) -> Cel:
    return Cel(f"(({given}) && ({test}))", f"(({given}) && !({test}))")


def compared(rule: Compare) -> Cel:
    a, b = fraction(rule.left), fraction(rule.right)
    sign = THAN[rule.than.value]
    less = f"{times(a.above, b.below)} - {times(b.above, a.below)}"
    line = times(a.below, b.below)
    test = f"({less}) {sign} 0" if line.isdigit() else (
        f"{line} > 0 ? ({less}) {sign} 0 : 0 {sign} ({less})"
    )  # fmt: skip
    divisors = (f"{divisor} != 0" for divisor in a.divisors + b.divisors)
    return whether(known(a.keys | b.keys, *divisors), test)


def latest(today: dt.date, length: int, span: Span) -> str:
    """The latest day from which on so long has passed today, found by trying."""
    named = {Span.YEARS: "years", Span.MONTHS: "months", Span.DAYS: "days"}[span]
    length_of_time = relativedelta(**{named: length})
    day = today - length_of_time + relativedelta(days=5)
    while day + length_of_time > today:
        day -= relativedelta(days=1)
    return day.isoformat()


def within(fact: Fact, values: tuple[str, ...], outside: bool) -> Cel:
    """An industry that is known less closely than is asked is neither in nor out."""
    said = f"f.{fact.key}"
    tests, loosely = [f"{said} in {list(values)!r}"], []
    if fact.kind is Kind.INDUSTRY:
        tests = []
        for code in values:
            if code.isalpha():
                within_it = [c for c in industries() if c.isdigit() and section_of(c) == code]
                tests.append(f"{said} in {[code, *within_it]!r}")
            else:
                tests.append(f"{said}.startsWith({code[1:]!r})")
                loosely.append(f"{code[1:]!r}.startsWith({said}) || {said} == {code[0]!r}")
    inside = f"({' || '.join(tests)})"
    vague = f"!{inside} && ({' || '.join(loosely)})" if loosely else "false"
    found = whether(f"has({said}) && !({vague})", inside)
    return Cel(found.unmet, found.met) if outside else found


def cel(rule: Rule, today: dt.date) -> Cel:
    match rule:
        case Not(part):
            inner = cel(part, today)
            return Cel(inner.unmet, inner.met)
        case All(parts):
            inside = [cel(part, today) for part in parts]
            return Cel(
                f"({' && '.join(each.met for each in inside)})",
                f"({' || '.join(each.unmet for each in inside)})",
            )
        case Any(parts):
            inside = [cel(part, today) for part in parts]
            return Cel(
                f"({' || '.join(each.met for each in inside)})",
                f"({' && '.join(each.unmet for each in inside)})",
            )
        case Holds(fact) if fact.as_rule is not None:
            return cel(fact.as_rule, today)
        case Holds(fact):
            return whether(f"has(f.{fact.key})", f"f.{fact.key}")
        case Within(fact, values, outside):
            return within(fact, values, outside)
        case Dated(fact, when, day):
            test = f"f.{fact.key} {WHEN[When(when).value]} '{day.isoformat()}'"
            return whether(f"has(f.{fact.key})", test)
        case Lasting(fact, length, span, reached):
            sign = "<=" if reached else ">"
            test = f"f.{fact.key} {sign} '{latest(today, length, span)}'"
            return whether(f"has(f.{fact.key})", test)
        case Compare():
            assert isinstance(rule.than, Than)
            return compared(rule)
    raise AssertionError(rule)
