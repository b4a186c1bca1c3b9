"""指标值 values: contributions added up for the district, every street and every building.

Each subject counts once in a scope: an enterprise in two buildings is one in each building, one in
the street, one in the district. Rates are added up as numerators and denominators, never averaged.
Where nothing contributes there is a zero, not a gap.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import partial

import ibis

from louyu.district import District
from louyu.indicators import INDICATORS
from louyu.indicators.indicator import LEVELS, called, present_in
from louyu.indicators.keeper import Keeper
from louyu.nouns import NOUNS

OCCUPANT = ["building", "street", "in_rates", "registered_in_district", "taxed_in_district"]
"""What occupants are counted by."""

CUBE = ["indicator", "month", "building", "street", "subject", "numerator", "denominator"]


def indicator_values(
    tables: Mapping[str, ibis.Table],
    *,
    district: District,
    keeper: Keeper,
    keys: Collection[str] = tuple(INDICATORS),
) -> ibis.Table:
    """Every indicator at every level in every month, or those of some keys.

    Noun indicator_value, materialised.
    """
    keep = keeper.materialise
    chosen = [INDICATORS[key] for key in keys]
    brief = dict(tables)
    if any("tax" in each.needs for each in chosen):
        brief["tax"] = keep(partial(tax_by_building, tables["tax"]))
    several = None
    if any(each.counts == "occupant" for each in chosen):
        several = keep(partial(of_several_rows, tables["tenancy"]))
    folded = [
        keep(
            partial(
                folded_rows,
                each.key,
                {noun: brief[noun] for noun in each.needs},
                several if each.counts == "occupant" else None,
                district=district,
            )
        )
        for each in chosen
    ]
    cube = keep(partial(ibis.union, *folded))
    known = {noun for each in chosen for noun in each.known_needs}
    grid = partial(
        scopes,
        {noun: brief[noun] for noun in ("building", *sorted(known))},
        keys,
        district=district,
    )
    return keep(partial(valued, cube, keep(grid), district=district))


def valued(cube: ibis.Table, grid: ibis.Table, *, district: District) -> ibis.Table:
    """The cube added up for every scope of the grid. Noun indicator_value."""
    added = ibis.union(*[at_level(cube, level, district=district) for level in LEVELS])
    place = ["indicator", "level", "scope", "month"]
    whole = grid.left_join(added, place)
    whole = whole.mutate(
        numerator=whole.numerator.fill_null(0),
        denominator=ibis.ifelse(whole.rate, whole.denominator.fill_null(0), ibis.null("int64")),
    )
    values = whole.select(*NOUNS["indicator_value"].schema)
    return values.cast(NOUNS["indicator_value"].schema)


def tax_by_building(tax: ibis.Table) -> ibis.Table:
    """Tax rows added up per building and month, which no indicator of a building can tell."""
    paid = tax.filter(tax.building.notnull())
    rows = paid.group_by("month", "building").agg(total=paid.total.sum().cast("int64"))
    return rows.select(
        **{
            name: rows[name].cast(kind) if name in rows.columns else ibis.null(kind)
            for name, kind in NOUNS["tax"].schema.items()
        }
    )


def of_several_rows(tenancy: ibis.Table) -> ibis.Table:
    """Tenancies of occupants that have more than one in their month: some few in a hundred.

    With what an occupant is counted by and nothing else: an indicator that asks for more fails.
    """
    here = present_in(tenancy)
    whose = ["month", "enterprise"]
    rows = here.group_by(whose).agg(rows=here.count())
    some = here.select(*whose, *OCCUPANT).semi_join(rows.filter(rows.rows > 1), whose)
    yes, no = ibis.literal(True), ibis.literal(False)
    return some.mutate(present=yes, counts=yes, carried=no)


def folded_rows(
    key: str,
    tables: Mapping[str, ibis.Table],
    several: ibis.Table | None,
    *,
    district: District,
) -> ibis.Table:
    """Contributions added up per building, as far as that loses nothing.

    Who contributes once is part of its building's sum (``subject`` is empty there); who may do so
    more often keeps rows of its own, to be counted once in a building, a street and the district.
    Of occupants everyone is added up, then those with several rows (`of_several_rows`) are taken
    out and kept apart, so that the many are never sorted out by name.
    """
    indicator = INDICATORS[key]
    rows = indicator.contributions(tables, district=district)
    if indicator.counts == "sum":
        return summed(rows)
    if several is None:
        return rows.select(CUBE)
    apart = indicator.contributions({**tables, "tenancy": several}, district=district)
    less = summed(apart)
    less = less.mutate(numerator=-less.numerator, denominator=-less.denominator)
    return ibis.union(summed(rows), less, apart.select(CUBE))


def summed(rows: ibis.Table) -> ibis.Table:
    total = rows.group_by("indicator", "month", "building", "street").agg(
        numerator=rows.numerator.sum().cast("int64"),
        denominator=rows.denominator.sum().cast("int64"),
    )
    return total.mutate(subject=ibis.null("string")).select(CUBE)


def at_level(cube: ibis.Table, level: str, *, district: District) -> ibis.Table:
    """The cube added up per scope of a level."""
    named = {
        "district": ibis.literal(district.name),
        "street": cube.street,
        "building": cube.building,
    }
    rows = cube.mutate(level=ibis.literal(level), scope=named[level])
    place = ["indicator", "level", "scope", "month"]
    several = rows.filter(rows.subject.notnull())
    once = several.group_by(*place, "subject").agg(
        numerator=several.numerator.max(), denominator=several.denominator.max()
    )
    whole = ibis.union(
        rows.filter(rows.subject.isnull()).select(*place, "numerator", "denominator"),
        once.drop("subject"),
    )
    return whole.group_by(place).agg(
        numerator=whole.numerator.sum().cast("int64"),
        denominator=whole.denominator.sum().cast("int64"),
    )


def scopes(
    tables: Mapping[str, ibis.Table], keys: Iterable[str], *, district: District
) -> ibis.Table:
    """Every place and month in which an indicator has a value.

    The district, each of its streets, and the buildings registered in the month. Columns:
    indicator, level, scope, month, rate (whether it stands over a denominator).
    """
    building = tables["building"]
    months = building.select("month").distinct()
    streets = ibis.array([street.name for street in district.streets])
    places = {
        "district": months.mutate(scope=ibis.literal(district.name)),
        "street": months.mutate(scope=streets.unnest()),
        "building": building.select("month", scope="building"),
    }
    found = []
    for indicator in [INDICATORS[key] for key in keys]:
        for level in indicator.levels:
            where = places[level]
            if indicator.known is not None:
                where = where.semi_join(called(indicator.known, tables, district=district), "month")
            found.append(
                where.select(
                    "month",
                    "scope",
                    indicator=ibis.literal(indicator.key),
                    level=ibis.literal(level),
                    rate=ibis.literal(indicator.course == "rate"),
                )
            )
    return ibis.union(*found)
