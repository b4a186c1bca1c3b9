"""图上的数 features: what the map draws of a month, as one reader may see it.

A building is a place and a height; what colours it are numbers of the edition, masked as anywhere.
"""

from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from louyu.geography import degrees
from louyu.standards.coordinates import Datum
from louyu.web.building_numbers import BuildingNumbers, Value
from louyu.web.frame.figures import figure
from louyu.web.frame.tiers import LOWEST, tiers_of
from louyu.web.people.disclosure import MASK
from louyu.web.reader import Reader

FLOOR_HEIGHT = 4
"""Metres that a floor of offices takes up: no list says how high a building is."""

COLUMNS = (
    "code", "name", "street", "lon", "lat", "height", "side", "counts", "tier", "occupancy",
    "vacant", "occupants", "density", "section", "section_share", "power",
)  # fmt: skip


DRAWN = (
    "building", "name", "street", "lon", "lat", "datum", "floors_above", "floor_area", "counts",
    "occupants", "occupied_area", "main_section", "main_section_area",
)  # fmt: skip
"""What is read of a building for it."""


def buildings(reader: Reader, month: int) -> dict[str, Any]:
    """Every building of the month that has a place, and how many have none."""
    found: dict[str, Any] = reader.kept.get(("map", month), lambda: buildings_read(reader, month))
    return found


def buildings_read(reader: Reader, month: int) -> dict[str, Any]:
    every = reader.buildings(month)
    known = every.filter(pc.and_(pc.is_valid(every["lon"]), pc.is_valid(every["lat"])))
    placed = known.select(DRAWN).to_pylist()
    values = reader.building_values(month)
    energy = energies(reader, month)
    tiers = tiers_of(values)
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
                tiers.get(row["building"], LOWEST), share(rate), vacant(values, row),
                row.get("occupants") or 0, density(reader, values, row["building"]),
                row.get("main_section"), main_share(row),
                intensity(energy.get(row["building"]), row["floor_area"]),
            ]
        )  # fmt: skip
    return {
        "edition": reader.name, "month": month, "columns": COLUMNS, "rows": rows,
        "unplaced": every.num_rows - len(placed),
    }  # fmt: skip


def main_share(row: dict[str, Any]) -> int | None:
    """What of the occupied area is of the main trade, in percent."""
    area, whole = row.get("main_section_area"), row.get("occupied_area")
    return round(100 * area / whole) if area and whole else None


def energies(reader: Reader, month: int) -> dict[str, float]:
    """Electricity of a month by building, in kWh, rooms added up."""
    rows = reader.rows("power", month)
    rows = rows.filter(pc.is_valid(rows["building"]))
    sums: pa.Table = rows.group_by("building").aggregate([("energy", "sum")])
    found = zip(sums["building"].to_pylist(), sums["energy_sum"].to_pylist(), strict=True)
    return {code: energy for code, energy in found if energy is not None}


def intensity(energy: float | None, floor_area: int | None) -> float | None:
    """kWh of a month per ㎡ of floor."""
    return round(energy * 100 / floor_area, 2) if energy is not None and floor_area else None


def share(rate: Value | None) -> float | None:
    """The occupied part in percent."""
    if rate is None or not rate.denominator or rate.numerator is None:
        return None
    return round(100 * rate.numerator / rate.denominator, 1)


def vacant(values: dict[tuple[str, str], Value], row: dict[str, Any]) -> int | None:
    """The vacant area in ㎡, as the indicator counts it: no kind of occupant leaves it vacant.

    Of a building that does not count it is not known, though a sum takes nothing for it.
    """
    found = values.get(("vacant_area", row["building"])) if row["counts"] else None
    return None if found is None or found.numerator is None else round(found.numerator / 100)


def density(reader: Reader, values: BuildingNumbers, code: str) -> float | None:
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
    return {
        "key": key, "name": reader.name_of(key), "unit": indicator.unit,
        "about": indicator.decision, "streets": said,
    }  # fmt: skip
