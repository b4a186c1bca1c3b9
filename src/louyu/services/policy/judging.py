"""评判 judging: one subject against a rule, each clause with value, source and distance.

What is not known is named with who holds it. What is not met says how far away it is, in the
clause's own unit.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property

from louyu.services.policy.exact import fraction
from louyu.services.policy.fact import PLAIN, Dimension, Fact, Kind
from louyu.services.policy.lasting import latest_start, start_after
from louyu.services.policy.rule import (
    OPPOSITE,
    All,
    Any,
    Asked,
    Compare,
    Dated,
    Holds,
    Lasting,
    Not,
    Rule,
    Than,
    Value,
    Verdict,
    When,
    Within,
    clauses,
    conjunction,
    disjunction,
    facts_of_value,
    negation,
)
from louyu.services.policy.telling import fact_told, number_told
from louyu.standards.industry import industries


@dataclass(frozen=True)
class Stated:
    """A fact's value as stored, who says so, and of when it is."""

    value: int | str | bool | dt.date
    source: str = ""
    since: str = ""


Facts = Mapping[str, Stated]
"""What is known of one subject: facts by key; what is not there is not known."""


@dataclass(frozen=True)
class Distance:
    """How far a clause is from being met: ``amount`` in stored units, or from which day on."""

    amount: Fraction | None = None
    dimension: Dimension = PLAIN
    share: Fraction | None = None
    """The amount over what is asked for: distances of unlike things can be put in order by it."""
    day: dt.date | None = None
    above: bool = False
    """Whether the value is over what is allowed."""
    strictly: bool = False
    unit: str = ""
    """What is counted, where it is not any 个: 人, 家, 幢."""

    @cached_property
    def told(self) -> str:
        if self.day is not None:
            return f"到 {self.day.isoformat()} 起满足"
        if self.amount is None:
            return ""
        amount = number_told(self.amount, self.dimension, points=True)
        if self.unit:
            amount = amount.removesuffix(self.dimension.unit) + self.unit
        if not self.amount:
            return "正好等于界线，须再多一点" if not self.above else "正好等于界线，须再少一点"
        return f"超出 {amount}" if self.above else f"还差 {amount}"


@dataclass(frozen=True)
class Finding:
    """A condition of one subject: whether it is met, by what, and how far it is."""

    rule: Rule
    verdict: Verdict
    used: tuple[tuple[Fact, Stated], ...] = ()
    missing: tuple[Fact, ...] = ()
    distance: Distance | None = None
    parts: tuple["Finding", ...] = ()
    value: Fraction | None = None
    dimension: Dimension = PLAIN

    @cached_property
    def told(self) -> str:
        """What the value is, in words: ``上年税收 80万元``."""
        said = "；".join(fact_told(fact, stated.value) for fact, stated in self.used)
        if self.value is not None and len(self.used) > 1:
            said = f"{number_told(self.value, self.dimension)}（{said}）"
        if self.missing:
            unknown = "、".join(f"{fact.label}（问{fact.holder}）" for fact in self.missing)
            said = f"{said}；不知道：{unknown}" if said else f"不知道：{unknown}"
        return said

    @property
    def clauses(self) -> tuple["Finding", ...]:
        """The findings side by side, as `rule.clauses` are."""
        return self.parts if isinstance(self.rule, All) else (self,)


class Judge:
    """Judges one subject on a day. A condition that several rules share is judged once."""

    def __init__(self, facts: Facts, *, today: dt.date) -> None:
        self.facts = facts
        self.today = today
        self.found: dict[int, tuple[Rule, Finding]] = {}

    def finding(self, rule: Rule) -> Finding:
        # By the object: rules that are the same tree are made one by `shared`.
        kept = self.found.get(id(rule))
        if kept is None:
            kept = self.found[id(rule)] = (rule, JUDGED[type(rule)](self, rule))
        return kept[1]

    def fact(self, fact: Fact) -> Stated | None:
        return self.facts.get(fact.key)

    def whole(self, fact: Fact) -> int:
        stated = self.facts[fact.key]
        assert isinstance(stated.value, int)
        return stated.value

    def joined(self, rule: All | Any) -> Finding:
        parts = tuple(self.finding(part) for part in rule.parts)
        joint = conjunction if isinstance(rule, All) else disjunction
        verdict = joint(part.verdict for part in parts)
        distance = None
        if verdict is False and isinstance(rule, Any):
            distance = nearest(part.distance for part in parts)
        return Finding(rule, verdict, distance=distance, parts=parts)

    def negated(self, rule: Not) -> Finding:
        part = self.finding(rule.part)
        away = None
        if part.verdict and isinstance(rule.part, Compare | Lasting):
            away = self.finding(opposite(rule.part)).distance
        verdict = negation(part.verdict)
        return Finding(rule, verdict, part.used, part.missing, away, parts=(part,))

    def holds(self, rule: Holds) -> Finding:
        if rule.fact.as_rule is not None:
            part = self.finding(rule.fact.as_rule)
            return Finding(rule, part.verdict, distance=part.distance, parts=(part,))
        stated = self.fact(rule.fact)
        if stated is None:
            return Finding(rule, None, missing=(rule.fact,))
        return Finding(rule, bool(stated.value), ((rule.fact, stated),))

    def within(self, rule: Within) -> Finding:
        stated = self.fact(rule.fact)
        if stated is None:
            return Finding(rule, None, missing=(rule.fact,))
        said = str(stated.value)
        used = ((rule.fact, stated),)
        if rule.fact.kind is Kind.INDUSTRY:
            inside = said.startswith(prefixes(rule.values))
            if not inside and said in coarser(rule.values):
                return Finding(rule, None, used, (rule.fact,))
        else:
            inside = said in rule.values
        return Finding(rule, inside is not rule.outside, used)

    def dated(self, rule: Dated) -> Finding:
        stated = self.fact(rule.fact)
        if stated is None:
            return Finding(rule, None, missing=(rule.fact,))
        date = stated.value
        assert isinstance(date, dt.date)
        return Finding(rule, DATED[rule.when](date, rule.day), ((rule.fact, stated),))

    def lasting(self, rule: Lasting) -> Finding:
        stated = self.fact(rule.fact)
        if stated is None:
            return Finding(rule, None, missing=(rule.fact,))
        began = stated.value
        assert isinstance(began, dt.date)
        long = began <= latest_start(self.today, rule.length, rule.span)
        verdict = long is rule.reached
        away = None
        if not verdict and rule.reached:
            away = Distance(day=start_after(began, rule.length, rule.span))
        return Finding(rule, verdict, ((rule.fact, stated),), distance=away)

    def compared(self, rule: Compare) -> Finding:
        facts = tuple(dict.fromkeys([*facts_of_value(rule.left), *facts_of_value(rule.right)]))
        missing = tuple(fact for fact in facts if fact.key not in self.facts)
        used = tuple((fact, self.facts[fact.key]) for fact in facts if fact.key in self.facts)
        if missing:
            return Finding(rule, None, used, missing)
        left, right = self.number(rule.left), self.number(rule.right)
        if left is None or right is None:
            return Finding(rule, None, used)
        verdict = COMPARED[rule.than](left, right)
        dimension = rule.left.dimension
        if dimension == PLAIN:
            dimension = rule.right.dimension
        away = None if verdict else distance(left, rule.than, right, dimension)
        if away is not None and isinstance(rule.left, Asked):
            away = replace(away, unit=rule.left.fact.unit)
        return Finding(rule, verdict, used, (), away, (), left, dimension)

    def number(self, value: Value) -> Fraction | None:
        return fraction(value, self.whole)


JUDGED: dict[type, Callable[..., Finding]] = {
    All: Judge.joined,
    Any: Judge.joined,
    Not: Judge.negated,
    Holds: Judge.holds,
    Within: Judge.within,
    Dated: Judge.dated,
    Lasting: Judge.lasting,
    Compare: Judge.compared,
}

COMPARED: dict[Than, Callable[[Fraction, Fraction], bool]] = {
    Than.AT_LEAST: lambda a, b: a >= b,
    Than.OVER: lambda a, b: a > b,
    Than.AT_MOST: lambda a, b: a <= b,
    Than.UNDER: lambda a, b: a < b,
    Than.EQUAL: lambda a, b: a == b,
    Than.UNEQUAL: lambda a, b: a != b,
}
DATED: dict[When, Callable[[dt.date, dt.date], bool]] = {
    When.BEFORE: lambda a, b: a < b,
    When.NOT_AFTER: lambda a, b: a <= b,
    When.AFTER: lambda a, b: a > b,
    When.NOT_BEFORE: lambda a, b: a >= b,
}


def opposite(rule: Compare | Lasting) -> Compare | Lasting:
    """What is met where the other is not."""
    if isinstance(rule, Lasting):
        return replace(rule, reached=not rule.reached)
    return replace(rule, than=OPPOSITE[rule.than])


def distance(left: Fraction, than: Than, right: Fraction, dimension: Dimension) -> Distance | None:
    """What a number lacks or has too much of. Nothing is near or far from being unequal."""
    if than is Than.UNEQUAL:
        return None
    short = right - left
    above = than in (Than.AT_MOST, Than.UNDER) or (than is Than.EQUAL and short < 0)
    amount = abs(short)
    share = amount / abs(right) if right else None
    return Distance(amount, dimension, share, None, above, than in (Than.OVER, Than.UNDER))


def nearest(distances: Iterable[Distance | None]) -> Distance | None:
    """The smallest of several ways: by share, then by day."""
    known = [each for each in distances if each is not None]
    return min(
        known,
        key=lambda each: (
            each.share is None, each.share or Fraction(0), each.day or dt.date.max,
        ),
        default=None,
    )  # fmt: skip


@cache
def prefixes(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The beginnings of stored codes that a list of sections, divisions, … takes in."""
    found: list[str] = []
    for code in codes:
        if len(code) > 1:
            found.append(code[1:])
        else:
            found += [code, *(e.code for e in industries().values() if e.parent == code)]
    return tuple(found)


@cache
def coarser(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes that say too little to tell: I and 65 where I651 is asked for."""
    found = {code[:1] for code in codes if len(code) > 1}
    found |= {code[1:end] for code in codes for end in range(3, len(code))}
    return tuple(code for code in sorted(found) if not code.startswith(prefixes(codes)))


def shared(rules: Iterable[Rule]) -> list[Rule]:
    """The same rules, with parts that are alike made one object: judged once."""
    kept: dict[Rule, Rule] = {}

    def one(rule: Rule) -> Rule:
        if rule in kept:
            return kept[rule]
        match rule:
            case All(parts):
                made: Rule = All(tuple(one(part) for part in parts))
            case Any(parts):
                made = Any(tuple(one(part) for part in parts))
            case Not(part):
                made = Not(one(part))
            case _:
                made = rule
        kept[rule] = made
        return made

    return [one(rule) for rule in rules]


def judged(rule: Rule, facts: Facts, *, today: dt.date) -> Finding:
    """A rule against one subject."""
    return Judge(facts, today=today).finding(rule)


__all__ = ["Distance", "Facts", "Finding", "Judge", "Stated", "clauses", "judged", "shared"]
