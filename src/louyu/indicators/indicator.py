"""指标 indicator: a number with its numerator and denominator, its unit, its clause, its decision.

An indicator is a function from register tables (arguments named by noun) to contributions: one row
for each register row that adds to it, with what it adds and where it comes from. `@indicator`
registers it with all that a page, a catalogue or a document needs to say about it.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import ibis
from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Value

from louyu.district import District
from louyu.nouns import NOUNS

Rows = Callable[..., ibis.Table]
Level = Literal["district", "street", "building"]
Counts = Literal["subject", "occupant", "sum"]
LEVELS: tuple[Level, ...] = ("district", "street", "building")

REGISTERED: dict[str, "Indicator"] = {}


@dataclass(frozen=True)
class Part:
    """A numerator or denominator: what it is, its unit, and what an integer of it is worth."""

    label: str
    unit: str
    scale: Fraction = Fraction(1)
    money: bool = False


def area(label: str) -> Part:
    return Part(label, "㎡", Fraction(1, 100))


def money(label: str) -> Part:
    return Part(label, "元", Fraction(1, 100), money=True)


@dataclass(frozen=True)
class Indicator:
    """What is known of an indicator beside its numbers.

    Its value is numerator ÷ denominator × ``scale`` in ``unit``; a count or a sum stands over 1.
    ``course``: a flow starts anew each January, a rate or a stock stands at a month's end.
    ``counts``: each subject once in a scope, each occupant once (its rows are tenancies, all alike
    but for the room), or plainly the sum.
    """

    key: str
    number: int | None
    goal: bool
    name: str
    unit: str
    scale: Fraction
    course: Literal["flow", "rate", "stock"]
    counts: Counts
    clause: str
    decision: str
    example: str
    over_: Part | None
    of_: Part
    levels: tuple[Level, ...]
    rows: Rows
    known: Rows | None

    @property
    def numerator(self) -> str:
        return self.of_.label

    @property
    def numerator_unit(self) -> str:
        return self.of_.unit

    @property
    def numerator_scale(self) -> Fraction:
        return self.of_.scale

    @property
    def denominator(self) -> str:
        return self.over_.label if self.over_ else ""

    @property
    def denominator_unit(self) -> str:
        return self.over_.unit if self.over_ else ""

    @property
    def denominator_scale(self) -> Fraction:
        return self.over_.scale if self.over_ else Fraction(1)

    @property
    def money(self) -> bool:
        """Whether the numerator is an amount of tax, which only the cleared may see."""
        return self.of_.money

    @property
    def needs(self) -> tuple[str, ...]:
        """The nouns whose tables it reads."""
        return needed(self.rows)

    @property
    def known_needs(self) -> tuple[str, ...]:
        """The nouns by which it is told which months have a value."""
        return needed(self.known) if self.known else ()

    def value(self, numerator: int, denominator: int | None) -> Fraction | None:
        """The value in ``unit``; nothing over nothing has none."""
        if denominator == 0:
            return None
        return Fraction(numerator, denominator or 1) * self.scale

    def contributions(self, tables: Mapping[str, ibis.Table], *, district: District) -> ibis.Table:
        """What each row adds, in every month. Noun contribution."""
        rows = called(self.rows, tables, district=district)
        rows = rows.mutate(indicator=ibis.literal(self.key))
        return rows.select(*NOUNS["contribution"].schema).cast(NOUNS["contribution"].schema)


def needed(function: Rows) -> tuple[str, ...]:
    return tuple(name for name in inspect.signature(function).parameters if name != "district")


def called(function: Rows, tables: Mapping[str, ibis.Table], *, district: District) -> ibis.Table:
    """A function of tables named by noun, called with them and, if it asks, the district."""
    arguments = {name: tables[name] for name in needed(function)}
    if "district" in inspect.signature(function).parameters:
        return function(**arguments, district=district)
    return function(**arguments)


def indicator(
    *,
    name: str,
    unit: str,
    clause: str,
    decision: str,
    example: str,
    of: Part,
    over: Part | None = None,
    course: Literal["flow", "rate", "stock"],
    counts: Counts,
    scale: Fraction = Fraction(1),
    number: int | None = None,
    goal: bool = False,
    levels: tuple[Level, ...] = LEVELS,
    known: Rows | None = None,
) -> Callable[[Rows], Rows]:
    """Registers a function as the indicator of its name.

    ``number`` is its place among the plan's yearly indicators; ``goal`` marks a stock or total that
    the plan sets a goal for; the rest is derived. ``known`` gives the months that have a value when
    not all have.
    """

    def register(rows: Rows) -> Rows:
        key = rows.__name__
        if key in REGISTERED:
            raise ValueError(f"indicator {key!r} is already registered")
        REGISTERED[key] = Indicator(
            key=key,
            number=number,
            goal=goal,
            name=name,
            unit=unit,
            scale=scale,
            course=course,
            counts=counts,
            clause=clause,
            decision=decision,
            example=example,
            over_=over,
            of_=of,
            levels=levels,
            rows=rows,
            known=known,
        )
        return rows

    return register


def contributed(
    rows: ibis.Table,
    *,
    subject: StringValue,
    numerator: IntegerValue | int = 1,
    denominator: IntegerValue | int | None = None,
    note: StringValue | str | None = None,
) -> ibis.Table:
    """Contributions of rows that have month, building and street, and lineage if they have any."""
    lineage = {"batch": "string", "sheet": "string", "row": "int64"}
    said = {"numerator": numerator, "denominator": denominator, "note": note}
    kinds = {"numerator": "int64", "denominator": "int64", "note": "string"}
    return rows.select(
        "month",
        "building",
        "street",
        subject=subject,
        **{name: whole(value, kinds[name]) for name, value in said.items()},
        **{
            name: rows[name] if name in rows.columns else ibis.null(kind)
            for name, kind in lineage.items()
        },
    )


def whole(value: Value | int | str | None, kind: str) -> Value:
    """A column, or one value for all rows, as a column of a type."""
    if isinstance(value, Value):
        return value.cast(kind)
    return ibis.null(kind) if value is None else ibis.literal(value, kind)


def counting(building_month: ibis.Table) -> ibis.Table:
    """Buildings that count in their month: month, building, street."""
    return building_month.filter(building_month.counts).select("month", "building", "street")


def present_in(tenancy: ibis.Table) -> ibis.Table:
    """Tenancies present at the month's end in buildings that count."""
    return tenancy.filter(tenancy.present, tenancy.counts)


def carried(rows: ibis.Table) -> StringValue:
    """Says of a row that nothing came for the month."""
    return ibis.ifelse(rows.carried, "沿用上期", ibis.null("string"))


def in_same_year(month: IntegerValue, other: IntegerValue) -> BooleanValue:
    """Whether a month lies in the year of another, and not after it."""
    return (month <= other) & (month > other - other % 100)
