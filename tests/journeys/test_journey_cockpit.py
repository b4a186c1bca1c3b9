"""From the first page to the row of a file, as a person goes: by click, keys, without script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from entering import logged_in
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = pytest.mark.browser

SIZES = {390: 844, 1366: 768, 3840: 2160}


@dataclass
class Visit:
    """A tab, what it asked for and what it complained of."""

    page: Page
    site: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", lambda request: self.note(request))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self.complaints.append(request.url))

    def note(self, request: Request) -> None:
        self.asked.append(request.url)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")


@pytest.fixture(params=sorted(SIZES))
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    context = browser.new_context(
        viewport={"width": request.param, "height": SIZES[request.param]},
        java_script_enabled=request.param != 1366,
        reduced_motion="reduce",
    )
    context.add_cookies([{**logged_in("leader"), "url": site}])
    visit = Visit(context.new_page(), site)
    visit.watch()
    yield visit
    assert visit.complaints == []
    assert visit.asked and all(url.startswith(f"{site}/") for url in visit.asked)
    context.close()


def fits(page: Page) -> bool:
    """No sideways scrolling of the page itself (WCAG 1.4.10); tables scroll in their frame."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_from_a_number_to_the_row_of_a_file(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    visit.go("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2025年6月楼宇经济")
    page.screenshot(path=tmp_path / "first.png", full_page=True)
    assert fits(page)

    page.get_by_role("link", name="企业入驻率").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("企业入驻率")
    expect(page.get_by_text("依据：行动方案表1第6项")).to_be_visible()
    page.screenshot(path=tmp_path / "explanation.png")
    assert fits(page)

    page.get_by_role("region", name="各街镇").get_by_role("link").first.click()
    page.get_by_role("region", name="各楼宇").get_by_role("link").first.click()
    rows = page.get_by_role("region", name=re.compile("指标构成"))
    expect(rows.get_by_text("入驻清单202506.xlsx").first).to_be_visible()
    rows.get_by_role("link", name=re.compile(r"第 \d+ 行")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("入驻清单202506.xlsx")
    expect(page.get_by_text("SHA-256")).to_be_visible()
    assert fits(page)
    assert len(list(tmp_path.glob("*.png"))) == 2


def test_another_month_is_chosen_in_a_form(visit: Visit) -> None:
    page = visit.page
    visit.go("/")
    page.get_by_label("月份").select_option("202412")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2024年12月楼宇经济")
    page.get_by_role("link", name="下一个月").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2025年1月楼宇经济")


def test_streets_are_ranked_by_a_column(visit: Visit) -> None:
    page = visit.page
    visit.go("/")
    table = page.get_by_role("region", name="各街镇")
    table.get_by_role("link", name=re.compile("企业入驻率")).click()
    shown = [cell.inner_text() for cell in table.locator("tbody td:nth-child(8)").all()]
    assert shown == sorted(shown, key=float, reverse=True)
    table.get_by_role("rowheader").first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="十二项指标")).to_be_visible()
    assert fits(page)


def test_the_keyboard_reaches_everything_and_shows_where_it_is(visit: Visit) -> None:
    page = visit.page
    visit.go("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    for _ in range(7):  # brand, search, own account, and the menu up to it
        page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="楼宇", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("楼宇名录")
    page.get_by_label("名称、别名、编码或地址含").fill("大厦12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader")).to_have_count(1)


def test_targets_are_large_enough_to_touch(browser: Browser, site: str) -> None:
    """WCAG 2.5.8 asks 24 px; controls of a phone get 44."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.add_cookies([{**logged_in("leader"), "url": site}])
    page = context.new_page()
    page.goto(site)
    for control in page.locator("nav a, .months a, .months button, .months select").all():
        box = control.bounding_box()
        assert box is not None and box["height"] >= 44 and box["width"] >= 44
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_grows_for_a_wall_and_colours_follow_the_system(
    browser: Browser, site: str, scheme: str
) -> None:
    sizes = {}
    for width in SIZES:
        context = browser.new_context(
            viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme
        )
        page = context.new_page()
        page.goto(site)
        asked = "getComputedStyle(document.body)"
        sizes[width] = float(page.evaluate(f"parseFloat({asked}.fontSize)"))
        ground = page.evaluate(f"{asked}.backgroundColor")
        assert ground == {"light": "rgb(246, 244, 238)", "dark": "rgb(15, 20, 27)"}[scheme]
        context.close()
    assert sizes[390] == 16 and sizes[1366] == 16 and sizes[3840] >= 28
