"""楼宇月度: a building's roll-up of a month, the cube that indicators and pages read."""

import ibis

from louyu.nouns import NOUNS
from louyu.standards.period import year_of


def building_month(
    months: ibis.Table,
    building: ibis.Table,
    tenancy: ibis.Table,
    homes: ibis.Table,
    building_tax: ibis.Table,
) -> ibis.Table:
    """One row per building registered in a month. Noun building_month.

    Areas and staff are of rows present at the month's end; occupants are of the kinds that rates
    count; tax is by occupancy. Months without tax are months of nothing, not gaps.
    """
    key = ["month", "building"]
    cube = building.select(*key, "street", "counts", floor_area=building.floor_area.fill_null(0))
    cube = cube.left_join(held(tenancy, homes), key, rname="{name}_held")
    cube = cube.left_join(taxes(months, building, building_tax), key, rname="{name}_tax")
    zero = {
        name: cube[name].fill_null(0)
        for name in (
            "occupied_area", "other_area", "occupants", "staff", "main_section_area",
            "tax", "tax_year", "tax_last_year", "tax_12_months",
        )
    }  # fmt: skip
    return (
        cube.mutate(**zero)
        .select(*NOUNS["building_month"].schema)
        .cast(NOUNS["building_month"].schema)
    )


def held(tenancy: ibis.Table, homes: ibis.Table) -> ibis.Table:
    """Area, occupants and staff of a building at a month's end."""
    here = tenancy.filter(tenancy.present)
    place = ["month", "building"]
    amounts = here.group_by(place).agg(
        occupied_area=ibis.ifelse(here.in_rates, here.held_area, 0).sum().cast("int64"),
        other_area=ibis.ifelse(here.in_rates, 0, here.held_area).sum().cast("int64"),
        staff=here.staff.fill_null(0).sum().cast("int64"),
    )
    # Who has one row only is counted without looking whether it was counted before.
    counted = here.filter(here.in_rates)
    several = homes.filter(homes.rows > 1)
    alone = counted.anti_join(several, ["month", "enterprise"])
    again = counted.semi_join(several, ["month", "enterprise"])
    occupants = ibis.union(
        alone.group_by(place).agg(occupants=alone.count().cast("int64")),
        again.group_by(place).agg(occupants=again.enterprise.nunique().cast("int64")),
    )
    occupants = occupants.group_by(place).agg(occupants=occupants.occupants.sum().cast("int64"))
    amounts = amounts.left_join(main_section(counted), place, rname="{name}_main")
    return amounts.left_join(occupants, place, rname="{name}_counted")


def main_section(counted: ibis.Table) -> ibis.Table:
    """主业: the section that holds most of a building's area; of two alike the first letter."""
    place = ["month", "building"]
    told = counted.filter(counted.section.notnull(), counted.held_area > 0)
    areas = told.group_by(*place, "section").agg(area=told.held_area.sum().cast("int64"))
    first = ibis.row_number().over(group_by=place, order_by=[ibis.desc("area"), "section"])
    areas = areas.mutate(first=first)
    areas = areas.filter(areas.first == 0)
    return areas.select(*place, main_section="section", main_section_area="area")


def taxes(months: ibis.Table, building: ibis.Table, building_tax: ibis.Table) -> ibis.Table:
    """A building's tax of the month, of the year so far, of last year and of twelve months.

    Over every month for every building that was ever registered: a year's tax is the year's, also
    when a list left the building out in one of its months.
    """
    by_occupancy = building_tax.filter(building_tax.attribution == "occupancy")
    grid = building.select("building").distinct().cross_join(months)
    paid = by_occupancy.select("month", "building", tax="total")
    grid = grid.left_join(paid, ["month", "building"], rname="{name}_paid")
    grid = grid.select("building", "month", tax=grid.tax.fill_null(0), year=year_of(grid.month))
    so_far = ibis.window(group_by=["building", "year"], order_by="month", following=0)
    twelve = ibis.window(group_by="building", order_by="month", preceding=11, following=0)
    rows = grid.mutate(
        tax_year=grid.tax.sum().over(so_far).cast("int64"),
        tax_12_months=grid.tax.sum().over(twelve).cast("int64"),
    )
    whole = grid.group_by("building", "year").agg(tax_last_year=grid.tax.sum().cast("int64"))
    before = whole.mutate(year=(whole.year + 1).cast("int32"))
    return rows.left_join(before, ["building", "year"], rname="{name}_before")
