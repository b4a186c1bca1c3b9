"""追溯 lineage: the rows behind a number, by the text that makes the number.

Nothing is stored: an indicator's contributions of one month and scope are a filter.
"""

from collections.abc import Mapping

import ibis

from louyu.district import District
from louyu.indicators import INDICATORS
from louyu.indicators.indicator import Level

OF_THE_MONTH = frozenset({"building", "tenancy"})
"""Registers of which an indicator reads only the month it is about."""

UP_TO_THE_MONTH = frozenset({"building_month", "tax"})
"""Registers of which it reads that month and months of this year and the last."""


def contributions(
    key: str,
    tables: Mapping[str, ibis.Table],
    *,
    district: District,
    level: Level,
    scope: str,
    month: int,
    before: int,
) -> ibis.Table:
    """What each register row adds to an indicator of a scope in a month. Noun contribution.

    ``scope`` is a building's code, a street's name, or for the district whatever is given;
    ``before`` the last month that has no part in it (`months_before`). A subject with several rows
    (an enterprise with two rooms) counts once in the number.
    """
    indicator = INDICATORS[key]
    near = {
        noun: narrowed(noun, tables[noun], level=level, scope=scope, month=month, before=before)
        for noun in indicator.needs
    }
    rows = indicator.contributions(near, district=district)
    rows = rows.filter(rows.month == month)
    return rows if level == "district" else rows.filter(rows[level] == scope)


def months_before(month: int) -> int:
    """The end of the year before the last: what lies before it no number of a month asks for."""
    return month // 100 * 100 - 100


def narrowed(
    noun: str, table: ibis.Table, *, level: Level, scope: str, month: int, before: int
) -> ibis.Table:
    """A register without rows that can have no part in the number: what makes a look-up quick."""
    if noun in OF_THE_MONTH:
        table = table.filter(table.month == month)
    elif noun in UP_TO_THE_MONTH:
        table = table.filter(table.month <= month, table.month > before)
    if level == "building" and "building" in table.columns:
        # A parcel's months are those of any building.
        table = table.filter(table.building == scope)
    return table
