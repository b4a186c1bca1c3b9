"""A policy written, tried, published and changed at its desk; and a question that it answers."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from entering import entered
from playwright.sync_api import Browser, Locator, Page, expect

from louyu.edition import edition_open
from louyu.fact_file import fact_rows, facts_made
from louyu.services.policy.fact import Subject
from louyu.web.people.rights import Clearance
from louyu.web.shelf import district_of_site

pytestmark = pytest.mark.browser
NAME = "楼宇企业班车补助"
WRONG = "入驻楼宇 且 员工总数 不少于 20人"
SAID = {
    "种类": "通勤补助", "给谁": "入驻企业", "自": "2026-01-01", "至": "2099-12-31",
    "文件标题": "望潮区楼宇通勤若干措施（演示数据）", "条款": "第二条", "发文日期": "2025-12-20",
    "条款原文": "员工20人以上的入驻企业，按每名员工500元补助班车费用，免申即享。",
    "每行一条，都要满足": WRONG, "第1档金额": "员工数 × 500元/人",
}  # fmt: skip
CASES = (
    ("二十人", "入驻楼宇 是；员工数 20人", "可享", "1万元"),
    ("十九人", "入驻楼宇 是；员工数 19人", "差一项", ""),
)


@pytest.fixture
def staff(real_site: str) -> list[int]:
    """The staff of every enterprise in a building, by the facts, which the worker keeps ready."""
    assert real_site
    home = Path(settings.HOME)
    edition = edition_open(home)
    paths = {subject: facts_made(home, edition, subject) for subject in Subject}
    rows = fact_rows(paths[Subject.ENTERPRISE], Subject.ENTERPRISE).to_pylist()
    return [row["staff"] for row in rows if row["housed"] and row["staff"] is not None]


def watched(page: Page, site: str) -> list[str]:
    """What a tab complains of from now on: errors, failed requests, and other hosts asked."""
    found: list[str] = []
    page.on("console", lambda said: found.append(f"{page.url} says {said.text}"))
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: found.append(f"failed: {request.url}"))

    def asked(url: str) -> None:
        if not url.startswith((f"{site}/", "data:", "blob:")):
            found.append(f"asks another host: {url}")

    page.on("request", lambda request: asked(request.url))
    return found


def filled(page: Page, said: dict[str, str]) -> None:
    for label, words in said.items():
        page.get_by_label(label, exact=True).fill(words)


def standing(page: Page, word: str) -> Locator:
    """A number of those that say how everyone stands to a policy."""
    pair = page.locator(".standing > div").filter(has=page.get_by_text(word, exact=True))
    return pair.get_by_role("definition")


def money(yuan: int) -> str:
    return f"{yuan / 10_000:g}万元" if yuan >= 10_000 else f"{yuan}元"


def test_a_policy_is_written_tried_published_changed_and_paid(
    browser: Browser, real_site: str, staff: list[int]
) -> None:
    clerk = entered(browser, real_site, "writes-policies", role="clerk", unit="望潮区商务局")
    complaints = watched(clerk, real_site)
    clerk.goto(real_site)
    clerk.get_by_role("link", name="政策", exact=True).click()
    clerk.get_by_role("link", name="政策台").click()
    clerk.get_by_label("名称", exact=True).fill(NAME)
    clerk.get_by_role("button", name="起草", exact=True).click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text(NAME)

    filled(clerk, SAID)
    for label in ("咨询部门", "发文单位"):
        clerk.get_by_label(label, exact=True).select_option(label="望潮区商务局")
    clerk.get_by_label("免申即享").check()
    for n, (name, facts, status, amount) in enumerate(CASES, 1):
        told = {"名称": name, "日期": "2026-03-31", "事实": facts, "应得": amount}
        filled(clerk, {f"算例{n}{what}": words for what, words in told.items()})
        clerk.get_by_label(f"算例{n}应为", exact=True).select_option(status)
    clerk.get_by_role("button", name="发布", exact=True).click()
    place = f"第 {WRONG.index('员工总数') + 1} 个字：不认识“员工总数”；是不是“员工数"
    tried = clerk.get_by_role("region", name="试算")
    expect(tried).to_contain_text(place)
    expect(clerk.locator(".field-wrong, .lines-editor").filter(has_text=place)).to_be_visible()
    clerk.get_by_role("link", name="看是哪些").click()
    expect(tried).to_be_in_viewport()
    rule = clerk.get_by_label("每行一条，都要满足")
    expect(rule).to_have_value(WRONG)

    rule.fill(WRONG.replace("员工总数", "员工数"))
    clerk.get_by_role("button", name="保存并试算").click()
    expect(tried).to_contain_text("可以发布")
    large = [count for count in staff if count >= 20]
    assert len(large) > 10, "too few to tell a rule by"
    expect(standing(clerk, "可享")).to_have_text(str(len(large)))
    expect(standing(clerk, "合计")).to_have_text(money(500 * sum(large)))
    clerk.get_by_role("button", name="发布", exact=True).click()
    expect(clerk.get_by_text("第 1 版")).to_be_visible()
    cases = clerk.get_by_role("region", name="算例").get_by_role("table")
    expect(cases.get_by_text("相符", exact=True)).to_have_count(len(CASES))

    clerk.get_by_role("link", name="政策台").click()
    clerk.get_by_label("政策", exact=True).select_option(label=f"{NAME}（第 1 版）")
    clerk.get_by_role("button", name="起草新版").click()
    expect(rule).to_have_value("入驻楼宇\n员工数 不低于 20人")
    rule.fill("入驻楼宇\n员工数 不低于 10人")
    clerk.get_by_role("button", name="发布", exact=True).click()
    expect(tried).to_contain_text("还不能发布，有 1 处")
    expect(tried).to_contain_text("应为差一项，算得可享")
    draft = clerk.url
    leader = entered(browser, real_site, "reads-policies", role="leader", unit="区政府")
    complaints_too = watched(leader, real_site)
    leader.goto(f"{real_site}/policy/")
    leader.get_by_role("link", name=NAME).click()
    expect(leader.get_by_text("第 1 版")).to_be_visible()

    clerk.get_by_label("算例2应为").select_option("可享")
    clerk.get_by_label("这一版改了什么").fill("让更多小企业享受")
    clerk.get_by_role("button", name="发布", exact=True).click()
    expect(clerk.get_by_text("第 2 版")).to_be_visible()
    many = [count for count in staff if count >= 10]
    assert len(many) > len(large)
    leader.reload()
    expect(leader.get_by_text("第 2 版")).to_be_visible()
    expect(standing(leader, "可享")).to_have_text(str(len(many)))
    expect(leader.get_by_role("link", name="政策台")).to_have_count(0)

    clerk.get_by_role("link", name="政策台").click()
    clerk.get_by_role("link", name=re.compile(rf"^与上一版\s*{NAME}第2版$")).click()
    expect(clerk.get_by_text("起草人说明：让更多小企业享受")).to_be_visible()
    changed = clerk.get_by_role("row", name=re.compile("^条件"))
    expect(changed.get_by_role("cell")).to_have_text(["员工数 不低于 20人", "员工数 不低于 10人"])

    clerk.goto(f"{real_site}/policy/?q={NAME}")
    clerk.get_by_role("link", name=NAME).click()
    clerk.get_by_role("link", name="政策沙盘").click()
    clerk.get_by_label("哪一条").select_option(label="员工数 不低于 10人")
    clerk.get_by_role("button", name="看看").click()
    lines = clerk.get_by_role("region", name="界线挪一挪").locator("tbody tr")
    expect(lines.filter(has_text="10人（现在）")).to_have_count(1)
    read = [row.split("\t") for row in lines.all_inner_texts()]
    assert len(read) > 3
    for line, receivers, amount in read:
        at = int(re.sub(r"\D", "", line))
        within = [count for count in staff if count >= at]
        assert (receivers, amount) == (str(len(within)), money(500 * sum(within))), line

    clerk.goto(f"{real_site}/policy/payout/")
    due = clerk.get_by_role("region", name=NAME).first
    expect(due).to_contain_text(f"应兑现 {len(many)} 个，合计 {money(500 * sum(many))}")
    due.get_by_role("button", name="登记为已兑现").click()
    expect(due).to_contain_text(f"应兑现 0 个，合计 0元；不列入 {len(many)} 个")

    street = district_of_site().streets[0].name
    liaison = entered(
        browser, real_site, "reads-street-policies", role="liaison", unit=street, names=(street,),
        clearance=Clearance.BANDED,
    )  # fmt: skip
    complaints_of_street = watched(liaison, real_site)
    liaison.goto(f"{real_site}/policy/")
    expect(liaison.get_by_role("link", name="政策台")).to_have_count(0)
    liaison.get_by_role("link", name=NAME).click()
    expect(liaison.get_by_text(SAID["条款原文"])).to_be_visible()
    expect(liaison.get_by_text("当前岗位看不到名单")).to_be_visible()
    for reader in (leader, liaison):
        for closed in (f"{real_site}/policy/desk/", draft, f"{real_site}/policy/payout/"):
            assert reader.request.get(closed).status == 403

    auditor = entered(browser, real_site, "audits-policies", role="auditor", unit="审计组")
    auditor.goto(f"{real_site}/log/")
    log = auditor.get_by_role("table")
    for version in (1, 2):
        published = log.get_by_role("row").filter(has_text=f"发布 {NAME} 第{version}版")
        expect(published).to_contain_text("writes-policies")
    assert complaints == complaints_too == complaints_of_street == []


def ask(page: Page, question: str) -> None:
    page.get_by_label("想问什么").fill(question)
    page.get_by_role("button", name="问", exact=True).click()


def test_a_question_is_quoted_handed_over_or_without_ground(
    browser: Browser, real_site: str, staff: list[int]
) -> None:
    assert staff
    asker = entered(browser, real_site, "asks-of-policies", role="leader", unit="区政府")
    complaints = watched(asker, real_site)
    asker.goto(f"{real_site}/policy/")
    asker.get_by_role("link", name="问政策").click()
    ask(asker, "新入驻企业的租金补助标准是什么")
    first = asker.get_by_role("region", name="原文").get_by_role("listitem").first
    rent = next(offer for offer in district_of_site().offers if offer.key == "rent-subsidy")
    expect(first.locator("blockquote")).to_contain_text(rent.document.text)
    marked = first.locator("mark").all_inner_texts()
    assert "租金" in marked
    for said in (rent.document.title, rent.document.number, "第七条", "有效期至 2027-12-31"):
        expect(first).to_contain_text(said)
    asker.get_by_role("button", name="有用").click()
    expect(asker.get_by_role("heading", name="已记下")).to_be_visible()

    asker.get_by_role("link", name="再问一个").click()
    ask(asker, "我公司首次入库能拿多少奖励")
    handed = asker.get_by_role("region", name="这是在问一个具体情况")
    expect(handed).to_contain_text("由规则引擎按台账逐条判断")
    handed.get_by_role("link", name="首次上规奖励").click()
    expect(asker.get_by_role("heading", level=1)).to_have_text("首次上规奖励")
    expect(asker.get_by_role("listitem").filter(has_text="本年首次入库")).to_be_visible()

    asker.goto(f"{real_site}/policy/ask/")
    ask(asker, "宠物狗怎么办狗证，我的电话13800001234")
    none = asker.get_by_role("region", name="没有找到依据")
    unit = none.locator("b").inner_text()
    assert unit in {department.name for department in district_of_site().departments}
    expect(asker.get_by_role("region", name="原文")).to_have_count(0)
    asker.get_by_role("button", name="没用").click()
    expect(asker.get_by_text("政策台会看到这个问题")).to_be_visible()
    assert asker.request.get(f"{real_site}/policy/asked/").status == 403

    desk = entered(browser, real_site, "answers-policies", role="clerk", unit="望潮区商务局")
    complaints_too = watched(desk, real_site)
    desk.goto(f"{real_site}/policy/desk/")
    desk.get_by_role("link", name="问答台").click()
    rows = desk.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("宠物狗怎么办狗证")
    for said in ("没有找到依据", unit, "没用"):
        expect(rows).to_contain_text(said)
    expect(rows).not_to_contain_text("13800001234")
    desk.get_by_label("怎么处理的").fill("不属楼宇政策")
    desk.get_by_role("button", name="记下").click()
    expect(desk.get_by_text("这里没有问题。")).to_be_visible()
    desk.get_by_role("link", name="全部").click()
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="宠物狗")).to_contain_text("不属楼宇政策")
    assert complaints == complaints_too == []
