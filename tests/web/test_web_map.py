"""经济地图: places in one datum, numbers as the reader may see them, sums of drawn sets."""

import json
from pathlib import Path

import example
import pytest
from django.conf import settings
from django.test import Client
from posts import ClientAs

from louyu.geography import Said, imported
from louyu.standards.coordinates import Datum, converted
from louyu.web.ledger.audit import Action, Entry
from louyu.web.people.rights import Clearance

MONTH = example.LAST


def drawn(client: Client, month: int = MONTH) -> dict[str, dict[str, object]]:
    """The buildings on the map, by code."""
    said = client.get(f"/map/buildings/{month}.json").json()
    rows = [dict(zip(said["columns"], row, strict=True)) for row in said["rows"]]
    return {str(row["code"]): row for row in rows}


def test_a_building_stands_where_it_is_whatever_datum_it_came_in(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = example.Example()
    rows = edition.tables["building"].to_pylist()
    for row in rows:
        row |= {
            "lon": 122.61,
            "lat": 29.52,
            "datum": "GCJ-02" if row["building"] == "B001" else None,
        }
    rows[-1]["lon"] = None
    edition.tables["building"] = example.table("building", rows)
    from louyu.web import shelf

    monkeypatch.setattr(shelf, "reader_for", lambda access: example.reader(edition, access))
    client = client_as("leader")
    found = drawn(client)
    lon, lat = converted([122.61], [29.52], Datum.GCJ02, Datum.WGS84)
    assert (found["B001"]["lon"], found["B001"]["lat"]) == (round(lon[0], 6), round(lat[0], 6))
    assert (found["B002"]["lon"], found["B002"]["lat"]) == (122.61, 29.52)
    assert rows[-1]["building"] not in found
    assert '另有 <b class="num">1</b> 幢没有坐标' in client.get("/map/").content.decode()


def test_numbers_on_the_map_are_those_of_the_edition(client_as: ClientAs) -> None:
    reader = example.reader(example.Example())
    client = client_as("leader")
    for code, row in drawn(client).items():
        value = reader.building_values(MONTH)["occupancy_rate", code]
        assert row["occupancy"] == pytest.approx(
            100 * value.numerator / value.denominator, abs=0.06
        )
        assert row["density"] is None, "tax by building is not for who sees bands"
    said = client.get(f"/map/streets/occupancy_rate/{MONTH}.json").json()["streets"]
    assert set(said) == {street.name for street in reader.district.streets}


def test_a_drawn_set_tells_no_tax_to_who_may_not_see_it_building_by_building(
    client_as: ClientAs,
) -> None:
    """Two sets that differ by one building would tell it."""
    asked = {"month": str(MONTH), "codes": "B001\nB002\nB003\nB004"}
    banded = dict(client_as("leader").post("/map/sums", asked).json()["sums"])
    assert banded["楼宇"] == "4 幢" and banded["近12个月税收"].startswith("受限")
    street = dict(client_as("liaison").post("/map/sums", asked).json()["sums"])
    assert street["楼宇"] == "3 幢", "what is out of sight is not in it"
    whole = dict(client_as("leader").post("/map/sums", {**asked, "codes": ""}).json()["sums"])
    assert whole["楼宇"] == "0 幢" and whole["企业入驻率"] == "— %"


def test_without_geography_the_page_says_how_to_import_it(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    assert "louyu map import" in client.get("/map/").content.decode()
    assert client.get("/map/ground.json").json()["boundaries"] is None
    street = example.district().streets[0]
    ring = [[122.0, 29.0], [122.1, 29.0], [122.1, 29.1], [122.0, 29.0]]
    features = [
        {"type": "Feature", "properties": {"NAME": name},
         "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name in (street.aliases[0], "别处街道")
    ]  # fmt: skip
    file = tmp_path / "b.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    imported(file, "boundaries", Said(Datum.WGS84), tmp_path)
    ground = client.get("/map/ground.json").json()
    assert [each["properties"] for each in ground["boundaries"]["features"]] == [
        {"name": street.name}
    ]
    assert "louyu map import" not in client.get("/map/").content.decode()


def test_a_sum_of_exact_tax_is_logged(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    from louyu.web.people import rights

    client = client_as("task_force", Clearance.EXACT)
    monkeypatch.setattr(rights.Access, "exact", property(lambda self: True))
    client.post("/map/sums", {"month": str(MONTH), "codes": "B001"})
    last = Entry.objects.first()
    assert last is not None and last.action == Action.READ and "圈选" in last.subject
