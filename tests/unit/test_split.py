"""The integer split: exact, monotone, and the same as an expression as in Python."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.engine import engine_open
from louyu.registers.split import LARGEST, part, split

MONEY = st.integers(-9_000_000_000_000_000, 9_000_000_000_000_000)
WEIGHTS = st.lists(st.integers(0, LARGEST // 40), min_size=1, max_size=40).filter(sum)


@given(MONEY, WEIGHTS)
def test_the_parts_add_up_and_none_is_far_from_its_share(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    for size, weight in zip(parts, weights, strict=True):
        assert abs(size * sum(weights) - total * weight) < sum(weights)


@given(MONEY, st.integers(0, 10**12), WEIGHTS)
def test_more_to_split_gives_nobody_much_less(total: int, more: int, weights: list[int]) -> None:
    """A part may lose one unit to rounding, never more."""
    for before, after in zip(split(total, weights), split(total + more, weights), strict=True):
        assert after >= before - 1


@given(MONEY, WEIGHTS)
def test_a_refund_undoes_a_payment(total: int, weights: list[int]) -> None:
    assert split(-total, weights) == [-size for size in split(total, weights)]


def test_no_weight_is_an_error() -> None:
    with pytest.raises(ValueError, match="权重"):
        split(100, [0, 0])


@settings(max_examples=25)
@given(st.lists(st.tuples(MONEY, WEIGHTS), min_size=1, max_size=20))
def test_the_expression_and_python_agree(cases: list[tuple[int, list[int]]]) -> None:
    rows = [
        {"case": n, "place": k, "total": total, "after": sum(weights[: k + 1]),
         "before": sum(weights[:k]), "whole": sum(weights)}
        for n, (total, weights) in enumerate(cases)
        for k in range(len(weights))
    ]  # fmt: skip
    with engine_open(threads=1) as engine:
        table = engine.table(pa.Table.from_pylist(rows))
        size = part(table.total, before=table.before, after=table.after, whole=table.whole)
        found = engine.arrow(table.select("case", "place", size=size).order_by("case", "place"))
    expected = [size for total, weights in cases for size in split(total, weights)]
    assert found["size"].to_pylist() == expected
