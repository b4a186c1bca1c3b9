"""入驻: an occupant in a room of a building in a month, with what the rates need to know of it.

`tenancy_listed` places the rows that take part; `louyu.registers.area` finds the rows stated twice
and the areas that the caps change, all small tables; `tenancy` puts them together.
"""

import ibis
from ibis.expr.types import BooleanValue

from louyu.district import District
from louyu.nouns import NOUNS
from louyu.registers.enterprise import in_rates
from louyu.registers.identity import enterprise_of
from louyu.registers.listing import listed
from louyu.standards.period import month_of

ROW = ["month", "batch", "sheet", "row"]
"""What names a row of a stock list in a month; the same row speaks for several when carried."""


def takes_part(rows: ibis.Table) -> BooleanValue:
    """Moved in by the month's end, and not out before its first day."""
    came = rows.moved_in.isnull() | (month_of(rows.moved_in) <= rows.month)
    stayed = rows.moved_out.isnull() | (month_of(rows.moved_out) >= rows.month)
    return came.fill_null(True) & stayed.fill_null(True)


def tenancy_listed(
    tenancy_statement: ibis.Table,
    listing: ibis.Table,
    enterprise: ibis.Table,
    statistical_unit: ibis.Table,
    mention: ibis.Table,
    months: ibis.Table,
    *,
    district: District,
) -> ibis.Table:
    """The rows that take part in a month, placed, with their occupant's flags of that month.

    Columns of noun tenancy without held_area. Rows stated twice are still in it.
    """
    rows = listed(tenancy_statement, listing.filter(listing.holds))
    rows = rows.filter(takes_part(rows))
    rows = enterprise_of(rows, mention)
    known = enterprise.select(
        "kind",
        "registered_in_district",
        "taxed_in_district",
        known="enterprise",
        from_month="from_month",
        to_month="to_month",
    )
    rows = rows.left_join(
        known,
        [
            rows.enterprise == known.known,
            rows.month >= known.from_month,
            rows.month <= known.to_month,
        ],
    )
    entered = statistical_months(statistical_unit, months)
    rows = rows.left_join(
        entered, [rows.enterprise == entered.statistical_enterprise, rows.month == entered.at]
    )
    rows = rows.mutate(
        # Still there at the month's end: who leaves on its last day is not.
        present=rows.moved_out.isnull() | (month_of(rows.moved_out) > rows.month),
        statistical=rows.statistical_enterprise.notnull(),
        in_rates=in_rates(rows, district=district),
        registered_in_district=rows.registered_in_district.fill_null(False),
        taxed_in_district=rows.taxed_in_district.fill_null(False),
    )
    return rows.select(*[name for name in NOUNS["tenancy"].schema if name != "held_area"])


def statistical_months(statistical_unit: ibis.Table, months: ibis.Table) -> ibis.Table:
    """The months at whose end an enterprise is in the statistical register, whatever its kind."""
    unit = statistical_unit.select("enterprise", "entered_on", "left_on")
    every = unit.join(months, month_of(unit.entered_on) <= months.month)
    inside = every.filter(every.left_on.isnull() | (month_of(every.left_on) > every.month))
    return inside.select(statistical_enterprise="enterprise", at="month").distinct()


def tenancy(
    tenancy_listed: ibis.Table,
    duplicates: ibis.Table,
    held_in_room: ibis.Table,
    held_in_building: ibis.Table,
) -> ibis.Table:
    """Every row that takes part, once, with the area it holds. Noun tenancy.

    An area holds as stated unless a cap changed it; rows that are gone by the month's end and rows
    without an area hold nothing.
    """
    rows = tenancy_listed.anti_join(duplicates, ROW)
    in_room = held_in_room.select(*ROW, in_room="held_area")
    in_building = held_in_building.select(*ROW, in_building="held_area")
    rows = rows.left_join(in_room, ROW, rname="{name}_room")
    rows = rows.left_join(in_building, ROW, rname="{name}_building")
    held = ibis.coalesce(rows.in_building, rows.in_room, rows.area, 0)
    rows = rows.mutate(held_area=ibis.ifelse(rows.present, held, 0))
    return rows.select(*NOUNS["tenancy"].schema).cast(NOUNS["tenancy"].schema)
