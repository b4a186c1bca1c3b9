"""The economic map in a browser that draws: a month moved, a building opened, a set sketched."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import example
import pytest
from django.conf import settings
from entering import CHROMIUM, FLAGS, logged_in
from playwright.sync_api import Browser, Page, expect

from louyu.web import shelf
from louyu.web.people.rights import Access
from louyu.web.tiles import tiles

pytestmark = pytest.mark.browser

DRAWS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


class Placed(example.Example):
    """The example with its buildings in a row."""

    def __init__(self) -> None:
        super().__init__()
        rows = self.tables["building"].to_pylist()
        for n, row in enumerate(rows):
            row |= {"lon": 122.61 + 0.001 * (n % 45), "lat": 29.52, "floors_above": 20}
        self.tables["building"] = example.table("building", rows)


@pytest.fixture
def page(browser: Browser, site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    edition = Placed()
    kept = {}

    def reader_for(access: Access) -> object:
        return kept.setdefault(access.key, example.reader(edition, access))

    monkeypatch.setattr(shelf, "reader_for", reader_for)
    flags = [flag for flag in FLAGS if flag != "--disable-gpu"]
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=flags + DRAWS)
    context = own.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{**logged_in("leader"), "url": site}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"{site}/map/")
    expect(page.locator("#map[data-ready='1']")).to_be_visible(timeout=60_000)
    yield page
    own.close()
    quiet = [said for said in page.complaints if "GPU stall" not in said and "WebGL" not in said]
    assert quiet == []


def test_the_map_goes_from_a_month_to_a_building_to_a_set(page: Page, site: str) -> None:
    slider = page.get_by_role("slider", name="月份")
    expect(page.locator("#month-name")).to_have_text("2025年6月")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#month-name")).to_have_text("2025年5月")
    expect(page).to_have_url(re.compile("month=202505"))

    page.get_by_role("button", name=re.compile("^示例大厦1号 ")).first.click()
    expect(page.get_by_role("heading", name="示例大厦1号")).to_be_visible()
    here = page.url
    reader = example.reader(Placed())
    value = reader.building_values(202505)["occupancy_rate", "B001"]
    said = f"{round(100 * value.numerator / value.denominator, 1):g} %"
    expect(page.locator("#facts")).to_contain_text(said)

    page.get_by_role("button", name=re.compile("^示例大厦2号")).first.click(modifiers=["Control"])
    expect(page.get_by_role("heading", name="圈选 2 幢")).to_be_visible()
    expect(page.locator("#facts")).to_contain_text("自选范围")

    page.get_by_role("button", name="看全区").click()
    page.wait_for_timeout(2500)
    box = page.locator("#map canvas").bounding_box()
    page.get_by_role("button", name="圈选").click()
    for x, y in ((0.23, 0.2), (0.75, 0.2), (0.75, 0.85), (0.23, 0.85)):
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.get_by_role("button", name="圈好了").click()
    drawn = page.get_by_role("heading", name=re.compile(r"圈选 \d\d 幢"))
    expect(drawn).to_be_visible()
    said, round_it = drawn.inner_text(), page.url
    assert "ring=" in round_it
    page.goto("about:blank")
    page.goto(round_it)
    expect(page.get_by_role("heading", name=said)).to_be_visible(timeout=60_000)

    page.goto("about:blank")
    page.goto(here)
    expect(page.locator("#month-name")).to_have_text("2025年5月")
    expect(page.get_by_role("heading", name="示例大厦1号")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="打开一楼一册").click()
    expect(page).to_have_url(re.compile("/building/B001"))


def test_a_line_is_drawn_from_the_keyboard_at_the_middle_of_the_map(page: Page) -> None:
    page.get_by_role("button", name="圈选").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map canvas")).to_be_focused()
    for moves in (("ArrowUp", "ArrowLeft"), ("ArrowRight",) * 6, ("ArrowDown",) * 4):
        for move in moves:
            page.keyboard.press(move)
            page.wait_for_timeout(700)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    page.get_by_role("button", name="圈好了").click()
    expect(page.get_by_role("heading", name=re.compile(r"圈选 \d+ 幢"))).to_be_visible()
    assert page.url.split("ring=")[1].split("&")[0].count("*") == 2, "three corners"


def test_layers_stand_in_the_address_and_their_things_in_the_list(page: Page) -> None:
    page.get_by_label("楼宇着色").select_option("section")
    page.get_by_label("公共服务设施", exact=True).check()
    page.get_by_label("清单列什么").select_option("projects")
    page.get_by_role("button", name=re.compile("^演示项目1 新开工")).click()
    expect(page.locator("#facts")).to_contain_text("5 %")
    expect(page.locator("#legend-projects-list")).to_contain_text("没有坐标（新开工 1）")
    here = page.url
    page.goto("about:blank")
    page.goto(here)
    expect(page.get_by_role("heading", name="演示项目1")).to_be_visible(timeout=60_000)
    expect(page.get_by_label("楼宇着色")).to_have_value("section")
    expect(page.get_by_label("公共服务设施", exact=True)).to_be_checked()
    expect(page.get_by_label("清单列什么")).to_have_value("projects")


TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8"
    "ffff3f0005fe02fea7d6059b0000000049454e44ae426082"
)


def test_no_tile_is_asked_for_unless_a_base_layer_is_set_and_ticked(
    browser: Browser, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mock of a tile server notes who asks it; the page's policy holds the rest shut."""
    asked: list[str] = []

    class Mock(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(TILE)

        def log_message(self, *said: object) -> None:
            pass

    edition = Placed()
    monkeypatch.setattr(shelf, "reader_for", lambda access: example.reader(edition, access))
    mock = ThreadingHTTPServer(("127.0.0.1", 0), Mock)
    threading.Thread(target=mock.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{mock.server_port}"
    flags = [flag for flag in FLAGS if flag != "--disable-gpu"]
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=flags + DRAWS)
    context = own.new_context()
    context.add_cookies([{**logged_in("leader"), "url": site}])
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))

    page.goto(f"{site}/map/#tiles=1")
    expect(page.locator("#map[data-ready='1']")).to_be_visible(timeout=60_000)
    assert page.evaluate("(url) => fetch(url).then(() => 'open', () => 'closed')", host) == "closed"
    assert asked == []

    base = tiles(
        {"LOUYU_TILES": f"{host}/{{z}}/{{x}}/{{y}}.png?tk={{key}}", "LOUYU_TILES_KEY": "k"}
    )
    monkeypatch.setattr(settings, "TILES", base)
    page.goto("about:blank")
    page.goto(f"{site}/map/")
    expect(page.locator("#map[data-ready='1']")).to_be_visible(timeout=60_000)
    page.wait_for_timeout(1000)
    assert asked == [], "set, but not ticked"
    with page.expect_response(lambda answer: answer.url.startswith(host), timeout=30_000):
        page.get_by_label("天地图底图").check()
    assert all(path.endswith("?tk=k") for path in asked)
    page.wait_for_timeout(500)
    own.close()
    mock.shutdown()
    mock.server_close()
    strangers = [url for url in outside if not url.startswith((site, host, "blob:", "data:"))]
    assert strangers == []


def test_a_machine_that_cannot_draw_has_the_list(browser: Browser, site: str) -> None:
    """Chromium without any GL at all."""
    flags = [*FLAGS, "--disable-3d-apis"]
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    context = own.new_context()
    context.add_cookies([{**logged_in("leader"), "url": site}])
    page = context.new_page()
    page.goto(f"{site}/map/")
    expect(page.locator("#state")).to_contain_text("照常可用", timeout=30_000)
    expect(page.get_by_role("button", name="圈选")).to_be_disabled()
    page.get_by_label("清单列什么").select_option("projects")
    page.get_by_role("button", name=re.compile("^演示项目1 新开工")).click()
    expect(page.locator("#facts")).to_contain_text("形象进度")
    expect(page.locator("#legend")).to_contain_text("亿元")
    own.close()
