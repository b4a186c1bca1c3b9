"""How the site answers fifty people at once, and while an edition is being built beside it.

    python bench/web.py HOME [--users 50] [--seconds 30] [--think 2] [--district districts/sample]

HOME has an edition (bench/store.py or ``louyu demo`` make one); it is linked, not written. The site
runs as ``louyu serve`` does, its ledger in SQLite or where DATABASE_URL says.
Each user is a session that asks page after page and reads each for ``--think`` seconds on average;
0 is how much the site can do at most. Then the same while corrections come in and editions are
built one after the other. Wanted: while building, p99 at most twice the idle one, no failure.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

PORT = 8471
LINKED = ("batches", "cache", "editions", "geography")


def sessions(home: Path, district: Path, users: int) -> list[str]:
    """Accounts of the district's kinds of people, and a session's cookie for each."""
    from louyu.web.server import site_set_up

    site_set_up(home, district)
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from louyu.web.people.giving import give
    from louyu.web.people.models import Account
    from louyu.web.people.rights import Clearance
    from louyu.web.shelf import district_of_site

    place = district_of_site()
    cookies = []
    for number in range(users):
        street = place.streets[number % len(place.streets)].name
        liaison = number % 3 == 0
        give(
            f"bench{number}", f"量{number}", None, role="liaison" if liaison else "leader",
            unit=street if liaison else "区政府", names=(street,) if liaison else (),
            clearance=Clearance.BANDED,
        )  # fmt: skip
        account = Account.objects.get(username=f"bench{number}")
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return cookies


def paths(home: Path) -> list[tuple[str, int]]:
    """What is asked and how often, of buildings and enterprises that are there."""
    from louyu.edition import edition_open
    from louyu.web.shelf import district_of_site

    edition, place = edition_open(home), district_of_site()
    month = edition.month
    rows = edition.rows("tenancy", month, ["building", "enterprise"]).to_pylist()
    draw = random.Random(7)
    some = [row for row in draw.sample(rows, 60) if row["building"] and row["enterprise"]]
    asked = [("/", 12), ("/building/", 6), ("/wall/", 2), ("/enterprises/", 4), ("/editions/", 1)]
    asked += [("/map/", 2), (f"/map/buildings/{month}.json", 3), ("/account/", 2)]
    asked += [(f"/building/{row['building']}", 1) for row in some[:20]]
    asked += [(f"/enterprise/{quote(row['enterprise'])}", 1) for row in some[:12]]
    asked += [(f"/search?q={quote(word)}", 2) for word in ("科技", "贸易", "大厦", "990102L")]
    for key in ("occupancy_rate", "occupants", "yi_buildings"):
        asked.append((f"/explain/{key}/district/{quote(place.name)}/{month}", 2))
    return asked


class Load(threading.Thread):
    """One person: asks, reads, asks."""

    def __init__(self, cookie: str, asked: list[tuple[str, int]], seed: int, think: float) -> None:
        super().__init__(daemon=True)
        self.cookie, self.asked, self.draw = cookie, asked, random.Random(seed)
        self.think = think
        self.took: list[tuple[float, str]] = []
        self.failed: Counter[str] = Counter()
        self.ending = threading.Event()

    def run(self) -> None:
        names, weights = zip(*self.asked, strict=True)
        there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        headers = {"Cookie": self.cookie, "Host": f"127.0.0.1:{PORT}"}
        while not self.ending.is_set():
            path = self.draw.choices(names, weights)[0]
            started = time.perf_counter()
            try:
                there.request("GET", path, headers=headers)
                answer = there.getresponse()
                answer.read()
                # What is out of a street's sight is not there; anything else is a failure.
                if answer.status not in (200, 302, 403, 404):
                    self.failed[f"{answer.status} {path}"] += 1
            except OSError as error:
                self.failed[f"{type(error).__name__} {path}"] += 1
                there.close()
            self.took.append((time.perf_counter() - started, path))
            if self.think:
                self.ending.wait(self.draw.expovariate(1 / self.think))


def measured(
    cookies: list[str], asked: list[tuple[str, int]], seconds: float, think: float
) -> dict[str, object]:
    loads = [Load(cookie, asked, n, think) for n, cookie in enumerate(cookies)]
    started = time.perf_counter()
    for load in loads:
        load.start()
    time.sleep(seconds)
    for load in loads:
        load.ending.set()
    for load in loads:
        load.join()
    lasted = time.perf_counter() - started
    took = sorted(ms * 1000 for load in loads for ms, _ in load.took)
    failed = sum((load.failed for load in loads), Counter())
    cuts = statistics.quantiles(took, n=100)
    slow = sorted(((ms, path) for load in loads for ms, path in load.took), reverse=True)[:8]
    return {
        "requests": len(took), "per_second": round(len(took) / lasted, 1),
        "p50_ms": round(cuts[49]), "p90_ms": round(cuts[89]), "p99_ms": round(cuts[98]),
        "failed": sum(failed.values()), "failures": failed.most_common(5),
        "slowest": [f"{ms * 1000:.0f} {path}" for ms, path in slow],
    }  # fmt: skip


def builds_kept_going(home: Path, ending: threading.Event, built: list[str]) -> None:
    """Corrects one building after another, so that an edition is always being built."""
    from django.db import connection

    from louyu.edition import edition_open
    from louyu.web import jobs
    from louyu.web.ledger.correction import Correction, Stage
    from louyu.web.people.models import Account
    from louyu.web.shelf import district_of_site

    edition, place = edition_open(home), district_of_site()
    unit = place.department_named(place.contracts["building_correction"].senders[0])
    account = Account.objects.get(username="bench0")
    codes = sorted(edition.rows("building", edition.month, ["building"])["building"].to_pylist())
    for number, code in enumerate(codes):
        said = Correction.objects.create(
            account=account, unit=unit.name, author="量", noun="building", thing=code, name=code,
            column="floor_area", owner="planning", value=str(20_000 + number), reason="测速",
            stage=Stage.WAITING, month=edition.month,
        )  # fmt: skip
        jobs.word.enqueue(said.pk)
        while not ending.is_set():
            time.sleep(0.2)
            said.refresh_from_db()
            if said.stage == Stage.REFUSED:
                raise SystemExit(f"更正被退回：{said.answer}")
            if said.stage == Stage.IN_FORCE and said.build and not said.build.moving:
                built.append(said.build.edition)
                break
        if ending.is_set():
            print(
                said.stage, said.build and (said.build.state, said.build.progress), file=sys.stderr
            )
            connection.close()
            return


def listening() -> None:
    """Waits until the site answers: on a busy machine its processes begin after it says so."""
    for _ in range(600):
        there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            there.request("GET", "/account/login/")
            there.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
        finally:
            there.close()
    raise SystemExit("the site did not answer in two minutes")


def peak(pid: int) -> float:
    """The most memory that a process and its children had, in GB."""
    pids = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    lines = [Path(f"/proc/{each}/status").read_text().splitlines() for each in pids]
    most = [int(line.split()[1]) for status in lines for line in status if "VmHWM" in line]
    return round(sum(most) / 1e6, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--think", type=float, default=2)
    parser.add_argument("--district", type=Path, default=Path("districts/sample"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="louyu-bench-") as scratch:
        home = Path(scratch)
        for name in LINKED:
            source = given.home / name
            if source.exists():
                # Hard links: what is published and taken in here stays here.
                shutil.copytree(source, home / name, copy_function=os.link, symlinks=True)
        cookies = sessions(home, given.district, given.users)
        asked = paths(home)
        command = [sys.executable, "-m", "louyu", "serve", "--home", str(home)]
        server = subprocess.Popen(
            [*command, "--district", str(given.district), "--port", str(PORT)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            while "已启动" not in (line := server.stdout.readline()) and line:
                pass
            listening()
            measured(
                cookies, asked, min(10, given.seconds), 0
            )  # what is opened first is opened once
            idle = measured(cookies, asked, given.seconds, given.think)
            ending, built = threading.Event(), []
            thread = threading.Thread(target=builds_kept_going, args=(home, ending, built))
            thread.start()
            time.sleep(2)
            building = measured(cookies, asked, given.seconds, given.think)
            ending.set()
            thread.join()
            memory = peak(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(60)
            except subprocess.TimeoutExpired:  # what was measured is told all the same
                server.kill()
    said = {
        "ledger": os.environ.get("DATABASE_URL", "sqlite").split(":")[0], "users": given.users,
        "think": given.think,
        "idle": idle, "building": building, "editions_built": len(built),
        "p99_ratio": round(building["p99_ms"] / max(idle["p99_ms"], 1), 2), "peak_gb": memory,
        "load": os.getloadavg()[0],
    }  # fmt: skip
    json.dump(said, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
