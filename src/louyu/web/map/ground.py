"""底图 ground: what was imported, as one reader may see it: boundaries, footprints, roads."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from louyu.geography import geography_path, matched, places_of
from louyu.standards.coordinates import Datum
from louyu.web.reader import Reader


def drawn(home: Path, kind: str) -> dict[str, Any] | None:
    """Imported geography of a kind; None if there is none."""
    path = geography_path(home, kind)
    if not path.exists():
        return None
    return kept(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def kept(path: Path, _changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def roads(home: Path) -> dict[str, Any] | None:
    """Imported roads with the little of them that is drawn: name and class."""
    found = drawn(home, "roads")
    if found is None:
        return None
    features = [
        {**each, "properties": {k: v for k, v in each["properties"].items() if k in ROAD}}
        for each in found["features"]
    ]
    return {"type": "FeatureCollection", "features": features}


ROAD = ("name", "highway")


def boundaries(reader: Reader, home: Path) -> dict[str, Any] | None:
    """Street boundaries under the streets' official names; what is no street is left out."""
    found = drawn(home, "boundaries")
    if found is None:
        return None
    features = []
    for each in found["features"]:
        said = next((str(v) for k, v in each["properties"].items() if k.lower() in NAMED and v), "")
        street = reader.district.street_named(said)
        if street is not None:
            features.append({**each, "properties": {"name": street.name}})
    return {"type": "FeatureCollection", "features": features}


NAMED = ("name", "名称", "街道", "街镇", "xzqmc")
"""Properties under which boundary files give a street's name."""


def footprints(reader: Reader, home: Path) -> dict[str, Any] | None:
    """Footprints of the buildings in sight, by code. Who sees less is told by less."""
    path = geography_path(home, "footprints")
    said = drawn(home, "footprints")
    if said is None:
        return None

    def read() -> dict[str, Any]:
        rows = reader.buildings(reader.months[-1])
        rows = rows.select(("building", "lon", "lat", "datum")).to_pylist()
        places = places_of(rows, Datum(reader.district.datum))
        found = matched(said["features"], places).footprints
        features = [
            {"type": "Feature", "properties": {"code": code}, "geometry": joined(geometries)}
            for code, geometries in found.items()
        ]
        return {"type": "FeatureCollection", "features": features}

    whole: dict[str, Any] = reader.kept.get(("footprints", path.stat().st_mtime_ns), read)
    return whole


def joined(geometries: list[dict[str, Any]]) -> dict[str, Any]:
    """Several areas of one building as one."""
    if len(geometries) == 1:
        return geometries[0]
    parts = [
        part
        for each in geometries
        for part in ([each["coordinates"]] if each["type"] == "Polygon" else each["coordinates"])
    ]
    return {"type": "MultiPolygon", "coordinates": parts}
