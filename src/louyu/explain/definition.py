"""口径 definition: what an indicator is when one register is counted another way.

An indicator's text stays what it is: another definition hands it another table. By another
attribution a payment lies in another building (and with it the building's tax of a year), by all
kinds every occupant is one that rates count. So numbers, tiers and the rows behind them follow from
the same text as the number in force.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import ibis
import pyarrow as pa
from ibis import ir
from ibis import selectors as s

from louyu.explain.reading import Reading, Scope
from louyu.indicators import INDICATORS
from louyu.indicators.lineage import (
    OF_THE_MONTH,
    UP_TO_THE_MONTH,
    contributions,
    months_before,
)
from louyu.indicators.values import indicator_values
from louyu.nouns import NOUNS, Sensitivity
from louyu.registers.building_month import taxes
from louyu.registers.tax import at_seat, during, homes, placed, shares


@dataclass(frozen=True)
class Definition:
    """A way of counting, in the words of a page."""

    key: str
    name: str
    about: str


@dataclass(frozen=True)
class Question:
    """What can be counted in several ways, the one in force first, and the indicators it moves."""

    key: str
    name: str
    definitions: tuple[Definition, ...]
    indicators: tuple[str, ...]

    @property
    def in_force(self) -> str:
        return self.definitions[0].key

    def definition(self, key: str) -> Definition | None:
        return next((each for each in self.definitions if each.key == key), None)


ATTRIBUTION = Question(
    "attribution",
    "税收归属",
    (
        Definition("occupancy", "入驻口径", "在楼里办公的企业所缴，一企多址的按当月入驻面积分摊"),
        Definition("registered", "注册地址口径", "注册地址在楼里的企业所缴，不论在哪里办公"),
        Definition(
            "head_office", "总部口径", "分支机构所缴归到其总部入驻的楼宇，其他企业仍按入驻"
        ),
    ),
    (
        "building_tax", "yi_buildings", "five_yi_buildings", "quasi_yi_buildings",
        "fifty_million_buildings", "ten_million_buildings", "quasi_ten_million_buildings",
    ),
)  # fmt: skip

KINDS = Question(
    "kinds",
    "入驻组织",
    (
        Definition("counted_kinds", "公司和分支机构", "比率只计公司和分支机构"),
        Definition("all_kinds", "各类组织", "个体工商户、办事处、未登记和类别不明的也计入"),
    ),
    ("occupancy_rate", "local_registration_rate", "local_tax_rate", "occupants"),
)

QUESTIONS = (ATTRIBUTION, KINDS)


def question_of(indicator: str) -> Question | None:
    """What an indicator can be asked by, if it can be counted in more than one way."""
    return next((each for each in QUESTIONS if indicator in each.indicators), None)


def question_by(definition: str) -> Question:
    return next(each for each in QUESTIONS if each.definition(definition))


def tables_by(
    reading: Reading, nouns: Iterable[str], definition: str, month: int
) -> dict[str, ir.Table]:
    """The registers that an indicator reads, counted by a definition, as far as a month asks."""
    cleared = reading.edition.cleared(Sensitivity.RESTRICTED)

    def near(noun: str) -> ir.Table:
        table = cleared.table(reading.engine, noun)
        if noun in OF_THE_MONTH:
            return table.filter(table.month == month)
        if noun in UP_TO_THE_MONTH or noun == "building_tax":
            return table.filter(table.month <= month, table.month > month // 100 * 100 - 100)
        return table

    found = {noun: near(noun) for noun in nouns}
    other = definition not in {question.in_force for question in QUESTIONS}
    if other and definition == "all_kinds" and "tenancy" in found:
        found["tenancy"] = found["tenancy"].mutate(in_rates=ibis.literal(True))
    if other and definition != "all_kinds":
        if "tax" in found:
            found["tax"] = attributed(
                found["tax"],
                near_tenancy(reading, month),
                cleared.table(reading.engine, "enterprise"),
                near("building_month"),
                by=definition,
            )
        if "building_month" in found:
            found["building_month"] = cube_by(
                found["building_month"], near("building_tax"), by=definition
            )
    return found


def near_tenancy(reading: Reading, month: int) -> ir.Table:
    """Tenancies of the months whose tax a number of a month can read."""
    table = reading.edition.table(reading.engine, "tenancy")
    return table.filter(table.month <= month, table.month > month // 100 * 100 - 100)


def attributed(
    tax: ir.Table,
    tenancy: ir.Table,
    enterprise: ir.Table,
    building_month: ir.Table,
    *,
    by: str,
) -> ir.Table:
    """Tax rows in the buildings where an attribution puts them.

    Left out are rows in no building, or in one that was not in the register in their month. The
    parts of a payment that was split add up to the payment again, exact to the fen.
    """
    row = ["month", "enterprise", "batch", "sheet", "row"]
    paid = tax.group_by(row).agg(
        **{name: tax[name].fill_null(0).sum().cast("int64") for name in ("total", "local")}
    )
    if by == "registered":
        rows = at_seat(paid, enterprise).select(*row, "building", "total", "local")
    else:
        branch = enterprise.filter(enterprise.head_office.notnull())
        stay = tax.anti_join(*during(tax, branch)).select(*row, "building", "total", "local")
        led = paid.join(*during(paid, branch))
        led = placed(led, homes(tenancy), shares(tenancy, homes(tenancy)), by="head_office")
        rows = ibis.union(stay, led.select(*row, "building", "total", "local"))
    rows = rows.semi_join(building_month, ["month", "building"])
    nothing = ibis.null("string")
    return rows.mutate(street=nothing).select(*NOUNS["tax"].schema).cast(NOUNS["tax"].schema)


def cube_by(building_month: ir.Table, building_tax: ir.Table, *, by: str) -> ir.Table:
    """The cube with the taxes that an attribution gives each building."""
    # `taxes` reads what is attributed by occupancy: it is given the other one in its place.
    own = building_tax.filter(building_tax.attribution == by)
    own = own.mutate(attribution=ibis.literal("occupancy"))
    months = building_month.select("month").distinct()
    given = taxes(months, building_month, own)
    amounts = ("tax", "tax_year", "tax_last_year", "tax_12_months")
    cube = building_month.drop(*amounts).left_join(given, ["month", "building"])
    cube = cube.mutate(**{name: cube[name].fill_null(0) for name in amounts})
    return cube.select(*NOUNS["building_month"].schema).cast(NOUNS["building_month"].schema)


def values_by(reading: Reading, definition: str, month: int, keys: Iterable[str]) -> pa.Table:
    """A month's numbers of some indicators by a definition, at every level. indicator_value."""
    needs = {noun for key in keys for noun in INDICATORS[key].needs} | {"building"}
    tables = tables_by(reading, sorted(needs - {"tax"}), definition, month)
    if "tax" in needs:
        # Sums per building are in the edition; the rows are read only to be shown.
        tables["tax"] = sums_by(reading, definition, month)
    held = {noun: reading.engine.materialise(table) for noun, table in tables.items()}
    values = indicator_values(
        held, district=reading.district, keeper=reading.engine, keys=tuple(keys)
    )
    return reading.engine.arrow(values.filter(values.month == month))


def sums_by(reading: Reading, definition: str, month: int) -> ir.Table:
    """A year's tax of each building so far, one row a month, as if one enterprise had paid it."""
    cleared = reading.edition.cleared(Sensitivity.RESTRICTED)
    table = cleared.table(reading.engine, "building_tax")
    table = table.filter(
        table.attribution == definition, table.month <= month, table.month > month // 100 * 100
    )
    return table.select(
        **{
            name: table[name].cast(kind) if name in table.columns else ibis.null(kind)
            for name, kind in NOUNS["tax"].schema.items()
        }
    )


def contributions_by(
    reading: Reading, indicator: str, scope: Scope, month: int, definition: str
) -> ir.Table:
    """The register rows behind a number by a definition, as an expression. Noun contribution."""
    return contributions(
        indicator,
        tables_by(reading, sorted(INDICATORS[indicator].needs), definition, month),
        district=reading.district,
        level=scope.level,
        scope=scope.scope,
        month=month,
        before=months_before(month),
    )


def payers_by(reading: Reading, month: int) -> pa.Table:
    """Who stands behind a year's tax by the other attributions, and behind what two differ by.

    Columns: measure (an attribution, or two joined by ``-``), level, scope, paid_month (0: the year
    so far), payers, total, largest. Of a difference, amounts are taken without their sign.
    """
    engine, keys = reading.engine, [each.key for each in ATTRIBUTION.definitions]
    parts = []
    for by in keys:
        tables = tables_by(reading, ["tax"], by, month)["tax"]
        cube = reading.edition.table(engine, "building_month", month)
        where = cube.filter(cube.counts).select("building", home="street")
        rows = tables.filter(tables.month > month // 100 * 100).join(where, "building")
        parts.append(
            rows.select(
                "enterprise", scope="home", paid_month="month",
                **{key: rows.total if key == by else ibis.literal(0, "int64") for key in keys},
            )
        )  # fmt: skip
    rows = ibis.union(*parts)
    rows = engine.materialise(
        rows.group_by("scope", "paid_month", "enterprise").agg(
            **{key: rows[key].sum().cast("int64") for key in keys}
        )
    )
    measures = {key: rows[key] for key in keys[1:]}
    measures |= {f"{a}-{b}": rows[b] - rows[a] for a, b in combinations(keys, 2)}
    rows = rows.select("scope", "paid_month", "enterprise", **measures)
    rows = rows.pivot_longer(s.cols(*measures), names_to="measure", values_to="amount")
    rows = engine.materialise(rows.filter(rows.amount != 0))
    found = []
    for level in ("street", "district"):
        for year_so_far in (False, True):
            each = rows.select(
                "measure",
                "enterprise",
                "amount",
                scope=rows.scope if level == "street" else ibis.literal(reading.district.name),
                paid_month=ibis.literal(0, "int32") if year_so_far else rows.paid_month,
            )
            place = ["measure", "scope", "paid_month"]
            each = each.group_by(*place, "enterprise").agg(amount=each.amount.sum().cast("int64"))
            each = each.filter(each.amount != 0)
            apart = each.measure.contains("-")
            each = each.mutate(weight=ibis.ifelse(apart, each.amount.abs(), each.amount))
            found.append(
                each.group_by(place)
                .agg(
                    payers=each.count().cast("int64"),
                    total=each.weight.sum().cast("int64"),
                    largest=each.weight.max().cast("int64"),
                )
                .mutate(level=ibis.literal(level))
            )
    return engine.arrow(ibis.union(*found))
