"""月份 months: the months of an edition, and which statements speak for each."""

import ibis

from louyu.standards.period import month_at, month_index


def months(coverage: ibis.Table, *, until: int) -> ibis.Table:
    """Every month from the first that the building list covers to the edition's month.

    Returns one column, ``month``.
    """
    lists = coverage.filter(coverage.dataset == "building", coverage.month <= until)
    first = lists.agg(month=lists.month.min())
    year = (first.month - first.month % 100) / 100
    start = (year * 12 + first.month % 100 - 1).cast("int64")
    counted = first.select(index=ibis.range(start, month_index(until) + 1).unnest())
    return counted.select(month=month_at(counted["index"]))


def spoken(
    statement: ibis.Table, coverage: ibis.Table, months: ibis.Table, *, dataset: str
) -> ibis.Table:
    """The rows of a stock list, each in every month for which its batch speaks.

    ``month`` is the month spoken for, no longer the batch's own; ``carried`` (沿用上期) says that
    the sender sent nothing for it and the last list stands.
    """
    speaks = covered(coverage, months, dataset=dataset)
    said = statement.drop("month")
    return said.join(speaks, "batch")


def covered(coverage: ibis.Table, months: ibis.Table, *, dataset: str) -> ibis.Table:
    """Which batch of a dataset speaks for which month: ``batch``, ``month``, ``carried``."""
    of = coverage.filter(coverage.dataset == dataset).semi_join(months, "month")
    return of.select("batch", "month", "carried")
