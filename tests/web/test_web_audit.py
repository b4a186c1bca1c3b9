"""The operation log holds together, and shows it when it does not."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from posts import ClientAs

from louyu.cli import main
from louyu.web.ledger.audit import (
    FIRST,
    HEADS,
    Action,
    Entry,
    breaks,
    head,
    head_due,
    head_exported,
    head_missing,
    record,
)


@pytest.fixture
def log() -> None:
    for n in range(5):
        record(Action.READ, f"一企一档 {n}", author="某某", unit="专班", detail={"purpose": "核对"})


def test_each_line_is_sealed_over_the_one_before(log: None) -> None:
    entries = list(Entry.objects.order_by("number"))
    assert [each.number for each in entries[1:]] == [each.number + 1 for each in entries[:-1]]
    assert all(b.before == a.sha256 for a, b in pairwise(entries))
    assert list(breaks()) == []
    assert head() == (entries[-1].number, entries[-1].sha256)


def test_the_database_refuses_to_change_or_remove_a_line(log: None) -> None:
    for forbidden in (
        lambda: Entry.objects.filter(number=head()[0]).update(author="他人"),
        lambda: Entry.objects.first().delete(),
    ):
        with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
            forbidden()


def forced(statement: str) -> None:
    """As somebody would who has the database itself in hand."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS ledger_entry_no_delete")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE ledger_entry SET author = '他人' WHERE number = {n}", "内容与校验和不符"),
        ("DELETE FROM ledger_entry WHERE number = {n}", "缺第"),
        ("UPDATE ledger_entry SET before = '0' WHERE number = {n}", "与前一条接不上"),
    ],
)
def test_a_forced_change_is_found(log: None, statement: str, wrong: str) -> None:
    forced(statement.format(n=head()[0] - 2))
    assert any(wrong in each.wrong for each in breaks())


def test_a_log_cut_short_is_found_by_a_head_kept_elsewhere(log: None, tmp_path: Path) -> None:
    number, _ = head_exported(tmp_path)
    assert list(head_missing(tmp_path)) == []
    forced(f"DELETE FROM ledger_entry WHERE number = {number}")
    assert list(breaks()) == [], "the chain alone does not show it"
    assert [each.number for each in head_missing(tmp_path)] == [number]


def test_the_head_is_due_once_a_day(log: None, tmp_path: Path) -> None:
    assert head_due(tmp_path)
    head_exported(tmp_path)
    assert not head_due(tmp_path)
    kept = tmp_path / HEADS
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    kept.write_text(kept.read_text("utf-8").replace(today, "2020-01-01"), "utf-8")
    assert head_due(tmp_path)


def test_nothing_logged_is_a_chain_too() -> None:
    if Entry.objects.count() == 0:
        assert head() == (0, FIRST) and list(breaks()) == []


def test_the_auditor_finds_the_heads_on_the_page_and_holds_one_kept_elsewhere_against_the_log(
    log: None, client_as: ClientAs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    client = client_as("auditor")
    assert "还没有导出过" in client.get("/log/").content.decode()
    assert client.get("/log/heads.csv").status_code == 404
    number, sha256 = head_exported(tmp_path)
    page = client.get("/log/").content.decode()
    assert sha256 in page and "相符" in page and HEADS in page
    assert sha256 in client.get("/log/heads.csv").content.decode()
    asked = {"number": number, "sha256": sha256}
    assert "相符：第" in client.get("/log/", asked).content.decode()
    wrong = {**asked, "sha256": sha256[::-1]}
    assert "不符：第" in client.get("/log/", wrong).content.decode()
    assert "须为整数" in client.get("/log/", {"number": "x"}).content.decode()
    told = client.get("/api/v1/log/head").json()
    assert Entry.objects.get(number=told["number"]).sha256 == told["sha256"]
    forced(f"DELETE FROM ledger_entry WHERE number >= {number}")
    page = client.get("/log/?verify=1").content.decode()
    assert "有改动" in page and "与导出的末条校验和不符" in page


def test_louyu_audit_verify_says_whether_the_log_holds(log: None, tmp_path: Path) -> None:
    asked = ["audit", "verify", "--home", str(settings.HOME), "--json"]
    held = CliRunner().invoke(main, asked)
    assert held.exit_code == 0 and json.loads(held.output)["breaks"] == []
    forced(f"UPDATE ledger_entry SET author = '他人' WHERE number = {head()[0] - 1}")
    broken = CliRunner().invoke(main, asked)
    assert broken.exit_code == 1
    assert json.loads(broken.output)["breaks"][0]["wrong"] == "内容与校验和不符"
