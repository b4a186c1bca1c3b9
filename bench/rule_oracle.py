"""What is right, by brute force: one enterprise, one rule, Python's fractions, Kleene's tables.

Nothing is taken from the product but the tree: units, lengths of time and industries are worked
out here again. Slow, and plain enough to be believed.
"""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any as Anything

from louyu.services.policy import rule as r
from louyu.standards.industry import section_of

Row = dict[str, Anything]
Verdict = bool | None

UNITS = {
    "": 1, "元": 100, "万元": 1_000_000, "亿元": 10**10, "㎡": 100, "人": 1, "%": Fraction(1, 100),
    "元/㎡": 1,
}  # fmt: skip
RATIO = 1_000_000


def value(of: r.Value, row: Row) -> Fraction | None:
    if isinstance(of, r.Number):
        return Fraction(Decimal(of.value)) * UNITS[of.unit]
    if isinstance(of, r.Asked):
        if of.fact.as_value is not None:
            return value(of.fact.as_value, row)
        said = row[of.fact.key]
        if said is None:
            return None
        return Fraction(said, RATIO if of.fact.kind.value == "ratio" else 1)
    left, right = value(of.left, row), value(of.right, row)
    if left is None or right is None:
        return None
    match of.operation.value:
        case "+":
            return left + right
        case "-":
            return left - right
        case "×":
            return left * right
    return left / right if right else None


def later(day: dt.date, length: int, span: str) -> dt.date:
    """So many years, months or days on; a day that the month has not is its last."""
    if span == "天":
        return day + dt.timedelta(days=length)
    months = day.month - 1 + length * (12 if span == "年" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def within(rule: r.Within, said: str) -> bool:
    if rule.fact.kind.value != "industry":
        return said in rule.values
    return any((section_of(said) + said).startswith(code) for code in rule.values)


def verdict(rule: r.Rule, row: Row, today: dt.date) -> Verdict:
    match rule:
        case r.All(parts):
            said = [verdict(part, row, today) for part in parts]
            return False if False in said else None if None in said else True
        case r.Any(parts):
            said = [verdict(part, row, today) for part in parts]
            return True if True in said else None if None in said else False
        case r.Not(part):
            inner = verdict(part, row, today)
            return None if inner is None else not inner
        case r.Compare():
            return compared(rule, row)
    stated = row[rule.fact.key]
    return None if stated is None else of_fact(rule, stated, today)


def compared(rule: r.Compare, row: Row) -> Verdict:
    a, b = value(rule.left, row), value(rule.right, row)
    if a is None or b is None:
        return None
    return {
        "不低于": a >= b, "超过": a > b, "不超过": a <= b, "低于": a < b, "等于": a == b,
        "不等于": a != b,
    }[rule.than.value]  # fmt: skip


def of_fact(rule: r.Leaf, stated: Anything, today: dt.date) -> bool:
    match rule:
        case r.Holds():
            return bool(stated)
        case r.Within():
            return within(rule, stated) is not rule.outside
        case r.Lasting(_, length, span, reached):
            return (later(stated, length, span.value) <= today) is reached
        case r.Dated(_, when, day):
            return {
                "早于": stated < day, "不晚于": stated <= day, "晚于": stated > day,
                "不早于": stated >= day,
            }[when.value]  # fmt: skip
    raise AssertionError(rule)


def steps(rule: r.Rule, row: Row, today: dt.date) -> tuple[Verdict, int | None]:
    """The verdict, and the one clause that is missed where all others are met."""
    parts = rule.parts if isinstance(rule, r.All) else (rule,)
    said = [verdict(part, row, today) for part in parts]
    near = said.count(False) == 1 and said.count(True) == len(said) - 1
    return verdict(rule, row, today), said.index(False) if near else None
