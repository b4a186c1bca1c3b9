"""Geography: what is imported stands in WGS-84; what cannot be is refused in Chinese."""

import json
from pathlib import Path

import pytest

from louyu.geography import GeographyError, Said, geography_path, imported
from louyu.standards.coordinates import Datum, Point

HERE = Point(122.61, 29.52, Datum.WGS84)


def collection(form: str, coordinates: object) -> str:
    feature = {
        "type": "Feature",
        "properties": {"name": "甲街道"},
        "geometry": {"type": form, "coordinates": coordinates},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)


def ring(point: Point) -> list[list[float]]:
    x, y = point.lon, point.lat
    return [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y]]


@pytest.mark.parametrize("datum", list(Datum))
def test_points_are_kept_in_wgs84_whatever_datum_they_came_in(tmp_path: Path, datum: Datum):
    file = tmp_path / "in.geojson"
    file.write_text(collection("Polygon", [ring(HERE.to(datum))]), encoding="utf-8")
    assert imported(file, "boundaries", Said(datum), tmp_path).features == 1
    kept = json.loads(geography_path(tmp_path, "boundaries").read_text(encoding="utf-8"))
    lon, lat = kept["features"][0]["geometry"]["coordinates"][0][0]
    assert Point(lon, lat, Datum.WGS84).metres_to(HERE) < 0.05
    assert kept["louyu"]["imported_from"] == datum
    assert kept["features"][0]["properties"] == {"name": "甲街道"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "无法解析"),
        ("[]", "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "没有要素"),
        (collection("Point", [122.6, 29.5]), "街镇边界应为"),
        (collection("Polygon", [[[122.6, 29.5], [122.7, 29.5]]]), "太少"),
        (collection("Polygon", [122.6, 29.5]), "层次"),
        (collection("Polygon", [[[502613.1, 3267000.2]] * 4]), "投影坐标"),
        (collection("Polygon", [[[29.5, 62.6], [29.6, 62.6], [29.6, 62.7], [29.5, 62.6]]]), "国内"),
        (
            collection("Polygon", [[[122.6, 29.5], [122.7, 29.6], [122.6, 29.5], [122.6, 29.5]]]),
            "面积",
        ),
        (collection("Polygon", [[[122.6, None]] * 4]), "不是经纬度"),
    ],
)
def test_a_bad_file_is_refused_and_the_last_one_stays(tmp_path: Path, text: str, why: str):
    last = geography_path(tmp_path, "boundaries")
    last.parent.mkdir()
    last.write_text("last", encoding="utf-8")
    file = tmp_path / "in.geojson"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GeographyError, match=why):
        imported(file, "boundaries", Said(Datum.WGS84), tmp_path)
    assert last.read_text(encoding="utf-8") == "last"
