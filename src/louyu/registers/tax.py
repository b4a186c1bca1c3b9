"""楼宇税收: an organisation's tax of a month in the buildings it occupies.

Split by stated area, equally where any area is unknown, exact to the fen (see `split`). Beside the
attribution by occupancy, two others: by registered address and by where the head office sits.
"""

import ibis

from louyu.nouns import NOUNS
from louyu.registers.identity import enterprise_of
from louyu.registers.split import part


def homes(tenancy: ibis.Table) -> ibis.Table:
    """Where an enterprise is in a month: month, enterprise, rows and building.

    ``building`` is of any of its rows: it says something only of who has one row.
    """
    return tenancy.group_by("month", "enterprise").agg(
        rows=tenancy.count().cast("int64"), building=tenancy.building.arbitrary()
    )


def shares(tenancy: ibis.Table, homes: ibis.Table) -> ibis.Table:
    """How the tax of an enterprise with several rows falls to its buildings.

    Columns: month, enterprise, building, before, after, whole: the building's weight lies between
    two running sums of the whole.
    """
    whose = ["month", "enterprise"]
    rows = tenancy.semi_join(homes.filter(homes.rows > 1), whose)
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
    return by.select(*whose, "building", "after", "whole", before=by.after - by.weight)


def paid(tax_statement: ibis.Table, mention: ibis.Table) -> ibis.Table:
    """Tax rows with their payer: month, enterprise, total, local, batch, sheet, row."""
    rows = enterprise_of(tax_statement, mention)
    return rows.select("month", "enterprise", "total", "local", "batch", "sheet", "row")


def placed(paid: ibis.Table, homes: ibis.Table, shares: ibis.Table, *, by: str) -> ibis.Table:
    """Tax rows in the buildings that an organisation (column ``by``) occupies; in none, once."""
    home = homes.select("rows", at="month", occupant="enterprise", home="building")
    rows = paid.left_join(home, [paid.month == home.at, paid[by] == home.occupant])
    alone = ibis.ifelse(rows.rows == 1, rows.home, ibis.null("string"))
    rows = rows.mutate(alone=alone).drop("at", "occupant", "home", "rows")
    share = shares.select(
        "building", "before", "after", "whole", share_month="month", share_of="enterprise"
    )
    rows = rows.left_join(share, [rows.month == share.share_month, rows[by] == share.share_of])
    # Nearly every payer has one row: the arithmetic of a split is for the others.
    parts = {
        name: ibis.ifelse(
            rows.whole.isnull(),
            rows[name],
            part(rows[name], before=rows.before, after=rows.after, whole=rows.whole),
        )
        for name in ("total", "local")
    }
    return rows.mutate(building=ibis.coalesce(rows.building, rows.alone), **parts)


def tax(
    paid: ibis.Table, homes: ibis.Table, shares: ibis.Table, building: ibis.Table
) -> ibis.Table:
    """Every tax row in the building or buildings its payer occupies, or in none. Noun tax."""
    rows = placed(paid, homes, shares, by="enterprise")
    street = building.select("month", "building", "street")
    rows = rows.left_join(street, ["month", "building"], rname="{name}_street")
    return rows.select(*NOUNS["tax"].schema).cast(NOUNS["tax"].schema)


def building_tax(
    tax: ibis.Table,
    paid: ibis.Table,
    homes: ibis.Table,
    shares: ibis.Table,
    enterprise: ibis.Table,
    building: ibis.Table,
) -> ibis.Table:
    """A building's tax of a month by each of the three attributions. Noun building_tax."""
    occupied = summed(tax)
    branch = enterprise.filter(enterprise.head_office.notnull())
    own = summed(tax.join(*during(tax, branch)))
    led = summed(placed(paid.join(*during(paid, branch)), homes, shares, by="head_office"))
    each = {
        "occupancy": occupied,
        "registered": summed(at_seat(paid, enterprise)),
        "head_office": moved(occupied, away=own, here=led),
    }
    cube = ibis.union(*[rows.mutate(attribution=ibis.literal(name)) for name, rows in each.items()])
    street = building.select("month", "building", "street")
    cube = cube.join(street, ["month", "building"])
    return cube.select(*NOUNS["building_tax"].schema).cast(NOUNS["building_tax"].schema)


def summed(rows: ibis.Table) -> ibis.Table:
    """Tax rows added up per month and building; those in no building are left out."""
    inside = rows.filter(rows.building.notnull())
    return inside.group_by("month", "building").agg(
        total=inside.total.fill_null(0).sum().cast("int64"),
        local=inside.local.fill_null(0).sum().cast("int64"),
        payers=inside.enterprise.nunique().cast("int64"),
    )


def moved(occupied: ibis.Table, *, away: ibis.Table, here: ibis.Table) -> ibis.Table:
    """Sums per building with the branches' tax taken from where they sit to their head offices.

    A payer is a branch in a month or is not, so payers add up as amounts do.
    """
    amounts = ["total", "local", "payers"]
    less = away.select("month", "building", **{name: -away[name] for name in amounts})
    parts = ibis.union(occupied, less, here)
    sums = parts.group_by("month", "building").agg(
        **{name: parts[name].sum().cast("int64") for name in amounts}
    )
    return sums.filter(sums.payers > 0)


def during(rows: ibis.Table, spans: ibis.Table) -> tuple[ibis.Table, list[ibis.Value]]:
    """Spans of enterprises, and on what rows join the one of their month."""
    span = spans.select(
        "from_month", "to_month", "head_office", "registered_building", whose="enterprise"
    )
    return span, [
        rows.enterprise == span.whose,
        rows.month >= span.from_month,
        rows.month <= span.to_month,
    ]


def at_seat(paid: ibis.Table, enterprise: ibis.Table) -> ibis.Table:
    """Tax rows of organisations whose registered address is in a building, in that building."""
    seat = enterprise.filter(enterprise.registered_building.notnull())
    return paid.join(*during(paid, seat)).rename(building="registered_building")
