"""拼合 assembly: an edition's tables from what is made anew and what another edition has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import ibis
import polars as pl
import pyarrow as pa
from ibis import ir

from louyu.district import District
from louyu.edition import Edition
from louyu.engine import Asked, Engine
from louyu.indicators import INDICATORS
from louyu.indicators.values import indicator_values
from louyu.nouns import NOUNS
from louyu.registers.event import RESOLVED
from louyu.registers.order import Things, of_months, sums, unused
from louyu.registers.tax import homes
from louyu.renewal.touched import OCCUPIED, Renewal


def events_whole(
    engine: Engine,
    basis: Edition | None,
    datasets: frozenset[str],
    made: Callable[..., dict[str, ir.Table]],
) -> dict[str, ir.Table]:
    """The registers of events: anew of datasets that something touched, the others as they were."""
    if basis is None:
        return made()
    was = {
        noun: engine.parquet(basis.files(noun), NOUNS[noun])
        for noun in RESOLVED
        if noun not in datasets
    }
    return {**was, **made(datasets=[noun for noun in RESOLVED if noun in datasets])}


@dataclass(frozen=True)
class Assembly:
    """Tables of an edition put together from what is new and what another edition has."""

    engine: Engine
    renewal: Renewal

    def whole(self, noun: str, new: ir.Table) -> Asked:
        """All months of a table of facts."""
        return self.joined(noun, new, self.renewal.kept(noun))

    def joined(self, noun: str, new: ir.Table, kept: list[int]) -> Asked:
        if not kept:
            return new
        old = self.engine.parquet(self.renewal.files(noun, kept), NOUNS[noun])
        return partial(ibis.union, old, new)

    def unresolved(
        self,
        things: Things,
        statements: Mapping[str, ir.Table],
        exceptions: Asked,
        *,
        district: District,
    ) -> ir.Table:
        """What is unresolved: of datasets that something touched, and of the others as it was."""
        renewal, engine = self.renewal, self.engine
        said = partial(unused, things, exceptions=exceptions, district=district, keeper=engine)
        if renewal.basis is None:
            return said(statements=statements)
        some = {name: statements[name] for name in statements if name in renewal.datasets}
        was = engine.parquet(renewal.basis.files("unresolved"), NOUNS["unresolved"])
        if not some:
            return was
        new = said(statements=some)
        return engine.materialise(partial(of_other_datasets, new, was, tuple(some)))

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
            home = engine.materialise(partial(homes, tenancy))
        if renewal.basis is not None:
            building = partial(of_months, building, engine.table(month_table(again)))
        taxes = self.whole("building_tax", new["building_tax"])
        facts = {"tenancy": tenancy, "building_tax": taxes}
        return sums(things, facts, building, home, keeper=engine)

    def values(
        self, tables: Mapping[str, Asked], tenancy: ir.Table, *, district: District
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


def of_other_datasets(new: ir.Table, was: ir.Table, datasets: Sequence[str]) -> ir.Table:
    return ibis.union(new, was.filter(~was.dataset.isin(datasets)))


def put_together(anew: ir.Table, some: ir.Table, occupied: ir.Table, old: ir.Table) -> ir.Table:
    return ibis.union(
        anew, some.semi_join(occupied, "month"), old.filter(old.indicator.isin(OCCUPIED))
    )


def month_table(months: frozenset[int]) -> pa.Table:
    rows = pl.DataFrame({"month": sorted(months)}, {"month": pl.Int32})
    return rows.to_arrow(compat_level=pl.CompatLevel.oldest())
