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


def test_vacancy_is_the_indicator_s_in_the_card_and_in_sums(client_as: ClientAs) -> None:
    """No kind of occupant leaves its room vacant; the rate counts some kinds only."""
    edition = example.Example()
    reader = example.reader(edition)
    values = reader.building_values(MONTH)
    client = client_as("leader")
    place_all(edition)
    patch = pytest.MonkeyPatch()
    patch.setattr("louyu.web.shelf.reader_for", lambda access: example.reader(edition, access))
    found = drawn(client)
    told = dict(
        client.post("/map/sums", {"month": str(MONTH), "codes": "B001\nB002"}).json()["sums"]
    )
    patch.undo()
    vacant = {code: values["vacant_area", code].numerator for code in ("B001", "B002")}
    assert found["B001"]["vacant"] == round(vacant["B001"] / 100)
    assert found["B003"]["vacant"] is None, "it does not count"
    assert told["空置面积"] == f"{sum(vacant.values()) / 100:,.2f} ㎡"


def place_all(edition: example.Example) -> None:
    rows = edition.tables["building"].to_pylist()
    for n, row in enumerate(rows):
        row |= {"lon": 122.61 + n % 45 * 0.001, "lat": 29.52}
    edition.tables["building"] = example.table("building", rows)


def test_points_are_those_of_the_month_and_what_has_no_place_is_counted(
    client_as: ClientAs,
) -> None:
    client = client_as("leader")
    streets = example.district().streets
    last = client.get(f"/map/points/{MONTH}.json").json()
    assert len(last["projects"]["things"]) == len(streets) - 1
    assert sum(last["projects"]["unplaced"].values()) == 1
    name, kind, lon, lat, facts = last["projects"]["things"][1]
    assert (name, kind, lon, lat) == ("演示项目1", "新开工", 122.61, 29.5)
    assert dict(facts)["形象进度"] == "5 %"
    early = client.get("/map/points/202403.json").json()
    assert len(early["facilities"]["things"]) == 3
    assert all(dict(each[4])["规划批准"] < "2024-04" for each in early["parcels"]["things"])
    own = client_as("liaison").get(f"/map/points/{MONTH}.json").json()
    assert [len(own[layer]["things"]) for layer in ("projects", "parcels", "facilities")] == [1] * 3


def test_the_main_trade_and_power_of_a_building_are_told(client_as: ClientAs) -> None:
    edition = example.Example()
    place_all(edition)
    cube = edition.tables["building_month"].to_pylist()
    for row in cube:
        row |= {"main_section": "J", "main_section_area": row["occupied_area"] // 4}
    edition.tables["building_month"] = example.table("building_month", cube)
    street = edition.streets[0]
    energy = [
        {"month": MONTH, "building": "B001", "street": street, "room": room, "energy": 40_010.0}
        for room in ("", "201")
    ]
    edition.tables["power"] = example.table("power", energy)
    patch = pytest.MonkeyPatch()
    patch.setattr("louyu.web.shelf.reader_for", lambda access: example.reader(edition, access))
    found = drawn(client_as("leader"))
    patch.undo()
    assert (found["B001"]["section"], found["B001"]["section_share"]) == ("J", 25)
    assert found["B001"]["power"] == pytest.approx(2.0, abs=0.005), "80,020 kWh over 40,010 ㎡"
    assert found["B002"]["power"] is None


def test_footprints_without_a_code_are_told_by_the_buildings_in_sight_alone(
    client_as: ClientAs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A neighbour's building in the same footprint makes no difference to who does not see it."""
    edition = example.Example()
    rows = edition.tables["building"].to_pylist()
    place = {"B001": (122.605, 29.505), "B004": (122.606, 29.506), "B005": (122.625, 29.505)}
    for row in rows:
        row["lon"], row["lat"] = place.get(str(row["building"]), (None, None))
        row["datum"] = "WGS-84"
    edition.tables["building"] = example.table("building", rows)
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setattr(
        "louyu.web.shelf.reader_for", lambda access: example.reader(edition, access)
    )
    squares = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [
            [[x, 29.5], [x + 0.01, 29.5], [x + 0.01, 29.51], [x, 29.51], [x, 29.5]]]}}
        for x in (122.60, 122.62)
    ]  # fmt: skip
    file = tmp_path / "f.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": squares}), "utf-8")
    imported(file, "footprints", Said(Datum.WGS84), tmp_path)

    def seen(role: str) -> set[str]:
        ground = client_as(role).get("/map/ground.json").json()
        return {each["properties"]["code"] for each in ground["footprints"]["features"]}

    assert seen("leader") == {"B005"}, "two buildings in one footprint tell nothing"
    assert seen("liaison") == {"B001"}
