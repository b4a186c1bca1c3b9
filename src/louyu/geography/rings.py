"""几何 rings: a feature's coordinates checked, turned to WGS-84 and repaired."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from louyu.geography.kind import KINDS, Feature, GeographyError, Imported
from louyu.geography.projection import Ground

DEPTHS = {"LineString": 0, "Polygon": 1, "MultiLineString": 1, "MultiPolygon": 2}
"""How many lists lie around the list of points."""
SHORTEST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
DECIMALS = 7
"""Of a degree: a centimetre."""


def turned(feature: Feature, kind: str, ground: Ground, so_far: Imported) -> dict[str, Any] | None:
    """A feature's geometry in WGS-84; None if there is nothing of it after its repair."""
    where = feature.where
    name, allowed = KINDS[kind]
    form = feature.geometry.get("type")
    if form not in allowed:
        wanted = "、".join(sorted(allowed))
        raise GeographyError(f"{where}：{name}应为 {wanted}，现为 {form or '无几何'}")
    said = feature.geometry.get("coordinates")
    lines = list(lines_of(said, DEPTHS[form], where))
    if not lines or any(len(line) < SHORTEST[form] for line in lines):
        raise GeographyError(f"{where}：坐标点太少（线至少 2 点，面至少 4 点且首尾相同）")
    found = iter([line_turned(line, ground, where) for line in lines])
    geometry = {"type": form, "coordinates": rebuilt(said, DEPTHS[form], found)}
    return whole(geometry, where, so_far) if "Polygon" in form else geometry


def points_of(geometry: dict[str, Any]) -> int:
    lines = lines_of(geometry["coordinates"], DEPTHS[geometry["type"]], "")
    return sum(len(line) for line in lines)


def lines_of(said: Any, depth: int, where: str) -> Iterator[list[Any]]:
    if not isinstance(said, list | tuple):
        raise GeographyError(f"{where}：坐标的层次与几何类型不符")
    if depth == 0:
        yield list(said)
        return
    for part in said:
        yield from lines_of(part, depth - 1, where)


def rebuilt(said: Any, depth: int, lines: Iterator[list[list[float]]]) -> list[Any]:
    return next(lines) if depth == 0 else [rebuilt(part, depth - 1, lines) for part in said]


def line_turned(line: list[Any], ground: Ground, where: str) -> list[list[float]]:
    """A line's points in WGS-84, to the centimetre."""
    for point in line:
        if not is_point(point):
            raise GeographyError(f"{where}：{str(point)[:60]} 不是经纬度，也不是一对坐标")
    x, y = np.array([point[:2] for point in line], dtype=np.float64).T
    lon, lat = ground.degrees(x, y, where)
    pairs = zip(np.round(lon, DECIMALS).tolist(), np.round(lat, DECIMALS).tolist(), strict=True)
    return [list(pair) for pair in pairs]


def is_point(point: Any) -> bool:
    return (
        isinstance(point, list | tuple)
        and len(point) >= 2
        and all(type(v) in (int, float) and math.isfinite(v) for v in point[:2])
    )


def whole(geometry: dict[str, Any], where: str, so_far: Imported) -> dict[str, Any] | None:
    """A valid area: rings that cross themselves are cut where they do, what is no area is left."""
    try:
        area = shape(geometry)
        if area.is_valid and area.area > 0:
            return geometry
        mended = shapely.make_valid(area)
    except (ValueError, shapely.errors.GEOSException):
        mended = shapely.Polygon()
    parts = list(polygons(mended))
    if not parts:
        so_far.left_out += 1
        so_far.note(f"{where}：没有面积（各点在一线或重合），未导入；请在制图软件中重画")
        return None
    so_far.repaired += 1
    so_far.note(f"{where}：边线自交或环有误，已自动修复；请核对图形")
    found = mapping(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))
    return {"type": found["type"], "coordinates": listed(found["coordinates"])}


def polygons(part: Any) -> Iterator[Any]:
    """The areas in a geometry of any kind."""
    if part.geom_type == "Polygon" and part.area > 0:
        yield part
    elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
        for each in part.geoms:
            yield from polygons(each)


def listed(said: Any) -> Any:
    if isinstance(said, tuple | list):
        return [listed(part) for part in said]
    return round(float(said), DECIMALS)
