"""满足的途径 ways: how a rule can be met, clause by clause, and what each way leaves of the facts.

More may be left than there is, never less: a way said to be closed is closed, and one said to be
open may not be.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from louyu.services.policy.fact import RATIO_UNIT, Fact, Kind
from louyu.services.policy.grammar import value_written
from louyu.services.policy.judging import coarser, prefixes
from louyu.services.policy.rule import (
    OPPOSITE,
    TURNED,
    All,
    Any,
    Arithmetic,
    Asked,
    Compare,
    Dated,
    Holds,
    Lasting,
    Leaf,
    Not,
    Number,
    Operation,
    Rule,
    Span,
    Than,
    Value,
    When,
    Within,
    facts_of,
    leaves,
)

Measured: TypeAlias = Fact | Value | tuple[Fact, str] | tuple[Value, Value]
"""What is held against a line: a date or a yes, a number, how long since, or one number less
another."""


@dataclass(frozen=True)
class Line:
    """A condition as a line that something is held against; ``whole`` is what has no fractions."""

    measured: Measured
    than: Than
    at: Fraction
    whole: bool


@dataclass(frozen=True)
class Between:
    """What is left of a number: from a line to a line, each in it or not, without some points."""

    low: Fraction | None = None
    low_in: bool = True
    high: Fraction | None = None
    high_in: bool = True
    without: frozenset[Fraction] = frozenset()

    def and_(self, than: Than, line: Fraction, *, whole: bool = False) -> "Between":
        if whole and than in NEXT_WHOLE:
            than, line = NEXT_WHOLE[than], next_whole(than, line)
        match than:
            case Than.AT_LEAST | Than.OVER:
                if self.low is None or (line, than is Than.OVER) > (self.low, not self.low_in):
                    return replace(self, low=line, low_in=than is Than.AT_LEAST)
            case Than.AT_MOST | Than.UNDER:
                if self.high is None or (line, than is Than.AT_MOST) < (self.high, self.high_in):
                    return replace(self, high=line, high_in=than is Than.AT_MOST)
            case Than.EQUAL:
                both = self.and_(Than.AT_LEAST, line, whole=whole)
                return both.and_(Than.AT_MOST, line, whole=whole)
            case Than.UNEQUAL:
                return replace(self, without=self.without | {line})
        return self

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return not (self.low_in and self.high_in) or self.low in self.without
        return self.low > self.high


NEXT_WHOLE = {
    Than.AT_LEAST: Than.AT_LEAST, Than.OVER: Than.AT_LEAST,
    Than.AT_MOST: Than.AT_MOST, Than.UNDER: Than.AT_MOST,
}  # fmt: skip


def next_whole(than: Than, line: Fraction) -> Fraction:
    """The first whole number that a line lets through."""
    if than is Than.AT_LEAST:
        return Fraction(ceil(line))
    if than is Than.OVER:
        return Fraction(floor(line) + 1)
    return Fraction(floor(line) if than is Than.AT_MOST else ceil(line) - 1)


END = "\0"
"""After a word: nothing goes on from it, so that a word is a beginning like that of a code."""


@dataclass(frozen=True)
class Beginning:
    """What is left of a word or code: it begins with one of these, and with none of those."""

    among: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    def inside(self, these: frozenset[str]) -> "Beginning":
        if self.among is None:
            both = these
        else:
            both = frozenset(
                max(a, b, key=len)
                for a in self.among
                for b in these
                if a.startswith(b) or b.startswith(a)
            )
        return Beginning(both, self.without)

    def outside(self, those: Iterable[str]) -> "Beginning":
        return Beginning(self.among, self.without | frozenset(those))

    def shuts_out(self, word: str) -> bool:
        if word.startswith(tuple(self.without)):
            return True
        return self.among is not None and not word.startswith(tuple(self.among))

    @property
    def empty(self) -> bool:
        return self.among is not None and all(map(self.shuts_out, self.among))


def beginnings(rule: Within) -> frozenset[str]:
    if rule.fact.kind is Kind.INDUSTRY:
        return frozenset(prefixes(rule.values))
    return frozenset(value + END for value in rule.values)


def vague(rule: Within) -> tuple[str, ...]:
    """Values that say too little to tell."""
    return tuple(c + END for c in coarser(rule.values)) if rule.fact.kind is Kind.INDUSTRY else ()


@dataclass(frozen=True)
class Way:
    """What must be so where some conditions are met: what is left, and what is known."""

    numbers: Mapping[Measured, Between]
    words: Mapping[Fact, Beginning]
    facts: frozenset[Fact] = frozenset()
    values: frozenset[Value] = frozenset()

    def with_(self, leaf: Leaf, met: bool) -> "Way | None":
        """The way with one condition more, known to be met or not to be; None where it is closed.

        What is known not to be so is as known as what is.
        """
        facts = self.facts.union(facts_of(leaf))
        if isinstance(leaf, Within):
            word = self.words.get(leaf.fact, Beginning())
            if met is leaf.outside:
                word = word.outside((*beginnings(leaf), *vague(leaf)))
            else:
                word = word.inside(beginnings(leaf))
            words = {**self.words, leaf.fact: word}
            return None if word.empty else replace(self, words=words, facts=facts)
        line = line_of(leaf)
        than = line.than if met else OPPOSITE[line.than]
        left = self.numbers.get(line.measured, Between()).and_(than, line.at, whole=line.whole)
        if left.empty:
            return None
        values = self.values
        if isinstance(leaf, Compare):
            values = values.union((leaf.left, leaf.right))
        return replace(
            self, numbers={**self.numbers, line.measured: left}, facts=facts, values=values
        )

    def knows(self, leaf: Leaf) -> bool:
        """Whether a condition cannot be unknown."""
        if isinstance(leaf, Compare):
            return self.tells(leaf.left) and self.tells(leaf.right)
        if leaf.fact not in self.facts:
            return False
        if isinstance(leaf, Within) and (unclear := vague(leaf)):
            word = self.words.get(leaf.fact, Beginning())
            return all(map(word.shuts_out, unclear))
        return True

    def tells(self, value: Value) -> bool:
        """Whether a number is known, and nothing in it divided by zero."""
        if isinstance(value, Number) or value in self.values:
            return True
        if isinstance(value, Arithmetic):
            if value.operation is Operation.OVER:
                return False
            return self.tells(value.left) and self.tells(value.right)
        if value.fact.as_value is not None:
            return self.tells(value.fact.as_value)
        return value.fact in self.facts


WHENS = {
    When.BEFORE: Than.UNDER, When.NOT_AFTER: Than.AT_MOST, When.AFTER: Than.OVER,
    When.NOT_BEFORE: Than.AT_LEAST,
}  # fmt: skip
YES = Fraction(1)


def line_of(leaf: Compare | Dated | Lasting | Holds) -> Line:
    match leaf:
        case Holds(fact):
            return Line(fact, Than.AT_LEAST, YES, whole=True)
        case Dated(fact, when, day):
            return Line(fact, WHENS[when], Fraction(day.toordinal()), whole=True)
        case Lasting(fact, length, span, reached):
            than = Than.AT_LEAST if reached else Than.UNDER
            if span is Span.DAYS:
                return Line((fact, "days"), than, Fraction(length), whole=True)
            months = length * (12 if span is Span.YEARS else 1)
            return Line((fact, "months"), than, Fraction(months), whole=True)
        case Compare(left, than, right):
            return line_between(unfolded(left), than, unfolded(right))
    raise AssertionError(leaf)


def line_between(left: Value, than: Than, right: Value) -> Line:
    if isinstance(left, Number):
        left, than, right = right, TURNED[than], left
    if not isinstance(right, Number):
        if value_written(left) > value_written(right):
            left, than, right = right, TURNED[than], left
        return Line((left, right), than, Fraction(0), whole=False)
    if isinstance(left, Asked):
        unit = RATIO_UNIT if left.fact.kind is Kind.RATIO else 1
        return Line(left, than, right.exact * unit, whole=True)
    return Line(left, than, right.exact, whole=False)


def unfolded(value: Value) -> Value:
    """A number that is worked out from others, as its formula."""
    while isinstance(value, Asked) and value.fact.as_value is not None:
        value = value.fact.as_value
    return value


class TooManyError(Exception):
    """There are more ways than are looked at."""


MOST_STEPS = 20_000
Wanted: TypeAlias = tuple[Rule, bool]
"""A rule that is to be known to be met, or not to be."""


class Ways:
    """Looks for ways to meet rules. After so many steps nothing more is claimed."""

    def __init__(self, most: int = MOST_STEPS) -> None:
        self.left = most

    def open(self, asked: Iterable[Wanted], way: Way | None = None) -> Iterator[Way]:
        """The ways in which all that is asked for can be so. Raises `TooManyError`."""
        waiting: list[tuple[tuple[Wanted, ...], Way]] = [(tuple(asked), way or Way({}, {}))]
        while waiting:
            todo, at = waiting.pop()
            if not todo:
                yield at
                continue
            if not self.left:
                raise TooManyError
            self.left -= 1
            (rule, met), rest = todo[0], todo[1:]
            match rule:
                case Not(part):
                    waiting.append((((part, not met), *rest), at))
                case Holds(fact) if fact.as_rule is not None:
                    waiting.append((((fact.as_rule, met), *rest), at))
                case All(parts) | Any(parts):
                    each = [(part, met) for part in parts]
                    if isinstance(rule, All) is met:
                        waiting.append(((*each, *rest), at))
                    else:
                        waiting += [((one, *rest), at) for one in reversed(each)]
                case _:
                    if (after := at.with_(rule, met)) is not None:
                        waiting.append((rest, after))

    def never(self, rules: Iterable[Rule]) -> bool:
        """Whether nobody can meet all of some rules."""
        try:
            return next(self.open((rule, True) for rule in rules), None) is None
        except TooManyError:
            return False

    def follows(self, rule: Rule, given: Iterable[Rule]) -> bool:
        """Whether whoever meets what is given also meets a rule."""
        try:
            ways = self.open((each, True) for each in given)
            return all(self.sure(rule, True, way) for way in ways)
        except TooManyError:
            return False

    def sure(self, rule: Rule, met: bool, way: Way) -> bool:
        match rule:
            case Not(part):
                return self.sure(part, not met, way)
            case Holds(fact) if fact.as_rule is not None:
                return self.sure(fact.as_rule, met, way)
            case All(parts) | Any(parts):
                needed = all if isinstance(rule, All) is met else any
                if needed(self.sure(part, met, way) for part in parts):
                    return True
        known = all(way.knows(leaf) for leaf in leaves(rule))
        return known and next(self.open([(rule, not met)], way), None) is None
