"""坐标系: there and back again, and nothing moves abroad."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.standards.coordinates import Datum, Point, converted, distances, gcj02_of_wgs84

CHINA = st.builds(Point, st.floats(75, 133), st.floats(18, 53), st.sampled_from(Datum))


@settings(deadline=None)
@given(CHINA, st.sampled_from(Datum))
def test_there_and_back_again_is_under_a_centimetre(point: Point, datum: Datum) -> None:
    back = point.to(datum).to(point.datum)
    assert back.datum is point.datum
    assert abs(back.lon - point.lon) < 1e-9 and abs(back.lat - point.lat) < 1e-9
    assert point.metres_to(point.to(datum)) < 0.01


@pytest.mark.parametrize("datum", Datum)
def test_abroad_nothing_is_shifted(datum: Datum) -> None:
    point = Point(2.35, 48.86, Datum.WGS84)
    assert point.to(datum) == Point(2.35, 48.86, datum)


def test_a_public_map_is_shifted_by_hundreds_of_metres() -> None:
    # The example of the widely used coordtransform library.
    lon, lat = gcj02_of_wgs84(116.404, 39.915)
    assert (round(float(lon), 6), round(float(lat), 6)) == (116.410244, 39.916404)
    baidu = Point(116.404, 39.915, Datum.GCJ02).to(Datum.BD09)
    assert (round(baidu.lon, 6), round(baidu.lat, 6)) == (116.410369, 39.921337)
    assert 100 < distances(116.404, 39.915, lon, lat) < 1000


def test_wgs84_and_cgcs2000_are_one_here() -> None:
    assert Point(120.5, 28.0, Datum.WGS84).to(Datum.CGCS2000) == Point(120.5, 28.0, Datum.CGCS2000)


def test_arrays_keep_their_shape_and_agree_with_points() -> None:
    lon, lat = np.array([[120.5, 2.35]]), np.array([[28.0, 48.86]])
    there_lon, there_lat = converted(lon, lat, Datum.WGS84, Datum.BD09)
    assert there_lon.shape == (1, 2)
    point = Point(120.5, 28.0, Datum.WGS84).to(Datum.BD09)
    assert (there_lon[0, 0], there_lat[0, 0]) == pytest.approx((point.lon, point.lat), abs=1e-12)
    empty = converted(np.array([]), np.array([]), Datum.BD09, Datum.WGS84)
    assert [side.size for side in empty] == [0, 0]


def test_a_degree_of_latitude_is_about_111_kilometres() -> None:
    one, other = Point(120, 28, Datum.WGS84), Point(120, 29, Datum.WGS84)
    assert one.metres_to(other) == pytest.approx(111195, abs=1)
    assert one.metres_to(one) == 0


def test_a_point_off_the_globe_is_refused() -> None:
    with pytest.raises(ValueError, match="纬度"):
        Point(28.0, 120.5, Datum.WGS84)
