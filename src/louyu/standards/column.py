"""列: a rule for one value, applied to a whole column once per distinct value."""

from collections.abc import Callable
from typing import Any

import polars as pl

Values = tuple[pl.Series, pl.Series]
"""A column of values and, beside it, a column of problem codes (null where all is well)."""

BLANKS = frozenset(
    {"", "/", "\\", "-", "--", "---", "—", "——", "–", "―", "─"}
    | {"无", "暂无", "不详", "未知", "空", "n/a", "na", "null", "none", "nan"}
)
"""What offices write when there is nothing to write. Anything else unreadable is a problem."""


def text_of(series: pl.Series) -> pl.Series:
    """The column as text; numbers become their shortest decimal form."""
    return series if series.dtype == pl.String else series.cast(pl.String)


def by_rule(
    text: pl.Series, rule: Callable[[str], tuple[Any, str | None]], dtype: pl.DataType
) -> Values:
    """Values and problems of a text column by a scalar rule; null stays null without a problem."""
    distinct = text.drop_nulls().unique()
    answers = [rule(value) for value in distinct]
    found = pl.DataFrame(
        {
            "text": distinct,
            "value": pl.Series([value for value, _ in answers], dtype=dtype),
            "problem": pl.Series([problem for _, problem in answers], dtype=pl.String),
        }
    )
    rows = pl.DataFrame({"text": text}).join(
        found, on="text", how="left", maintain_order="left", nulls_equal=False
    )
    return rows["value"].rename("value"), rows["problem"]


def fast_then_rule(
    text: pl.Series, fast: pl.Series, rule: Callable[[str], tuple[Any, str | None]]
) -> Values:
    """Takes what the fast path has answered; gives every other non-null cell to the rule.

    ``fast`` must agree with the rule wherever it is not null.
    """
    left = text.is_not_null() & fast.is_null()
    none = pl.repeat(None, len(text), dtype=pl.String, eager=True).alias("problem")
    if not left.any():
        return fast.alias("value"), none
    slow, problems = by_rule(text.filter(left), rule, fast.dtype)
    values = fast.clone().scatter(left.arg_true(), slow)
    return values.alias("value"), none.scatter(left.arg_true(), problems)
