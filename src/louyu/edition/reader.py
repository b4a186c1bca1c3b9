"""阅期 reading: editions listed, opened and read; what a reader may not see never leaves it.

The published edition is the newest whole one: of the latest month, and of that month the last
built. Editions are never written here.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from ibis import ir

from louyu.edition.manifest import (
    FILE,
    EditionError,
    FileEntry,
    Manifest,
    ManifestDamagedError,
    manifest_read,
)
from louyu.engine import Engine, Limit, Listing, Names, grown, listed, looked_up, schema_arrow
from louyu.nouns import NOUNS, Noun, Sensitivity

NAME = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})\.(?P<number>[1-9][0-9]*)")

PARTITIONED = frozenset(
    name
    for name in (
        "building",
        "area_exception",
        "tenancy",
        "tax",
        "building_tax",
        "building_month",
        "insured",
        "power",
        "project",
        "indicator_value",
    )
)
"""Tables kept as one file a month; the others are one file."""

CLEARED: dict[Sensitivity, frozenset[Sensitivity]] = {
    Sensitivity.OPEN: frozenset({Sensitivity.OPEN}),
    Sensitivity.RESTRICTED: frozenset({Sensitivity.OPEN, Sensitivity.RESTRICTED}),
    Sensitivity.PERSONAL: frozenset(Sensitivity),
}
"""Clearance to the sensitivities it may see."""


@dataclass(frozen=True)
class Edition:
    """期: one build of everything, immutable. Columns above the clearance are left out."""

    home: Path
    name: str
    clearance: Sensitivity = Sensitivity.OPEN

    @property
    def folder(self) -> Path:
        return self.home / "editions" / self.name

    @property
    def month(self) -> int:
        """The last month the edition tells of, ``YYYYMM``."""
        return name_parts(self.name)[0]

    @cached_property
    def manifest(self) -> Manifest:
        return manifest_read(self.folder)

    def cleared(self, clearance: Sensitivity | str) -> "Edition":
        """The same edition for a reader with another clearance."""
        if self.clearance == clearance:
            return self  # with what is known of its manifest
        return replace(self, clearance=Sensitivity(clearance))

    def months(self, noun: str) -> list[int]:
        """The months for which a monthly table has rows."""
        return [f.month for f in self.entry(noun) if f.month is not None]

    def files(self, noun: str, month: int | None = None) -> list[Path]:
        """A table's Parquet files, of one month or of all. A month without rows has no file."""
        return [
            self.folder / file.path
            for file in self.entry(noun)
            if month is None or file.month is None or file.month == month
        ]

    def table(self, engine: Engine, noun: str, month: int | None = None) -> ir.Table:
        """A table as an Ibis table, of one month or of all, without columns not cleared."""
        files = self.files(noun, month)
        whole = (
            grown(engine.parquet(files), NOUNS[noun])
            if files
            else engine.parquet(files, NOUNS[noun])
        )
        if month is not None and noun not in PARTITIONED and "month" in NOUNS[noun]:
            whole = whole.filter(whole["month"] == month)
        visible = self.visible(NOUNS[noun])
        # All of it is the table itself, by whose columns a plan is known again.
        return whole if visible == list(whole.columns) else whole.select(visible)

    def rows(
        self,
        noun: str,
        month: int | None = None,
        columns: Collection[str] | None = None,
        where: Mapping[str, Names] | None = None,
    ) -> pa.Table:
        """A table's rows in Arrow, of one month or of all, without columns not cleared.

        ``where`` keeps the rows whose column holds one of the values named (``None``: is empty):
        what lies elsewhere in a clustered file is not read.
        """
        visible = self.visible(NOUNS[noun])
        if columns is not None:
            visible = [name for name in visible if name in set(columns)]
        schema = schema_arrow(NOUNS[noun])
        wanted = pa.schema([schema.field(name) for name in visible])
        files, where = self.files(noun, month), dict(where or {})
        if month is not None and noun not in PARTITIONED and "month" in NOUNS[noun]:
            where["month"] = (month,)
        found = looked_up(files, wanted, where) if where else None
        if found is not None:
            return found
        limits = [
            pc.field(name).isin(pa.array(list(values), schema.field(name).type))
            for name, values in where.items()
        ]
        filters = reduce(and_, limits) if limits else None
        parts = [table_read(path, wanted, filters) for path in files]
        return pa.concat_tables(parts) if parts else wanted.empty_table()

    def listed(
        self,
        noun: str,
        columns: Sequence[str],
        limits: Sequence[Limit],
        *,
        among: tuple[str, Sequence[pa.Array]] | None = None,
        offset: int = 0,
        most: int | None = None,
    ) -> Listing:
        """A page of a table that is one long list; see `louyu.engine.listed`."""
        schema = schema_arrow(NOUNS[noun])
        visible = set(self.visible(NOUNS[noun]))
        asked = {*columns, *(limit.column for limit in limits), *([among[0]] if among else [])}
        if closed := asked - visible:
            raise EditionError(f"“{noun}”没有可读的列 {', '.join(sorted(closed))}")
        wanted = pa.schema([schema.field(name) for name in columns])
        files = self.files(noun)
        if not files:
            return Listing(0, wanted.empty_table())
        (file,) = files
        return listed(file, wanted, limits, among=among, offset=offset, most=most)

    def visible(self, noun: Noun) -> list[str]:
        return [c.name for c in noun.columns if c.sensitivity in CLEARED[self.clearance]]

    def entry(self, noun: str) -> Iterator[FileEntry]:
        """A table's files. A table that an edition of older code did not know has none."""
        if noun in self.manifest.tables:
            yield from self.manifest.tables[noun].files
        elif noun not in NOUNS:
            raise EditionError(f"{self.name} 没有“{noun}”表")


def table_read(path: Path, wanted: pa.Schema, filters: Any) -> pa.Table:
    """The wanted columns of a file. One that its edition did not know yet is empty."""
    try:
        table = pq.read_table(path, columns=wanted.names, filters=filters, partitioning=None)
    except pa.ArrowInvalid:
        there = set(pq.read_schema(path).names)
        if there >= set(wanted.names):
            raise
        known = [name for name in wanted.names if name in there]
        table = pq.read_table(path, columns=known, filters=filters, partitioning=None)
        for place, field in enumerate(wanted):
            if field.name not in there:
                nothing = pa.nulls(table.num_rows, field.type)
                table = table.add_column(place, field.name, nothing)
    return table.cast(wanted)


def name_of(month: int, number: int) -> str:
    """``2025-06.2``: the second edition of June 2025."""
    return f"{month // 100:04d}-{month % 100:02d}.{number}"


def name_parts(name: str) -> tuple[int, int]:
    """Month and number of an edition's name."""
    match = NAME.fullmatch(name)
    if not match:
        raise EditionError(f"“{name}”不是期号，期号应如 2025-06.1")
    return int(match["year"]) * 100 + int(match["month"]), int(match["number"])


def edition_names(home: Path) -> list[str]:
    """Names of the folders that have a manifest, oldest first."""
    found = [
        path.parent.name
        for path in (home / "editions").glob(f"*/{FILE}")
        if NAME.fullmatch(path.parent.name)
    ]
    return sorted(found, key=name_parts)


def editions(home: Path) -> list[Edition]:
    """Every edition, oldest first; the last is the published one unless its manifest is damaged."""
    return [Edition(home, name) for name in edition_names(home)]


def edition_open(
    home: Path, name: str | None = None, *, clearance: Sensitivity | str = Sensitivity.OPEN
) -> Edition:
    """Opens an edition by name, or the published one.

    Raises `EditionError` when there is none, when its manifest's version is unknown, or (by name)
    when its manifest is damaged. A damaged manifest is passed over when looking for the published
    edition: the newest *whole* one is published.
    """
    if name is not None:
        name_parts(name)
        edition = Edition(home, name, Sensitivity(clearance))
        if not (edition.folder / FILE).exists():
            known = "、".join(edition_names(home)) or "无"
            raise EditionError(f"没有 {name} 这一期（现有：{known}）")
        _ = edition.manifest
        return edition
    for each in reversed(editions(home)):
        try:
            _ = each.manifest
        except ManifestDamagedError:
            continue
        return each.cleared(clearance)
    raise EditionError(f"{home} 里还没有编制过任何一期，请先运行 louyu build")
