"""图上的数 features: what the map draws of a month, as one reader may see it.

A building is a place and a height; what colours it are numbers of the edition, masked as anywhere.
"""

import json
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from louyu.geography import degrees, geography_path, matched, places_of
from louyu.standards.coordinates import Datum
from louyu.web.frame.figures import figure
from louyu.web.frame.tiers import tier_of
from louyu.web.people.disclosure import MASK
from louyu.web.reader import Reader, Value

FLOOR_HEIGHT = 4
"""Metres that a floor of offices takes up: no list says how high a building is."""

COLUMNS = (
    "code", "name", "street", "lon", "lat", "height", "side", "counts", "tier", "occupancy",
    "vacant", "occupants", "density",
)  # fmt: skip


def buildings(reader: Reader, month: int) -> dict[str, Any]:
    """Every building of the month that has a place, and how many have none."""
    found: dict[str, Any] = reader.kept.get(("map", month), lambda: buildings_read(reader, month))
    return found


def buildings_read(reader: Reader, month: int) -> dict[str, Any]:
    every = reader.buildings(month)
    placed = [row for row in every if row["lon"] is not None and row["lat"] is not None]
    values = reader.building_values(month)
    lons, lats = degrees(placed, Datum(reader.district.datum))
    rows = []
    for row, lon, lat in zip(placed, lons, lats, strict=True):
        rate = values.get(("occupancy_rate", row["building"]))
        floors = row["floors_above"] or 1
        area = (row["floor_area"] or 0) / 100
        rows.append(
            [
                row["building"], row["name"] or row["building"], row["street"] or "",
                round(float(lon), 6), round(float(lat), 6), floors * FLOOR_HEIGHT,
                round(max(12.0, min(120.0, (area / floors) ** 0.5)), 1), bool(row["counts"]),
                tier_of(values, row["building"]), share(rate), vacant_of(rate),
                row.get("occupants") or 0, density(reader, values, row["building"]),
            ]
        )  # fmt: skip
    return {
        "edition": reader.name, "month": month, "columns": COLUMNS, "rows": rows,
        "unplaced": len(every) - len(placed),
    }  # fmt: skip


def share(rate: Value | None) -> float | None:
    """The occupied part in percent."""
    if rate is None or not rate.denominator or rate.numerator is None:
        return None
    return round(100 * rate.numerator / rate.denominator, 1)


def vacant_of(rate: Value | None) -> int | None:
    """The vacant area in ㎡."""
    if rate is None or rate.denominator is None or rate.numerator is None:
        return None
    return round((rate.denominator - rate.numerator) / 100)


def density(reader: Reader, values: dict[tuple[str, str], Value], code: str) -> float | None:
    """Tax of twelve months over the floor area, in 元 per ㎡; only to whom it is open."""
    if not reader.open("tax_per_square_metre"):
        return None
    found = values.get(("tax_per_square_metre", code))
    if found is None or found.numerator is None:
        return None
    value = reader.indicators["tax_per_square_metre"].value(found.numerator, found.denominator)
    return None if value is None else round(float(value), 2)


def streets(reader: Reader, key: str, month: int) -> dict[str, Any]:
    """An indicator of every street in sight: the number to colour by, and the words to read."""
    indicator = reader.indicators[key]
    said = {}
    for street in reader.district.streets:
        if not reader.sees("street", street.name):
            continue
        found = reader.value(key, "street", street.name, month)
        value = None
        if found is not None and found.numerator is not None:
            value = indicator.value(found.numerator, found.denominator)
        shown = MASK if found is not None and found.hidden else figure(value, indicator.unit)
        said[street.name] = [None if value is None else float(Fraction(value)), shown]
    return {"key": key, "name": reader.name_of(key), "unit": indicator.unit, "streets": said}


def facilities(reader: Reader, month: int) -> list[list[Any]]:
    """Facilities known by the month: name, kind, place."""
    rows = [
        row
        for row in reader.rows("facility").to_pylist()
        if row["month"] <= month and row["lon"] is not None and row["lat"] is not None
    ]
    lons, lats = degrees(rows, Datum(reader.district.datum))
    return [
        [row["facility"], row["kind"], round(float(lon), 6), round(float(lat), 6)]
        for row, lon, lat in zip(rows, lons, lats, strict=True)
    ]


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
