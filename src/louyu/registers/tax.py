"""楼宇税收: an organisation's tax of a month in the buildings it occupies.

Split by stated area, equally where any area is unknown, exact to the fen (see `split`). Beside the
attribution by occupancy, two others: by registered address and by where the head office sits.
"""

import ibis

from louyu.nouns import NOUNS
from louyu.registers.identity import enterprise_of
from louyu.registers.split import part


def shares(tenancy: ibis.Table) -> ibis.Table:
    """How an enterprise's tax of a month falls to the buildings it occupies.

    Columns: month, enterprise, building, before, after, whole: the building's weight lies between
    two running sums of the whole. Who is in one building has one share of one.
    """
    whose = ["month", "enterprise"]
    homes = tenancy.group_by(whose).agg(
        building=tenancy.building.min(), last=tenancy.building.max()
    )
    one, none = ibis.literal(1, "int64"), ibis.literal(0, "int64")
    single = homes.filter(homes.building == homes["last"]).select(
        *whose, "building", before=none, after=one, whole=one
    )
    several = homes.filter(homes.building != homes["last"]).select(*whose)
    rows = tenancy.semi_join(several, whose)
    by = rows.group_by(*whose, "building").agg(
        area=rows.area.sum().cast("int64"),
        unknown=ibis.ifelse(rows.area.isnull(), 1, 0).max(),
    )
    equally = (by.unknown.max().over(group_by=whose) > 0) | (
        by.area.fill_null(0).sum().over(group_by=whose) == 0
    )
    by = by.mutate(weight=ibis.ifelse(equally, 1, by.area).cast("int64"))
    so_far = ibis.window(group_by=whose, order_by="building", following=0)
    by = by.mutate(
        after=by.weight.sum().over(so_far).cast("int64"),
        whole=by.weight.sum().over(group_by=whose).cast("int64"),
    )
    split = by.select(*whose, "building", before=by.after - by.weight, after="after", whole="whole")
    return ibis.union(single, split)


def paid(tax_statement: ibis.Table, mention: ibis.Table) -> ibis.Table:
    """Tax rows with their payer: month, enterprise, total, local, batch, sheet, row."""
    rows = enterprise_of(tax_statement, mention)
    return rows.select("month", "enterprise", "total", "local", "batch", "sheet", "row")


def placed(paid: ibis.Table, shares: ibis.Table, *, by: str) -> ibis.Table:
    """Tax rows in the buildings that an organisation (column ``by``) occupies; in none, once."""
    share = shares.rename(occupant="enterprise", at="month")
    rows = paid.left_join(share, [paid.month == share.at, paid[by] == share.occupant])
    # Over 95 of 100 rows have one building: the arithmetic of a split is for the others.
    alone = rows.whole.isnull() | (rows.whole == 1)
    parts = {
        name: ibis.ifelse(
            alone,
            rows[name],
            part(rows[name], before=rows.before, after=rows.after, whole=rows.whole),
        )
        for name in ("total", "local")
    }
    return rows.mutate(**parts).drop("occupant", "at", "before", "after", "whole")


def tax(paid: ibis.Table, shares: ibis.Table, building: ibis.Table) -> ibis.Table:
    """Every tax row in the building or buildings its payer occupies, or in none. Noun tax."""
    rows = placed(paid, shares, by="enterprise")
    street = building.select("month", "building", "street")
    rows = rows.left_join(street, ["month", "building"])
    return rows.select(*NOUNS["tax"].schema).cast(NOUNS["tax"].schema)


def building_tax(
    tax: ibis.Table,
    paid: ibis.Table,
    shares: ibis.Table,
    enterprise: ibis.Table,
    building: ibis.Table,
) -> ibis.Table:
    """A building's tax of a month by each of the three attributions. Noun building_tax."""
    street = building.select("month", "building", "street")
    columns = ["month", "building", "enterprise", "total", "local"]
    sat = at_seat(paid, enterprise)
    led = under_head_office(tax, paid, shares, enterprise)
    each = {"occupancy": tax, "registered": sat, "head_office": led}
    cube = ibis.union(
        *[
            summed(rows.select(columns)).mutate(attribution=ibis.literal(name))
            for name, rows in each.items()
        ]
    )
    cube = cube.join(street, ["month", "building"])
    return cube.select(*NOUNS["building_tax"].schema).cast(NOUNS["building_tax"].schema)


def summed(rows: ibis.Table) -> ibis.Table:
    inside = rows.filter(rows.building.notnull())
    return inside.group_by("month", "building").agg(
        total=inside.total.fill_null(0).sum().cast("int64"),
        local=inside.local.fill_null(0).sum().cast("int64"),
        payers=inside.enterprise.nunique().cast("int64"),
    )


def at_seat(paid: ibis.Table, enterprise: ibis.Table) -> ibis.Table:
    """Tax rows of organisations whose registered address is in a building, in that building."""
    seat = enterprise.filter(enterprise.registered_building.notnull())
    seat = seat.select("from_month", "to_month", whose="enterprise", building="registered_building")
    return paid.join(
        seat,
        [
            paid.enterprise == seat.whose,
            paid.month >= seat.from_month,
            paid.month <= seat.to_month,
        ],
    )


def under_head_office(
    tax: ibis.Table, paid: ibis.Table, shares: ibis.Table, enterprise: ibis.Table
) -> ibis.Table:
    """A branch's tax where its head office sits; everyone else's where they occupy."""
    branch = enterprise.filter(enterprise.head_office.notnull())
    branch = branch.select("from_month", "to_month", "head_office", whose="enterprise")

    def during(rows: ibis.Table) -> list[ibis.Value]:
        return [
            rows.enterprise == branch.whose,
            rows.month >= branch.from_month,
            rows.month <= branch.to_month,
        ]

    own = tax.anti_join(branch, during(tax))
    led = placed(paid.join(branch, during(paid)), shares, by="head_office")
    columns = ["month", "building", "enterprise", "total", "local"]
    return ibis.union(own.select(columns), led.select(columns))
