"""入驻: an occupant in a room of a building in a month, with what the rates need to know of it.

`tenancy_said` places the rows that take part; from it `louyu.registers.area` finds the few rows
stated twice or changed by a cap; `tenancy` puts everything together in one pass.
"""

import ibis
from ibis.expr.types import BooleanValue, StringValue

from louyu.district import District
from louyu.nouns import NOUNS
from louyu.registers.enterprise import in_rates
from louyu.registers.identity import enterprise_of
from louyu.registers.listing import listed
from louyu.standards.industry import sections_of_divisions
from louyu.standards.period import month_of

ROW = ["month", "batch", "sheet", "row"]
"""What names a row of a stock list in a month; the same row speaks for several when carried."""


def takes_part(rows: ibis.Table) -> BooleanValue:
    """Moved in by the month's end, and not out before its first day."""
    came = rows.moved_in.isnull() | (month_of(rows.moved_in) <= rows.month)
    stayed = rows.moved_out.isnull() | (month_of(rows.moved_out) >= rows.month)
    return came.fill_null(True) & stayed.fill_null(True)


def tenancy_said(
    tenancy_statement: ibis.Table, listing: ibis.Table, mention: ibis.Table
) -> ibis.Table:
    """The rows that take part in a month, with building and enterprise, as they were stated.

    Rows stated twice are still in it. ``present``: not moved out by the month's end; who leaves on
    its last day is not there any more.
    """
    rows = enterprise_of(tenancy_statement, mention)
    rows = listed(rows, listing.filter(listing.holds))
    rows = rows.filter(takes_part(rows))
    return rows.mutate(present=rows.moved_out.isnull() | (month_of(rows.moved_out) > rows.month))


def tenancy(
    tenancy_said: ibis.Table,
    exceptions: ibis.Table,
    enterprise: ibis.Table,
    statistical_unit: ibis.Table,
    months: ibis.Table,
    *,
    district: District,
) -> ibis.Table:
    """Every row that takes part, once, with what it holds and its occupant's flags. Noun tenancy.

    An area holds as stated unless a cap changed it; rows that are gone by the month's end and rows
    without an area hold nothing.
    """
    rows = held(tenancy_said, exceptions)
    rows = known(rows, enterprise)
    entered = statistical_months(statistical_unit, months)
    rows = rows.left_join(
        entered, [rows.enterprise == entered.statistical_enterprise, rows.month == entered.at]
    )
    rows = rows.mutate(
        statistical=rows.statistical_enterprise.notnull(),
        in_rates=in_rates(rows, district=district),
    )
    return rows.select(*NOUNS["tenancy"].schema).cast(NOUNS["tenancy"].schema)


def held(tenancy_said: ibis.Table, exceptions: ibis.Table) -> ibis.Table:
    """The rows without those stated twice, with the area each holds."""
    rows = tenancy_said.left_join(exceptions, ROW, rname="{name}_exception")
    rows = rows.filter(~rows.twice.fill_null(False))
    area = ibis.coalesce(rows.held_area, rows.area, 0)
    return rows.mutate(held_area=ibis.ifelse(rows.present, area, 0))


def known(rows: ibis.Table, enterprise: ibis.Table) -> ibis.Table:
    """The rows with what was known of their enterprise in their month."""
    span = enterprise.select(
        "kind",
        "registered_in_district",
        "taxed_in_district",
        "industry",
        "from_month",
        "to_month",
        known="enterprise",
    )
    return rows.left_join(
        span,
        [
            rows.enterprise == span.known,
            rows.month >= span.from_month,
            rows.month <= span.to_month,
        ],
    ).mutate(
        registered_in_district=lambda t: t.registered_in_district.fill_null(False),
        taxed_in_district=lambda t: t.taxed_in_district.fill_null(False),
        section=lambda t: section(t.industry),
    )


def section(industry: StringValue) -> StringValue:
    """The GB/T 4754 section of an industry code: its first two digits tell it."""
    return industry[:2].cases(*sorted(sections_of_divisions().items()), else_=None)


def statistical_months(statistical_unit: ibis.Table, months: ibis.Table) -> ibis.Table:
    """The months at whose end an enterprise is in the statistical register, whatever its kind."""
    unit = statistical_unit.select("enterprise", "entered_on", "left_on")
    every = unit.join(months, month_of(unit.entered_on) <= months.month)
    inside = every.filter(every.left_on.isnull() | (month_of(every.left_on) > every.month))
    return inside.select(statistical_enterprise="enterprise", at="month").distinct()
