"""地理数据 handed in on the page: read beside it, put in place when whole, told to who may know."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from posts import ClientAs

from louyu.geography import geography_path
from louyu.web import geography_sent
from louyu.web.ledger.audit import Entry

RING = [[122.6, 29.5], [122.7, 29.5], [122.7, 29.6], [122.6, 29.5]]
BOW = [[122.6, 29.5], [122.7, 29.6], [122.7, 29.5], [122.6, 29.6], [122.6, 29.5]]

Handed = Callable[..., str]


def features(*rings: list[list[float]]) -> bytes:
    found = [
        {"type": "Feature", "properties": {"name": "甲街道"},
         "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for ring in rings
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": found}).encode()


@pytest.fixture
def handed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handed:
    """Hands a file in as somebody, has it read, and returns the page."""
    monkeypatch.setattr(settings, "HOME", tmp_path)

    def send(client: Client, name: str, content: bytes, **said: str) -> str:
        file = SimpleUploadedFile(name, content)
        answer = client.post("/map/geography", {"kind": "boundaries", "file": file, **said})
        assert answer.status_code == 302, answer.content.decode()
        assert "正在读取、核对" in client.get("/map/geography").content.decode()
        assert geography_sent.unfinished(tmp_path) == [said.get("kind", "boundaries")]
        geography_sent.read(tmp_path, Path(settings.DISTRICT), said.get("kind", "boundaries"))
        return client.get("/map/geography").content.decode()

    return send


def test_a_file_is_in_place_when_it_was_read_and_a_refused_one_leaves_the_last(
    client_as: ClientAs, handed: Handed, tmp_path: Path
) -> None:
    client = client_as("administrator")
    page = handed(client, "边界.geojson", features(RING, BOW), datum="GCJ02")
    assert '<b class="num">2</b> 个要素，坐标系 GCJ-02；修复 <b class="num">1</b> 个' in page
    assert "第 2 个要素：边线自交" in page
    last = geography_path(tmp_path, "boundaries").read_bytes()
    entry = Entry.objects.first()
    assert entry is not None and entry.subject == "地理数据 街镇边界 边界.geojson"

    page = handed(client, "边界.geojson", features(RING))
    assert "文件没有说明坐标系" in page and "图上仍是上一份" in page
    page = handed(client, "坏.zip", b"PK no zip")
    assert "压缩包打不开" in page
    assert geography_path(tmp_path, "boundaries").read_bytes() == last
    assert not list((tmp_path / "geography" / "sent").glob("*/*"))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "streets"}, "请选择是什么"),
        ({"kind": "roads", "datum": "Beijing54"}, "请选择是什么"),
        ({"kind": "roads"}, "请选择文件"),
        ({"kind": "roads", "file": SimpleUploadedFile("a.shp", b"x")}, "打成一个 .zip"),
    ],
)
def test_what_is_no_geography_is_not_taken(
    client_as: ClientAs, said: dict[str, object], why: str
) -> None:
    answer = client_as("task_force").post("/map/geography", said)
    assert answer.status_code == 422 and why in answer.content.decode()


def test_a_second_file_waits_for_the_first(client_as: ClientAs, handed: Handed) -> None:
    client = client_as("task_force")
    for code in (302, 422):
        file = SimpleUploadedFile("a.geojson", features(RING))
        answer = client.post("/map/geography", {"kind": "roads", "file": file})
        assert answer.status_code == code


def test_which_buildings_have_a_footprint_is_not_for_who_sees_none(
    client_as: ClientAs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    (tmp_path / "geography").mkdir()
    said = {"state": "done", "file": "f.zip", "author": "甲", "at": "2025-07-01T09:00:00+08:00",
            "features": 2, "datum": "CGCS2000", "repaired": 0, "left_out": 0, "notes": ["第 1 个"],
            "matches": ["楼宇 B001 的坐标在 2 个轮廓里"]}  # fmt: skip
    geography_sent.sent_write(tmp_path, "footprints", said)
    assert "B001" in client_as("task_force").get("/map/geography").content.decode()
    page = client_as("administrator").get("/map/geography").content.decode()
    assert "B001" not in page and "第 1 个" in page
