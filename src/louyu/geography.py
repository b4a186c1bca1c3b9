"""地理数据 geography: boundaries, footprints and roads for the map, imported from GeoJSON.

A file is checked, turned to WGS-84 and kept as ``geography/<kind>.geojson`` under the site's home,
with the datum it came in. The datum is asked for, never guessed: half a kilometre lies between two.
"""

import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from louyu.standards.coordinates import Datum, converted

KINDS = {
    "boundaries": ("街镇边界", frozenset({"Polygon", "MultiPolygon"})),
    "footprints": ("楼宇轮廓", frozenset({"Polygon", "MultiPolygon"})),
    "roads": ("道路", frozenset({"LineString", "MultiLineString"})),
}
"""What can be imported: its name, and the geometries it is made of."""

DEPTHS = {"LineString": 0, "Polygon": 1, "MultiLineString": 1, "MultiPolygon": 2}
"""How many lists lie around the list of points."""

DATUMS = {datum.value.replace("-", ""): datum for datum in Datum}
MOST_BYTES = 256 * 1024 * 1024
MOST_POINTS = 5_000_000
SHORTEST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}


class GeographyError(ValueError):
    """A file that cannot be imported; says in Chinese why."""


def geography_path(home: Path, kind: str) -> Path:
    return home / "geography" / f"{kind}.geojson"


def imported(file: Path, kind: str, datum: Datum, home: Path) -> int:
    """Imports a file in place of the last one of its kind; answers how many features it has."""
    features = features_read(file, kind, datum)
    kept = {
        "type": "FeatureCollection",
        "louyu": {"kind": kind, "datum": Datum.WGS84.value, "imported_from": datum.value},
        "features": features,
    }
    path = geography_path(home, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8") as out:
        json.dump(kept, out, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)
    return len(features)


def features_read(file: Path, kind: str, datum: Datum) -> list[dict[str, Any]]:
    """The features of a GeoJSON file in WGS-84, their properties as they came."""
    if file.stat().st_size > MOST_BYTES:
        raise GeographyError(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请按街镇拆分后导入")
    try:
        said = json.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise GeographyError("文件不是 UTF-8 编码的 GeoJSON") from None
    except (json.JSONDecodeError, RecursionError):
        raise GeographyError("文件不是完整的 GeoJSON（JSON 无法解析）") from None
    if not isinstance(said, dict) or said.get("type") != "FeatureCollection":
        raise GeographyError("GeoJSON 最外层应为 FeatureCollection")
    features = said.get("features")
    if not isinstance(features, list) or not features:
        raise GeographyError("文件里没有要素（features 为空）")
    found, points = [], 0
    for number, feature in enumerate(features, 1):
        geometry, count = geometry_read(feature, kind, datum, number)
        points += count
        if points > MOST_POINTS:
            raise GeographyError(f"坐标点超过 {MOST_POINTS:,} 个，请简化后导入")
        properties = feature.get("properties") or {}
        found.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return found


def geometry_read(feature: Any, kind: str, datum: Datum, number: int) -> tuple[dict[str, Any], int]:
    """A feature's geometry in WGS-84, and how many points it has."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    name, allowed = KINDS[kind]
    form = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or form not in allowed:
        wanted = "、".join(sorted(allowed))
        raise GeographyError(f"第 {number} 个要素：{name}应为 {wanted}，现为 {form or '无几何'}")
    lines = list(lines_of(geometry.get("coordinates"), DEPTHS[form], number))
    if not lines or any(len(line) < SHORTEST[form] for line in lines):
        raise GeographyError(f"第 {number} 个要素：坐标点太少")
    turned = iter([line_turned(line, datum, number) for line in lines])
    coordinates = rebuilt(geometry["coordinates"], DEPTHS[form], turned)
    return {"type": form, "coordinates": coordinates}, sum(map(len, lines))


def lines_of(said: Any, depth: int, number: int) -> Iterator[list[Any]]:
    if not isinstance(said, list):
        raise GeographyError(f"第 {number} 个要素：坐标的层次与几何类型不符")
    if depth == 0:
        yield said
        return
    for part in said:
        yield from lines_of(part, depth - 1, number)


def rebuilt(said: list[Any], depth: int, lines: Iterator[list[list[float]]]) -> list[Any]:
    return next(lines) if depth == 0 else [rebuilt(part, depth - 1, lines) for part in said]


def line_turned(line: list[Any], datum: Datum, number: int) -> list[list[float]]:
    """A line's points in WGS-84, to the centimetre."""
    for point in line:
        if not is_place(point):
            raise GeographyError(
                f"第 {number} 个要素：{str(point)[:60]} 不是经纬度（经度在前，单位为度）；"
                "投影坐标请先转为经纬度"
            )
    lon, lat = np.array([point[:2] for point in line], dtype=np.float64).T
    x, y = converted(lon, lat, datum, Datum.WGS84)
    return [[round(float(a), 7), round(float(b), 7)] for a, b in zip(x, y, strict=True)]


def is_place(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) >= 2
        and all(type(v) in (int, float) and math.isfinite(v) for v in point[:2])
        and abs(point[0]) <= 180
        and abs(point[1]) <= 90
    )
