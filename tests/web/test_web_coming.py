"""What takes long says so on its page, and comes by itself; what goes wrong meanwhile is told."""

import threading

import example
import pytest
from django.test import Client
from posts import ClientAs

from louyu.services.policy.policy import Policy
from louyu.web import page
from louyu.web.kept import ComingError, Kept, patient
from louyu.web.ledger.audit import Action, Entry
from louyu.web.people.rights import Clearance
from louyu.web.policy import payout_page
from louyu.web.reader import Reader

MOVES = f"/explain/occupancy_rate/district/{example.district().name}/202506/moves"


def test_a_page_that_takes_long_says_so_and_asks_again_until_it_is_there(
    edition: example.Example, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, go_on = Kept(most=4), threading.Event()
    quick = example.Example.moved

    def slowly(self: example.Example, asked: object) -> object:
        return kept.soon(asked, lambda: go_on.wait(30) and quick(self, asked))

    monkeypatch.setattr(example.Example, "moved", slowly)
    monkeypatch.setattr(page, "PATIENCE", 0.01)
    first = client.get(MOVES)
    assert "正在计算" in first.content.decode() and first["Refresh"] == "1"
    assert first.status_code == 200 and "no-cache" in first["Cache-Control"]
    go_on.set()
    monkeypatch.setattr(page, "PATIENCE", 30)
    then = client.get(MOVES)
    assert "变动的行" in then.content.decode() and "Refresh" not in then


def test_who_is_not_in_a_hurry_waits_and_everybody_gets_the_same() -> None:
    kept, go_on, worked = Kept(most=4), threading.Event(), []

    def work() -> str:
        worked.append(1)
        assert go_on.wait(30)
        return "there"

    for _ in range(3):
        with patient(0.01), pytest.raises(ComingError) as coming:
            kept.soon("it", work)
    assert coming.value.since > 0
    go_on.set()
    assert kept.soon("it", work) == "there"
    with patient(0.01):
        assert kept.soon("it", work) == "there"
    assert worked == [1], "worked out once, however often it was asked for"


def test_what_goes_wrong_is_told_to_who_asks_next_and_then_tried_again() -> None:
    kept, go_on = Kept(most=4), threading.Event()

    def fails() -> str:
        go_on.wait(30)
        raise OSError("磁盘已满")

    with patient(0.01), pytest.raises(ComingError):
        kept.soon("it", fails)
    go_on.set()
    with patient(30), pytest.raises(OSError, match="磁盘已满"):
        kept.soon("it", fails)
    with patient(30):
        assert kept.soon("it", lambda: "there") == "there"


def test_what_is_said_is_waited_for_and_never_lost(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """登记兑现 goes in, however long its list takes: a page that asks again would not say it."""
    quick = payout_page.outlay_of
    kept, go_on = Kept(most=64), threading.Event()

    def slowly(reader: Reader, policy: Policy) -> object:
        return kept.soon(policy.key, lambda: go_on.wait(30) and quick(reader, policy))

    monkeypatch.setattr(payout_page, "outlay_of", slowly)
    monkeypatch.setattr(page, "PATIENCE", 0.001)
    client = client_as("task_force", clearance=Clearance.EXACT)
    assert "正在计算" in client.get("/policy/payout/").content.decode()
    threading.Timer(0.05, go_on.set).start()
    answer = client.post("/policy/payout/record", {"key": "first-entry"})
    assert answer.status_code == 302 and Entry.objects.filter(action=Action.POLICY).exists()


def test_a_file_is_waited_for_and_never_a_page_in_its_place(
    edition: example.Example, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link to a file saves whatever is answered, under the file's name."""
    # In the reader's own place: what other tests have asked of it is kept there.
    kept, go_on, quick = Kept(most=4), threading.Event(), Reader.contributions

    def slowly(self: Reader, *asked: object, **more: object) -> object:
        key = (asked, *more.items())
        return kept.soon(key, lambda: go_on.wait(30) and quick(self, *asked, **more))

    monkeypatch.setattr(Reader, "contributions", slowly)
    monkeypatch.setattr(page, "PATIENCE", 0.001)
    there = f"/explain/occupancy_rate/district/{example.district().name}/202506"
    assert "正在计算" in client.get(there).content.decode()
    threading.Timer(0.05, go_on.set).start()
    answer = client.get(f"{there}.csv")
    assert "text/csv" in answer["Content-Type"] and "Refresh" not in answer
