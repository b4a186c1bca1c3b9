"""精确 exact: numbers of rules as whole over whole, of one subject or of a column, never as floats.

The same arithmetic serves Python's integers and Ibis columns. Where a product could pass 64 bits,
columns are widened to 38 digits; what could pass those is refused when a rule is read. Facts are
at most `MOST` stored units (10 万亿元).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from louyu.services.policy.fact import RATIO_UNIT, Fact, Kind
from louyu.services.policy.rule import Arithmetic, Asked, Number, Operation, Value

MOST = 10**15
LONG = 2**63 - 1
WIDEST = 10**38 - 1

Whole = Any
"""An int, or an Ibis integer column."""


@dataclass(frozen=True)
class Over:
    """``above / below``, and what each can be at most in size.

    ``divisors`` are those that stand in neither any more, and must not be zero all the same.
    """

    above: Whole
    below: Whole
    above_most: int
    below_most: int
    divisors: tuple[Whole, ...] = ()

    @property
    def constant(self) -> bool:
        return isinstance(self.below, int)


def over(
    value: Value, of: Callable[[Fact], Whole], widened: Callable[[Whole], Whole] | None = None
) -> Over:
    """A value of a rule, ``of`` giving each stored fact's whole number."""
    match value:
        case Number():
            above, below = value.exact.as_integer_ratio()
            return Over(above, below, abs(above), below)
        case Asked(fact) if fact.as_value is not None:
            return over(fact.as_value, of, widened)
        case Asked(fact):
            below = RATIO_UNIT if fact.kind is Kind.RATIO else 1
            return Over(of(fact), below, MOST, below)
        case Arithmetic(left, operation, right):
            both = over(left, of, widened), over(right, of, widened)
            return worked(both[0], operation, both[1], widened or same)
    raise AssertionError(value)


def worked(a: Over, operation: Operation, b: Over, wide: Callable[[Whole], Whole]) -> Over:
    divisors = a.divisors + b.divisors
    if operation is Operation.TIMES:
        most = a.above_most * b.above_most, a.below_most * b.below_most
    elif operation is Operation.OVER:
        most = a.above_most * b.below_most, a.below_most * b.above_most
        divisors = divisors if b.constant and b.below else (*divisors, b.below)
    else:
        sum_most = a.above_most * b.below_most + b.above_most * a.below_most
        most = sum_most, a.below_most * b.below_most
    if max(most) > LONG:
        a, b = all_wide(a, wide), all_wide(b, wide)
    match operation:
        case Operation.PLUS:
            above, below = a.above * b.below + b.above * a.below, a.below * b.below
        case Operation.MINUS:
            above, below = a.above * b.below - b.above * a.below, a.below * b.below
        case Operation.TIMES:
            above, below = a.above * b.above, a.below * b.below
        case Operation.OVER:
            above, below = a.above * b.below, a.below * b.above
    return Over(above, below, *most, divisors)


def all_wide(a: Over, wide: Callable[[Whole], Whole]) -> Over:
    return Over(wide(a.above), wide(a.below), a.above_most, a.below_most, a.divisors)


def same(value: Whole) -> Whole:
    return value


def largest(a: Over, b: Over) -> int:
    """The most that a comparison of two, each times what is below the other, can come to."""
    return max(
        a.above_most * b.below_most, b.above_most * a.below_most, a.below_most * b.below_most
    )


def too_large(left: Value, right: Value) -> bool:
    """Whether a comparison could pass the widest whole numbers that there are in columns."""
    return largest(over(left, one), over(right, one)) > WIDEST


def one(_fact: Fact) -> int:
    return 1


def fraction(value: Value, of: Callable[[Fact], int]) -> Fraction | None:
    """A value of one subject; None where something is divided by zero."""
    found = over(value, of)
    if not found.below or not all(found.divisors):
        return None
    return Fraction(found.above, found.below)
