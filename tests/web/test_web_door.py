"""A file on its way: dropped, reported, compared, confirmed, built; and taken back."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from posts import TAX_BUREAU, somebody

from louyu.edition import editions
from louyu.web import jobs
from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.build_run import BuildRun, BuildState
from louyu.web.ledger.submission import State, Submission


def sent(client: Client, path: Path) -> Submission:
    with path.open("rb") as stream:
        answer = client.post("/send/", {"files": stream})
    assert answer.status_code == 302, answer.content.decode()
    found = Submission.objects.first()
    assert found is not None
    return found


def says(client: Client, submission: Submission, word: str, **more: str) -> Submission:
    client.post(f"/send/{submission.pk}/answer", {"say": word, **more})
    submission.refresh_from_db()
    return submission


def tax_total(home: Path) -> int:
    edition = editions(home)[-1].cleared("restricted")
    return sum(edition.rows("tax", 202603)["total"].to_pylist())


def test_a_dirty_file_is_reported_corrected_confirmed_and_counts(home: Path, file) -> None:
    client = somebody("clerk", TAX_BUREAU)
    before = tax_total(home)
    dirty = sent(client, file(times=2, wrong=2))
    assert dirty.state == State.ASKING and "隔离 2 行" in dirty.message
    page = client.get(f"/send/{dirty.pk}/").content.decode()
    assert page.count("见附件") == 2 and "隔离" in page, "every row with what is wrong"
    assert '不再有 <b class="num">2</b>' in page, "the two are gone beside the file in force"
    marked = b"".join(client.get(f"/send/{dirty.pk}/marked.xlsx"))
    (home / "marked.xlsx").write_bytes(marked)
    assert "核对报告" in openpyxl.load_workbook(home / "marked.xlsx").sheetnames
    assert len(editions(home)) == 1 and tax_total(home) == before, "nothing speaks yet"
    says(client, dirty, "drop")
    assert dirty.state == State.DROPPED and not dirty.folder.exists()

    good = sent(client, file(times=2))
    assert good.comparison["changed"] > 50 and good.comparison["gone"] == 0
    says(client, good, "confirm")
    assert good.state == State.IN_FORCE
    assert good.build is not None and good.build.state == BuildState.PUBLISHED
    assert len(editions(home)) == 2 and tax_total(home) == pytest.approx(2 * before, rel=1e-6)
    actions = [entry.action for entry in Entry.objects.all()[:2]]
    assert actions == [Action.BUILD, Action.SUBMIT]

    says(client, good, "withdraw", reason="报错了月份")
    assert good.state == State.WITHDRAWN and tax_total(home) == before


def test_threads_that_tell_how_far_a_build_is_do_not_stop_it(home: Path) -> None:
    run = BuildRun.objects.create(asked_by="某人", reason="")

    def tell(done: int) -> None:
        run.tell("台账", done, 800)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(tell, range(800)))
    assert run.progress["stage"] == "台账"
    assert [path.name for path in run.path.parent.iterdir()] == [run.path.name]


def test_a_unit_sends_what_is_its_own_and_nothing_else(home: Path, file) -> None:
    street = somebody("liaison", "潮声街道", "潮声街道")
    refused = sent(street, file(times=1))
    assert refused.state == State.REFUSED and "税务局" in refused.message
    assert street.get("/template/tax.xlsx").status_code == 403
    assert street.get("/template/tenancy.xlsx").status_code == 200
    other = somebody("clerk", TAX_BUREAU)
    assert other.get(f"/send/{refused.pk}/").status_code == 404, "another unit's"
    assert somebody("task_force", "专班").get(f"/send/{refused.pk}/").status_code == 200


def test_what_is_no_table_is_refused_with_a_word_and_kept_out(home: Path, tmp_path: Path) -> None:
    client = somebody("clerk", TAX_BUREAU)
    for name, content in (("空.xlsx", b""), ("图.csv", bytes(range(256)) * 40)):
        path = tmp_path / name
        path.write_bytes(content)
        refused = sent(client, path)
        assert refused.state == State.REFUSED and refused.message
        assert refused.message in client.get(f"/send/{refused.pk}/").content.decode()
    assert client.post("/send/").status_code == 422


def test_the_same_file_again_changes_nothing(home: Path, file) -> None:
    client = somebody("clerk", TAX_BUREAU)
    says(client, sent(client, file(times=3)), "confirm")
    again = sent(client, file(times=3))
    assert again.state == State.KNOWN and len(editions(home)) == 2


def test_what_a_dead_worker_had_in_hand_is_done_by_the_next(home: Path, file) -> None:
    client = somebody("clerk", TAX_BUREAU)
    submission = sent(client, file(times=2))
    for state in (State.WAITING, State.READING):
        Submission.objects.update(state=state)
        assert jobs.taken_up() == 1
        submission.refresh_from_db()
        assert submission.state == State.ASKING
    Submission.objects.update(state=State.ENTERING)
    BuildRun.objects.create(asked_by="某某", reason="编制", state=BuildState.RUNNING)
    assert jobs.taken_up() == 2
    submission.refresh_from_db()
    assert submission.state == State.IN_FORCE and len(editions(home)) == 2
    assert not BuildRun.objects.filter(state=BuildState.RUNNING).exists()


def test_a_build_that_cannot_be_says_why(home: Path) -> None:
    for path in (home / "batches").glob("*/batch.json"):
        path.with_name("withdrawn.json").write_text("{}", encoding="utf-8")
    client = somebody("task_force", "专班")
    there = client.post("/build/")["Location"]
    assert "还没有收到楼宇台账" in client.get(there).content.decode()


def test_the_board_tells_who_is_late_and_whom_to_call(home: Path, file) -> None:
    client = somebody("task_force", "专班")
    page = client.get("/board/").content.decode()
    assert "2026年3月" in page and "税收" in page
    somebody("clerk", TAX_BUREAU)
    page = client.get("/board/").content.decode()
    row = re.search(rf"<tr><th scope=\"row\">{TAX_BUREAU}</th>.*?</tr>", page, re.S)
    assert row is not None and "正常" in row[0] and "经办人" in row[0]
