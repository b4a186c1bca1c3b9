"""政策: the catalogue, who stands how to a policy, and the desk where one is written."""

import io

import openpyxl
import pytest
from page import faults, read
from posts import ClientAs

from louyu.district import Offer
from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.grant import Grant
from louyu.web.ledger.policy_version import PolicyVersion, Standing
from louyu.web.offers import outcomes
from louyu.web.offers.book import book
from louyu.web.people.rights import Clearance
from louyu.web.policy.form import filled_from, offer_of, posted
from louyu.web.shelf import district_of_site

PAGES = (
    "/policy/", "/policy/one/first-entry/", "/policy/one/tax-steps/?status=信息不足",
    "/policy/for/building/B001", "/policy/for/enterprise/E1-0", "/policy/desk/",
    "/policy/one/rent-subsidy/sandbox", "/policy/payout/",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_policies_is_sound(client_as: ClientAs, address: str) -> None:
    answer = client_as("task_force").get(address)
    assert answer.status_code == 200
    assert faults(read(answer.content.decode())) == []


def test_the_catalogue_counts_who_may_have_what(client_as: ClientAs) -> None:
    text = read(client_as("leader").get("/policy/").content.decode()).text
    assert "首次上规奖励" in text and "共 17 项" in text
    assert "首次上规奖励" not in read(
        client_as("leader").get("/policy/?q=租金").content.decode()
    ).text  # fmt: skip


def test_tax_is_in_bands_and_closed_by_clearance(client_as: ClientAs) -> None:
    address = "/policy/for/building/B001"
    banded = read(client_as("leader").get(address).content.decode()).text
    assert (
        "万元" in banded and "还差" not in banded.split("楼宇税收上台阶奖励")[1].split("逐项看")[1]
    )
    hidden = read(client_as("leader", Clearance.HIDDEN).get(address).content.decode()).text
    assert "需税收权限" in hidden and "上年税收 1" not in hidden


def test_an_enterprise_s_matches_are_for_who_sees_all_of_it(client_as: ClientAs) -> None:
    assert client_as("leader").get("/policy/for/enterprise/E1-0").status_code == 200
    assert client_as("enterprise").get("/policy/for/enterprise/E1-0").status_code == 200
    assert client_as("enterprise").get("/policy/for/enterprise/E2-0").status_code == 404
    assert client_as("liaison").get("/policy/for/enterprise/E1-0").status_code == 404
    assert client_as("liaison").get("/policy/for/building/B001").status_code == 200
    assert client_as("liaison").get("/policy/for/building/B004").status_code == 404
    listed = read(client_as("liaison").get("/policy/one/bookkeeping-service/").content.decode())
    assert "只给全区岗位和企业本人" in listed.text


def test_an_operator_sees_how_many_tenants_and_no_names(client_as: ClientAs) -> None:
    page = read(client_as("operator").get("/policy/for/building/B001").content.decode())
    assert faults(page) == [] and "楼里企业的政策" in page.text
    tenants = page.text.split("楼里企业的政策")[1]
    assert "首次上规奖励0少于 3" in tenants and "演示企业" not in tenants
    assert "楼里企业的政策" not in read(
        client_as("operator").get("/policy/one/bookkeeping-service/").content.decode()
    ).text  # fmt: skip


def test_the_sandbox_shows_the_same_month_a_year_before(client_as: ClientAs) -> None:
    page = read(
        client_as("task_force").get("/policy/one/bookkeeping-service/sandbox").content.decode()
    )
    assert faults(page) == [] and "按 2024年6月的台账、一年前的今天算：获奖" in page.text


def test_who_may_have_a_policy_is_taken_out_and_logged(client_as: ClientAs) -> None:
    address = "/policy/one/bookkeeping-service/list.xlsx?status=差一项"
    answer = client_as("leader").get(address)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert "演示数据" in str(rows[0][0])
    head = next(row for row in rows if row[0] == "企业名称")
    assert head[5] == "差在哪里"
    assert all(row[5] for row in rows[rows.index(head) + 1 :])
    last = Entry.objects.order_by("-pk").first()
    assert last is not None and last.action == Action.EXPORT
    assert "新办企业免费代账" in last.subject


def test_facts_not_made_yet_are_told_and_nothing_breaks(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_said: object) -> None:
        raise outcomes.NotReadyError

    monkeypatch.setattr("louyu.web.policy.listing.outcomes", none)
    monkeypatch.setattr("louyu.web.policy.subject.facts_of", none)
    for address in ("/policy/", "/policy/for/building/B001"):
        answer = client_as("auditor").get(address)
        assert answer.status_code == 200 and "正在准备" in answer.content.decode()


@pytest.mark.parametrize("offer", district_of_site().offers, ids=lambda offer: offer.key)
def test_a_form_means_the_offer_it_was_filled_from(offer: Offer) -> None:
    from louyu.web.offers.book import catalogue

    filled = filled_from(offer, catalogue(offer.subject))
    data = dict(filled.said)
    for what, rows in (("tier", filled.tiers), ("case", filled.cases)):
        for n, row in enumerate(rows, 1):
            data |= {f"{what}-{n}-{name}": value for name, value in row.items()}
    again = posted(data)
    made = offer_of(again, key=offer.key, version=offer.version)
    assert made is not None, again.wrong
    known = catalogue(offer.subject)
    assert filled_from(made, known) == filled


def form_of(key: str, **more: str) -> dict[str, str]:
    from louyu.web.offers.book import catalogue

    offer = next(each for each in district_of_site().offers if each.key == key)
    filled = filled_from(offer, catalogue(offer.subject))
    data = dict(filled.said)
    for what, rows in (("tier", filled.tiers), ("case", filled.cases)):
        for n, row in enumerate(rows, 1):
            data |= {f"{what}-{n}-{name}": value for name, value in row.items()}
    return {**data, **more}


def test_a_new_version_is_drafted_tried_published_and_taken_down(client_as: ClientAs) -> None:
    told = Entry.objects.filter(action=Action.POLICY)
    before = told.count()
    client = client_as("task_force")
    client.post("/policy/desk/new", {"from": "bookkeeping-service"})
    draft = PolicyVersion.objects.get()
    assert (draft.version, draft.standing) == (2, Standing.DRAFT)
    address = f"/policy/desk/{draft.pk}/"
    wrong = client.post(address, form_of("bookkeeping-service", conditions="成立年限 不满 1年"))
    text = read(wrong.content.decode()).text
    assert "不认识“成立年限”" in text and "还不能发布" in text
    said = form_of("bookkeeping-service", conditions="入驻楼宇\n成立日期 不满 2年", say="publish")
    kept = client.post(address, said)
    assert "算例“满一年当天” 应为差一项，算得可享" in read(kept.content.decode()).text
    assert PolicyVersion.objects.get().standing == Standing.DRAFT
    said = {name: value for name, value in said.items() if not name.startswith("case-2-")}
    assert client.post(address, said).status_code == 302
    assert book().offers["bookkeeping-service"].version == 2
    assert "成立日期 不满 2年" in client.get("/policy/one/bookkeeping-service/").content.decode()
    differing = read(client.get(f"/policy/desk/{draft.pk}/differences").content.decode()).text
    assert "有 2 处不同" in differing
    assert "成立日期 不满 1年成立日期 不满 2年" in differing
    assert "算例“满一年当天”" in differing and "conditions" not in differing
    client.post(f"/policy/desk/{draft.pk}/answer", {"say": "withdraw"})
    assert "bookkeeping-service" not in book().offers
    assert told.count() == before + 2


def test_what_was_typed_stays_when_it_is_wrong(client_as: ClientAs) -> None:
    client = client_as("clerk")
    client.post("/policy/desk/new", {"name": "停车优惠"})
    draft = PolicyVersion.objects.get()
    assert draft.key == "ting-che-you-hui"
    answer = client.post(
        f"/policy/desk/{draft.pk}/", {"name": "停车优惠", "kind": "停车", "since": "明年"}
    )
    page = read(answer.content.decode())
    assert answer.status_code == 422 and faults(page) == []
    assert "起写日期，如 2025-01-01" in page.text and "请填写条款原文" in page.text
    values = {e.attributes.get("name"): e.attributes.get("value") for e in page.all("input")}
    assert (values["kind"], values["since"]) == ("停车", "明年")


def test_a_draft_whose_conditions_cannot_be_read_opens_again_as_it_was_typed(
    client_as: ClientAs,
) -> None:
    client = client_as("task_force")
    client.post("/policy/desk/new", {"from": "bookkeeping-service"})
    address = f"/policy/desk/{PolicyVersion.objects.get().pk}/"
    typed = "入驻楼宇\n成立年限 不满 1年"
    sent = client.post(address, form_of("bookkeeping-service", conditions=typed))
    saved = read(sent.content.decode())
    assert faults(saved) == [] and "已保存；还不能发布" in saved.text
    again = client.get(address)
    assert again.status_code == 200
    page = read(again.content.decode())
    assert faults(page) == [] and "入驻楼宇 成立年限 不满 1年" in page.text
    beside = page.text.split("每行一条")[1].split("有哪些事实可以写")[0]
    assert "条件第 2 行，第 1 个字：不认识“成立年限”；是不是“成立日期" in beside
    assert client.get(f"{address}differences").status_code == 200


def test_a_budget_alone_is_told_without_what_would_stand_before_it(client_as: ClientAs) -> None:
    client = client_as("task_force")
    client.post("/policy/desk/new", {"from": "bookkeeping-service"})
    said = form_of("bookkeeping-service", budget="5万元", group="代账", say="publish")
    said["tier-1-amount"] = "1万元"
    address = f"/policy/desk/{PolicyVersion.objects.get().pk}/"
    shown = read(client.post(address, said, follow=True).content.decode()).text
    award = shown.split("奖励")[1].split("材料")[0]
    assert award == "符合条件1万元预算 5万元；与“代账”同类的只享受一项 "


def test_papers_that_are_held_are_said_in_words(client_as: ClientAs) -> None:
    client = client_as("task_force")
    client.post("/policy/desk/new", {"from": "bookkeeping-service"})
    address = f"/policy/desk/{PolicyVersion.objects.get().pk}/"
    shown = read(client.get(address).content.decode()).text
    assert "营业执照 已有：市场主体登记" in shown
    unknown = form_of("bookkeeping-service", papers="营业执照　已有：工商档案")
    told = client.post(address, unknown)
    assert told.status_code == 422 and "没有“工商档案”这份数据" in told.content.decode()
    client.post(address, form_of("bookkeeping-service", papers="营业执照\n完税情况 已有:税收"))
    papers = PolicyVersion.objects.get().offer.papers
    assert [(paper.name, paper.held) for paper in papers] == [("营业执照", ""), ("完税情况", "tax")]


def test_a_published_version_is_never_changed(client_as: ClientAs) -> None:
    client = client_as("task_force")
    client.post("/policy/desk/new", {"from": "bookkeeping-service"})
    draft = PolicyVersion.objects.get()
    draft.standing = Standing.PUBLISHED
    draft.save()
    answer = client.post(f"/policy/desk/{draft.pk}/", form_of("bookkeeping-service"))
    assert answer.status_code == 400


def test_lines_on_tax_can_be_moved_only_by_who_sees_exact_tax(client_as: ClientAs) -> None:
    page = read(client_as("task_force").get("/policy/one/service-growth/sandbox").content.decode())
    assert "请先在“我的账号”打开精确税收" in page.text


def test_who_was_paid_is_recorded_once_and_not_listed_again(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("louyu.web.policy.costing.shut", lambda *_said: "")
    monkeypatch.setattr("louyu.web.policy.payout_page.shut", lambda *_said: "")
    client = client_as("task_force")
    before = read(client.get("/policy/payout/").content.decode()).text
    assert "应兑现" in before
    due = before.split("首次上规奖励")[1]
    client.post("/policy/payout/record", {"key": "first-entry"})
    again = read(client.get("/policy/payout/").content.decode()).text.split("首次上规奖励")[1]
    assert again.startswith(" 应兑现 0 个")
    assert f"应兑现 {Grant.objects.filter(policy='first-entry').count()} 个" in due
