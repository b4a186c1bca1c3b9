"""轮廓与楼宇 matching: which building a footprint is of: by its code, else by the point in it.

A point in two footprints, or two points in one, tell nothing: such buildings are named, and drawn
as if they had no footprint.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from louyu.geography.kind import geography_path
from louyu.standards.coordinates import Datum, Pair, converted

CODED = ("building", "building_code", "code", "楼宇编码", "编码")
"""Properties under which footprint files give a building's code, in whatever case."""


@dataclass(frozen=True)
class Matched:
    """Footprints by building code. ``ambiguous`` says in Chinese which could not be told."""

    footprints: dict[str, list[dict[str, Any]]]
    by_code: int = 0
    by_point: int = 0
    ambiguous: list[str] = field(default_factory=list)


def degrees(rows: Sequence[Mapping[str, Any]], datum: Datum) -> Pair:
    """Where rows with lon, lat and datum stand, in WGS-84; without a datum they have ``datum``."""
    lon = np.array([row["lon"] for row in rows], dtype=np.float64)
    lat = np.array([row["lat"] for row in rows], dtype=np.float64)
    said = [row["datum"] or datum.value for row in rows]
    for name in set(said) - {Datum.WGS84.value}:
        here = np.array([each == name for each in said])
        lon[here], lat[here] = converted(lon[here], lat[here], Datum(name), Datum.WGS84)
    return lon, lat


def matched(
    features: Sequence[dict[str, Any]], places: Mapping[str, tuple[float, float]]
) -> Matched:
    """Features by the buildings in ``places`` (code to WGS-84 point, or without one: NaN)."""
    found: dict[str, list[dict[str, Any]]] = {}
    nameless = []
    for feature in features:
        code = code_of(feature["properties"])
        if code in places:
            found.setdefault(code, []).append(feature["geometry"])
        else:
            nameless.append(feature)
    by_code = len(found)
    left = {code: at for code, at in places.items() if code not in found and at[0] == at[0]}
    if not nameless or not left:
        return Matched(found, by_code)
    codes = list(left)
    tree = shapely.STRtree([shape(feature["geometry"]) for feature in nameless])
    points, areas = tree.query(shapely.points(list(left.values())), predicate="intersects")
    ambiguous = []
    for n in range(len(codes)):
        of_point = areas[points == n]
        if len(of_point) > 1:
            ambiguous.append(
                f"楼宇 {codes[n]} 的坐标在 {len(of_point)} 个轮廓里，未配；请给轮廓加楼宇编码"
            )
        if len(of_point) != 1:
            continue
        others = points[areas == of_point[0]]
        if len(others) > 1:
            said = "、".join(codes[other] for other in others[:4])
            ambiguous.append(
                f"一个轮廓里有 {len(others)} 幢楼宇（{said}），未配；请给轮廓加楼宇编码或核对坐标"
            )
            continue
        found[codes[n]] = [nameless[int(of_point[0])]["geometry"]]
    return Matched(found, by_code, len(found) - by_code, list(dict.fromkeys(ambiguous)))


def code_of(properties: Mapping[str, Any]) -> str:
    said = {str(name).casefold(): value for name, value in properties.items()}
    return next((str(said[name]).strip() for name in CODED if said.get(name)), "")


def places_of(rows: Sequence[Mapping[str, Any]], datum: Datum) -> dict[str, tuple[float, float]]:
    """Where the buildings of register rows stand, by code; NaN for one without coordinates."""
    nowhere = float("nan")
    found = {str(row["building"]): (nowhere, nowhere) for row in rows}
    placed = [row for row in rows if row["lon"] is not None and row["lat"] is not None]
    lon, lat = degrees(placed, datum)
    points = zip(lon.tolist(), lat.tolist(), strict=True)
    return found | {row["building"]: at for row, at in zip(placed, points, strict=True)}


def footprints_told(home: Path, rows: Sequence[Mapping[str, Any]], datum: Datum) -> list[str]:
    """In Chinese, how the footprints kept meet the buildings of a register, the unclear by name."""
    features = json.loads(geography_path(home, "footprints").read_text(encoding="utf-8"))[
        "features"
    ]
    found = matched(features, places_of(rows, datum))
    without = len(rows) - len(found.footprints)
    head = (
        f"按编码配到 {found.by_code:,} 幢，按坐标配到 {found.by_point:,} 幢，"
        f"{without:,} 幢没有轮廓（图上按层均面积画方块）"
    )
    return [head, *found.ambiguous]
