"""Editions in a list, two number by number, a month closed and restated."""

from collections.abc import Callable
from pathlib import Path

from django.test import Client
from posts import STREET, TAX_BUREAU, somebody

from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.closing import Closing
from louyu.web.ledger.submission import Submission
from louyu.web.people.rights import Clearance


def taken_in(path: Path) -> Client:
    client = somebody("clerk", TAX_BUREAU, clearance=Clearance.BANDED)
    with path.open("rb") as stream:
        client.post("/send/", {"files": stream})
    client.post(f"/send/{Submission.objects.get().pk}/answer", {"say": "confirm"})
    return client


def test_two_editions_are_held_against_each_other(home: Path, file: Callable[..., Path]) -> None:
    leader = somebody("leader", "区政府")
    assert "全部相同" in leader.get("/editions/compare?a=2026-03.1").content.decode()
    taken_in(file(times=2))
    page = leader.get("/editions/").content.decode()
    assert "2026-03.1" in page and "2026-03.2" in page
    page = leader.get("/editions/compare?a=2026-03.1&b=2026-03.2").content.decode()
    assert "楼宇税收" in page and "企业入驻率" not in page, "what the file changed, nothing else"
    assert "受限" in page, "what two sums of tax differ by may be one payer's"
    assert leader.get("/editions/compare?a=2020-01.1").status_code == 404


def test_a_closed_month_is_restated_never_silently(home: Path, file: Callable[..., Path]) -> None:
    task_force = somebody("task_force", "专班")
    assert task_force.post("/editions/close", {"edition": "2026-03.9"}).status_code == 403
    task_force.post("/editions/close", {"edition": "2026-03.1"})
    closing = Closing.objects.get()
    assert (closing.month, closing.edition) == (202603, "2026-03.1")
    last = Entry.objects.first()
    assert last is not None and last.action == Action.CLOSE
    assert "没有重述" in task_force.get("/editions/").content.decode()
    taken_in(file(times=2))
    page = task_force.get("/editions/").content.decode()
    assert "重述" in page and "楼宇税收" in page
    task_force.post("/editions/close", {"edition": "2026-03.2"})
    assert Closing.objects.get().edition == "2026-03.1", "a month is closed once"


def test_a_street_does_not_see_the_editions_of_the_district(home: Path) -> None:
    assert somebody("liaison", STREET, STREET).get("/editions/").status_code == 403
