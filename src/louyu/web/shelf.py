"""期架 shelf: which edition the site shows, opened once and kept while it is the published one.

The only place of the web that opens an edition, and only for an `Access`.
"""

import datetime as dt
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from louyu.ahead import ahead_begun, ahead_folder, ahead_written
from louyu.district import District, district_read
from louyu.edition import edition_names, edition_open
from louyu.engine import Asked, Blank, Limit, Listing, Names, Plans, engine_open, looked_up
from louyu.explain.building import Cell, building_cells, cells_of_all, cells_told
from louyu.explain.changes import moved_shares
from louyu.explain.definition import ATTRIBUTION, contributions_by, payers_by, values_by
from louyu.explain.reading import EVERYWHERE, Reading, Scope, counted, ordered, seen
from louyu.fact_file import fact_path, fact_rows, judged
from louyu.indicators import INDICATORS
from louyu.nouns import Sensitivity
from louyu.services.policy.bulk import Bulk
from louyu.services.policy.fact import Subject
from louyu.services.policy.rule import Rule
from louyu.web.at_hand import AtHand
from louyu.web.first_pages import first_made, first_pages, first_read
from louyu.web.kept import Kept
from louyu.web.moves_file import Moved, Moving, moves_made, moves_page, moves_read
from louyu.web.opened import A_PAGE, Lineage, Opened
from louyu.web.payers import Cells
from louyu.web.payers_file import PayersFile
from louyu.web.people.rights import Access
from louyu.web.reader import Reader
from louyu.web.scoped import Scoped
from louyu.web.search_index import index_path, names_of, occupants_of, sites_of

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


FIRST_READ = ("building", "building_month", "building_tax", "indicator_value", "enterprise")
"""Tables that the first pages read, in all months."""


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
        self.kept = Kept(most=64)
        self.compared = Kept(most=4)  # of a province it is millions of rows
        self.verdicts = Kept(most=8)  # of a province each is some 100 MB
        self.at_hand = AtHand(self.edition)
        self.counted = PayersFile(home, self.file_of)

    def ready(self) -> None:
        """Reads the small tables and compiles what the files of buildings ask, so that no reader
        waits for it."""
        for noun in FIRST_READ:
            if self.at_hand.small(noun):
                self.at_hand.table(noun)
        codes = self.rows("building", self.months[-1], columns=("building",))["building"]
        # Not from the file of the last month's: what other months ask is compiled by it.
        building_cells(self.reading, codes[0].as_py() if len(codes) else "", self.months[-1])

    def rows(
        self,
        noun: str,
        month: int | None = None,
        *,
        columns: Collection[str] | None = None,
        where: Mapping[str, Names] | None = None,
    ) -> pa.Table:
        return self.at_hand.rows(noun, month, columns, where)

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

    def sites(self, enterprises: Collection[str]) -> dict[str, list[str]] | None:
        """The buildings in which enterprises are or were; None until the index of it is made."""
        return sites_of(index_path(self.home, self.name), enterprises)

    def names_of(self, enterprises: Collection[str]) -> dict[str, str] | None:
        """The last known names of some enterprises; None until the index of them is made."""
        return names_of(index_path(self.home, self.name), enterprises)

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

    def judged(
        self,
        subject: str,
        rules: tuple[Rule, ...],
        day: dt.date,
        *,
        keys: Collection[str] | None = None,
        month: int | None = None,
    ) -> Bulk | None:
        """What rules ask of all subjects, or of some, on a day; None until the worker has made the
        file of facts."""
        kind, district = Subject(subject), self.reading.district
        path = fact_path(self.home, self.edition, kind, month or self.edition.month)
        if not path.exists():
            return None

        def made() -> Bulk:
            engine = self.reading.engine
            there = engine.parquet([path])
            return judged(engine, there, rules, subject=kind, district=district, today=day)

        found: Bulk = self.verdicts.soon((path, rules, day), made)
        return found if keys is None else found.of(keys)

    def tenants_judged(self, building: str, rules: tuple[Rule, ...], day: dt.date) -> Bulk | None:
        """What rules ask of the enterprises in a building at the last month's end."""
        return self.judged(Subject.ENTERPRISE, rules, day, keys=tenants_of(self, building))

    def file_of(self, noun: str, month: int | None) -> str:
        """The hash of a table's file: of a month, or of all. Empty if there is none."""
        files = (f.sha256 for f in self.edition.entry(noun) if f.month == month)
        return next(files, "")

    def payers(self, level: str, window: Sequence[int], month: int) -> Cells | None:
        return self.counted.cells(level, window, month)

    def behind(self, asked: Lineage) -> tuple[Asked, Asked]:
        """A page of the rows behind a number, and how many there are, as calls not yet made."""
        where = Scope(asked.level, asked.scope, asked.scope)
        places = (EVERYWHERE,) if asked.places is None else tuple(sorted(asked.places))
        told: dict[str, Any] = {"places": Blank("places", places), "hidden": asked.hidden}
        rows: Asked
        if asked.by:
            rows = seen(
                contributions_by(self.reading, asked.key, where, asked.month, asked.by), **told
            )
        else:
            rows = partial(seen, self.reading.asked(asked.key, where, asked.month), **told)
        how = {"offset": asked.offset, "hidden": asked.hidden}
        return partial(ordered, rows, asked.most, **how), partial(counted, rows)

    def contributions(self, asked: Lineage) -> Listing:
        return first_read(self.home, self.name, asked, self.months[-1]) or self.looked_for(asked)

    def looked_for(self, asked: Lineage) -> Listing:
        """The rows behind a number, found now."""
        page_of, count_of = self.behind(asked)
        arrow = self.reading.engine.arrow
        if asked.most is None:
            rows = arrow(page_of)
            return Listing(len(rows), rows)
        with ThreadPoolExecutor(1) as beside:
            counting = beside.submit(arrow, count_of)
            page = arrow(page_of)
        (total,) = counting.result()["n"]
        return Listing(int(total.as_py()), page)

    def movers(self, asked: Moving, *, by_street: bool = False) -> Asked:
        """What moved a number from one month to another, as a call not yet made."""
        where = Scope(asked.level, asked.scope, asked.scope)
        old, new = (
            self.reading.asked(asked.key, where, month, name)
            for month, name in zip(asked.months, ("old", "new"), strict=True)
        )
        return partial(moved_shares, old, new, self.reading.batches, by_street=by_street)

    def moved(self, asked: Moving) -> Moved:
        """A page of what moved a number: from the file of it, or compared now and kept a while."""
        if asked.months == self.months[-2:]:
            told = moves_read(self.home, self.name, asked)
            if told is not None:
                return told
        key = (asked.key, asked.level, asked.scope, asked.months)
        rows = self.compared.soon(key, lambda: self.reading.engine.arrow(self.movers(asked)))
        return moves_page(rows, asked)

    def first_made(self) -> Iterator[Path]:
        """Makes the first pages of the rows behind the district's numbers."""
        wanted = first_pages(self.reading.district.name, self.months[-1])
        yield from first_made(self.home, self.name, wanted, self.looked_for)

    def moves_made(self) -> Iterator[Path]:
        """Makes the files of what moved the numbers of the last month."""
        if len(self.months) > 1:

            def compared(key: str, level: str) -> pa.Table:
                asked = Moving(key, "district", "", (self.months[-2], self.months[-1]))
                return self.reading.engine.arrow(self.movers(asked, by_street=level == "street"))

            yield from moves_made(self.home, self.name, compared)

    def foreseen(self) -> Iterator[Asked]:
        """What readers of any number ask first: the rows behind it."""
        month = self.months[-1]
        for key, indicator in INDICATORS.items():
            for level in indicator.levels:
                if level == "district":
                    continue  # the worker looks for those (`louyu.web.first_pages`)
                for hidden in (False, True) if indicator.money else (False,):
                    asked = Lineage(key, level, "", month, hidden=hidden, most=A_PAGE)
                    yield from self.behind(asked)

    def foresee(self, pause: float = 0.0) -> None:
        """Works out what readers will ask, resting between: who asks meanwhile goes before."""
        month = self.months[-1]
        for each in ATTRIBUTION.definitions:  # 口径对比 opens with these
            if each.key != ATTRIBUTION.in_force:
                self.values_by(each.key, month, (ATTRIBUTION.indicators[0],))
                time.sleep(pause)
        self.payers_by(month)
        for asked in self.foreseen():
            if self.reading.engine.prepare(asked):
                time.sleep(pause)

    def values_by(self, by: str, month: int, keys: Sequence[str]) -> pa.Table:
        def made() -> pa.Table:
            with engine_open(plans=PLANS) as engine:
                return values_by(replace(self.reading, engine=engine), by, month, keys)

        found: pa.Table = self.kept.soon(("values_by", by, month, tuple(keys)), made)
        return found

    def payers_by(self, month: int) -> pa.Table:
        def made() -> pa.Table:
            with engine_open(plans=PLANS) as engine:
                return payers_by(replace(self.reading, engine=engine), month)

        found: pa.Table = self.kept.soon(("payers_by", month), made)
        return found

    def cells(self, code: str, month: int) -> list[Cell]:
        path = self.cells_path(month)
        if not path.exists():
            return building_cells(self.reading, code, month)
        rows = looked_up([path], pq.read_schema(path), {"building": (code,)})
        assert rows is not None
        return cells_told(self.reading, rows.to_pylist())

    def cells_path(self, month: int) -> Path:
        return ahead_folder(self.home, "cells", self.name) / f"{month}.parquet"

    def cells_made(self) -> Iterator[Path]:
        """Makes the file of who said what of every building in the last month."""
        ahead_begun(self.home, "cells", self.name)
        path = self.cells_path(self.months[-1])
        if not path.exists():
            rows = self.reading.engine.arrow(cells_of_all(self.reading, self.months[-1]))
            yield ahead_written(rows.sort_by("building"), path)

    def statement(self, batch: str, sheet: str, row: int) -> dict[str, Any] | None:
        """An accepted row of a batch, read from the clean file the batch left."""
        path = self.home / "batches" / batch / "clean.parquet"
        where = [("sheet", "=", sheet), ("row", "=", row)]
        found = pq.read_table(path, filters=where, partitioning=None).to_pylist()
        return found[0] if found else None
