"""待定归并 identity questions: pairs of enterprises that may be one, and what an answer is worth.

An answer is worth the tax and the area that it would move to another file, times the chance that it
does. An area counts with the tax of an average area, so that both are one amount.
"""

import ibis
from ibis.expr.types import NumericValue

from louyu.nouns import NOUNS

A_YEAR = 100
"""Twelve months in a month's number: 202506 is after 202406."""


def identity_question(
    question: ibis.Table, tenancy: ibis.Table, tax: ibis.Table, *, until: int
) -> ibis.Table:
    """The pairs that are asked about, with what is at stake. Noun identity_question.

    ``question`` are the pairs (`louyu.registers.identity.answers`). At stake are the tax of the
    last twelve months of either, and the area held in the last month by either that is only a name.
    """
    here = tenancy.filter(tenancy.month == until)
    year = tax.filter(tax.month > until - A_YEAR, tax.month <= until)
    area = here.group_by("enterprise").agg(area=here.held_area.sum())
    paid = year.group_by("enterprise").agg(tax=year.total.sum())
    inside = year.filter(year.building.notnull())
    sums = inside.agg(tax=inside.total.sum()).cross_join(here.agg(area=here.held_area.sum()))
    usual = sums.select(usual=sums.tax.fill_null(0) / sums.area.nullif(0))
    rows = question.cross_join(usual)
    for side, name in (("enterprise", "one"), ("other", "two")):
        held = area.select(area.area.name(f"area_{name}"), key="enterprise")
        rows = rows.left_join(held, rows[side] == held.key).drop("key")
        due = paid.select(paid.tax.name(f"tax_{name}"), key="enterprise")
        rows = rows.left_join(due, rows[side] == due.key).drop("key")
    named = rows.enterprise.startswith("name:")
    area_said = (
        ibis.ifelse(named, rows.area_one.fill_null(0), 0) + rows.area_two.fill_null(0)
    ).cast("int64")
    tax_paid = (rows.tax_one.fill_null(0) + rows.tax_two.fill_null(0)).cast("int64")
    rows = rows.mutate(area=area_said, tax=tax_paid)
    rows = rows.mutate(worth=worth(rows).round().cast("int64"))
    return rows.select(*NOUNS["identity_question"].schema).cast(NOUNS["identity_question"].schema)


def worth(rows: ibis.Table) -> NumericValue:
    """In fen: what is at stake, times the chance that the answer is 同一.

    Measured (bench/identity.py): a hundred answers bring more so than by how open questions are.
    """
    return rows.chance * (rows.tax.abs() + rows.area * rows.usual.fill_null(0))
