"""What is looked after without being asked for goes on whatever one part of it meets."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from test_web_shelf import published

from louyu.web import shelf, upkeep
from louyu.web.ledger.audit import HEADS
from louyu.web.search_index import index_path


@pytest.fixture
def home(edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setattr(shelf, "STANDING", [])
    published(tmp_path, edition)
    return tmp_path


def test_one_upkeep_that_fails_leaves_the_others_and_is_tried_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def broken(*_: object) -> None:
        tried.append(1)
        raise OSError("磁盘已满")

    def full(*_: object) -> None:
        raise OSError("磁盘已满")

    monkeypatch.setattr(upkeep, "head_exported", full)
    each = upkeep.UpkeepRound(home, (broken, upkeep.search_index))
    with caplog.at_level(logging.ERROR):
        each.go(0.0)
    assert "磁盘已满" in caplog.text
    name = shelf.standing_now().whole.name
    assert index_path(home, name).exists(), "what came after the failure was not done"
    each.go(1.0)
    assert len(tried) == 1, "a failure is not repeated every two seconds"
    each.go(upkeep.REST)
    assert len(tried) == 2, "and not given up"


def test_all_that_a_site_needs_of_an_edition_is_there_after_a_round(home: Path) -> None:
    upkeep.UpkeepRound(home).go(0.0)
    names = " ".join(path.name for path in (home / "cache").iterdir())
    assert all(kept in names for kept in ("payers", "search", "facts")), names
    assert (home / HEADS).exists()
