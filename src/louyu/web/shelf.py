"""期架 shelf: which edition the site shows, opened once and kept while it is the published one.

The only place of the web that opens an edition, and only for an `Access`.
"""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from louyu.district import District, district_read
from louyu.edition import edition_names, edition_open
from louyu.engine import Limit, Listing, Names, Plans, engine_open
from louyu.explain.building import Cell, building_cells
from louyu.explain.changes import moved_shares
from louyu.explain.definition import contributions_by, payers_by, values_by
from louyu.explain.reading import Reading, Scope, ordered, seen
from louyu.fact_file import fact_path, fact_rows
from louyu.indicators import INDICATORS
from louyu.nouns import Sensitivity
from louyu.services.policy.fact import Subject
from louyu.web.opened import Lineage, Opened
from louyu.web.payers import Cells
from louyu.web.payers_file import PayersFile
from louyu.web.people.rights import Access
from louyu.web.reader import Reader
from louyu.web.scoped import Scoped
from louyu.web.search_index import index_path, occupants_of, sites_of

LOCK = threading.RLock()
MOST_READERS = 48
"""Scopes whose readers are kept at a time: a street's holds little, the least used goes first."""


@dataclass
class Standing:
    """The published edition, with a reader for each way it may be seen."""

    names: tuple[str, ...]
    whole: Opened
    readers: OrderedDict[tuple[str, ...], Reader] = field(default_factory=OrderedDict)

    making: dict[tuple[str, ...], threading.Lock] = field(default_factory=dict)

    def reader(self, access: Access) -> Reader:
        """A scope's reader is made once; who has another is not kept waiting by it."""
        with LOCK:
            gate = self.making.setdefault(access.key, threading.Lock())
        with gate:
            with LOCK:
                found = self.readers.get(access.key)
            if found is None:
                scope = access.scope
                edition = self.whole if scope.whole else Scoped(self.whole, scope)
                found = Reader(
                    edition, district=district_of_site(), indicators=INDICATORS, access=access
                )
        with LOCK:
            self.readers[access.key] = found
            self.readers.move_to_end(access.key)
            while len(self.readers) > MOST_READERS:
                self.readers.popitem(last=False)
        return found


STANDING: list[Standing] = []


@lru_cache(maxsize=1)
def district_of_site() -> District:
    """The district the site was started for."""
    return district_read(settings.DISTRICT)


def reader_for(access: Access) -> Reader | None:
    """The published edition as somebody may see it; None while nothing has been built.

    Looking costs a listing of a folder; an edition is opened when the listing has changed.
    """
    standing = standing_now()
    return None if standing is None else standing.reader(access)


OTHERS: OrderedDict[str, Standing] = OrderedDict()
MOST_OTHERS = 3
"""Editions beside the one in force that are kept open: people compare two."""


def reader_named(access: Access, name: str) -> Reader | None:
    """An edition by its name as somebody may see it; None if there is none of that name."""
    now = standing_now()
    if now is None or name not in now.names:
        return None
    if now.whole.name == name:
        return now.reader(access)
    with LOCK:
        if name not in OTHERS:
            whole = Shelved(Path(settings.HOME), district_of_site(), name)
            OTHERS[name] = Standing((name,), whole)
            while len(OTHERS) > MOST_OTHERS:
                OTHERS.popitem(last=False)
        other = OTHERS[name]
    return other.reader(access)


COMING: list[threading.Thread] = []
"""The thread that makes the next edition ready, if one does."""


def standing_now() -> Standing | None:
    """The published edition, opened.

    Where the site serves many, a new one is made ready beside the old, which is shown until then:
    nobody waits for it, and all see it within a second or two.
    """
    names = tuple(edition_names(Path(settings.HOME)))
    if not names:
        return None
    with LOCK:
        if STANDING and STANDING[0].names == names:
            return STANDING[0]
        if not STANDING or not settings.MADE_READY_BESIDE:
            STANDING[:] = [Standing(names, Shelved(Path(settings.HOME), district_of_site()))]
        elif not COMING:
            thread = threading.Thread(target=made_ready, args=(names,), daemon=True)
            COMING.append(thread)
            thread.start()
        return STANDING[0]


def made_ready(names: tuple[str, ...]) -> None:
    """Opens the newest edition, and for whom the last one was open, and puts it in its place."""
    try:
        coming = Standing(names, Shelved(Path(settings.HOME), district_of_site()))
        with LOCK:
            wanted = [reader.access for reader in STANDING[0].readers.values()]
        # What goes wrong here is for who asks for it to see.
        with suppress(Exception):
            coming.whole.ready()
            for access in wanted:
                coming.reader(access).ready()
        with LOCK:
            STANDING[:] = [coming]
    finally:
        with LOCK:
            COMING.clear()


PLANS = Plans(None)
"""What was compiled for one month and edition serves the next."""


def tenants_of(edition: Opened, building: str) -> set[str]:
    """Who is in a building at the last month's end."""
    columns = ("enterprise", "present")
    where = {"building": (building,)}
    rows = edition.rows("tenancy", edition.month, columns=columns, where=where).to_pylist()
    return {row["enterprise"] for row in rows if row["present"] and row["enterprise"]}


class Shelved:
    """An edition with its restricted columns: the reader masks what it hands out."""

    def __init__(self, home: Path, district: District, name: str | None = None) -> None:
        self.home = home
        self.edition = edition_open(home, name, clearance=Sensitivity.RESTRICTED)
        self.name = self.edition.name
        self.month = self.edition.month
        self.months = tuple(self.edition.months("building_month"))
        engine = engine_open(plans=PLANS)
        # Readers of the edition before may still be asking; the last one gone closes its engine.
        weakref.finalize(self, engine.close)
        self.reading = Reading(engine, self.edition, district)
        self.counted = PayersFile(home, self.file_of)

    def ready(self) -> None:
        """Compiles what the files of buildings ask, so that no reader waits for it."""
        codes = self.rows("building", self.months[-1], columns=("building",))["building"]
        self.cells(codes[0].as_py() if len(codes) else "", self.months[-1])

    def rows(
        self,
        noun: str,
        month: int | None = None,
        *,
        columns: Collection[str] | None = None,
        where: Mapping[str, Names] | None = None,
    ) -> pa.Table:
        return self.edition.rows(noun, month, columns, where)

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
        return self.edition.listed(noun, columns, limits, among=among, offset=offset, most=most)

    def sites(self, enterprise: str) -> Collection[str] | None:
        """The buildings in which an enterprise is or was; None until the index of it is made."""
        return sites_of(index_path(self.home, self.name), enterprise)

    def occupants(self, buildings: Collection[str]) -> Collection[str] | None:
        """The enterprises that are or were in some buildings; None until the index is made."""
        return occupants_of(index_path(self.home, self.name), buildings)

    def facts(
        self, subject: str, keys: Collection[str] | None = None, *, month: int | None = None
    ) -> pa.Table | None:
        """What rules may ask of the subjects at a month's end, by default the last; None until the
        worker has made the file of it."""
        kind = Subject(subject)
        path = fact_path(self.home, self.edition, kind, month or self.edition.month)
        if not path.exists():
            return None
        return fact_rows(path, kind, None if keys is None else sorted(keys))

    def tenants_facts(self, building: str) -> pa.Table | None:
        """The facts of the enterprises that are in a building at the last month's end."""
        return self.facts(Subject.ENTERPRISE, tenants_of(self, building))

    def file_of(self, noun: str, month: int | None) -> str:
        """The hash of a table's file: of a month, or of all. Empty if there is none."""
        files = (f.sha256 for f in self.edition.entry(noun) if f.month == month)
        return next(files, "")

    def payers(self, level: str, window: Sequence[int], month: int) -> Cells | None:
        return self.counted.cells(level, window, month)

    def contributions(self, asked: Lineage) -> Listing:
        where = Scope(asked.level, asked.scope, asked.scope)
        rows = (
            contributions_by(self.reading, asked.key, where, asked.month, asked.by)
            if asked.by
            else self.reading.contributions(asked.key, where, asked.month)
        )
        rows = seen(rows, places=asked.places, subjects=asked.subjects, hidden=asked.hidden)
        engine = self.reading.engine
        page = engine.arrow(ordered(rows, asked.most, offset=asked.offset, hidden=asked.hidden))
        if not asked.offset and (asked.most is None or len(page) < asked.most):
            return Listing(len(page), page)
        (total,) = engine.arrow(rows.aggregate(n=rows.count()))["n"].to_pylist()
        return Listing(int(total), page)

    def values_by(self, by: str, month: int, keys: Sequence[str]) -> pa.Table:
        with engine_open(plans=PLANS) as engine:
            return values_by(replace(self.reading, engine=engine), by, month, keys)

    def payers_by(self, month: int) -> pa.Table:
        with engine_open(plans=PLANS) as engine:
            return payers_by(replace(self.reading, engine=engine), month)

    def moved(self, key: str, level: str, scope: str, months: tuple[int, int]) -> pa.Table:
        where = Scope(level, scope, scope)
        old, new = (self.reading.contributions(key, where, month) for month in months)
        return self.reading.engine.arrow(moved_shares(old, new))

    def cells(self, code: str, month: int) -> list[Cell]:
        return building_cells(self.reading, code, month)

    def statement(self, batch: str, sheet: str, row: int) -> dict[str, Any] | None:
        """An accepted row of a batch, read from the clean file the batch left."""
        path = self.home / "batches" / batch / "clean.parquet"
        where = [("sheet", "=", sheet), ("row", "=", row)]
        found = pq.read_table(path, filters=where, partitioning=None).to_pylist()
        return found[0] if found else None
