"""指标值 values: contributions added up for the district, every street and every building.

Each subject counts once in a scope: an enterprise in two buildings is one in each building, one in
the street, one in the district. Rates are added up as numerators and denominators, never averaged.
Where nothing contributes there is a zero, not a gap.
"""

from collections.abc import Mapping

import ibis

from louyu.district import District
from louyu.indicators import INDICATORS
from louyu.indicators.indicator import LEVELS, Indicator, called, present_in
from louyu.indicators.keeper import Keeper
from louyu.nouns import NOUNS

CUBE = ["indicator", "month", "building", "street", "subject", "numerator", "denominator"]


def indicator_values(
    tables: Mapping[str, ibis.Table], *, district: District, keeper: Keeper
) -> ibis.Table:
    """Every indicator at every level in every month. Noun indicator_value, materialised."""
    brief = {**tables, "tax": keeper.materialise(tax_by_building(tables["tax"]))}
    several = keeper.materialise(with_several_rows(tables["tenancy"]))
    folded = [
        keeper.materialise(
            folded_rows(each, each.contributions(brief, district=district), several=several)
        )
        for each in INDICATORS.values()
    ]
    cube = keeper.materialise(ibis.union(*folded))
    grid = keeper.materialise(scopes(brief, district=district))
    added = ibis.union(*[at_level(cube, level, district=district) for level in LEVELS])
    place = ["indicator", "level", "scope", "month"]
    whole = grid.left_join(added, place)
    whole = whole.mutate(
        numerator=whole.numerator.fill_null(0),
        denominator=ibis.ifelse(whole.rate, whole.denominator.fill_null(0), ibis.null("int64")),
    )
    values = whole.select(*NOUNS["indicator_value"].schema)
    return keeper.materialise(values.cast(NOUNS["indicator_value"].schema))


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


def with_several_rows(tenancy: ibis.Table) -> ibis.Table:
    """Occupants of a month with more than one row: month, subject."""
    here = present_in(tenancy)
    rows = here.group_by("month", subject=here.enterprise).agg(rows=here.count())
    return rows.filter(rows.rows > 1).select("month", "subject")


def folded_rows(
    indicator: Indicator, contributions: ibis.Table, *, several: ibis.Table
) -> ibis.Table:
    """Contributions added up per building, as far as that loses nothing.

    Who contributes once is part of its building's sum (``subject`` is empty there); who does so
    more often keeps rows of its own, to be counted once in a building, a street and the district.
    Nearly every occupant has one row, so the many are never sorted out by name.
    """
    if indicator.counts == "sum":
        return summed(contributions)
    if indicator.counts == "occupant":
        alone = contributions.anti_join(several, ["month", "subject"])
        more = contributions.semi_join(several, ["month", "subject"])
        return ibis.union(summed(alone), more.select(CUBE))
    return contributions.select(CUBE)


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


def scopes(tables: Mapping[str, ibis.Table], *, district: District) -> ibis.Table:
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
    for indicator in INDICATORS.values():
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
