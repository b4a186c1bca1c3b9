"""工人 worker: the one process beside the site that does its jobs, in order of asking.

One home has one worker: its lock is the kernel's and goes with it. What a worker that died had in
hand is done again by the next.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

LOCK = "worker.lock"
NICE = 5
"""Who waits for a page goes before who waits for an edition."""

INTERVAL = 0.2
"""Seconds between two looks for jobs."""

WATCH, PATIENCE = 2.0, 5.0
"""Seconds between two looks whether the worker lives; seconds it is given to end by itself."""

DEATH_OF_PARENT = 1
"""prctl's PR_SET_PDEATHSIG: who is started with it ends with who started it."""


def work(home: Path) -> bool:
    """Does jobs until told to stop. Returns False at once when this home has a worker already."""
    with (home / LOCK).open("a") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        from django.core.management import call_command
        from django_tasks_db.models import DBTaskResult

        from louyu.web.jobs import taken_up
        from louyu.web.upkeep import kept_up

        os.nice(NICE)
        DBTaskResult.objects.all().delete()
        taken_up()
        threading.Thread(target=kept_up, args=(home,), name="kept up", daemon=True).start()
        call_command("db_worker", interval=INTERVAL, startup_delay=False, verbosity=0)
    return True


class Beside:
    """A worker kept running beside the site: one that dies is followed by another."""

    def __init__(self, home: Path, district: Path) -> None:
        self.home, self.district = home, district
        self.ending = threading.Event()
        self.process = started(home, district)
        self.watching = threading.Thread(target=self.watch, name="worker", daemon=True)
        self.watching.start()

    def watch(self) -> None:
        while not self.ending.wait(WATCH):
            if self.process.poll() is not None:
                self.process = started(self.home, self.district)

    def end(self) -> None:
        self.ending.set()
        self.watching.join()
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def started(home: Path, district: Path) -> subprocess.Popen[bytes]:
    """A worker in a process of its own, that ends when this one does."""
    command = [sys.executable, "-m", "louyu", "worker"]

    def end_with_parent() -> None:
        ctypes.CDLL(None).prctl(DEATH_OF_PARENT, signal.SIGTERM)

    return subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--home", str(home), "--district", str(district)],
        stdin=subprocess.DEVNULL,
        # It builds editions and shows none: what it opens is the newest, at once.
        env={**os.environ, "PYTHONUNBUFFERED": "1", "LOUYU_BESIDE": ""},
        preexec_fn=end_with_parent,
    )
