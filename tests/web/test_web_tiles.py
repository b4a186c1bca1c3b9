"""瓦片底图: closed unless set; set, the map's page alone is open to that one host, and says so."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from louyu.web.tiles import tiles

TEMPLATE = "https://t0.tiles.example/vec_w/wmts?x={x}&y={y}&z={z}&tk={key}"


def policy(client: Client, path: str) -> dict[str, str]:
    said = client.get(path)["Content-Security-Policy"].split(";")
    return dict(each.strip().split(" ", 1) for each in said)


def test_by_default_there_is_none_and_every_page_is_closed(client: Client) -> None:
    assert tiles({}) is None and settings.TILES is None
    closed = policy(client, "/map/")
    assert closed == policy(client, "/building/")
    assert closed["connect-src"] == "'self'" and closed["img-src"] == "'self' data:"
    page = client.get("/map/").content.decode()
    assert "底图" not in page and '"tiles": null' in page


def test_set_the_map_alone_is_open_to_that_host_and_says_that_requests_leave(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = policy(client, "/map/")
    base = tiles({"LOUYU_TILES": TEMPLATE, "LOUYU_TILES_KEY": "a&b"})
    monkeypatch.setattr(settings, "TILES", base)
    opened = policy(client, "/map/")
    assert opened.pop("connect-src") == "'self' https://t0.tiles.example"
    assert opened.pop("img-src") == "'self' data: https://t0.tiles.example"
    assert opened == {k: v for k, v in closed.items() if k not in ("connect-src", "img-src")}
    assert policy(client, "/building/") == closed
    page = client.get("/map/").content.decode()
    assert "浏览器向 https://t0.tiles.example 请求图块，请求会离开本机" in page
    assert "tk=a%26b" in page
    assert 'id="tiles"> 天地图' in page, "the box is there, and not ticked"


@pytest.mark.parametrize(
    ("template", "key", "why"),
    [
        ("ftp://tiles.example/{z}/{x}/{y}", "", "http"),
        ("https://t{s}.tiles.example/{z}/{x}/{y}", "", "占位"),
        ("https://tiles.example/{z}/{x}", "", "{y}"),
        (TEMPLATE, "", "LOUYU_TILES_KEY"),
        ("https://tiles.example; script-src *//{z}/{x}/{y}", "", "主机名"),
    ],
)
def test_a_template_that_is_none_stops_the_site_with_the_reason(
    template: str, key: str, why: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=why):
        tiles({"LOUYU_TILES": template, "LOUYU_TILES_KEY": key})
