"""整数分配 split: an amount divided over weights so that the parts add up to it exactly.

Of an amount T over weights w with sum W and running sums C, part k is S(C_k) − S(C_{k−1}) with
``S(c) = (T div W)·c + ((T mod W)·c) div W``. A negative amount (退税) is split as its opposite.
No float decides a result, so every engine gives the same fen and the same 0.01 ㎡.
"""

from collections.abc import Sequence
from itertools import pairwise

import ibis
from ibis.expr.types import IntegerValue

LARGEST = 3_000_000_000
"""W may not be larger, for (T mod W)·c is below W² and must fit 64 bits: 30 million ㎡."""


def split(total: int, weights: Sequence[int]) -> list[int]:
    """The parts of a total over weights, in their order. Raises ValueError if no weight is over 0.

    >>> split(100, [1, 1, 1])
    [33, 33, 34]
    >>> split(-100, [1, 1, 1])
    [-33, -33, -34]
    """
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("权重合计必须大于 0")
    sign, amount = (-1, -total) if total < 0 else (1, total)
    bounds = [0]
    for weight in weights:
        bounds.append(bounds[-1] + weight)
    below = [amount // whole * c + amount % whole * c // whole for c in bounds]
    return [sign * (up - low) for low, up in pairwise(below)]


def part(
    total: IntegerValue, *, before: IntegerValue, after: IntegerValue, whole: IntegerValue
) -> IntegerValue:
    """One part of `split` as an expression: its weight lies between two running sums of a whole.

    ``whole`` is over 0 and at most `LARGEST`. A missing total has a missing part.
    """
    amount = total.abs()
    size = share(amount, after, whole) - share(amount, before, whole)
    return ibis.ifelse(total < 0, -size, size).cast("int64")


def share(amount: IntegerValue, running: IntegerValue, whole: IntegerValue) -> IntegerValue:
    """S(c): how much of an amount falls to the weights up to a running sum."""
    rest = amount % whole
    each = quotient(amount - rest, whole)
    return each * running + quotient(rest * running, whole)


def quotient(number: IntegerValue, by: IntegerValue) -> IntegerValue:
    """Whole-number division of nothing-or-more by one-or-more.

    Engines divide integers as floats, which can be one off for large numbers: the remainder of the
    guess says so.
    """
    guess = (number / by).floor().cast("int64")
    left = number - guess * by
    return guess + ibis.ifelse(left >= by, 1, 0) - ibis.ifelse(left < 0, 1, 0)
