"""按年税收 yearly_tax: what was paid by calendar year, by an enterprise or split to a building."""

from typing import Any

import ibis
from ibis import ir

from louyu.services.policy.fact_group import At


def yearly_tax(subjects: ir.Table, paid: ir.Table, *, at: At) -> ir.Table:
    """Tax of each of some subjects by calendar year, up to the month facts are taken at.

    ``subjects`` has their key alone; ``paid`` has it too, and month, total and local. A year for
    which some month's list is missing is not known; in one that is whole, who is in no list paid
    nothing.
    """
    (key,) = subjects.columns
    last, before = at.year - 1, at.year - 2
    until = paid.filter(paid.month <= at.month)
    until = until.mutate(year=((until.month - until.month % 100) / 100).cast("int32"))

    def in_year(which: int, column: str = "total") -> ibis.Value:
        return ibis.ifelse(until.year == which, until[column], 0).sum().cast("int64")

    years = sorted({month // 100 for month in at.spoken["tax"]})
    earlier = {f"year_{y}": in_year(y) for y in years if y < last and at.whole_year("tax", y)}
    sums = until.group_by(key).agg(
        tax_this_year=in_year(at.year), tax_last_year=in_year(last),
        tax_before_last=in_year(before), tax_third_last=in_year(before - 1),
        local_last_year=in_year(last, "local"), local_before_last=in_year(before, "local"),
        **earlier,
    ).rename(payer=key)  # fmt: skip
    rows = subjects.left_join(sums, subjects[key] == sums.payer)
    this_year = range(at.year * 100 + 1, at.month + 1)
    known = {
        "tax_this_year": all(month in at.spoken["tax"] for month in this_year),
        "tax_last_year": at.whole_year("tax", last),
        "tax_before_last": at.whole_year("tax", before),
        "tax_third_last": at.whole_year("tax", before - 1),
        "local_last_year": at.whole_year("tax", last),
        "local_before_last": at.whole_year("tax", before),
    }
    said: dict[str, Any] = {
        name: rows[name].fill_null(0) if spoken else ibis.null("int64")
        for name, spoken in known.items()
    }
    base = said["tax_before_last"]
    said["tax_base"] = ibis.ifelse(base > 0, base, ibis.null("int64"))
    highest = [rows[name].fill_null(0) for name in earlier]
    said["tax_highest_before"] = ibis.greatest(*highest) if highest else ibis.null("int64")
    return rows.select(key, **said)
