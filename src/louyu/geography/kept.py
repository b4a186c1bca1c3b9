"""导入 import: a file of any format becomes ``geography/<kind>.geojson``, feature by feature."""

import json
import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from louyu.geography.geojson import geojson_features
from louyu.geography.kind import (
    KINDS,
    MOST_BYTES,
    MOST_POINTS,
    Feature,
    GeographyError,
    Imported,
    geography_path,
)
from louyu.geography.openstreetmap import OSM, osm_features
from louyu.geography.projection import Ground, Said, ground
from louyu.geography.rings import points_of, turned
from louyu.geography.shapefile import opened, shapefile_features
from louyu.standards.coordinates import Datum

FORMATS = (
    "GeoJSON（.geojson、.json）、Shapefile（.zip，或 .shp 与 .dbf、.prj 同目录）、"
    "OSM（.osm、.osm.pbf）"
)


def imported(
    file: Path,
    kind: str,
    said: Said,
    home: Path,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> Imported:
    """Imports a file in place of the last one of its kind. A file that is refused changes nothing.

    Raises `GeographyError`. ``progress`` is told now and then how many features were read.
    """
    if file.stat().st_size > MOST_BYTES:
        raise GeographyError(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请按街镇拆分后导入")
    name = file.name.casefold()
    if name.endswith(OSM):
        if said.projection or said.datum not in (None, Datum.WGS84):
            raise GeographyError("OSM 数据的坐标系是 WGS-84，请去掉 --datum 和 --projection")
        within = extent(home) if kind != "boundaries" else None
        features = osm_features(file, kind, within)
        return kept(features, Ground(Datum.WGS84), kind, home, progress)
    if name.endswith((".shp", ".zip")):
        with opened(file) as parts:
            return kept(shapefile_features(parts), ground(said, parts.prj), kind, home, progress)
    if name.endswith((".geojson", ".json")):
        return kept(geojson_features(file), ground(said), kind, home, progress)
    raise GeographyError(f"“{file.name}”不是可导入的格式：{FORMATS}")


def kept(
    features: Iterator[Feature],
    ground: Ground,
    kind: str,
    home: Path,
    progress: Callable[[int], None],
) -> Imported:
    """Writes features as they are read: no more than one of them is in memory."""
    path = geography_path(home, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    so_far = Imported(kind, ground.words)
    try:
        with unfinished.open("w", encoding="utf-8") as out:
            features_write(out, features, ground, so_far, progress)
            out.flush()
            os.fsync(out.fileno())
        if not so_far.features:
            name = KINDS[kind][0]
            raise GeographyError(
                f"文件里没有可导入的{name}" + "".join(f"；{n}" for n in so_far.told(3))
            )
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return so_far


def features_write(
    out: TextIO,
    features: Iterator[Feature],
    ground: Ground,
    so_far: Imported,
    progress: Callable[[int], None],
) -> None:
    head = {"kind": so_far.kind, "datum": Datum.WGS84.value, "imported_from": ground.datum.value}
    out.write(f'{{"type":"FeatureCollection","louyu":{dumped(head)},"features":[')
    points = 0
    for number, feature in enumerate(features, 1):
        if number % 1000 == 0:
            progress(number)
        geometry = turned(feature, so_far.kind, ground, so_far)
        if geometry is None:
            continue
        points += points_of(geometry)
        if points > MOST_POINTS:
            raise GeographyError(f"坐标点超过 {MOST_POINTS:,} 个，请简化或按街镇拆分后导入")
        properties = {name: plain(value) for name, value in feature.properties.items()}
        said = {"type": "Feature", "properties": properties, "geometry": geometry}
        out.write(("," if so_far.features else "") + dumped(said))
        so_far.features += 1
    out.write("]}")


def dumped(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    """A property as JSON has it."""
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | None) else str(value)


def extent(home: Path) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the boundaries that were imported; None without any."""
    path = geography_path(home, "boundaries")
    if not path.exists():
        return None
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    found = [extent_of(each["geometry"]["coordinates"]) for each in features]
    west, south, east, north = zip(*found, strict=True)
    return min(west), min(south), max(east), max(north)


def extent_of(said: Any) -> tuple[float, float, float, float]:
    if isinstance(said[0], int | float):
        return said[0], said[1], said[0], said[1]
    west, south, east, north = zip(*map(extent_of, said), strict=True)
    return min(west), min(south), max(east), max(north)
