"""污损 dirt: what goes wrong between what is so and what is written, as a layer on clean tables.

Rows are lost, doubled or kept too long first; then cells are changed. What is done is logged row by
row, by the places of rows in the table that comes out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from louyu.sample.mistakes import Mistakes
from louyu.sample.rates import RATES, Dirt, Rate
from louyu.sample.span import Flags, Ints, part_rng
from louyu.sample.world import World


@dataclass
class Dirty:
    """A dataset's table after damage. ``said``: row, column and the text there, by row."""

    table: pl.DataFrame
    rows: list[Ints] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    said: list[tuple[int, str, str]] = field(default_factory=list)

    def logged(self, where: Flags, kind: str) -> None:
        self.rows.append(np.flatnonzero(where))
        self.kinds.append(kind)

    @property
    def log(self) -> pl.DataFrame:
        """Place of the row and kind of damage, in the order of rows."""
        kinds = [
            kind for rows, kind in zip(self.rows, self.kinds, strict=True) for _ in range(len(rows))
        ]
        places = np.concatenate([*self.rows, np.zeros(0, dtype=np.int64)])
        found = pl.DataFrame({"place": places, "kind": kinds}, schema={"place": int, "kind": str})
        return found.sort("place", "kind")


def damaged(world: World, tables: dict[str, pl.DataFrame], dirt: Dirt) -> dict[str, Dirty]:
    """Every table with its damage; with no dirt, the tables as they are."""
    if dirt is Dirt.NONE:
        return {dataset: Dirty(table) for dataset, table in tables.items()}
    mistakes = Mistakes.of(world)
    return {
        dataset: damage(world, dataset, table, dirt, mistakes) for dataset, table in tables.items()
    }


def damage(
    world: World, dataset: str, table: pl.DataFrame, dirt: Dirt, mistakes: Mistakes
) -> Dirty:
    rng = part_rng(world.scale.seed, f"dirt {dataset}")
    rates = {rate.kind: rate for rate in RATES if rate.dataset == dataset}
    table = table.with_columns(_damage=pl.lit(None, pl.String))
    for kind, change in ROWS.items():
        if kind in rates:
            table = change(table, chosen(rng, table, rates[kind], dirt, len(world.span)))
    dirty = Dirty(table.sort("month", "sender", maintain_order=True).drop("_damage"))
    for kind in ("row_stale", "row_duplicate"):
        added = (table.sort("month", "sender", maintain_order=True)["_damage"] == kind).fill_null(
            value=False
        )
        if kind in rates:
            dirty.logged(added.to_numpy(), kind)
    for kind, rate in rates.items():
        if kind not in ROWS:
            mistakes.make(dirty, kind, chosen(rng, dirty.table, rate, dirt, len(world.span)))
    dirty.said.sort()
    return dirty


def chosen(
    rng: np.random.Generator, table: pl.DataFrame, rate: Rate, dirt: Dirt, months: int
) -> Flags:
    """Rows that a damage befalls: any, or those of things until they are repaired."""
    share = rate.at(dirt)
    if not rate.lasting:
        return rng.random(len(table)) < share
    thing = things(table)
    count = int(thing.max()) + 1 if len(thing) else 0
    befallen = rng.random(count) < share
    # Half are never repaired; the others are found in some month or other.
    until = np.where(rng.random(count) < 0.5, 10**6, rng.integers(1, 2 * months, size=count))
    month = table["month"]
    place = ((month // 100) * 12 + month % 100).to_numpy()
    place = place - place.min() if len(place) else place
    found: Flags = befallen[thing] & (place < until[thing])
    return found


def things(table: pl.DataFrame) -> Ints:
    """What a row is about, as numbers: an organisation and a building in one sender's list."""
    sender = table["sender"].rank("dense").to_numpy().astype(np.int64)
    firm = table["_enterprise"].fill_null(-1).to_numpy() + 1
    building = table["_building"].fill_null(-1).to_numpy() + 1
    key = (sender * 10**8 + firm) * 10**5 + building
    if not firm.any() and not building.any():
        key = np.arange(len(table))
    numbers: Ints = np.unique(key, return_inverse=True)[1].astype(np.int64)
    return numbers


def rows_missed(table: pl.DataFrame, where: Flags) -> pl.DataFrame:
    """Rows nobody wrote down; each sender's month keeps one at least."""
    first = table.select(pl.int_range(pl.len()).over("month", "sender") == 0).to_series()
    return table.filter(pl.Series(~where) | first)


def rows_stale(table: pl.DataFrame, where: Flags) -> pl.DataFrame:
    """Who left is still listed in the next month, as if nothing had happened."""
    gone = table["moved_out"].is_not_null() & pl.Series(where)
    old = table.filter(gone).with_columns(
        month=pl.when(pl.col("month") % 100 == 12)
        .then(pl.col("month") + 89)
        .otherwise(pl.col("month") + 1)
        .cast(pl.Int32),
        moved_out=pl.lit(None, pl.Date),
        _damage=pl.lit("row_stale"),
    )
    files = table.select("month", "sender").unique()
    return pl.concat([table, old.join(files, on=["month", "sender"], how="semi")])


def rows_duplicate(table: pl.DataFrame, where: Flags) -> pl.DataFrame:
    """A row a second time, at the end of its file."""
    again = table.filter(pl.Series(where)).with_columns(_damage=pl.lit("row_duplicate"))
    return pl.concat([table, again])


ROWS: dict[str, Callable[[pl.DataFrame, Flags], pl.DataFrame]] = {
    "row_missed": rows_missed,
    "row_stale": rows_stale,
    "row_duplicate": rows_duplicate,
}
