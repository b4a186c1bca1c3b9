"""更正: a word with its reason, 待入库 until the next edition; the owner's word is the last."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from posts import somebody

from louyu.edition import edition_open
from louyu.web import jobs
from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.build_run import BuildState
from louyu.web.ledger.correction import Correction, Stage

PLANNING = "临澜市自然资源和规划局望潮分局"


def building(home: Path) -> dict:
    """The first building of the edition that stands."""
    edition = edition_open(home)
    return min(edition.rows("building", 202603).to_pylist(), key=lambda row: row["building"])


def liaison(home: Path) -> Client:
    street = building(home)["street"]
    return somebody("liaison", street, street)


def address(home: Path, column: str = "floor_area") -> str:
    return f"/correct/building/{column}/{building(home)['building']}"


def says(client: Client, where: str, value: str, **more: object) -> Correction:
    answer = client.post(where, {"other": value, "reason": "现场实测", **more})
    page = answer.content.decode()
    assert answer.status_code == 302, page[page.find("field-error") :][:200]
    said = Correction.objects.first()
    assert said is not None
    entered(said)
    return said


def entered(said: Correction) -> None:
    """What should have gone in did, and what should have been built was."""
    assert said.stage != Stage.REFUSED, said.answer
    if said.build is not None:
        assert said.build.state != BuildState.FAILED, said.build.message


def test_a_street_corrects_a_floor_area_and_the_next_edition_has_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, client = building(home), liaison(home)
    area = f"{before['floor_area'] / 50:.2f}"
    with monkeypatch.context() as waiting:
        waiting.setattr(jobs, "build_asked", lambda *_: None)
        said = says(client, address(home), area, proof="不动产权证第 7 号")
    page = client.get(f"/building/{before['building']}").content.decode()
    assert f"待入库</a>：{area}" in page, "the page shows it at once"
    assert building(home)["floor_area"] == before["floor_area"], "the number has not moved"
    jobs.word.call(said.pk)
    said.refresh_from_db()
    assert said.standing == "已入库（第 2026-03.2 期）"
    assert building(home)["floor_area"] == 2 * before["floor_area"]
    page = client.get(f"/building/{before['building']}").content.decode()
    assert '<span class="tag">更正</span>' in page and "待入库" not in page
    logged = Entry.objects.filter(action=Action.CORRECT).first().detail
    assert float(logged["was"]) * 100 == pytest.approx(before["floor_area"])

    client.post(f"/corrections/{said.pk}/answer", {"say": "withdraw"})
    said.refresh_from_db()
    assert said.stage == Stage.WITHDRAWN
    assert building(home)["floor_area"] == before["floor_area"]


def test_the_owner_rules_and_the_street_s_later_word_does_not_move_it(home: Path) -> None:
    street, where = liaison(home), address(home)
    ruled = Entry.objects.filter(action=Action.RULE).count()
    says(street, where, "12345")
    owner = somebody("clerk", PLANNING)
    form = owner.get(where).content.decode()
    assert "所填即为裁定" in form and "12,345.00 ㎡" in form and "现采用 · 更正" in form
    says(owner, where, "54321")
    says(street, where, "12345", since="202602")
    assert building(home)["floor_area"] == 5432100
    assert Entry.objects.filter(action=Action.RULE).count() == ruled + 1


def test_a_word_of_who_lists_nothing_waits_for_the_owner(home: Path) -> None:
    row = building(home)
    operator = somebody("operator", "演示运营公司", row["building"])
    said = says(operator, address(home, "operator"), "新运营公司")
    assert said.stage == Stage.PROPOSED and building(home)["operator"] == row["operator"]
    street = liaison(home)
    assert said.reference in street.get("/corrections/").content.decode()
    other = somebody("clerk", PLANNING)
    assert other.get(f"/corrections/{said.pk}/").status_code == 404, "neither its own nor its datum"
    street.post(f"/corrections/{said.pk}/answer", {"say": "adopt"})
    said.refresh_from_db()
    entered(said.taken_up_in.get())
    assert said.stage == Stage.ADOPTED and building(home)["operator"] == "新运营公司"
    assert said.taken_up_in.get().unit == row["street"]


def test_an_enterprise_s_facts_are_the_registrar_s_to_mend(home: Path) -> None:
    edition = edition_open(home)
    tenant = edition.rows("tenancy", 202603).to_pylist()[0]["enterprise"]
    own = somebody("enterprise", "某企业", tenant)
    said = says(own, f"/correct/enterprise/name/{tenant}", "改了名的有限公司")
    registrar = somebody("clerk", "望潮区市场监督管理局")
    registrar.post(f"/corrections/{said.pk}/answer", {"say": "decline", "answer": "登记未变更"})
    said.refresh_from_db()
    assert (said.stage, said.answer) == (Stage.DECLINED, "登记未变更")
    assert "登记未变更" in own.get(f"/corrections/{said.pk}/").content.decode()


@pytest.mark.parametrize(
    ("column", "value", "wrong"),
    [
        ("floor_area", "一大片", "不能读作一个数"),
        ("floor_area", "-5", "下限"),
        ("land_use", "海", "可选"),
        ("completed_on", "2025年13月", "日期"),
        ("floor_area", "", "请填写"),
    ],
)
def test_what_is_no_value_is_said_and_nothing_is_lost(
    home: Path, column: str, value: str, wrong: str
) -> None:
    answer = liaison(home).post(address(home, column), {"other": value, "reason": "因为所以"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "因为所以" in page
    assert wrong in page, page[page.find("field-error") :][:200]
    assert not Correction.objects.exists()


def test_nobody_corrects_what_is_not_in_sight(home: Path) -> None:
    row = building(home)
    other = next(
        each["street"]
        for each in edition_open(home).rows("building", 202603).to_pylist()
        if each["street"] != row["street"]
    )
    stranger = somebody("liaison", other, other)
    assert stranger.get(address(home)).status_code == 404
    assert stranger.post(address(home), {"other": "1", "reason": "试试"}).status_code == 404
    assert somebody("leader", "区政府").get(address(home)).status_code == 403


def test_proof_is_for_those_concerned(home: Path) -> None:
    client = liaison(home)
    photo = SimpleUploadedFile("../现场.jpg", b"\xff\xd8photo")
    said = says(client, address(home), "12345", attachment=photo, since="202603")
    assert said.holds_from == date(2026, 3, 1)
    got = client.get(f"/corrections/{said.pk}/attachment")
    assert b"".join(got) == b"\xff\xd8photo" and "attachment" in got["Content-Disposition"]
    assert (
        somebody("clerk", "望潮区统计局").get(f"/corrections/{said.pk}/attachment").status_code
        == 404
    )


def test_what_units_say_differently_is_listed_till_its_owner_has_ruled(home: Path) -> None:
    row, where = building(home), address(home)
    says(liaison(home), where, "12345")
    owner = somebody("clerk", PLANNING)
    mine = owner.get("/disagreements/?show=mine").content.decode()
    assert row["name"] in mine and "12,345.00 ㎡" in mine and f'href="{where}">裁定' in mine
    says(owner, where, "12345")
    assert row["name"] not in owner.get("/disagreements/?show=mine").content.decode()
    assert row["name"] in owner.get("/disagreements/?show=ruled").content.decode()
