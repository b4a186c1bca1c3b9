"""A clerk's file on its way, in a browser: dropped, reported, corrected, confirmed, on the page."""

from pathlib import Path

import pytest
import real_home
from entering import entered
from playwright.sync_api import Browser, Page, expect

from louyu.web.people.rights import Clearance

pytestmark = pytest.mark.browser
TAX_BUREAU = "国家税务总局临澜市望潮区税务局"


def number(page: Page, site: str) -> str:
    """The district's building tax, as a leader reads it."""
    page.goto(f"{site}/explain/building_tax/district/望潮区/202603")
    return page.locator(".figure").first.inner_text()


def test_a_file_goes_from_the_clerks_desk_into_the_leaders_number(
    browser: Browser, real_site: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp()
    clerk = entered(
        browser, real_site, "tax-clerk", role="clerk", unit=TAX_BUREAU, clearance=Clearance.HIDDEN
    )
    leader = entered(browser, real_site, "leader-of-door", role="leader", unit="区政府")
    complaints: list[str] = []
    clerk.on("console", lambda message: complaints.append(message.text))
    before = number(leader, real_site)

    clerk.goto(f"{real_site}/send/")
    clerk.set_input_files("#files", real_home.tax_file(root, tmp_path, times=2, wrong=3))
    clerk.get_by_role("button", name="报送").click()
    expect(clerk.get_by_text("隔离 3 行")).to_be_visible()
    expect(clerk.get_by_role("region", name="逐行报告").get_by_text("见附件")).to_have_count(3)
    clerk.get_by_role("button", name="不提交").click()
    expect(clerk.get_by_text("未提交")).to_be_visible()
    assert number(leader, real_site) == before

    clerk.goto(f"{real_site}/send/")
    clerk.set_input_files("#files", real_home.tax_file(root, tmp_path, times=2))
    clerk.get_by_role("button", name="报送").click()
    expect(clerk.get_by_text("隔离 0 行")).to_be_visible()
    clerk.get_by_role("button", name="确认入库").click()
    expect(clerk.get_by_role("link", name="第 2026-03.2 期")).to_be_visible(timeout=60_000)
    after = number(leader, real_site)
    assert after != before
    # The sheet's own head, for print, says it too.
    expect(
        leader.get_by_role("main").get_by_text("2026-03.2").filter(visible=True).first
    ).to_be_visible()

    auditor = entered(browser, real_site, "auditor-of-door", role="auditor", unit="审计组")
    auditor.goto(f"{real_site}/log/")
    for said in ("编制", "报送"):
        expect(auditor.get_by_role("table").get_by_text(said, exact=True).first).to_be_visible()
    assert complaints == []
