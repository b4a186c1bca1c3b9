"""数的来历 reading: from a number of an edition to its rows, and from a row to its file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, Literal

import ibis
import pyarrow.parquet as pq
from ibis import ir

from louyu.district import District
from louyu.edition import Edition
from louyu.engine import Asked, Blank, Engine
from louyu.indicators import INDICATORS, Indicator
from louyu.indicators.lineage import OF_THE_MONTH, contributions, months_before
from louyu.nouns import LINEAGE, STATEMENTS, Column, Sensitivity, Type

Level = Literal["district", "street", "building"]


@dataclass(frozen=True)
class Scope:
    """范围: the district, a street or town, or a building."""

    level: Level
    scope: str
    name: str


@dataclass(frozen=True)
class Value:
    """An indicator of a scope in a month."""

    indicator: str
    scope: Scope
    month: int
    numerator: int | None
    denominator: int | None

    @property
    def shown(self) -> Fraction | None:
        """In the indicator's unit; nothing over nothing has no value."""
        if self.numerator is None:
            return None
        return INDICATORS[self.indicator].value(self.numerator, self.denominator)


@dataclass(frozen=True)
class Line:
    """What one register row adds, and the received row behind it with its stated cells."""

    building: str | None
    building_name: str
    street: str | None
    subject: str
    subject_name: str
    numerator: int
    denominator: int | None
    note: str | None
    batch: str | None
    file: str
    sender: str
    sheet: str | None
    row: int | None
    stated: Mapping[str, str]


@dataclass(frozen=True)
class Lines:
    """The first of many rows, and how many there are."""

    count: int
    first: tuple[Line, ...]


@dataclass(frozen=True)
class Reading:
    """An edition opened on an engine, with the district whose names it is asked in."""

    engine: Engine
    edition: Edition
    district: District
    heard: dict[int, tuple[ir.Table, ...]] = field(default_factory=dict)
    """By month, what the cells of its buildings are told from; an edition never changes."""

    def tables(self, indicator: Indicator, month: int) -> dict[str, ir.Table]:
        """What an indicator of a month reads; files of other months where they are needed."""
        cleared = self.edition.cleared(Sensitivity.RESTRICTED)
        return {
            noun: cleared.table(self.engine, noun, month if noun in OF_THE_MONTH else None)
            for noun in sorted(indicator.needs)
        }

    @property
    def batches(self) -> ir.Table:
        """The batches the edition was made from: of whom, for which month."""
        return self.edition.cleared(Sensitivity.RESTRICTED).table(self.engine, "batch")

    def contributions(self, indicator: str, scope: Scope, month: int) -> ir.Table:
        """The register rows behind a number, as an expression."""
        return contributions(
            indicator,
            self.tables(INDICATORS[indicator], month),
            district=self.district,
            level=scope.level,
            scope=scope.scope,
            month=month,
            before=months_before(month),
        )

    def asked(self, indicator: str, scope: Scope, month: int, name: str = "") -> Asked:
        """The same as a call not yet made: compiled once, it serves every scope of the level and
        every month. ``name`` tells two months in one call apart."""
        blanks: dict[str, Any] = {
            "scope": Blank("scope", scope.scope),
            "month": Blank(f"month{name}", month),
            "before": Blank(f"before{name}", months_before(month)),
        }
        return partial(
            contributions,
            indicator,
            self.tables(INDICATORS[indicator], month),
            district=self.district,
            level=scope.level,
            **blanks,
        )

    def value(self, indicator: str, scope: Scope, month: int) -> Value:
        table = self.edition.table(self.engine, "indicator_value", month)
        found = self.engine.arrow(
            table.filter(
                table["indicator"] == indicator,
                table["level"] == scope.level,
                table["scope"] == scope.scope,
            )
        ).to_pylist()
        numerator, denominator = (
            (found[0]["numerator"], found[0]["denominator"]) if found else (None, None)
        )
        return Value(indicator, scope, month, numerator, denominator)

    def lines(self, indicator: str, scope: Scope, month: int, limit: int | None = None) -> Lines:
        """The rows behind a number, largest first, down to file, sheet and row."""
        table = self.contributions(indicator, scope, month)
        count = int(self.engine.arrow(table.aggregate(n=table.count()))["n"][0].as_py())
        return Lines(count, self.named(ordered(table, limit), month))

    def named(self, table: ir.Table, month: int) -> tuple[Line, ...]:
        """Contributions with the names people use and the cells as received."""
        rows = self.engine.arrow(table).to_pylist()
        buildings = self.building_names(month, {row["building"] for row in rows})
        subjects = self.enterprise_names({row["subject"] for row in rows})
        received = self.received({(row["batch"], row["sheet"], row["row"]) for row in rows})
        files = {batch.batch: batch for batch in self.edition.manifest.inputs.batches}
        lines = []
        for row in rows:
            batch = files.get(row["batch"])
            lines.append(
                Line(
                    building=row["building"],
                    building_name=buildings.get(row["building"], row["building"] or ""),
                    street=row["street"],
                    subject=row["subject"],
                    subject_name=subjects.get(row["subject"])
                    or buildings.get(row["subject"], row["subject"].removeprefix("name:")),
                    numerator=row["numerator"],
                    denominator=row["denominator"],
                    note=row["note"],
                    batch=row["batch"],
                    file=batch.file if batch else "",
                    sender=batch.sender if batch else "",
                    sheet=row["sheet"],
                    row=row["row"],
                    stated=received.get((row["batch"], row["sheet"], row["row"]), {}),
                )
            )
        return tuple(lines)

    def building_names(self, month: int, codes: set[str | None]) -> dict[str | None, str]:
        table = self.edition.table(self.engine, "building", month)
        wanted = table.filter(table["building"].isin(sorted(c for c in codes if c)))
        found = self.engine.arrow(wanted.select("building", "name")).to_pylist()
        return {row["building"]: row["name"] for row in found}

    def enterprise_names(self, ids: set[str]) -> dict[str, str]:
        """The last known name of each enterprise."""
        table = self.edition.table(self.engine, "enterprise")
        wanted = table.filter(table["enterprise"].isin(sorted(ids))).order_by("from_month")
        found = self.engine.arrow(wanted.select("enterprise", "name", "from_month")).to_pylist()
        return {row["enterprise"]: row["name"] for row in found}

    def received(self, places: set[tuple[str | None, str | None, int | None]]) -> dict[Any, Any]:
        """The stated cells of received rows, under their Chinese names; personal ones left out."""
        dataset = {batch.batch: batch.dataset for batch in self.edition.manifest.inputs.batches}
        wanted: dict[str, set[int]] = {}
        for batch, _, number in places:
            if batch in dataset and number is not None:
                wanted.setdefault(str(batch), set()).add(number)
        found = {}
        for batch, numbers in wanted.items():
            noun = STATEMENTS[dataset[batch]]
            path = self.edition.home / "batches" / batch / "clean.parquet"
            said = {c.name: c.label for c in noun.columns if c not in LINEAGE}
            hidden = {c.name for c in noun.columns if c.sensitivity is Sensitivity.PERSONAL}
            columns = [name for name in noun.schema if name not in hidden]
            rows = pq.read_table(
                path, columns=columns, filters=[("row", "in", numbers)], partitioning=None
            ).to_pylist()
            for row in rows:
                cells = {
                    label: cell_text(noun[name], row[name])
                    for name, label in said.items()
                    if row.get(name) is not None
                }
                found[(batch, row["sheet"], row["row"])] = cells
        return found


def cell_text(column: Column, value: object) -> str:
    """A stored value in the unit people say it in: money in 元, area in ㎡."""
    if column.type in {Type.MONEY, Type.AREA}:
        unit = {Type.MONEY: "元", Type.AREA: "㎡"}[column.type]
        return f"{Decimal(str(value)).scaleb(-2):,} {unit}"
    if column.type is Type.FLAG:
        return "是" if value in {True, "true"} else "否"
    return f"{value} {column.unit}".rstrip()


EVERYWHERE = "*"
"""Among places: the rows of every batch may say where they stood."""


def seen(table: ir.Table, *, places: Collection[str], hidden: bool = False) -> ir.Table:
    """Contributions as somebody may see them.

    ``places`` are the batches of which the place of a row in its file is told; amounts that are
    ``hidden`` are taken out.
    """
    own = ibis.literal(EVERYWHERE).isin(places) | table["batch"].isin(places)
    table = table.mutate(
        **{name: ibis.ifelse(own, table[name], None) for name in ("batch", "sheet", "row")}
    )
    if hidden:
        table = table.mutate(numerator=ibis.null(table["numerator"].type()))
    return table


def counted(table: ir.Table) -> ir.Table:
    """How many rows there are."""
    return table.aggregate(n=table.count())


def ordered(
    table: ir.Table, limit: int | None, *, offset: int = 0, hidden: bool = False
) -> ir.Table:
    """Largest share first; the lineage decides between equals, so that a list stays the same.

    Where amounts are ``hidden`` the order does not tell them.
    """
    shares = [] if hidden else [ibis.desc(table["numerator"].abs())]
    rows = table.order_by(
        *shares, "building", "subject", "note", "denominator", "batch", "sheet", "row"
    )
    return rows if limit is None else rows.limit(limit, offset=offset)
