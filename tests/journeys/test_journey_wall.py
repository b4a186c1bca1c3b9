"""A leader before the wall: it turns by itself, stops for a key, and a number opens to its rows."""

import pytest
from entering import logged_in
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def wall(browser: Browser, site: str, **more: object) -> Page:
    context = browser.new_context(viewport={"width": 3840, "height": 2160}, **more)
    context.add_cookies([{**logged_in("leader"), "url": site}])
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/wall/")
    return page


def test_the_wall_turns_by_itself_and_stops_for_a_key(browser: Browser, site: str) -> None:
    page = wall(browser, site)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    here = page.locator(".wall-page:visible")
    expect(here.get_by_role("heading", level=2)).to_have_text("三个倍增")
    page.clock.run_for(21_000)
    expect(here.get_by_role("heading", level=2)).to_contain_text("十二项年度指标")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="暂停")).to_have_attribute("aria-pressed", "true")
    page.clock.run_for(60_000)
    expect(here.get_by_role("heading", level=2)).to_contain_text("十二项年度指标")
    page.keyboard.press("ArrowRight")
    expect(here.get_by_role("heading", level=2)).to_have_text("街镇位次")
    fits = "document.documentElement.scrollHeight <= innerHeight"
    assert page.evaluate(fits), "a wall has nobody to scroll it"
    here.get_by_role("list").first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/explain/occupancy_rate/street/" in page.url
    assert complaints == []


def test_who_wants_no_motion_turns_the_pages_by_hand(browser: Browser, site: str) -> None:
    page = wall(browser, site, reduced_motion="reduce")
    page.clock.run_for(60_000)
    expect(page.locator(".wall-page:visible h2")).to_have_text("三个倍增")


def test_a_new_edition_comes_onto_the_wall(browser: Browser, site: str) -> None:
    page = wall(browser, site)
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.clock.run_for(61_000)
    assert loads == [], "the same edition"
    page.evaluate("document.body.dataset.edition = '2020-01.1'")
    with page.expect_event("load"):
        page.clock.run_for(61_000)


def test_without_script_every_page_of_the_wall_is_there(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{**logged_in("leader"), "url": site}])
    page = context.new_page()
    page.goto(f"{site}/wall/")
    expect(page.locator(".wall-page:visible")).to_have_count(5)
