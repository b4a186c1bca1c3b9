"""地理 geography: street boundaries, footprints and roads of the invented district, as GeoJSON.

Streets are the cells of a net whose knots are moved a little; what is drawn has the datum of the
building list. Nothing of it is a real place.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from louyu.sample.buildings import CENTRE, DATUM, WIDE
from louyu.sample.world import World

CELL = (0.012, 0.011)
"""Degrees from one street's corner to the next; buildings lie in the first eleven twelfths."""

EDGE = 0.0005
MOVED = 0.00025
METRES = 111_320


def geography_write(folder: Path, world: World) -> None:
    """Writes ``boundaries``, ``footprints`` and ``roads`` under ``geography/``."""
    target = folder / "geography"
    target.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(world.scale.seed)
    rows = -(-len(world.district.streets) // WIDE)
    knots = np.stack(
        np.meshgrid(np.arange(WIDE + 1), np.arange(rows + 1), indexing="ij"), axis=-1
    ) * np.array(CELL)
    knots = knots + np.array(CENTRE) - EDGE + rng.uniform(-MOVED, MOVED, knots.shape)
    streets = [
        feature(
            "Polygon",
            [[knots[x, y], knots[x + 1, y], knots[x + 1, y + 1], knots[x, y + 1], knots[x, y]]],
            name=street.name,
        )
        for number, street in enumerate(world.district.streets)
        for x, y in [(number % WIDE, number // WIDE)]
    ]
    along = [knots[:, y] for y in range(rows + 1)] + [knots[x] for x in range(WIDE + 1)]
    roads = [
        feature("LineString", list(line), name=f"演示{n + 1}路") for n, line in enumerate(along)
    ]
    kept(target / "boundaries.geojson", streets)
    kept(target / "roads.geojson", roads)
    kept(target / "footprints.geojson", footprints(world, rng))


def footprints(world: World, rng: np.random.Generator) -> list[dict[str, Any]]:
    """A turned rectangle around every building, as large as one of its floors."""
    houses = world.buildings
    area = houses.floor_area / 100 / np.maximum(houses.floors_above, 1)
    long = np.sqrt(np.clip(area, 300, 6000)) * rng.uniform(1.0, 1.35, len(area))
    short = np.clip(area, 300, 6000) / long
    turn = rng.uniform(0, np.pi / 2, len(area))
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)])
    metre = 1 / METRES / np.array([np.cos(np.radians(CENTRE[1])), 1.0])
    made = []
    for n, code in enumerate(houses.code):
        x, y = corners[:, 0] * long[n], corners[:, 1] * short[n]
        east = x * np.cos(turn[n]) - y * np.sin(turn[n])
        north = x * np.sin(turn[n]) + y * np.cos(turn[n])
        centre = np.array([houses.lon[n], houses.lat[n]])
        ring = centre + np.stack([east, north], axis=1) * metre
        made.append(feature("Polygon", [list(ring)], building=code))
    return made


def feature(form: str, coordinates: list[Any], **properties: str) -> dict[str, Any]:
    """A GeoJSON feature, its degrees to a decimetre."""

    def rounded(said: Any) -> Any:
        if isinstance(said, list):
            return [rounded(part) for part in said]
        return [round(float(value), 6) for value in said]

    return {
        "type": "Feature",
        "properties": {**properties, "demo": "演示数据"},
        "geometry": {"type": form, "coordinates": rounded(coordinates)},
    }


def kept(path: Path, features: list[dict[str, Any]]) -> None:
    whole = {"type": "FeatureCollection", "datum": DATUM, "features": features}
    path.write_text(json.dumps(whole, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
