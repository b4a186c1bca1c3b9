"""期间 span: the months a sample covers, days as numbers since 1970-01-01, one draw per part.

A month's *place* is its number from the first month (0, 1, 2 …). `NEVER` stands for a day, and
for a place, that does not come.
"""

import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NEVER = 10**7


def part_rng(seed: int, part: str) -> np.random.Generator:
    """The generator of one part of a sample: a change in one part leaves the others alone."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


@dataclass(frozen=True)
class Span:
    """The months from ``first`` to ``last``, both ``YYYYMM`` and both included."""

    first: int
    last: int

    @cached_property
    def months(self) -> list[int]:
        found, month = [], self.first
        while month <= self.last:
            found.append(month)
            month = month + 1 if month % 100 < 12 else month + 89
        return found

    def __len__(self) -> int:
        return len(self.months)

    @cached_property
    def starts(self) -> Ints:
        """The first day of each month, and of the month after the last."""
        origin = (self.first // 100 - 1970) * 12 + self.first % 100 - 1
        months = np.arange(origin, origin + len(self) + 1).astype("datetime64[M]")
        return months.astype("datetime64[D]").astype(np.int64)

    @cached_property
    def ends(self) -> Ints:
        """The last day of each month."""
        return self.starts[1:] - 1

    def place(self, days: Ints) -> Ints:
        """The place of the month in which a day lies; negative before the first."""
        origin = (self.first // 100 - 1970) * 12 + self.first % 100 - 1
        months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - origin
        return np.where(days >= NEVER, NEVER, months)

    @cached_property
    def years(self) -> list[int]:
        return sorted({month // 100 for month in self.months})

    def year_place(self, year: int, month: int = 1) -> int:
        """The place of a month of a year, inside the span or not."""
        return (year - self.first // 100) * 12 + month - self.first % 100


def dates(days: Ints) -> pl.Series:
    """Days as dates, `NEVER` as null."""
    return pl.select(
        pl.when(pl.Series(days) < NEVER).then(pl.Series(days.astype(np.int32)).cast(pl.Date))
    ).to_series()


def taken(values: list[str] | list[str | None], places: Ints) -> pl.Series:
    """The texts at places; a negative place is null."""
    where = pl.select(pl.when(pl.Series(places) >= 0).then(pl.Series(places))).to_series()
    return pl.Series(values, dtype=pl.String).gather(where)


def date_text(day: int) -> str:
    return str(np.datetime64(int(day), "D"))
