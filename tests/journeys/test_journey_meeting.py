"""Before a meeting: two definitions, only what flips, to the rows; a picture and a sheet of it."""

from pathlib import Path

import pypdfium2
import pytest
from entering import logged_in
from PIL import Image
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser
A4_LANDSCAPE = (842, 595)


def test_a_leader_compares_definitions_and_takes_a_picture_and_paper_along(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{**logged_in("leader"), "url": site}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(site)
    page.get_by_role("link", name="口径对比").click()
    page.get_by_label("指标").select_option("occupancy_rate")
    page.get_by_label("显示").select_option("ranks")
    page.get_by_role("button", name="比较").click()
    # Another question has other definitions: the page falls back to its first two.
    expect(page.get_by_role("heading", level=1)).to_contain_text("公司和分支机构与各类组织")
    rows = page.get_by_role("table").locator("tbody tr")
    expect(rows.first).to_contain_text("位")
    assert all("不变" not in text for text in rows.all_inner_texts())

    with page.expect_download() as taken:
        page.get_by_role("button", name="存为图片").click()
    assert taken.value.suggested_filename.endswith(".png")
    taken.value.save_as(tmp_path / "picture.png")
    with Image.open(tmp_path / "picture.png") as picture:
        assert picture.width > 2000
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 50, "not an empty sheet"

    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True, print_background=True)
    sheet = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    assert tuple(round(side) for side in sheet[0].get_size()) == A4_LANDSCAPE
    said = sheet[0].get_textpage().get_text_bounded().replace(" ", "")
    assert "202506.3" in said and "演示数据" in said and "打印于" in said
    assert "存为图片" not in said and "导出" not in said
    sheet.close()

    rows.first.get_by_role("link").nth(2).click()
    expect(page.get_by_text("这是另一口径下的数")).to_be_visible()
    assert complaints == []
    context.close()
