"""精确 exact: numbers of rules as whole over whole, of one subject or of a column, never as floats.

The same arithmetic serves Python's integers and Ibis columns. Where a product could pass 64 bits,
columns are widened; facts are at most `MOST` stored units (10 万亿元).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from louyu.services.policy.fact import RATIO_UNIT, Fact, Kind
from louyu.services.policy.rule import Arithmetic, Asked, Number, Operation, Value

MOST = 10**15
LONG = 2**63 - 1

Whole = Any
"""An int, or an Ibis integer column."""


@dataclass(frozen=True)
class Over:
    """``above / below``; ``most`` bounds what either can be in size."""

    above: Whole
    below: Whole
    most: int

    @property
    def constant(self) -> bool:
        return isinstance(self.below, int)


def over(
    value: Value, of: Callable[[Fact], Whole], widened: Callable[[Whole], Whole] | None = None
) -> Over:
    """A value of a rule, ``of`` giving each stored fact's whole number."""
    wide = widened or same
    match value:
        case Number():
            exact = value.exact
            return Over(
                exact.numerator, exact.denominator, max(abs(exact.numerator), exact.denominator)
            )
        case Asked(fact) if fact.as_value is not None:
            return over(fact.as_value, of, widened)
        case Asked(fact):
            below = RATIO_UNIT if fact.kind is Kind.RATIO else 1
            return Over(of(fact), below, MOST)
        case Arithmetic(left, operation, right):
            return worked(over(left, of, widened), operation, over(right, of, widened), wide)
    raise AssertionError(value)


def worked(a: Over, operation: Operation, b: Over, wide: Callable[[Whole], Whole]) -> Over:
    most = a.most * b.most * 2
    if most > LONG:
        a = Over(wide(a.above), wide(a.below), a.most)
        b = Over(wide(b.above), wide(b.below), b.most)
    match operation:
        case Operation.PLUS:
            return Over(a.above * b.below + b.above * a.below, a.below * b.below, most)
        case Operation.MINUS:
            return Over(a.above * b.below - b.above * a.below, a.below * b.below, most)
        case Operation.TIMES:
            return Over(a.above * b.above, a.below * b.below, most)
    return Over(a.above * b.below, a.below * b.above, most)


def same(value: Whole) -> Whole:
    return value


def fraction(value: Value, of: Callable[[Fact], int]) -> Fraction | None:
    """A value of one subject; None where something is divided by zero."""
    found = over(value, of)
    return Fraction(found.above, found.below) if found.below else None
