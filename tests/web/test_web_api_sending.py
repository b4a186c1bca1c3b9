"""Files and rows sent by a program: reported, compared, confirmed, known again, taken back."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from posts import TAX_BUREAU, program

from louyu.edition import editions
from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.submission import State, Submission

SEND = "/api/v1/submissions"


def posted(client: Client, where: str, said: dict[str, Any], status: int) -> dict[str, Any]:
    answer = client.post(where, said, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def sent(client: Client, path: Path, status: int = 202, **said: str) -> dict[str, Any]:
    with path.open("rb") as stream:
        answer = client.post(SEND, {"file": stream, **said})
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_file_is_reported_confirmed_known_again_and_taken_back(home: Path, file) -> None:
    client = program("clerk", TAX_BUREAU)
    dirty = sent(client, file(times=2, wrong=2))
    told = client.get(f"{SEND}/{dirty['number']}").json()
    assert (told["state"], told["quarantined"], told["marked"]) == ("asking", 2, True)
    assert told["comparison"]["changed"] > 50 and told["comparison"]["gone"] == 2
    assert told["comparison"]["shown"][0]["before"] != told["comparison"]["shown"][0]["after"]
    findings = client.get(f"{SEND}/{dirty['number']}/findings").json()
    assert findings["count"] == 2 and findings["items"][0]["value"] == "见附件"
    assert findings["items"][0]["message"] and findings["items"][0]["row"] == 2
    marked = client.get(f"{SEND}/{dirty['number']}/marked.xlsx")
    assert b"".join(marked).startswith(b"PK")
    assert sent(client, file(times=2, wrong=2), 200)["number"] == dirty["number"], "known again"
    dropped = posted(client, f"{SEND}/{dirty['number']}/drop", {}, 200)
    assert dropped["state"] == "dropped"
    assert "不能确认入库" in posted(client, f"{SEND}/{dirty['number']}/confirm", {}, 409)["detail"]

    good = sent(client, file(times=2), dataset="tax", month="202603")
    told = posted(client, f"{SEND}/{good['number']}/confirm", {}, 200)
    assert (told["state"], told["edition"], told["moving"]) == ("in_force", "2026-03.2", False)
    assert sent(client, file(times=2), 200)["number"] == good["number"]
    logged = Entry.objects.filter(action=Action.SUBMIT).first()
    assert logged is not None and "的密钥" in logged.author
    told = posted(client, f"{SEND}/{good['number']}/withdraw", {"reason": "月份报错"}, 200)
    assert (told["state"], told["message"]) == ("withdrawn", "月份报错")
    assert len(editions(home)) == 3
    listed = client.get(f"{SEND}?state=withdrawn").json()
    assert [each["number"] for each in listed["items"]] == [good["number"]]


def test_rows_are_taken_as_the_file_they_would_be(home: Path) -> None:
    client = program("clerk", TAX_BUREAU)
    row = {"uscc": "91330106MA2H00X013", "企业名称": "甲有限公司", "tax_authority": "一所",
           "total": 12000.5, "local": 3000}  # fmt: skip
    said = {"dataset": "tax", "month": 202603, "rows": [row, {**row, "total": "见附件"}]}
    first = posted(client, f"{SEND}/rows", said, 202)
    told = client.get(f"{SEND}/{first['number']}").json()
    assert told["state"] == "asking", told["message"]
    assert (told["dataset"], told["month"], told["sender"]) == ("tax", 202603, TAX_BUREAU)
    assert (told["accepted"], told["quarantined"], told["non_data"]) == (1, 1, 1)
    items = client.get(f"{SEND}/{first['number']}/findings").json()["items"]
    assert any(each["value"] == "见附件" for each in items)
    assert posted(client, f"{SEND}/rows", said, 200)["number"] == first["number"]
    wrong = {**said, "rows": [{"颜色": "红"}]}
    assert "没有这些列：颜色" in posted(client, f"{SEND}/rows", wrong, 422)["detail"]
    wrong = {**said, "dataset": "tenancy", "rows": [{"room": "1"}]}
    assert "不由本单位报送" in posted(client, f"{SEND}/rows", wrong, 403)["detail"]
    posted(client, f"{SEND}/rows", {**said, "month": 202613}, 422)
    posted(client, f"{SEND}/rows", {**said, "sender": "潮声街道"}, 403)
    posted(client, f"{SEND}/rows", {**said, "dataset": "nichts"}, 404)


def test_what_one_unit_sent_another_does_not_see(home: Path) -> None:
    street = program("liaison", "潮声街道", "潮声街道")
    file = SimpleUploadedFile("图.csv", bytes(range(256)) * 40)
    number = street.post(SEND, {"file": file}).json()["number"]
    assert Submission.objects.get(pk=number).state == State.REFUSED
    other = program("clerk", TAX_BUREAU)
    for where in ("", "/findings", "/marked.xlsx"):
        assert other.get(f"{SEND}/{number}{where}").status_code == 404
    for word in ("confirm", "drop", "repeat"):
        posted(other, f"{SEND}/{number}/{word}", {}, 404)
    assert other.get(SEND).json()["count"] == 0
    assert program("task_force", "专班").get(SEND).json()["count"] == 1


@pytest.mark.parametrize("where", [f"{SEND}/rows", "/api/v1/corrections"])
def test_a_key_made_to_read_does_not_write(where: str, client_as: object) -> None:
    client = program("clerk", TAX_BUREAU, writes=False)
    said = {
        "dataset": "tax", "month": 202506, "rows": [{"total": 1}],
        "noun": "building", "thing": "B001", "column": "floor_area", "value": "1",
        "reason": "测试",
    }  # fmt: skip
    assert "只能取数" in posted(client, where, said, 403)["detail"]
    assert client.get("/api/v1/submissions").status_code == 200
