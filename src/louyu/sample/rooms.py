"""房源: the units of each building. Together they make up almost all of its floor area."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from louyu.sample.buildings import Buildings
from louyu.sample.span import Floats, Ints, Span, part_rng


@dataclass(frozen=True)
class Rooms:
    """One row per unit, sorted by building. Areas in 0.01 ㎡; rent in fen per ㎡ and month."""

    building: Ints
    floor: list[str]
    room: list[str]
    area: Ints
    rent: Ints
    owner_used: Ints

    def __len__(self) -> int:
        return len(self.building)


def opened(buildings: Buildings, span: Span) -> Ints:
    """The first day on which a building can be moved into; `NEVER` while it is not finished."""
    days = buildings.completed.copy()
    days[buildings.of_role("undated")] = span.starts[0] - 9000
    return days


def rooms(buildings: Buildings, span: Span, count: int, seed: int) -> Rooms:
    """About ``count`` units, spread over the finished buildings by floor area."""
    rng = part_rng(seed, "rooms")
    share = np.where(opened(buildings, span) <= span.ends[-1], buildings.floor_area, 0)
    number = np.where(share > 0, np.maximum(np.round(share / share.sum() * count), 3), 0)
    building = np.repeat(np.arange(len(buildings)), number.astype(np.int64))
    weight = np.clip(rng.lognormal(0, 0.85, len(building)), 0.08, 9.0)
    part = weight / np.bincount(building, weights=weight, minlength=len(buildings))[building]
    full = rng.uniform(0.93, 0.985, len(buildings))
    full[buildings.of_role("overfull")] = 1.04
    area = np.maximum(np.round(part * (buildings.floor_area * full)[building]), 800)
    floor, room = numbered(building, area, buildings)
    rent = np.round(rng.lognormal(4.0, 0.25, len(buildings)))[building] * 100
    return Rooms(
        building=building,
        floor=floor,
        room=room,
        area=area.astype(np.int64),
        rent=(rent + 50 * rng.integers(-10, 11, len(building))).astype(np.int64),
        owner_used=(rng.random(len(building)) < 0.12).astype(np.int64),
    )


def numbered(building: Ints, area: Floats, buildings: Buildings) -> tuple[list[str], list[str]]:
    """Floors filled one after another; rooms numbered on their floor: 1203 is the third of 12."""
    units = pl.DataFrame({"building": building, "area": area}).with_columns(
        before=pl.col("area").cum_sum().over("building") - pl.col("area"),
        whole=pl.col("area").sum().over("building"),
        floors=pl.Series(buildings.floors_above).gather(building),
    )
    units = units.with_columns(
        floor=(pl.col("before") / pl.col("whole") * pl.col("floors")).floor().cast(pl.Int64) + 1
    )
    units = units.with_columns(
        number=pl.int_range(pl.len()).over("building", "floor") + 1,
    )
    texts = units.select(
        floor=pl.col("floor").cast(pl.String),
        room=pl.col("floor").cast(pl.String) + pl.col("number").cast(pl.String).str.zfill(2),
    )
    return texts["floor"].to_list(), texts["room"].to_list()
