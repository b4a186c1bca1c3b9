"""更新 renewal: which months must be made again for what has come, and which stay as they are.

Facts are placed month by month. What a month's facts are made from is: the lists and payments that
speak for it, its buildings, what names mean, what is known of its enterprises, and the statistical
register. Where nothing of that differs from the last edition, its files are taken over. What is not
placed by month (enterprises, events, what is unresolved) is made anew: it is little.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ibis
import polars as pl
import pyarrow as pa
from ibis import ir

from louyu.district import District
from louyu.edition import Edition, Inputs, damages, editions
from louyu.engine import Engine
from louyu.indicators import INDICATORS
from louyu.indicators.values import indicator_values
from louyu.nouns import NOUNS, Sensitivity
from louyu.registers.identity import BUILDING_SAID
from louyu.registers.order import Things, sums
from louyu.registers.tax import homes
from louyu.registers.tenancy import statistical_months

SPEAKING = ("tenancy", "space", "tax")
"""Datasets whose lists and payments facts are made from, beside the building list."""

FLAGS = (
    "kind", "registered_in_district", "taxed_in_district", "head_office", "registered_building",
)  # fmt: skip
"""What facts take from an enterprise's span."""

COMPARED = (
    "coverage", "building", "enterprise", "statistical_unit", "headquarters", "building_mention",
    "enterprise_mention",
)  # fmt: skip

OCCUPIED = tuple(key for key, each in INDICATORS.items() if "tenancy" in each.needs)
"""Indicators of a month's tenancies; all others are made anew from a few rows a building."""


def basis_of(home: Path, inputs: Inputs) -> Edition | None:
    """The last sound edition up to the month that was made by the same code from the same district.

    ``inputs`` are those of the edition to be made.
    """
    alike = ("district", "district_sha256", "code_sha256", "libraries")
    for edition in reversed(editions(home)):
        if edition.month <= inputs.month and not any(damages(edition)):
            was = edition.manifest.inputs
            same = all(getattr(was, name) == getattr(inputs, name) for name in alike)
            return edition.cleared(Sensitivity.PERSONAL) if same else None
    return None


@dataclass(frozen=True)
class Renewal:
    """Which months of facts are made again (``months``), and from which edition the others are.

    Without an edition all are. ``every`` are the months of the edition to be made; ``occupied``
    those of which `OCCUPIED` indicators are made again.
    """

    basis: Edition | None = None
    months: frozenset[int] = frozenset()
    every: frozenset[int] = frozenset()
    occupied: frozenset[int] = frozenset()

    @property
    def rolled_up(self) -> frozenset[int]:
        """Months whose roll-up tells of tax paid in ``months``: to the end of the next year."""
        return self.months | {
            month
            for month in self.every
            if any(touched <= month <= touched // 100 * 100 + 112 for touched in self.months)
        }

    @property
    def told(self) -> tuple[int, ...] | None:
        """The months made again, or nothing if all are."""
        return tuple(sorted(self.months)) if self.basis else None

    def kept(self, noun: str) -> list[int]:
        """Months of a table of facts that stay as they are."""
        again = {"building_month": self.rolled_up, "indicator_value": self.occupied}
        return self.others(noun, again.get(noun, self.months))

    def others(self, noun: str, months: frozenset[int]) -> list[int]:
        had = self.basis.months(noun) if self.basis else []
        return [month for month in had if month not in months]

    def files(self, noun: str, months: list[int]) -> list[Path]:
        return [path for month in months for path in self.edition.files(noun, month)]

    @property
    def edition(self) -> Edition:
        assert self.basis is not None
        return self.basis


def renewal_of(
    engine: Engine,
    basis: Edition | None,
    things: Things,
    coverage: ir.Table,
    statements: Mapping[str, ir.Table],
) -> Renewal:
    """What has to be made again: everything, when that is more than half of the months."""
    if basis is None:
        return Renewal()
    every = months_in(engine.arrow(things.months))
    had = frozenset(basis.months("building_month"))
    now = {"coverage": coverage, **things.made}
    new = {noun: now[noun] for noun in COMPARED}
    old = {noun: basis.table(engine, noun) for noun in COMPARED}
    said = {dataset: statements[dataset] for dataset in ("tenancy", "tax")}
    touched = partial(months_touched, new, old, things.lists, said, things.months)
    months = months_in(engine.arrow(touched)) | (every - had)
    if not had <= every or 2 * len(months) > len(every):
        return Renewal()
    moved = engine.arrow(partial(standing_changed, new, old)).num_rows > 0
    return Renewal(basis, months, every, every if moved else months)


def months_in(rows: pa.Table) -> frozenset[int]:
    return frozenset(rows["month"].to_pylist())


def changed(new: ir.Table, old: ir.Table) -> ir.Table:
    """Rows that are only in one of two tables."""
    old = old.select(new.columns)
    return ibis.union(new.difference(old), old.difference(new))


def standing_changed(new: Mapping[str, ir.Table], old: Mapping[str, ir.Table]) -> ir.Table:
    """Whether the statistical register or the headquarters differ: a row if so."""
    nouns = ("statistical_unit", "headquarters")
    return ibis.union(*[changed(new[noun], old[noun]).select("enterprise") for noun in nouns])


def months_touched(
    new: Mapping[str, ir.Table],
    old: Mapping[str, ir.Table],
    lists: Mapping[str, ir.Table],
    statements: Mapping[str, ir.Table],
    months: ir.Table,
) -> ir.Table:
    """The months in which something differs that facts are made from. Column: month."""
    spoken = changed(new["coverage"], old["coverage"])
    spoken = spoken.filter(spoken.dataset.isin(SPEAKING))
    found = [
        spoken.select("month"),
        changed(new["building"], old["building"]).select("month"),
        *span_months(new["enterprise"], old["enterprise"], months),
        *unit_months(new["statistical_unit"], old["statistical_unit"], months),
        *building_name_months(new["building_mention"], old["building_mention"], lists),
        *enterprise_name_months(
            new["enterprise_mention"], old["enterprise_mention"], lists["tenancy"], statements
        ),
    ]
    return ibis.union(*[rows.select("month") for rows in found], distinct=True)


def span_months(new: ir.Table, old: ir.Table, months: ir.Table) -> list[ir.Table]:
    """Where what is known of an enterprise differs."""
    who = changed(new, old).select("enterprise").distinct()

    def by_month(spans: ir.Table) -> ir.Table:
        rows = spans.semi_join(who, "enterprise")
        rows = rows.join(months, [rows.from_month <= months.month, rows.to_month >= months.month])
        return rows.select("month", "enterprise", *FLAGS)

    return [changed(by_month(new), by_month(old))]


def unit_months(new: ir.Table, old: ir.Table, months: ir.Table) -> list[ir.Table]:
    """Where the statistical register differs."""
    rows = changed(statistical_months(new, months), statistical_months(old, months))
    return [rows.select(month="at")]


def building_name_months(
    new: ir.Table, old: ir.Table, lists: Mapping[str, ir.Table]
) -> list[ir.Table]:
    """Where a list names a building in a way that now means another."""
    said = changed(new, old).select(BUILDING_SAID).distinct()
    return [rows.semi_join(said, BUILDING_SAID) for rows in lists.values()]


def enterprise_name_months(
    new: ir.Table, old: ir.Table, listing: ir.Table, statements: Mapping[str, ir.Table]
) -> list[ir.Table]:
    """Where a row names an enterprise in a way that now means another."""
    said = changed(new, old).select("enterprise_name").distinct()
    rows = {
        dataset: statement.filter(statement.uscc.isnull()).semi_join(said, "enterprise_name")
        for dataset, statement in statements.items()
    }
    return [listing.semi_join(rows["tenancy"], "batch"), rows["tax"]]


@dataclass(frozen=True)
class Assembly:
    """Tables of an edition put together from what is new and what another edition has."""

    engine: Engine
    renewal: Renewal

    def whole(self, noun: str, new: ir.Table) -> ir.Table:
        """All months of a table of facts."""
        return self.joined(noun, new, self.renewal.kept(noun))

    def joined(self, noun: str, new: ir.Table, kept: list[int]) -> ir.Table:
        if not kept:
            return new
        return ibis.union(self.engine.parquet(self.renewal.files(noun, kept), NOUNS[noun]), new)

    def building_month(
        self, things: Things, new: Mapping[str, ir.Table], home: ir.Table
    ) -> ir.Table:
        """The new rows of the roll-up. ``new`` are new facts, ``home`` is where they are."""
        renewal, engine = self.renewal, self.engine
        building, tenancy = things.made["building"], new["tenancy"]
        again = renewal.rolled_up
        if again != renewal.months:
            more = [m for m in renewal.kept("tenancy") if m in again]
            tenancy = self.joined("tenancy", tenancy, more)
            home = engine.materialise(homes(tenancy))
        if renewal.basis is not None:
            building = building.semi_join(engine.table(month_table(again)), "month")
        taxes = self.whole("building_tax", new["building_tax"])
        facts = {"tenancy": tenancy, "building_tax": taxes}
        return sums(things, facts, building, home, keeper=engine)

    def values(
        self, tables: Mapping[str, ir.Table], tenancy: ir.Table, *, district: District
    ) -> ir.Table:
        """Indicators: those of tenancies in the months made again, all others in every month.

        ``tables`` have all months, ``tenancy`` has the new ones.
        """
        renewal, engine = self.renewal, self.engine
        values = partial(indicator_values, district=district, keeper=engine)
        if renewal.basis is None:
            return values(tables)
        anew = values(tables, keys=tuple(key for key in INDICATORS if key not in OCCUPIED))
        more = [m for m in renewal.kept("tenancy") if m in renewal.occupied]
        some = values({**tables, "tenancy": self.joined("tenancy", tenancy, more)}, keys=OCCUPIED)
        occupied = engine.table(month_table(renewal.occupied))
        kept = renewal.files("indicator_value", renewal.kept("indicator_value"))
        old = engine.parquet(kept, NOUNS["indicator_value"])
        return engine.materialise(partial(put_together, anew, some, occupied, old))


def put_together(anew: ir.Table, some: ir.Table, occupied: ir.Table, old: ir.Table) -> ir.Table:
    return ibis.union(
        anew, some.semi_join(occupied, "month"), old.filter(old.indicator.isin(OCCUPIED))
    )


def month_table(months: frozenset[int]) -> pa.Table:
    rows = pl.DataFrame({"month": sorted(months)}, {"month": pl.Int32})
    return rows.to_arrow(compat_level=pl.CompatLevel.oldest())
