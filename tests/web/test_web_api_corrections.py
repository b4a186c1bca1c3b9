"""Corrections by programs: said, sent back to the owner of the datum, answered."""

import io
from pathlib import Path
from typing import Any

import openpyxl
from django.test import Client
from posts import program, somebody
from test_web_corrections import PLANNING, building

from louyu.web.api import corrections as api
from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.correction import Correction, Stage

WHERE = "/api/v1/corrections"


def posted(client: Client, where: str, said: dict[str, Any], status: int) -> dict[str, Any]:
    answer = client.post(where, said, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def word(home: Path, value: str, **more: Any) -> dict[str, Any]:
    return {
        "noun": "building", "thing": building(home)["building"], "column": "floor_area",
        "value": value, "reason": "=现场实测", **more,
    }  # fmt: skip


def test_a_word_goes_back_to_the_owner_who_declines_and_the_number_returns(
    home: Path, monkeypatch
) -> None:
    before = building(home)
    street = program("liaison", before["street"], before["street"])
    said = posted(street, WHERE, word(home, "12345"), 202)
    assert (said["kind"], said["unit"]) == ("更正", "㎡")
    assert building(home)["floor_area"] == 1234500
    again = posted(street, WHERE, word(home, "12345", reason="再说一次"), 202)
    assert again["number"] == said["number"], "said twice is said once"

    owner = program("clerk", PLANNING)
    back = owner.get(WHERE).json()
    (told,) = back["items"]
    assert (told["thing"], told["column"]) == (before["building"], "floor_area")
    assert float(told["listed"]) == before["floor_area"] / 100 and told["said"] == "12345"
    assert (told["author_unit"], told["reason"]) == (before["street"], "=现场实测")
    assert told["state"] == "in_force" and told["edition"] == "2026-03.2" and told["answerable"]
    monkeypatch.setattr(api, "SETTLED", api.dt.timedelta(0))
    cursor = owner.get(WHERE).json()["cursor"]
    assert owner.get(WHERE, {"since": cursor}).json()["items"] == []

    there = f"{WHERE}/{told['number']}/answer"
    assert "理由" in posted(owner, there, {"word": "decline"}, 409)["detail"]
    posted(owner, there, {"word": "decline", "reason": "实测含地下车库"}, 200)
    assert building(home)["floor_area"] == before["floor_area"]
    assert Entry.objects.filter(action=Action.RULE).exists()
    changed = street.get(WHERE, {"whose": "own", "since": cursor}).json()["items"]
    assert [each["answer"] for each in changed] == ["不采纳：实测含地下车库"]
    posted(owner, there, {"word": "adopt"}, 409)
    posted(owner, there, {"word": "withdraw"}, 403)
    assert owner.get(WHERE, {"since": "gestern"}).status_code == 422

    book = b"".join(somebody("clerk", PLANNING).get("/corrections/owned.xlsx"))
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(book)).active.values]
    (listed,) = [row for row in rows if row[0] == said["reference"]]
    assert listed[9] == "=现场实测" and "不采纳" in listed[14] and listed[11] == before["street"]


def test_who_lists_nothing_proposes_and_the_owner_takes_it_up(home: Path) -> None:
    row = building(home)
    operator = program("operator", "演示运营公司", row["building"])
    proposed = posted(
        operator, WHERE, word(home, "新运营公司", column="operator", since=202602), 202
    )
    assert (proposed["state"], proposed["kind"]) == ("proposed", "更新")
    street = program("liaison", row["street"], row["street"])
    (told,) = street.get(WHERE, {"state": "proposed"}).json()["items"]
    posted(street, f"{WHERE}/{told['number']}/answer", {"word": "adopt"}, 200)
    assert Correction.objects.get(pk=told["number"]).stage == Stage.ADOPTED
    assert building(home)["operator"] == "新运营公司"


def test_a_word_is_held_to_the_checks_of_the_page(home: Path) -> None:
    row = building(home)
    street = program("liaison", row["street"], row["street"])
    for wrong, part in (
        ({"value": "一大片"}, "不能读作一个数"),
        ({"value": "-5"}, "下限"),
        ({"reason": "x"}, "reason 不少于 2 个字"),
        ({"since": 190001}, "月份"),
    ):
        answer = posted(street, WHERE, {**word(home, "12345"), **wrong}, 422)
        assert part in answer["detail"], answer
    posted(street, WHERE, word(home, "1", thing="B404"), 404)
    posted(street, WHERE, word(home, "1", column="nichts"), 404)
    posted(program("leader", "区政府"), WHERE, word(home, "1"), 403)
    assert not Correction.objects.exists()
