"""报表 report: rows of a dataset put together, with who sends them and what they are about."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from louyu.sample.span import Flags, Ints, taken
from louyu.sample.world import World

Cell = pl.Series | Ints | Sequence[str | None]


def department(world: World, name: str) -> str:
    """The official name of a department by its id."""
    found = world.district.department_named(name)
    if found is None:
        raise ValueError(f"区县文件夹里没有部门 {name}")
    return found.name


def report(
    world: World,
    place: Ints,
    sender: str | pl.Series,
    columns: Mapping[str, Cell],
    *,
    enterprise: Ints | None = None,
    building: Ints | None = None,
) -> pl.DataFrame:
    """Rows sorted by month and sender; within them the order given stays."""
    count = len(place)
    whose = sender if isinstance(sender, pl.Series) else pl.repeat(sender, count, eager=True)
    rows = pl.DataFrame(
        {
            "_place": pl.Series(place, dtype=pl.Int64),
            "sender": whose,
            "_enterprise": known_or_null(enterprise, count),
            "_building": known_or_null(building, count),
            **columns,
        }
    )
    rows = rows.sort("_place", "sender", maintain_order=True)
    months = pl.Series(world.span.months, dtype=pl.Int32).gather(rows["_place"])
    return rows.drop("_place").insert_column(0, months.alias("month"))


def known_or_null(numbers: Ints | None, count: int) -> pl.Series:
    if numbers is None:
        return pl.repeat(None, count, dtype=pl.Int64, eager=True)
    return pl.select(
        pl.when(pl.Series(numbers, dtype=pl.Int64) >= 0).then(pl.Series(numbers, dtype=pl.Int64))
    ).to_series()


def stated(values: Ints, kept: Flags) -> pl.Series:
    """Numbers, null where they are not stated."""
    return pl.select(pl.when(pl.Series(kept)).then(pl.Series(values, dtype=pl.Int64))).to_series()


def names_at(world: World, enterprise: Ints, place: Ints) -> pl.Series:
    """The name that each organisation has in each month."""
    firms, renamed = world.enterprises, world.registrations.renamed
    count = len(firms)
    both = [*firms.name, *firms.later_name]
    return taken(both, np.where(place >= renamed[enterprise], enterprise + count, enterprise))


def mention(world: World, building: Ints, place: Ints) -> dict[str, Cell]:
    """How a file points to a building when it does so fully: code, name and street."""
    streets = [street.name for street in world.district.streets]
    return {
        "building_code": taken(world.buildings.code, building),
        "building_name": taken(world.buildings.name, building),
        "street": taken(streets, street_at(world, building, place)),
    }


def street_at(world: World, building: Ints, place: Ints) -> Ints:
    houses = world.buildings
    late = place >= houses.moved
    return np.where(late, houses.later_street[building], houses.street[building])
