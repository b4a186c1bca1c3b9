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
    brief = summary(tables, keeper=keeper)
    folded = [
        keeper.materialise(folded_rows(each, brief, district=district))
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


def summary(tables: Mapping[str, ibis.Table], *, keeper: Keeper) -> dict[str, ibis.Table]:
    """The registers with the two largest folded as far as no indicator can tell.

    Of tenancies one row per occupant and building in a month: everything but area and staff is the
    same in all its rooms. Of tax one row per building and month.
    """
    here = present_in(tables["tenancy"])
    same = ("street", "counts", "kind", "present", "in_rates", "registered_in_district",
            "taxed_in_district", "statistical", "carried")  # fmt: skip
    occupant = here.group_by("month", "building", "enterprise").agg(
        held_area=here.held_area.sum().cast("int64"),
        staff=here.staff.fill_null(0).sum().cast("int64"),
        **{name: here[name].arbitrary() for name in same},
    )
    paid = tables["tax"].filter(tables["tax"].building.notnull())
    by_building = paid.group_by("month", "building").agg(total=paid.total.sum().cast("int64"))
    return {
        **tables,
        "tenancy": keeper.materialise(shaped(occupant, "tenancy")),
        "tax": keeper.materialise(shaped(by_building, "tax")),
    }


def shaped(rows: ibis.Table, noun: str) -> ibis.Table:
    """The rows as the noun, with empty columns for what folding left out."""
    schema = NOUNS[noun].schema
    return rows.select(
        **{
            name: rows[name].cast(kind) if name in rows.columns else ibis.null(kind)
            for name, kind in schema.items()
        }
    )


def folded_rows(
    indicator: Indicator, tables: Mapping[str, ibis.Table], *, district: District
) -> ibis.Table:
    """Contributions added up per building, as far as that loses nothing.

    A subject in one building is part of that building's sum (its ``subject`` is empty here); only
    those in several keep their own rows, to be counted once in a street and in the district.
    """
    rows = indicator.contributions(tables, district=district)
    if indicator.counts == "sum":
        return summed(rows)
    rows = rows.mutate(building=rows.building.fill_null(""))
    each = (
        rows.group_by("month", "subject")
        .agg(
            building=rows.building.min(),
            last=rows.building.max(),
            street=rows.street.min(),
            last_street=rows.street.max(),
            numerator=rows.numerator.max(),
            denominator=rows.denominator.max(),
        )
        .mutate(indicator=ibis.literal(indicator.key))
    )
    one = (each.building == each["last"]) & (each.street == each.last_street)
    several = rows.semi_join(each.filter(~one), ["month", "subject"])
    apart = several.group_by("indicator", "month", "building", "street", "subject").agg(
        numerator=several.numerator.max(), denominator=several.denominator.max()
    )
    return ibis.union(summed(each.filter(one)), apart.select(CUBE))


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
