"""kill -9 at any moment leaves the last edition published and no half one."""

import multiprocessing
import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

from edition_examples import MONTH, edition_made

from louyu.edition import damages, drafting, edition_open, editions
from louyu.engine import engine_open

KILLS = 10
WAIT = 0.4
"""Seconds within which a child dies; it publishes some ten editions in them."""


def build_for_ever(home: Path, started: Connection) -> None:
    """Builds one edition after another, each with another tax in February."""
    with engine_open(threads=1, scratch=home / "editions" / "scratch") as engine:
        started.send("ready")
        while True:
            edition_made(home, engine, paid=100 + random.randrange(900))


def test_kill_at_random_moments(tmp_path: Path) -> None:
    moments = random.Random(20260701)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["edition_examples", "louyu.edition"])
    with engine_open(threads=1) as engine:
        last = edition_made(tmp_path, engine)
    garbage = 0
    for _ in range(KILLS):
        ours, theirs = processes.Pipe()
        child = processes.Process(target=build_for_ever, args=(tmp_path, theirs))
        child.start()
        ours.recv()
        time.sleep(moments.uniform(0, WAIT))
        child.kill()
        child.join()
        folders = {path.name for path in (tmp_path / "editions").glob("2025-02.*")}
        whole = editions(tmp_path)
        garbage += len(folders) - len(whole)
        published = edition_open(tmp_path)
        assert published.name == whole[-1].name
        assert int(published.name.split(".")[1]) >= int(last.name.split(".")[1])
        assert not [damage for edition in whole[-3:] for damage in damages(edition)]
        last = published
    assert garbage, "no kill fell into a build"
    with drafting(tmp_path, MONTH) as draft:
        folders = {path.name for path in (tmp_path / "editions").glob("2025-02.*")}
        assert folders == {draft.name, *(edition.name for edition in editions(tmp_path))}
