"""Shapefiles, OpenStreetMap: the same points and words whatever the file, or a reason why not."""

import json
import zipfile
from pathlib import Path
from typing import Any

import osmium
import pytest
import shapefile
from pyproj import CRS, Transformer

from louyu.geography import GeographyError, Said, geography_path, imported, matched
from louyu.standards.coordinates import Datum, Point

HERE = Point(122.61, 29.52, Datum.WGS84)
SQUARE = [(122.61, 29.52), (122.61, 29.53), (122.62, 29.53), (122.62, 29.52), (122.61, 29.52)]
GAUSS = "EPSG:4549"
"""CGCS2000, 3-degree Gauss-Kruger around 120°."""
ZONED = "EPSG:4528"
"""The same with the zone's number before the easting: 40500000."""


def written(
    folder: Path,
    rings: list[list[tuple[float, float]]] | None = None,
    *,
    name: str = "甲街道",
    encoding: str = "utf-8",
    crs: str = "",
    cpg: str = "",
    lines: bool = False,
) -> Path:
    """A Shapefile in a folder, with an attribute 名称."""
    file = folder / "layer.shp"
    with shapefile.Writer(folder / "layer", encoding=encoding) as out:
        out.field("名称", "C", 40)
        out.shapeType = shapefile.POLYLINE if lines else shapefile.POLYGON
        for ring in rings or [SQUARE]:
            (out.line if lines else out.poly)([ring])
            out.record(name)
    if crs:
        (folder / "layer.prj").write_text(CRS(crs).to_wkt("WKT1_ESRI"), encoding="utf-8")
    (folder / "layer.cpg").unlink(missing_ok=True)
    if cpg:
        (folder / "layer.cpg").write_text(cpg, encoding="ascii")
    return file


def kept(home: Path, kind: str = "boundaries") -> list[dict[str, Any]]:
    return json.loads(geography_path(home, kind).read_text(encoding="utf-8"))["features"]


def first(home: Path) -> Point:
    """The south-west corner of the first feature."""
    ring = kept(home)[0]["geometry"]["coordinates"][0]
    return Point(min(p[0] for p in ring), min(p[1] for p in ring), Datum.WGS84)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4326", GAUSS, ZONED, "EPSG:32651", "EPSG:3857"])
def test_a_prj_says_where_points_are(tmp_path: Path, crs: str) -> None:
    there = Transformer.from_crs("EPSG:4490", crs, always_xy=True)
    ring = [there.transform(*point) for point in SQUARE]
    told = imported(written(tmp_path, [ring], crs=crs), "boundaries", Said(), tmp_path)
    assert told.features == 1 and told.repaired == 0
    assert first(tmp_path).metres_to(HERE) < 0.05


def test_a_shifted_file_carries_the_prj_of_another_datum_and_is_asked_for(tmp_path: Path) -> None:
    corners = [Point(*point, Datum.WGS84).to(Datum.GCJ02) for point in SQUARE]
    ring = [(corner.lon, corner.lat) for corner in corners]
    file = written(tmp_path, [ring], crs="EPSG:4326")
    told = imported(file, "boundaries", Said(Datum.GCJ02), tmp_path)
    assert told.datum == "GCJ-02"
    assert first(tmp_path).metres_to(HERE) < 0.05


def test_without_a_prj_the_projection_is_said(tmp_path: Path) -> None:
    there = Transformer.from_crs("EPSG:4490", GAUSS, always_xy=True)
    file = written(tmp_path, [[there.transform(*point) for point in SQUARE]])
    with pytest.raises(GeographyError, match="--datum"):
        imported(file, "boundaries", Said(), tmp_path)
    with pytest.raises(GeographyError, match=r"第 1 个要素.*--projection"):
        imported(file, "boundaries", Said(Datum.CGCS2000), tmp_path)
    imported(file, "boundaries", Said(projection=GAUSS), tmp_path)
    assert first(tmp_path).metres_to(HERE) < 0.05


@pytest.mark.parametrize("crs", ["EPSG:4214", "EPSG:2437", "EPSG:4610", "EPSG:2382"])
def test_beijing_and_xian_are_refused_with_what_to_do(tmp_path: Path, crs: str) -> None:
    with pytest.raises(GeographyError, match="转为 CGCS2000"):
        imported(written(tmp_path, crs=crs), "boundaries", Said(), tmp_path)


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [("utf-8", ""), ("utf-8", "UTF-8"), ("gb18030", "")]
    + [("gb18030", cpg) for cpg in ("GBK", "ANSI 936", "CP936", "gb2312")],
)
def test_chinese_attributes_are_read_in_either_encoding(
    tmp_path: Path, encoding: str, cpg: str
) -> None:
    name = "潮声街道𠮷〇"
    file = written(tmp_path, name=name, encoding=encoding, crs="EPSG:4490", cpg=cpg)
    imported(file, "boundaries", Said(), tmp_path)
    assert kept(tmp_path)[0]["properties"] == {"名称": name}


def test_a_wrong_cpg_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, encoding="gb18030", crs="EPSG:4490", cpg="UTF-8")
    with pytest.raises(GeographyError, match="cpg"):
        imported(file, "boundaries", Said(), tmp_path)


def test_a_zip_holds_one_layer(tmp_path: Path) -> None:
    written(tmp_path, crs="EPSG:4490", encoding="gb18030")
    packed = tmp_path / "街镇.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for suffix in ("shp", "shx", "dbf", "prj"):
            out.write(tmp_path / f"layer.{suffix}", f"成果/边界.{suffix.upper()}")
    assert imported(packed, "boundaries", Said(), tmp_path).features == 1
    assert first(tmp_path).metres_to(HERE) < 0.05
    with zipfile.ZipFile(packed, "a") as out:
        out.write(tmp_path / "layer.shp", "成果/道路.shp")
    with pytest.raises(GeographyError, match="一个图层打一个包"):
        imported(packed, "boundaries", Said(), tmp_path)


def test_a_ring_that_crosses_itself_is_repaired_and_named(tmp_path: Path) -> None:
    bow = [(122.61, 29.52), (122.62, 29.53), (122.62, 29.52), (122.61, 29.53), (122.61, 29.52)]
    line = [(122.61, 29.52), (122.62, 29.53), (122.61, 29.52), (122.61, 29.52)]
    file = written(tmp_path, [SQUARE, bow, line], crs="EPSG:4490")
    told = imported(file, "boundaries", Said(), tmp_path)
    assert (told.features, told.repaired, told.left_out) == (2, 1, 1)
    assert told.notes[0].startswith("第 2 个要素") and told.notes[1].startswith("第 3 个要素")
    assert kept(tmp_path)[1]["geometry"]["type"] == "MultiPolygon"


@pytest.mark.parametrize("cut", [0, 60, 99, 120, 150])
def test_a_broken_shapefile_is_refused(tmp_path: Path, cut: int) -> None:
    file = written(tmp_path, crs="EPSG:4490")
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(GeographyError):
        imported(file, "boundaries", Said(), tmp_path)
    assert not geography_path(tmp_path, "boundaries").exists()
    assert list((tmp_path / "geography").glob("*.part")) == []


def test_a_name_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, crs="EPSG:4490", lines=True)
    with pytest.raises(GeographyError, match="街镇边界应为"):
        imported(file, "boundaries", Said(), tmp_path)
    assert imported(file, "roads", Said(), tmp_path).features == 1
    other = tmp_path / "图.dwg"
    other.write_bytes(b"AC1032")
    with pytest.raises(GeographyError, match="不是可导入的格式"):
        imported(other, "boundaries", Said(), tmp_path)


def town(file: Path) -> Path:
    """A house, a house with a yard in it, a street, a footway and a township in OpenStreetMap."""
    corners = {
        1: (0, 0), 2: (0, 0.001), 3: (0.001, 0.001), 4: (0.001, 0),
        5: (0.0003, 0.0003), 6: (0.0003, 0.0006), 7: (0.0006, 0.0006), 8: (0.0006, 0.0003),
        9: (0.5, 0.5), 10: (0.5, 0.501), 11: (0.501, 0.501),
    }  # fmt: skip
    with osmium.SimpleWriter(file) as out:
        for n, (x, y) in corners.items():
            out.add_node(osmium.osm.mutable.Node(id=n, location=(122.61 + x, 29.52 + y), version=1))
        ways = [
            (1, [1, 2, 3, 4, 1], {"building": "office", "name": "演示大厦"}),
            (2, [5, 6, 7, 8, 5], {}),
            (3, [9, 10, 11, 9], {"building": "yes"}),
            (4, [1, 3], {"highway": "primary", "name": "演示路"}),
            (5, [2, 4], {"highway": "footway"}),
            (6, [1, 2, 3, 1], {"boundary": "administrative", "admin_level": "8", "name": "甲街道"}),
            (7, [1, 99], {"highway": "primary"}),
        ]
        for n, nodes, tags in ways:
            out.add_way(osmium.osm.mutable.Way(id=n, nodes=nodes, tags=tags, version=1))
        members = [("w", 1, "outer"), ("w", 2, "inner")]
        tags = {"type": "multipolygon", "building": "yes"}
        out.add_relation(osmium.osm.mutable.Relation(id=1, members=members, tags=tags, version=1))
    return file


@pytest.mark.parametrize("name", ["town.osm", "town.osm.pbf", "town.osm.gz"])
def test_openstreetmap_gives_buildings_roads_and_townships(tmp_path: Path, name: str) -> None:
    file = town(tmp_path / name)
    imported(file, "footprints", Said(), tmp_path)
    houses = kept(tmp_path, "footprints")
    assert {each["properties"]["osm"] for each in houses} == {"way 1", "way 3", "relation 1"}
    yard = next(each for each in houses if each["properties"]["osm"] == "relation 1")
    assert [len(ring) for ring in yard["geometry"]["coordinates"][0]] == [5, 5]
    imported(file, "roads", Said(), tmp_path)
    assert [each["properties"]["name"] for each in kept(tmp_path, "roads")] == ["演示路"]
    imported(file, "boundaries", Said(), tmp_path)
    assert [each["properties"]["name"] for each in kept(tmp_path)] == ["甲街道"]
    imported(file, "footprints", Said(), tmp_path)
    told = {each["properties"]["osm"] for each in kept(tmp_path, "footprints")}
    assert told == {"way 1", "relation 1"}, "what lies outside the boundaries is not taken"


def test_openstreetmap_is_in_wgs84_and_whole(tmp_path: Path) -> None:
    with pytest.raises(GeographyError, match="WGS-84"):
        imported(town(tmp_path / "a.osm"), "roads", Said(Datum.GCJ02), tmp_path)
    for name, content in (("b.osm.pbf", b"no pbf"), ("c.osm", b"<osm version='0.6'><node")):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(GeographyError, match="不是完整的 OSM"):
            imported(file, "roads", Said(), tmp_path)


def footprint(west: float, **properties: str) -> dict[str, Any]:
    ring = [[west, 0], [west, 1], [west + 1, 1], [west + 1, 0], [west, 0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_a_footprint_is_of_the_building_it_names_or_of_the_one_point_in_it() -> None:
    features = [footprint(0, code="B1"), footprint(2), footprint(4), footprint(6), footprint(6.5)]
    nowhere = float("nan")
    places = {
        "B1": (9.5, 0.5), "B2": (2.5, 0.5), "B3": (4.2, 0.5), "B4": (4.8, 0.5), "B5": (6.7, 0.5),
        "B6": (20, 20), "B7": (nowhere, nowhere),
    }  # fmt: skip
    found = matched(features, places)
    assert set(found.footprints) == {"B1", "B2"}
    assert (found.by_code, found.by_point) == (1, 1)
    two, twice = sorted(found.ambiguous)
    assert "B3、B4" in two and "B5" in twice and "2 个轮廓" in twice
