"""Every page: it answers, links lead somewhere, markup keeps the rules, headers are strict."""

from urllib.parse import quote, unquote, urljoin, urlsplit

import example
import page as pages
import pytest
from django.test import Client

from louyu.indicators import INDICATORS
from louyu.web import shelf
from louyu.web.cockpit import explanation
from louyu.web.dossier import buildings

DISTRICT = quote(example.district().name)
STREET = quote(example.district().streets[0].name)
PAGES = [
    "/",
    "/?month=202401",
    "/?sort=occupancy_rate&order=asc",
    f"/street/{STREET}",
    "/building/",
    "/building/?q=大厦1",
    "/building/B001",
    "/building/B003?month=202412",
    f"/explain/occupancy_rate/district/{DISTRICT}/202506",
    f"/explain/new_yi_buildings/street/{STREET}/202501",
    f"/explain/building_tax/district/{DISTRICT}/202506",
    "/explain/building_tax/building/B001/202506",
    "/row/b4?sheet=税收&row=3",
    f"/explain/occupancy_rate/street/{STREET}/202506/moves",
    f"/explain/occupancy_rate/street/{STREET}/202506/moves?from=202406",
    f"/explain/building_tax/street/{STREET}/202506?by=registered",
    "/ranking/",
    "/ranking/?of=building_tax&month=202412",
    "/months/",
    f"/months/?month=202412&from=202503&scope={STREET}",
    "/definitions/",
    "/definitions/?level=building&only=tiers",
    "/definitions/?of=occupancy_rate&level=building&sort=moved",
    "/nothing-here",
]
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "script-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_the_rules(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == (404 if path == "/nothing-here" else 200)
    assert pages.faults(pages.read(answer.content.decode())) == []
    said = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert said == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    for cookie in answer.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_every_link_of_the_main_pages_leads_somewhere(client: Client) -> None:
    seen: set[str] = set()
    for path in PAGES[:-1]:
        page = pages.read(client.get(path).content.decode())
        for link in page.links:
            there = urlsplit(urljoin(path, link))
            where = f"{unquote(there.path)}?{there.query}"
            if where in seen:
                continue
            seen.add(where)
            answer = client.get(f"{there.path}?{there.query}")
            assert answer.status_code == 200, f"{where} on {path}"
            if answer.streaming:
                assert b"".join(answer)
                continue
            if there.fragment:
                target = pages.read(answer.content.decode())
                ids = {element.attributes.get("id") for element in target.elements}
                assert there.fragment in ids, f"#{there.fragment} on {where}"
    assert len(seen) > 300


def test_the_first_page_holds_every_indicator_street_and_goal(client: Client) -> None:
    page = pages.read(client.get("/").content.decode())
    district = example.district()
    for said in (*district.targets, *district.goals, *district.streets):
        assert said.name in page.text
    assert "202506.3" in page.text
    assert "演示数据" in page.text
    assert "数据截至2025年6月" in page.text
    months = [e.attributes["value"] for e in page.all("option")]
    assert months == [str(month) for month in reversed(example.MONTHS)]


def test_the_table_of_streets_runs_in_the_order_asked_for(client: Client) -> None:
    def order(path: str) -> list[str]:
        page = pages.read(client.get(path).content.decode())
        return [e.text for e in page.all("th") if "tbody" in e.parents]

    names = [street.name for street in example.district().streets]
    down, up = order("/?sort=occupancy_rate"), order("/?sort=occupancy_rate&order=asc")
    assert order("/") == names == order("/?sort=no_such_indicator")
    assert sorted(down) == sorted(names) and down != names
    assert up[0] == down[-1] and up[-1] == down[0]
    page = pages.read(client.get("/?sort=occupancy_rate").content.decode())
    assert [e.attributes["aria-sort"] for e in page.all("th") if "aria-sort" in e.attributes] == [
        "descending"
    ]


def test_an_explanation_goes_down_to_file_sheet_and_row(client: Client) -> None:
    page = pages.read(
        client.get(f"/explain/occupancy_rate/street/{STREET}/202506").content.decode()
    )
    assert "入驻清单202506.xlsx" in page.text
    assert "第 3 行" in page.text
    assert "行动方案表1第6项" in page.text
    assert INDICATORS["occupancy_rate"].decision in page.text
    assert "演示企业1之0有限公司" in page.text
    assert "示例大厦1号" in page.text


def test_what_moved_a_number_is_listed_with_its_rows(client: Client) -> None:
    page = pages.read(
        client.get(f"/explain/occupancy_rate/street/{STREET}/202506/moves").content.decode()
    )
    assert "共 60 项：新增 20，减少 20，变化 20。" in page.text
    assert "演示企业1之0有限公司" in page.text and "第 3 行" in page.text


def test_a_row_is_shown_as_it_came_in_its_batch(client: Client) -> None:
    page = pages.read(client.get("/row/b2?sheet=台账&row=3").content.decode())
    for said in ("资规楼宇.xlsx", "40,010.00 ㎡", "工作表“台账”，第 3 行", "b2" * 32, "在用"):
        assert said in page.text


def test_the_download_holds_every_row_and_runs_no_formula(client: Client) -> None:
    answer = client.get(f"/explain/occupancy_rate/district/{DISTRICT}/202506.csv")
    text = b"".join(answer.streaming_content).decode()
    marks, heading, *rows = text.partition("楼宇,街镇,对象")
    assert marks.startswith("\ufeff演示数据") and "演示单位" in marks
    assert len((heading + "".join(rows)).splitlines()) == 1 + 3 * 3 * 14
    assert "入驻清单202506.xlsx" in text
    assert "attachment" in answer["Content-Disposition"]


def test_a_building_shows_who_won_and_what_lost(client: Client) -> None:
    page = pages.read(client.get("/building/B001").content.decode())
    cells = {e.text: n for n, e in enumerate(page.elements) if e.tag == "th"}
    assert "潮声2025年6月楼宇台账.xlsx" in page.elements[cells["地址"] + 2].text
    assert "39,000.00 ㎡" in page.text
    assert "资规楼宇.xlsx" in page.text
    assert "潮声2025年6月楼宇台账.xlsx" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/?month=209901",
        "/?month=x",
        "/explain/no_such/district/x/202506",
        "/explain/occupancy_rate/district/别处/202506",
        "/explain/occupancy_rate/city/x/202506",
        "/explain/occupancy_rate/district/x/202513",
        "/street/没有这条街",
        "/building/NO",
        "/row/b3?sheet=入驻&row=4000",
        f"/explain/occupancy_rate/district/{DISTRICT}/202401/moves",
        "/row/b9?sheet=入驻&row=4",
        "/explain/occupancy_rate/building/NO/202506.csv",
    ],
)
def test_what_is_not_there_is_said_in_chinese(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_a_hostile_address_is_shown_as_text(client: Client) -> None:
    answer = client.get("/building/", {"q": "<script>alert(1)</script>", "page": "９"})
    assert "<script>" not in answer.content.decode()
    assert answer.status_code == 200


def test_a_broken_page_says_so_in_chinese(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("表文件损坏")

    monkeypatch.setattr(shelf, "reader_for", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "系统出错" in answer.content.decode()
    assert "表文件损坏" not in answer.content.decode()


def test_pages_only_read(client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200


def test_without_an_edition_the_page_says_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "reader_for", lambda access: None)
    answer = client.get("/")
    page = pages.read(answer.content.decode())
    assert answer.status_code == 200
    assert pages.faults(page) == []
    assert "louyu build" in page.text and "louyu demo" in page.text


def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_page_known_already_is_not_sent_again(client: Client) -> None:
    first = client.get("/")
    assert client.get("/", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_long_lists_are_turned_page_by_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buildings, "PAGE", 10)
    monkeypatch.setattr(explanation, "PAGE", 50)
    for path, rows in (
        ("/building/?q=示例&sort=name&order=asc", 42),
        (f"/explain/occupancy_rate/district/{DISTRICT}/202506", 126),
    ):
        seen: list[str] = []
        while path:
            page = pages.read(client.get(path).content.decode())
            links = [a for a in page.all("a") if a.attributes.get("rel") == "next"]
            tables = [e for e in page.elements if e.tag == "th" and "tbody" in e.parents]
            seen += [e.text for e in tables]
            onward = [a.attributes["href"] for a in links if "page=" in a.attributes["href"]]
            path = urljoin(path, onward[0]) if onward else ""
        assert len({name for name in seen if "街道" not in name and "镇" not in name}) == rows
