"""A liaison officer finds the list wrong: corrected on the street, ruled on, and logged."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from entering import entered
from playwright.sync_api import Browser, Page, expect

from louyu.edition import edition_open
from louyu.web.people.rights import Clearance

pytestmark = pytest.mark.browser
PLANNING = "临澜市自然资源和规划局望潮分局"


def buildings() -> list[dict]:
    rows = edition_open(Path(settings.HOME)).rows("building", 202603).to_pylist()
    return sorted(rows, key=lambda row: row["building"])


def area_row(page: Page) -> str:
    return page.get_by_role("row", name=re.compile("^建筑面积")).inner_text()


def test_a_floor_area_is_corrected_on_the_street_and_ruled_on_in_the_bureau(
    browser: Browser, real_site: str
) -> None:
    mine = buildings()[0]
    other = next(row for row in buildings() if row["street"] != mine["street"])
    liaison = entered(
        browser, real_site, "liaison-corrects", role="liaison", unit=mine["street"],
        names=(mine["street"],), clearance=Clearance.BANDED,
    )  # fmt: skip
    complaints: list[str] = []
    liaison.on("console", lambda message: complaints.append(message.text))
    here = f"{real_site}/building/{mine['building']}"

    liaison.goto(here)
    liaison.get_by_role("link", name=re.compile(r"^更正\s*建筑面积$")).click()
    liaison.get_by_label(re.compile("^都不对")).fill("12346")
    liaison.get_by_label("理由").fill("按不动产权证")
    liaison.get_by_role("button", name="提交更正").click()
    expect(liaison.get_by_text("已入库（第 2026-03.2 期）")).to_be_visible(timeout=60_000)
    liaison.goto(here)
    assert "12,346.00 ㎡" in area_row(liaison) and "更正" in area_row(liaison)

    answer = liaison.goto(f"{real_site}/building/{other['building']}")
    assert answer is not None and answer.status == 404, "a street does not see its neighbour"
    liaison.get_by_role("combobox", name="检索楼宇和企业").fill(other["name"])
    liaison.keyboard.press("Enter")
    expect(liaison.get_by_role("main")).not_to_contain_text(other["building"])

    bureau = entered(browser, real_site, "planning-rules", role="clerk", unit=PLANNING)
    bureau.goto(f"{real_site}/disagreements/?show=mine")
    bureau.get_by_role("link", name=re.compile(rf"^裁定\s*{mine['name']}建筑面积$")).click()
    bureau.get_by_label(re.compile("清单|" + re.escape(PLANNING))).last.check()
    bureau.get_by_label("理由").fill("竣工测绘报告")
    bureau.get_by_role("button", name="裁定").click()
    expect(bureau.get_by_text("已入库（第 2026-03.3 期）")).to_be_visible(timeout=60_000)
    liaison.goto(here)
    assert "裁定" in area_row(liaison)

    auditor = entered(browser, real_site, "auditor-of-words", role="auditor", unit="审计组")
    auditor.goto(f"{real_site}/log/")
    for said in ("更正", "裁定矛盾"):
        expect(auditor.get_by_role("table").get_by_text(said, exact=True).first).to_be_visible()
    assert [said for said in complaints if "404" not in said] == []
