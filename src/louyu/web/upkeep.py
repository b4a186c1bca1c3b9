"""常备 upkeep: what nobody asks for and should be there, looked after by the worker while it lives.

An upkeep that fails is written to the log and rests; the others go on.
"""

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import close_old_connections

from louyu.edition import edition_open
from louyu.fact_file import facts_made
from louyu.services.policy.fact import Subject
from louyu.web.ledger.audit import head_due, head_exported
from louyu.web.search_index import index_made, index_path
from louyu.web.shelf import Standing, district_of_site, standing_now

LOG = logging.getLogger(__name__)

INTERVAL = 2.0
"""Seconds between two looks."""

REST = 300.0
"""Seconds that an upkeep which failed is left alone: its cause may pass, a log should not fill."""

Upkeep = Callable[[Path, Standing], None]


def audit_head(home: Path) -> None:
    """Once a day the head of the audit log is written beside it."""
    if head_due(home):
        head_exported(home)


class Payers:
    """Who pays behind a sum of tax, counted when an edition has come or gone."""

    def __init__(self) -> None:
        self.counted: tuple[str, ...] = ()

    def __call__(self, home: Path, standing: Standing) -> None:
        if standing.names != self.counted:
            standing.whole.counted.count(standing.whole, district_of_site().name)
            self.counted = standing.names


def search_index(home: Path, standing: Standing) -> None:
    """The index of search of the edition in force."""
    if not index_path(home, standing.whole.name).exists():
        index_made(home, standing.whole)


def cells(_home: Path, standing: Standing) -> None:
    """Who said what of every building."""
    exhausted(standing.whole.cells_made())


def first_pages(_home: Path, standing: Standing) -> None:
    """The first rows behind every number of the district."""
    exhausted(standing.whole.first_made())


def moves(_home: Path, standing: Standing) -> None:
    """What moved every number since the month before."""
    exhausted(standing.whole.moves_made())


def exhausted(made: Iterator[Path]) -> None:
    for _ in made:
        pass


def facts(home: Path, standing: Standing) -> None:
    """What rules ask of enterprises and buildings, now and, for the sandbox, a year before."""
    edition = edition_open(home, standing.whole.name)
    held = edition.months("tenancy")
    for month in (edition.month, edition.month - 100):
        for subject in Subject:
            if month in held:
                facts_made(home, edition, subject, month=month)


class UpkeepRound:
    """All upkeeps, one after another, for whatever edition stands."""

    def __init__(self, home: Path, of_edition: tuple[Upkeep, ...] | None = None) -> None:
        self.home = home
        self.of_edition = (
            (Payers(), search_index, cells, first_pages, moves, facts)
            if of_edition is None
            else of_edition
        )
        self.resting: dict[int, float] = {}

    def go(self, now: float) -> None:
        """One look at everything; ``now`` are seconds of a clock that only goes forward."""
        self.guarded(0, now, lambda: audit_head(self.home))
        for number, upkeep in enumerate(self.of_edition, start=1):
            self.guarded(number, now, lambda upkeep=upkeep: self.of_standing(upkeep))
        close_old_connections()

    def of_standing(self, upkeep: Upkeep) -> None:
        if (standing := standing_now()) is not None:
            upkeep(self.home, standing)

    def guarded(self, number: int, now: float, work: Callable[[], None]) -> None:
        if self.resting.get(number, now) > now:
            return
        try:
            work()
        except Exception:
            LOG.exception("常备工作未完成，%d 秒后再试", REST)
            self.resting[number] = now + REST


def kept_up(home: Path) -> None:
    """Looks after everything until the process ends."""
    each = UpkeepRound(home)
    while True:
        each.go(time.monotonic())
        time.sleep(INTERVAL)
