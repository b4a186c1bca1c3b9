"""纳税企业留存 payers file: payers counted once, beside the editions, for every later reader.

To count them is to read every row of tax of a year. A count is kept under a key of what it was
counted from, so an edition with the same tax in the same buildings has it already.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path

from louyu.web.opened import Opened
from louyu.web.payers import COUNTING, Cells, Payers
from louyu.web.people.disclosure import Cell

LEVELS = ("district", "street")
FILE = "payers.json"

Source = Callable[[str, int | None], str]
"""The hash of a table's file: of a month, or of all."""


def windows(months: Sequence[int], month: int) -> Iterator[tuple[int, ...]]:
    """The months whose sums pages show at a month's end: its own, the year so far, the last 12."""
    yield (month,)
    yield tuple(m for m in months if month // 100 * 100 < m <= month)
    yield tuple(m for m in months if m <= month)[-12:]


class PayersFile:
    """What was counted before. It tells amounts of tax: only its owner may read it."""

    def __init__(self, home: Path, source: Source) -> None:
        self.path = home / "cache" / FILE
        self.source = source
        self.read_at = 0
        self.counting: dict[str, str] = {}
        """Which buildings count and in which streets, by the cube's file that says so."""
        self.known: dict[str, dict[str, list[int]]] = {}

    def cells(self, level: str, window: Sequence[int], month: int) -> Cells | None:
        """By scope, as `Payers.cells`; None if it was not counted yet."""
        self.read()
        counting = self.counting.get(self.source("building_month", month))
        found = self.known.get(self.key(level, window, counting)) if counting else None
        return None if found is None else {name: Cell(*cell) for name, cell in found.items()}

    def key(self, level: str, window: Sequence[int], counting: str) -> str:
        files = [self.source("tax", month) for month in window]
        said = (level, counting, self.source("enterprise", None), *files)
        return hashlib.sha256("\0".join(said).encode()).hexdigest()[:32]

    def read(self) -> None:
        """Takes up what another process has counted since."""
        with suppress(OSError, ValueError, KeyError):
            if (now := self.path.stat().st_mtime_ns) != self.read_at:
                said = json.loads(self.path.read_text(encoding="utf-8"))
                self.counting, self.known, self.read_at = said["counting"], said["known"], now

    def count(self, edition: Opened, whole: str) -> None:
        """Counts what is not known yet, and writes it; what no month of the edition has goes."""
        self.read()
        payers = Payers(edition, whole)
        before = (self.counting, self.known)
        counting, known = {}, {}
        for month in edition.months:
            cube = self.source("building_month", month)
            counting[cube] = before[0].get(cube) or fingerprint(edition, month)
            for window in dict.fromkeys(windows(edition.months, month)):
                for level in LEVELS:
                    key = self.key(level, window, counting[cube])
                    known[key] = before[1].get(key) or {
                        name: list(astuple(cell))
                        for name, cell in payers.counted(level, window, month).items()
                    }
        if (counting, known) != before:
            self.write({"counting": counting, "known": known})

    def write(self, said: dict[str, object]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        part.replace(self.path)


def fingerprint(edition: Opened, month: int) -> str:
    """The same for the same buildings that count, in the same streets."""
    cube = edition.rows("building_month", month, columns=COUNTING).sort_by("building")
    return hashlib.sha256(repr(cube.to_pydict()).encode()).hexdigest()[:32]
