"""期架 shelf: which edition the site shows, opened once and kept while it is the published one."""

import threading
import weakref
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from louyu.district import District, district_read
from louyu.edition import edition_open, editions
from louyu.engine import engine_open
from louyu.explain.building import Cell, building_cells
from louyu.explain.changes import moved_shares
from louyu.explain.reading import Reading, Scope, ordered
from louyu.indicators import INDICATORS
from louyu.nouns import Sensitivity
from louyu.web.reader import Reader

LOCK = threading.Lock()
KEPT: dict[tuple[str, ...], Reader] = {}


@lru_cache(maxsize=1)
def district_of_site() -> District:
    """The district the site was started for."""
    return district_read(settings.DISTRICT)


def reader_latest() -> Reader | None:
    """The published edition's reader; None while nothing has been built.

    Looking costs a listing of a folder; an edition is opened when the listing has changed.
    """
    names = tuple(edition.name for edition in editions(Path(settings.HOME)))
    if not names:
        return None
    with LOCK:
        if names not in KEPT:
            reader = reader_open(Path(settings.HOME))
            KEPT.clear()
            KEPT[names] = reader
        return KEPT[names]


def reader_open(home: Path) -> Reader:
    """The published edition, opened for the site's district."""
    district = district_of_site()
    return Reader(Shelved(home, district), district=district, indicators=INDICATORS)


class Shelved:
    """The published edition with its restricted columns: the reader masks what it hands out."""

    def __init__(self, home: Path, district: District) -> None:
        self.home = home
        self.edition = edition_open(home, clearance=Sensitivity.RESTRICTED)
        self.name = self.edition.name
        self.month = self.edition.month
        engine = engine_open()
        # Readers of the edition before may still be asking; the last one gone closes its engine.
        weakref.finalize(self, engine.close)
        self.reading = Reading(engine, self.edition, district)

    def rows(self, noun: str, month: int | None = None) -> pa.Table:
        return self.edition.rows(noun, month)

    def contributions(self, key: str, level: str, scope: str, month: int) -> pa.Table:
        rows = self.reading.contributions(key, Scope(level, scope, scope), month)
        return self.reading.engine.arrow(ordered(rows, None))

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
