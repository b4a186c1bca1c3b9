"""Charts given out: shown where the administrator lets them be, till they are revoked."""

import re

import pytest
from django.conf import settings
from django.test import Client
from posts import STREET, ClientAs

from louyu.web.framing import ancestors
from louyu.web.ledger.audit import Action, Entry
from louyu.web.people.embedded import Embedded
from louyu.web.people.models import Post

SITE = "https://data.example.gov.cn"


def given_out(client: Client, indicator: str, kind: str = "trend") -> str:
    said = {"indicator": indicator, "kind": kind, "where": "门户", "days": 30}
    assert client.post("/account/charts", said).status_code == 302
    page = client.get("/account/charts").content.decode()
    found = re.search(r'href="(/chart/[^"]+/)"', page)
    assert found is not None
    return found[1]


def test_a_chart_opens_to_who_holds_its_address_and_to_nobody_once_revoked(
    client_as: ClientAs,
) -> None:
    maker = client_as("leader")
    where = given_out(maker, "occupancy_rate", "ranking")
    page = Client().get(where)
    assert page.status_code == 200 and STREET in page.content.decode()
    assert "演示数据" in page.content.decode() and "202506.3" in page.content.decode()
    svg, png = Client().get(f"{where}chart.svg"), Client().get(f"{where}chart.png")
    assert svg["Content-Type"] == "image/svg+xml" and "style" not in svg.content.decode()
    assert png.content.startswith(b"\x89PNG")
    again = Client().get(where, headers={"if-none-match": page["ETag"]})
    assert again.status_code == 304
    assert Client().get(where.replace(".", ".x", 1)).status_code == 404, "not signed here"
    number = Embedded.objects.get().pk
    other = client_as("task_force")
    assert other.post(f"/account/charts/{number}/revoke").status_code == 404
    maker.post(f"/account/charts/{number}/revoke")
    last = Entry.objects.first()
    assert last is not None and (last.action, last.subject[:5]) == (Action.EXPORT, "停用嵌入图")
    for part in ("", "chart.svg", "chart.png"):
        assert Client().get(where + part).status_code == 404


def test_a_chart_goes_with_the_post_that_gave_it(client_as: ClientAs) -> None:
    where = given_out(client_as("leader"), "floor_area")
    assert Client().get(where).status_code == 200
    Post.objects.filter(account__username="leader.banded").update(until_on="2020-01-01")
    assert Client().get(where).status_code == 404


def test_only_named_sites_may_frame_a_chart_and_nothing_else(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = client_as("leader")
    where = given_out(maker, "floor_area")
    alone = Client().get(where)
    assert alone["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"]
    monkeypatch.setattr(settings, "EMBED_ANCESTORS", ancestors(SITE), raising=False)
    shown = Client().get(where)
    assert "X-Frame-Options" not in shown
    assert f"frame-ancestors {SITE}" in shown["Content-Security-Policy"]
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    for page in ("/", "/account/charts", "/api/v1/edition"):
        other = maker.get(page)
        assert other["X-Frame-Options"] == "DENY", page
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"], page


@pytest.mark.parametrize("said", ["*", "javascript:x", "https://a.cn; script-src *", "a.cn"])
def test_what_is_no_site_is_not_taken_for_one(said: str) -> None:
    with pytest.raises(ValueError, match="不是网站地址"):
        ancestors(said)


def test_a_chart_tells_no_tax_that_its_post_may_not_see(client_as: ClientAs) -> None:
    where = given_out(client_as("leader"), "building_tax", "ranking")
    shown = Client().get(where).content.decode()
    page = client_as("leader").get("/?sort=building_tax").content.decode()
    assert "受限" in shown and "受限" in page, "the last street pays too few"


def test_who_sees_a_part_of_the_district_gives_out_no_chart_of_it(client_as: ClientAs) -> None:
    assert client_as("liaison").get("/account/charts").status_code == 403
