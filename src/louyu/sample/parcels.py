"""商服地块: commercial parcels and the day each was planned."""

from dataclasses import dataclass

import numpy as np

from louyu.district import District
from louyu.sample.scale import Scale
from louyu.sample.span import Ints, part_rng

PARCELS = 34
LAND = 1500
"""亩 of all parcels, some 40 ㎡ of floor for each 10 ㎡ of land."""
UNIT = 2000
"""0.03 亩 in 0.01 ㎡: a parcel's land is a whole number of these, so that 亩 state it exactly."""


@dataclass(frozen=True)
class Parcels:
    """One row per parcel. Areas in 0.01 ㎡."""

    name: list[str]
    street: Ints
    land_area: Ints
    planned_floor_area: Ints
    planned: Ints


def parcels(district: District, scale: Scale) -> Parcels:
    """Draws parcels, planned before and within the span; one in a street without a building."""
    rng, span = part_rng(scale.seed, "parcels"), scale.span
    count = scale.of(PARCELS, 5)
    planned = np.sort(rng.integers(span.starts[0] - 300, span.ends[-1], size=count, endpoint=True))
    share = rng.lognormal(0, 0.5, count)
    land = np.maximum(np.round(share / share.sum() * LAND * scale.share / 0.03), 1) * UNIT
    street = rng.integers(len(district.streets), size=count)
    street[-1] = len(district.streets) - 1
    return Parcels(
        name=[f"演示-{k + 1:03d}" for k in range(count)],
        street=street,
        land_area=land.astype(np.int64),
        planned_floor_area=np.round(land * rng.uniform(2.2, 5.2, count)).astype(np.int64),
        planned=planned,
    )
