"""坐标系: WGS-84, CGCS2000, GCJ-02 and BD-09, and the shifts between them.

CGCS2000 and WGS-84 differ by centimetres (in definition less, plus plate motion since 2000), far
under what a building's point can mean; here they are one. GCJ-02 is the shift of public Chinese
maps, BD-09 a further one; neither is published, the formulas are the ones in common use. Outside
mainland China's rough box nothing is shifted. Arguments are degrees, scalars or numpy arrays.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]


class Datum(StrEnum):
    """The datum of a geometry; a coordinate without one means nothing."""

    WGS84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


AXIS = 6378245.0
"""Krasovsky's semi-major axis in metres, which the shift is written for."""
ECCENTRICITY2 = 0.00669342162296594323
BD_ANGLE = np.pi * 3000.0 / 180.0
EARTH_RADIUS = 6371008.8
"""Mean radius in metres (IUGG)."""
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
ITERATIONS = 30
PRECISE = 1e-12
"""Degrees: a tenth of a micrometre on the ground."""


def inside_box(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Whether points lie in the box in which maps are shifted."""
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    inside: NDArray[np.bool_] = (x >= WEST) & (x <= EAST) & (y >= SOUTH) & (y <= NORTH)
    return inside


def shift(lon: Degrees, lat: Degrees) -> Pair:
    """What GCJ-02 adds to a WGS-84 point, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * root
    north += waves * 2.0 / 3.0
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * root
    east += waves * 2.0 / 3.0
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = lat / 180.0 * np.pi
    magic = 1.0 - ECCENTRICITY2 * np.sin(phi) ** 2
    metres_north = AXIS * (1.0 - ECCENTRICITY2) / (magic * np.sqrt(magic)) * np.pi / 180.0
    metres_east = AXIS / np.sqrt(magic) * np.cos(phi) * np.pi / 180.0
    return east / metres_east, north / metres_north


def gcj02_of_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    inside = inside_box(x, y)
    east, north = shift(np.where(inside, x, 105.0), np.where(inside, y, 35.0))
    return np.where(inside, x + east, x), np.where(inside, y + north, y)


def wgs84_of_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The inverse by iteration: the shift changes slowly, so each step gains digits."""
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    guess_x, guess_y = x, y
    for _ in range(ITERATIONS):
        east, north = shift(guess_x, guess_y)
        next_x, next_y = x - east, y - north
        moved = max(
            np.max(np.abs(next_x - guess_x), initial=0.0),
            np.max(np.abs(next_y - guess_y), initial=0.0),
        )
        guess_x, guess_y = next_x, next_y
        if moved < PRECISE:
            break
    inside = inside_box(guess_x, guess_y)
    return np.where(inside, guess_x, x), np.where(inside, guess_y, y)


def swirl(lon: Degrees, lat: Degrees) -> Pair:
    """The BD-09 point of a GCJ-02 point."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BD_ANGLE)
    theta = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BD_ANGLE)
    return radius * np.cos(theta) + 0.0065, radius * np.sin(theta) + 0.006


def bd09_of_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    there_x, there_y = swirl(x, y)
    inside = inside_box(x, y)
    return np.where(inside, there_x, x), np.where(inside, there_y, y)


def gcj02_of_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The inverse by iteration; the usual closed form is off by decimetres."""
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    guess_x, guess_y = x - 0.0065, y - 0.006
    for _ in range(ITERATIONS):
        there_x, there_y = swirl(guess_x, guess_y)
        guess_x, guess_y = guess_x + x - there_x, guess_y + y - there_y
    inside = inside_box(guess_x, guess_y)
    return np.where(inside, guess_x, x), np.where(inside, guess_y, y)


def converted(lon: ArrayLike, lat: ArrayLike, source: Datum, target: Datum) -> Pair:
    """Points of one datum in another; arrays of any shape."""
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if source is target or {source, target} == {Datum.WGS84, Datum.CGCS2000}:
        return x, y
    if source is Datum.BD09:
        x, y = gcj02_of_bd09(x, y)
        source = Datum.GCJ02
    if source is not Datum.GCJ02:
        x, y = gcj02_of_wgs84(x, y)
    if target is Datum.GCJ02:
        return x, y
    return bd09_of_gcj02(x, y) if target is Datum.BD09 else wgs84_of_gcj02(x, y)


def distances(lon: ArrayLike, lat: ArrayLike, to_lon: ArrayLike, to_lat: ArrayLike) -> Degrees:
    """Metres along the great circle between points of one datum, on a sphere (within 0.5 %)."""
    x, y, to_x, to_y = (
        np.radians(np.asarray(a, dtype=np.float64)) for a in (lon, lat, to_lon, to_lat)
    )
    half = np.sin((to_y - y) / 2) ** 2 + np.cos(y) * np.cos(to_y) * np.sin((to_x - x) / 2) ** 2
    metres: Degrees = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return metres


@dataclass(frozen=True)
class Point:
    """A point in degrees with its datum."""

    lon: float
    lat: float
    datum: Datum

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -90 <= self.lat <= 90):
            raise ValueError(f"经度应在±180、纬度应在±90之间，现为 {self.lon}, {self.lat}")

    def to(self, datum: Datum) -> "Point":
        lon, lat = converted(self.lon, self.lat, self.datum, datum)
        return Point(float(lon), float(lat), datum)

    def metres_to(self, other: "Point") -> float:
        """The distance in metres, both points taken in one datum."""
        here, there = self.to(Datum.WGS84), other.to(Datum.WGS84)
        return float(distances(here.lon, here.lat, there.lon, there.lat))
