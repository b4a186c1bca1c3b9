"""受影响 touched: what must be made again for what has come, and what stays as it is.

Facts are placed month by month. What a month's facts are made from is: the lists and payments that
speak for it, its buildings, what names mean, what is known of its enterprises, and the statistical
register. Where nothing of that differs from the last edition, its files are taken over. So are the
registers of events and what is unresolved of datasets that nothing touched. Buildings and
enterprises are made anew: by them it is told what differs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ibis
import pyarrow as pa
from ibis import ir

from louyu.edition import Edition, Inputs
from louyu.engine import Asked, Engine
from louyu.indicators import INDICATORS
from louyu.nouns import NOUNS
from louyu.registers.building_identity import BUILDING_SAID
from louyu.registers.identity import (
    mentions_building,
    mentions_enterprise,
    said_building,
)
from louyu.registers.order import Things
from louyu.registers.tenancy import statistical_months

SPEAKING = ("tenancy", "space", "tax")
"""Datasets whose lists and payments facts are made from, beside the building list."""

FLAGS = (
    "kind", "registered_in_district", "taxed_in_district", "head_office", "registered_building",
    "industry",
)  # fmt: skip
"""What facts take from an enterprise's span."""

PLACING = ("coverage", "building", "building_mention", "enterprise_mention", "judgement")
"""What decides to which things rows of a dataset belong."""

TOLD = ("building_mention", "enterprise_mention")
"""Of them those that say what a name means, and by what that is told."""

OF_FACTS = (*PLACING, "enterprise", "statistical_unit")
"""What facts are made from, beside the rows of lists and payments."""

STANDING = ("statistical_unit", "headquarters")
"""Registers whose rows of any month are held against tenancies of all."""

OCCUPIED = tuple(key for key, each in INDICATORS.items() if "tenancy" in each.needs)
"""Indicators of a month's tenancies; all others are made anew from a few rows a building."""


ALIKE = ("district", "district_sha256", "code_sha256", "libraries")


def can_be_basis(edition: Edition, inputs: Inputs) -> bool:
    """Whether an edition was made by the same code from the same district as one of ``inputs``."""
    was = edition.manifest.inputs
    return all(getattr(was, name) == getattr(inputs, name) for name in ALIKE)


@dataclass(frozen=True)
class Renewal:
    """Which months of facts are made again (``months``), and from which edition the others are.

    Without an edition all are. ``every`` are the months of the edition to be made, ``datasets``
    those about which something is said anew.
    """

    basis: Edition | None = None
    months: frozenset[int] = frozenset()
    every: frozenset[int] = frozenset()
    datasets: frozenset[str] = frozenset()

    @property
    def occupied(self) -> frozenset[int]:
        """Months of which `OCCUPIED` indicators are made again."""
        return self.every if self.datasets & {*STANDING} else self.months

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


def datasets_of(
    engine: Engine,
    basis: Edition | None,
    things: Things,
    coverage: ir.Table,
    statements: Mapping[str, ir.Table],
) -> frozenset[str]:
    """The datasets about which something has to be said anew."""
    if basis is None:
        return frozenset(statements)
    new, old = compared(engine, basis, {"coverage": coverage, **things.made}, PLACING)
    # Mostly no name means anything else than before: then no statement need be looked through.
    placing = [noun for noun in PLACING if noun not in ("coverage", "judgement")]
    found = engine.arrow(partial(nouns_changed, new, old, placing))["noun"].to_pylist()
    differing = tuple(sorted(found))
    touched = engine.arrow(partial(datasets_touched, new, old, dict(statements), differing))
    datasets = frozenset(touched["dataset"].to_pylist())
    # What a room can hold decides what a tenancy holds.
    return datasets | {"tenancy"} if "space" in datasets else datasets


def renewal_of(
    engine: Engine,
    basis: Edition | None,
    things: Things,
    datasets: frozenset[str],
    coverage: ir.Table,
    statements: Mapping[str, ir.Table],
) -> Renewal:
    """What has to be made again: everything, when that is more than half of the months."""
    if basis is None:
        return Renewal()
    every = months_in(engine.arrow(things.months))
    had = frozenset(basis.months("building_month"))
    new, old = compared(engine, basis, {"coverage": coverage, **things.made}, OF_FACTS)
    said = {dataset: statements[dataset] for dataset in ("tenancy", "tax")}
    touched = partial(months_touched, new, old, said, things.lists, things.months)
    months = months_in(engine.arrow(touched)) | (every - had)
    if not had <= every or 2 * len(months) > len(every):
        return Renewal()
    return Renewal(basis, months, every, datasets)


def compared(
    engine: Engine, basis: Edition, tables: Mapping[str, ir.Table], nouns: tuple[str, ...]
) -> tuple[dict[str, ir.Table], dict[str, ir.Table]]:
    """Tables as they are now and as they were."""
    was = {noun: engine.parquet(basis.files(noun), NOUNS[noun]) for noun in nouns}
    return {noun: tables[noun] for noun in nouns}, was


def months_in(rows: pa.Table) -> frozenset[int]:
    return frozenset(rows["month"].to_pylist())


def changed(new: ir.Table, old: ir.Table) -> ir.Table:
    """Rows that are only in one of two tables."""
    old = old.select(new.columns)
    return ibis.union(new.difference(old), old.difference(new))


def renamed(new: ir.Table, old: ir.Table) -> ir.Table:
    """Names that now mean something else; by what that is told makes no difference."""
    return changed(new.drop("evidence"), old.drop("evidence"))


def months_differing(engine: Engine, basis: Edition, noun: str, table: Asked) -> frozenset[int]:
    """The months in which a table's rows are not those of an edition."""
    was = engine.parquet(basis.files(noun), NOUNS[noun])
    return months_in(engine.arrow(partial(months_of_changes, table, was)))


def months_of_changes(new: ir.Table, old: ir.Table) -> ir.Table:
    return changed(new, old).select("month").distinct()


def nouns_changed(
    new: Mapping[str, ir.Table], old: Mapping[str, ir.Table], nouns: Iterable[str]
) -> ir.Table:
    """Those of ``nouns`` that are not as they were: noun."""
    found = [
        renamed(new[noun], old[noun]) if noun in TOLD else changed(new[noun], old[noun])
        for noun in nouns
    ]
    names = zip(found, nouns, strict=True)
    return ibis.union(
        *[rows.limit(1).select(noun=ibis.literal(noun)) for rows, noun in names], distinct=True
    )


def datasets_touched(
    new: Mapping[str, ir.Table],
    old: Mapping[str, ir.Table],
    statements: Mapping[str, ir.Table],
    differing: tuple[str, ...],
) -> ir.Table:
    """Datasets of which other rows are in force, or whose rows now mean other things: dataset.

    ``differing``: the nouns by which rows are placed that are not as they were.
    """
    names = renamed(new["enterprise_mention"], old["enterprise_mention"])
    said = renamed(new["building_mention"], old["building_mention"])
    moved = changed(new["building"], old["building"])
    judged = changed(new["judgement"], old["judgement"])
    found = [
        changed(new["coverage"], old["coverage"]),
        judged.mutate(dataset=ibis.literal("judgement")),
    ]
    for dataset, statement in statements.items():
        touched = []
        if "enterprise_mention" in differing and mentions_enterprise(dataset, statement):
            nameless = statement.filter(statement.uscc.isnull())
            touched.append(nameless.semi_join(names, "enterprise_name"))
        if mentions_building(dataset, statement):
            if "building_mention" in differing:
                touched.append(said_building(statement).semi_join(said, BUILDING_SAID))
            if "building" in differing:
                touched.append(moved)
        found += [rows.mutate(dataset=ibis.literal(dataset)) for rows in touched]
    return ibis.union(*[rows.select("dataset") for rows in found], distinct=True)


def months_touched(
    new: Mapping[str, ir.Table],
    old: Mapping[str, ir.Table],
    statements: Mapping[str, ir.Table],
    lists: Mapping[str, ir.Table],
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
    said = renamed(new, old).select(BUILDING_SAID).distinct()
    return [rows.semi_join(said, BUILDING_SAID) for rows in lists.values()]


def enterprise_name_months(
    new: ir.Table, old: ir.Table, listing: ir.Table, statements: Mapping[str, ir.Table]
) -> list[ir.Table]:
    """Where a row names an enterprise in a way that now means another."""
    said = renamed(new, old).select("enterprise_name").distinct()
    rows = {
        dataset: statement.filter(statement.uscc.isnull()).semi_join(said, "enterprise_name")
        for dataset, statement in statements.items()
    }
    return [listing.semi_join(rows["tenancy"], "batch"), rows["tax"]]
