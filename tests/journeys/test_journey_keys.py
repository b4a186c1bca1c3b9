"""By keys alone: every control is reached, seen and left again; one finds as one types."""

import re
from collections.abc import Iterator
from pathlib import Path

import example
import pytest
from entering import logged_in
from playwright.sync_api import Browser, Page, expect

from louyu.web.dossier import search
from louyu.web.search_index import index_made

pytestmark = pytest.mark.browser

CONTROLS = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter(e => !e.disabled && e.tabIndex >= 0 && e.getClientRects().length
    && e.checkVisibility({visibilityProperty: true}))
  .filter(e => e.type !== "radio" || e.checked
    || ![...document.getElementsByName(e.name)].some(other => other.checked)
       && document.getElementsByName(e.name)[0] === e).length"""
"""How many stops the keys should make: a group of radio buttons is one."""
HERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const drawn = (e, part) => getComputedStyle(e, part).outlineStyle !== "none";
  const room = here.querySelector(".room");
  const lined = !!room && getComputedStyle(room).strokeWidth === "3px";
  return {
    name: here.outerHTML.slice(0, 120),
    seen: drawn(here) || drawn(here, "::after") || lined,
  };
}"""


@pytest.fixture
def page(
    browser: Browser, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    index = index_made(tmp_path, example.Example())
    monkeypatch.setattr(search, "index_newest", lambda _home: index)
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=site)
    yield context.new_page()
    context.close()


def as_role(page: Page, role: str, site: str) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{**logged_in(role), "url": site}])


@pytest.mark.parametrize(
    "path",
    ["/", "/building/?q=1号", "/building/B001", "/enterprise/E1-0", "/send/", "/corrections/",
     "/correct/building/floor_area/B001", "/questions/", "/disagreements/", "/account/"],
)  # fmt: skip
def test_the_keys_reach_every_control_show_it_and_are_let_go(
    page: Page, site: str, path: str
) -> None:
    as_role(page, "task_force", site)
    page.goto(path)
    page.evaluate("document.activeElement.blur()")
    stops = page.evaluate(CONTROLS)
    reached = []
    for _ in range(stops + 5):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            break
        reached.append(here)
    assert here is None, f"{path}: the keys are caught at {reached[-1]['name']}"
    assert [stop["name"] for stop in reached if not stop["seen"]] == []
    assert len(reached) == stops


def test_one_finds_as_one_types_and_opens_by_the_keys(page: Page, site: str) -> None:
    as_role(page, "leader", site)
    page.goto("/")
    box = page.get_by_role("combobox", name="检索楼宇和企业")
    box.press_sequentially("大厦1")
    found = page.get_by_role("listbox", name="检索结果").get_by_role("option")
    expect(found.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#told-top")).to_contain_text("按上下键选择")
    box.press("Escape")
    expect(found.first).to_be_hidden()
    expect(box).to_be_focused()
    box.press("ArrowDown")
    box.press("ArrowDown")
    second = found.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    box.press("ArrowUp")
    expect(found.first).to_have_attribute("aria-selected", "true")
    name = found.first.locator("b").inner_text()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_what_one_types_is_looked_for_within_the_scope(page: Page, site: str) -> None:
    buildings = example.Example().tables["building"].to_pylist()
    own = buildings[0]
    other = next(one for one in buildings if one["street"] != own["street"])
    as_role(page, "liaison", site)
    page.goto("/account/")
    box = page.get_by_role("combobox", name="检索楼宇和企业")
    box.fill(own["name"])
    panel = page.locator("#found-top")
    expect(panel.get_by_role("option").first).to_contain_text(own["name"])
    box.fill(other["name"].removeprefix("示例"))
    expect(panel).to_contain_text("没有找到")
    expect(page.locator("#told-top")).to_contain_text("没有找到")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_nothing_typed_shows_nothing_and_leaving_closes(page: Page, site: str) -> None:
    as_role(page, "leader", site)
    page.goto("/")
    box = page.get_by_role("combobox", name="检索楼宇和企业")
    box.fill("大厦")
    panel = page.locator("#found-top")
    expect(panel).to_be_visible()
    box.fill("")
    expect(panel).to_be_hidden()
    box.fill("大厦")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("link", name=re.compile("演示·领导"))).to_be_focused()
