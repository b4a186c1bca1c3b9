"""投影 projection: from the coordinates of a file to degrees in WGS-84.

What a ``.prj`` says is followed where it is plain: CGCS2000 or WGS-84, in degrees or projected
(3-degree Gauss-Kruger, UTM, Web Mercator …). Beijing 1954 and Xi'an 1980 are refused: how they lie
to CGCS2000 is different in each place and not public.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from louyu.geography.kind import GeographyError
from louyu.standards.coordinates import Datum, Pair, converted, inside_box

DATUMS = {datum.value.replace("-", ""): datum for datum in Datum}
SHIFTED = (Datum.GCJ02, Datum.BD09)
"""Datums that no ``.prj`` can name: a file in one of them carries another's name."""
TOLD = {"china": Datum.CGCS2000, "cgcs": Datum.CGCS2000, "wgs": Datum.WGS84, "wgs84": Datum.WGS84}
"""By which word a datum's name begins."""
LOCAL = ("beijing", "xian", "xi'an", "pulkovo")


@dataclass(frozen=True)
class Said:
    """What whoever imports says of a file's coordinates; what is not said the file must tell."""

    datum: Datum | None = None
    projection: str = ""


@dataclass(frozen=True)
class Ground:
    """In what a file's coordinates are."""

    datum: Datum
    transformer: Transformer | None = None
    name: str = ""

    @property
    def words(self) -> str:
        return f"{self.datum.value}，{self.name}" if self.name else self.datum.value

    def degrees(self, x: ArrayLike, y: ArrayLike, where: str) -> Pair:
        """Longitude and latitude in WGS-84; ``where`` names the feature in what goes wrong."""
        lon, lat = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        if self.transformer is not None:
            try:
                lon, lat = self.transformer.transform(lon, lat, errcheck=True)
            except ProjError:
                lon = np.full_like(lon, np.inf)
        elif not (np.isfinite(lon) & np.isfinite(lat)).all() or self.not_degrees(lon, lat):
            at = int(np.argmax((np.abs(lon) > 180) | (np.abs(lat) > 90)))
            raise GeographyError(
                f"{where}：[{lon[at]:g}, {lat[at]:g}] 不是经纬度（经度在前，单位为度）；"
                "是投影坐标的，请附 .prj，或用 --projection 写明（如 EPSG:4549），或先转为经纬度"
            )
        lon, lat = converted(lon, lat, self.datum, Datum.WGS84)
        if not inside_box(lon, lat).all():
            at = int(np.argmin(inside_box(lon, lat)))
            raise GeographyError(
                f"{where}：落在国内范围之外（经度 {lon[at]:g}，纬度 {lat[at]:g}）；"
                "请核对经纬度的先后、投影的带号和中央经线"
            )
        return lon, lat

    @staticmethod
    def not_degrees(lon: ArrayLike, lat: ArrayLike) -> bool:
        return bool((np.abs(lon) > 180).any() or (np.abs(lat) > 90).any())


def ground(said: Said, prj: str = "") -> Ground:
    """In what the coordinates of a file are: by its ``.prj``, by what is said, or not at all."""
    if said.projection:
        if prj.strip():
            raise GeographyError("文件已有 .prj，投影以它为准，请去掉 --projection")
        return told(crs_read(said.projection, "--projection"), said.datum)
    if prj.strip():
        return told(crs_read(prj, ".prj"), said.datum)
    if said.datum is None:
        names = "、".join(DATUMS)
        raise GeographyError(
            f"文件没有说明坐标系，请用 --datum 写明（{names}）；不清楚的请问提供单位"
        )
    return Ground(said.datum)


def crs_read(text: str, source: str) -> CRS:
    try:
        crs = CRS.from_user_input(text.strip())
    except CRSError:
        raise GeographyError(
            f"{source} 说的坐标系读不懂：“{text.strip()[:60]}”；"
            "请改为 CGCS2000 或 WGS-84 的标准写法"
        ) from None
    if crs.geodetic_crs is None or not (crs.is_geographic or crs.is_projected):
        raise GeographyError(f"{source} 说的是局部坐标系（{crs.name}），请先转为 CGCS2000")
    return crs


def told(crs: CRS, asked: Datum | None) -> Ground:
    """The ground of a known system; who imports may name a shifted datum over it."""
    geodetic = crs.geodetic_crs
    assert geodetic is not None and geodetic.datum is not None
    name = geodetic.datum.name.removeprefix("D_").replace("_", " ").casefold()
    found = TOLD.get(name.split()[0])
    if found is None and "china geodetic" in name:
        found = Datum.CGCS2000
    if found is None and "world geodetic system 1984" in name:
        found = Datum.WGS84
    if found is None or any(word in name for word in LOCAL):
        raise GeographyError(
            f"坐标系是 {geodetic.name}，不是 CGCS2000 或 WGS-84；"
            "地方参数不公开，这里不能转换，请由测绘单位转为 CGCS2000 后再导入"
        )
    datum = asked if asked in SHIFTED else found
    assert datum is not None
    if not crs.is_projected:
        return Ground(datum)
    return Ground(datum, Transformer.from_crs(crs, geodetic, always_xy=True), crs.name)
