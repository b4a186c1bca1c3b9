"""OpenStreetMap: buildings as footprints, highways as roads, townships' borders as boundaries.

An extract is mostly of a whole city: only what lies within the district's boundaries is taken,
where they are there already. Coordinates are WGS-84.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmium
from osmium.filter import KeyFilter, TagFilter

from louyu.geography.kind import Feature, GeographyError

OSM = (".osm", ".osm.pbf", ".pbf", ".osm.gz", ".osm.bz2")
TOWNSHIP = "8"
"""``admin_level`` of streets and towns in mainland China."""
FEWER = ("footway", "steps", "path", "cycleway", "corridor", "elevator", "proposed", "construction")
"""Highways that the map does not draw as roads."""
KEPT = ("name", "building", "highway", "ref", "addr:housename", "admin_level")

Box = tuple[float, float, float, float]


def osm_features(file: Path, kind: str, within: Box | None) -> Iterator[Feature]:
    """The features of one kind. Each says what OpenStreetMap calls it."""
    geometry = osmium.geom.GeoJSONFactory()
    try:
        for thing in things(file, kind):
            tags = {key: thing.tags[key] for key in KEPT if key in thing.tags}
            try:
                said = (
                    geometry.create_linestring(thing)
                    if kind == "roads"
                    else geometry.create_multipolygon(thing)
                )
            except (osmium.InvalidLocationError, RuntimeError):
                continue  # a way whose points the extract cut off
            shape = json.loads(said)
            if within is None or touches(shape["coordinates"], within):
                yield Feature(
                    f"OSM {named(thing, kind)}", {**tags, "osm": named(thing, kind)}, shape
                )
    except (RuntimeError, ValueError, OSError):
        raise GeographyError("文件不是完整的 OSM 数据（.osm 或 .osm.pbf），请重新下载") from None


def named(thing: Any, kind: str) -> str:
    """What OpenStreetMap calls a thing."""
    if kind == "roads":
        return f"way {thing.id}"
    return f"{'way' if thing.from_way() else 'relation'} {thing.orig_id()}"


def things(file: Path, kind: str) -> Iterator[Any]:
    if kind == "roads":
        highways = KeyFilter("highway")
        highways.enable_for(osmium.osm.WAY)
        for way in osmium.FileProcessor(file).with_locations().with_filter(highways):
            if isinstance(way, osmium.osm.Way) and way.tags["highway"] not in FEWER:
                yield way
        return
    wanted = KeyFilter("building") if kind == "footprints" else TagFilter(("admin_level", TOWNSHIP))
    for thing in osmium.FileProcessor(file).with_areas(wanted).with_filter(wanted):
        if isinstance(thing, osmium.osm.Area):
            yield thing


def touches(said: Any, box: Box) -> bool:
    """Whether any point lies in a box."""
    if isinstance(said[0], int | float):
        return bool(box[0] <= said[0] <= box[2] and box[1] <= said[1] <= box[3])
    return any(touches(part, box) for part in said)
