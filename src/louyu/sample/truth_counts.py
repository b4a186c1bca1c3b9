"""真值·计数: how contributions of a month become values of district, streets and buildings."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from louyu.sample.span import Flags, Ints
from louyu.sample.world import World


@dataclass
class Tally:
    """Values as they are found, in blocks of equal length columns."""

    world: World
    street: Ints
    registered: Flags
    blocks: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self,
        indicator: str,
        level: str,
        scope: pl.Series,
        place: Ints,
        top: Ints,
        bottom: Ints | None,
    ) -> None:
        months = pl.Series(self.world.span.months, dtype=pl.Int32).gather(place)
        below = pl.Series(bottom) if bottom is not None else pl.repeat(None, len(place), eager=True)
        self.blocks.append(
            pl.DataFrame(
                {
                    "indicator": pl.repeat(indicator, len(place), eager=True),
                    "level": pl.repeat(level, len(place), eager=True),
                    "scope": scope,
                    "month": months,
                    "numerator": pl.Series(top, dtype=pl.Int64),
                    "denominator": below.cast(pl.Int64),
                }
            )
        )

    def table(self) -> pl.DataFrame:
        return pl.concat(self.blocks).sort("indicator", "level", "scope", "month")

    def put(
        self,
        indicator: str,
        top: tuple[Ints, Ints, Ints],
        bottom: tuple[Ints, Ints, Ints] | None = None,
        *,
        months: Flags | None = None,
        of_buildings: bool = True,
    ) -> None:
        """Values by month (district), month × street and month × building."""
        world = self.world
        kept = months if months is not None else np.ones(len(world.span), dtype=np.bool_)
        names = pl.Series([street.name for street in world.district.streets])
        codes = pl.Series(world.buildings.code)
        for level, cells, scopes in self.levels(kept, of_buildings):
            place, scope = cells
            which = ("district", "street", "building").index(level)
            at = place if level == "district" else (place, scope)
            if level == "district":
                name = pl.repeat(world.district.name, len(place), eager=True)
            else:
                name = (names if scopes == "names" else codes).gather(scope)
            below = bottom[which][at] if bottom is not None else None
            self.add(indicator, level, name, place, top[which][at], below)

    def levels(
        self, months: Flags, of_buildings: bool
    ) -> Iterator[tuple[str, tuple[Ints, Ints], str]]:
        place = np.flatnonzero(months)
        yield "district", (place, place), ""
        streets = len(self.world.district.streets)
        yield (
            "street",
            (np.repeat(place, streets), np.tile(np.arange(streets), len(place))),
            "names",
        )
        if of_buildings:
            at, building = np.nonzero(self.registered & months[:, None])
            yield "building", (at, building), "codes"

    def by_building(
        self, indicator: str, top: Ints, bottom: Ints | None = None, *, months: Flags | None = None
    ) -> None:
        """Values that add up: month × building arrays, zero where a building does not count."""
        self.put(
            indicator,
            self.summed(top),
            self.summed(bottom) if bottom is not None else None,
            months=months,
        )

    def summed(self, values: Ints) -> tuple[Ints, Ints, Ints]:
        months, _ = values.shape
        by_street = np.zeros((months, len(self.world.district.streets)), dtype=np.int64)
        np.add.at(by_street, (np.arange(months)[:, None], self.street), values)
        return values.sum(axis=1), by_street, values

    def by_subject(
        self, indicator: str, place: Ints, building: Ints, subject: Ints, top: Ints | None = None
    ) -> None:
        """Things counted once in each scope; ``top`` makes it a rate of those with 1."""
        ones = np.ones(len(place), dtype=np.int64)
        whole = self.distinct(place, building, subject, ones)
        if top is None:
            self.put(indicator, whole)
        else:
            self.put(indicator, self.distinct(place, building, subject, top), whole)

    def distinct(
        self, place: Ints, building: Ints, subject: Ints, value: Ints
    ) -> tuple[Ints, Ints, Ints]:
        """Per scope the sum over subjects of the greatest value that each has in it."""
        street = self.street[place, building]
        months, count = self.registered.shape
        streets = len(self.world.district.streets)
        found = []
        for scope, size in ((np.zeros_like(place), 1), (street, streets), (building, count)):
            cell = place * size + scope
            order = np.lexsort((value, subject, cell))
            c, s, v = cell[order], subject[order], value[order]
            last = np.r_[(c[1:] != c[:-1]) | (s[1:] != s[:-1]), np.ones(min(len(c), 1), bool)]
            sums = np.bincount(c[last], weights=v[last], minlength=months * size)
            found.append(sums.astype(np.int64).reshape(months, size))
        return found[0][:, 0], found[1], found[2]
