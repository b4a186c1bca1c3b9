"""The economic map in a browser that draws: a month moved, a building opened, a set sketched."""

import re
from collections.abc import Iterator

import example
import pytest
from entering import CHROMIUM, FLAGS, logged_in
from playwright.sync_api import Browser, Page, expect

from louyu.web import shelf
from louyu.web.people.rights import Access

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
    slider = page.get_by_label(re.compile("^月份"))
    expect(page.locator("#month-name")).to_have_text("2025年6月")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#month-name")).to_have_text("2025年5月")
    expect(page).to_have_url(re.compile("month=202505"))

    page.get_by_role("button", name=re.compile("^示例大厦1号")).first.click()
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
    for x, y in ((0.02, 0.3), (0.98, 0.3), (0.98, 0.97), (0.02, 0.97)):
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.get_by_role("button", name="圈好了").click()
    expect(page.get_by_role("heading", name=re.compile(r"圈选 \d\d 幢"))).to_be_visible()

    page.goto("about:blank")
    page.goto(here)
    expect(page.locator("#month-name")).to_have_text("2025年5月")
    expect(page.get_by_role("heading", name="示例大厦1号")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="打开一楼一册").click()
    expect(page).to_have_url(re.compile("/building/B001"))


def test_a_machine_that_cannot_draw_has_the_list(browser: Browser, site: str) -> None:
    """Chromium without any GL at all."""
    flags = [*FLAGS, "--disable-3d-apis"]
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    context = own.new_context()
    context.add_cookies([{**logged_in("leader"), "url": site}])
    page = context.new_page()
    page.goto(f"{site}/map/")
    expect(page.locator("#state")).to_contain_text("清单照常可用", timeout=30_000)
    own.close()
