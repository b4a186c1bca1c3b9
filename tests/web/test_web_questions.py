"""待定归并: answered side by side, taken back by a key, sent in together, followed by the next."""

from pathlib import Path

import pytest
from posts import somebody

from louyu.edition import editions
from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.judgement import Judgement
from louyu.web.ledger.submission import State, Submission

TASK_FORCE = "望潮区楼宇经济专班"
AS_WRITTEN = pytest.mark.parametrize("home", ["heavy"], indirect=True)
"""A home of files as people write them: clean ones leave nothing to ask."""


@pytest.fixture
def asked(home: Path) -> list[dict]:
    rows = editions(home)[-1].cleared("restricted").rows("identity_question").to_pylist()
    assert len(rows) >= 2, "the sample asks something"
    return sorted(rows, key=lambda row: -row["area"])


def answers(client, row: dict, verdict: str) -> None:
    said = {"left": row["left"], "right": row["right"], "verdict": verdict}
    assert client.post("/questions/answer", said).status_code == 302


@AS_WRITTEN
def test_answers_are_gathered_taken_back_and_sent_in_as_one(home: Path, asked: list[dict]) -> None:
    client = somebody("task_force", TASK_FORCE)
    logged = Entry.objects.filter(action=Action.JUDGE).count()
    first, second, *_ = asked
    page = client.get("/questions/").content.decode()
    assert first["left_name"] in page and first["evidence"] in page and "涉及面积" in page
    answers(client, first, "同一")
    answers(client, second, "不同")
    client.post("/questions/undo")
    assert [each.verdict for each in Judgement.objects.all()] == ["同一"]
    assert (
        f'还有 <b class="num">{len(asked) - 1}</b> 对' in client.get("/questions/").content.decode()
    )
    client.post("/questions/send")
    submission = Submission.objects.get()
    assert submission.state == State.IN_FORCE, submission.message
    edition = editions(home)[-1].cleared("restricted")
    (stands,) = edition.rows("judgement").to_pylist()
    assert (stands["verdict"], stands["followed"], stands["sender"]) == ("同一", True, TASK_FORCE)
    left = {(row["left"], row["right"]) for row in edition.rows("identity_question").to_pylist()}
    assert (first["left"], first["right"]) not in left
    assert Entry.objects.filter(action=Action.JUDGE).count() == logged + 1

    said = {"left": stands["left"], "right": stands["right"], "verdict": "撤回"}
    client.post("/questions/answer", said)
    client.post("/questions/send")
    edition = editions(home)[-1].cleared("restricted")
    assert edition.rows("judgement").num_rows == 0
    assert edition.rows("identity_question").num_rows == len(asked), "it is asked again"


def test_a_unit_that_judges_nothing_is_told_who_does(home: Path) -> None:
    answer = somebody("clerk", "望潮区统计局").get("/questions/")
    assert answer.status_code == 403 and TASK_FORCE in answer.content.decode()


@AS_WRITTEN
def test_a_pair_nobody_asked_about_is_not_judged(home: Path, asked: list[dict]) -> None:
    client = somebody("task_force", TASK_FORCE)
    said = {"left": asked[0]["left"], "right": "name:别家", "verdict": "同一"}
    assert client.post("/questions/answer", said).status_code == 404
    said = {"left": asked[0]["left"], "right": asked[0]["right"], "verdict": "也许"}
    assert client.post("/questions/answer", said).status_code == 404


def test_only_a_unit_that_judges_finds_the_page_in_its_menu(client_as: object) -> None:
    here = 'href="/questions/"'
    judging = somebody("task_force", TASK_FORCE).get("/account/").content.decode()
    others = somebody("clerk", "国家税务总局临澜市望潮区税务局").get("/account/").content.decode()
    assert here in judging and here not in others
