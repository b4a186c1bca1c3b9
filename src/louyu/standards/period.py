"""月份 period: months and dated values as column expressions, the same on every engine.

A month is the integer ``YYYYMM``. Whether a date is on or before a month's end is a comparison of
two such integers, so no calendar arithmetic is needed in a query.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import ibis
from ibis.expr.types import BooleanValue, DateValue, IntegerValue, StringValue, Value


class Dated(Protocol):
    """A value and the month from which it holds, as a district's parameter gives them."""

    @property
    def since(self) -> int: ...
    @property
    def value(self) -> Any: ...


def month_of(date: DateValue) -> IntegerValue:
    """The month in which a date lies."""
    return (date.year() * 100 + date.month()).cast("int32")


def year_of(month: IntegerValue) -> IntegerValue:
    return ((month - month % 100) / 100).cast("int32")


def month_before(month: IntegerValue) -> IntegerValue:
    return ibis.ifelse(month % 100 == 1, month - 89, month - 1).cast("int32")


def month_index(month: int) -> int:
    """Months since year 0: consecutive months are consecutive numbers."""
    return month // 100 * 12 + month % 100 - 1


def month_at(index: IntegerValue) -> IntegerValue:
    """The month of a `month_index`."""
    of_year = index % 12
    return ((index - of_year) / 12 * 100 + of_year + 1).cast("int32")


def in_force(month: IntegerValue, values: Sequence[Dated]) -> Value:
    """The value in force in a month; null before its first date."""
    latest_first = sorted(values, key=lambda dated: dated.since, reverse=True)
    return ibis.cases(*[(month >= dated.since, dated.value) for dated in latest_first])


def among(said: StringValue, month: IntegerValue, values: Sequence[Dated]) -> BooleanValue:
    """Whether a text is in the list in force in a month; a missing text is in none."""
    latest_first = sorted(values, key=lambda dated: dated.since, reverse=True)
    listed = ibis.cases(*[(month >= dated.since, said.isin(dated.value)) for dated in latest_first])
    return listed.fill_null(False)
