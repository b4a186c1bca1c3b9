"""How long the server takes for every page there is, for whom the whole district, a street or some
buildings are in sight.

    python bench/pages.py HOME [--limit 150] [--only NAME …] [--json FILE] [--district …]

HOME has an edition (bench/store.py or ``louyu demo`` make one); it is linked, not written, its
ledger is a new one. Every page that answers a GET (louyu.web.page) is asked through the site's own
WSGI stack, at addresses of what is there. For each page and role the edition is opened anew and
made ready as the site does it first; *cold* is an address asked for the first time since, *warm*
the median of the next ones. Until the last byte, files that are taken out until the first. ``cpu``
is what processors worked on it: on a busy machine it tells more. Where 正在计算 is said and the
page comes by itself it is counted as *coming*, with the seconds until it was there. Starting the
process is told apart.
Wanted: 150 ms at 300 buildings and 30,000 enterprises, 400 ms at 30,000 and 3,000,000.
"""

import argparse
import gc
import json
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

LINKED = ("batches", "cache", "editions", "geography")
PEOPLE = (
    ("task_force", "exact"), ("leader", "banded"), ("liaison", "banded"), ("operator", "hidden"),
    ("auditor", "hidden"), ("administrator", "hidden"),
)  # fmt: skip
"""Roles and how they see tax; an address is asked by the first four who may, others' pages too."""

WARM = 5
SOON = 0.05
"""Seconds of waiting that are no waiting."""
DRAWN = 3
"""Buildings and enterprises asked for beside the largest ones."""


@dataclass(frozen=True)
class Timed:
    """An address asked as a role: milliseconds, those its threads had a processor, the answer."""

    page: str
    role: str
    path: str
    status: int
    cold: float
    cold_cpu: float
    warm: float
    warm_cpu: float
    bytes: int
    coming_s: float


def linked(source: Path, home: Path) -> None:
    """Hard links: what is kept beside the editions here stays here."""
    for name in LINKED:
        if (source / name).exists():
            shutil.copytree(source / name, home / name, copy_function=os.link, symlinks=True)


def memory() -> float:
    """GB that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * resource.getpagesize() / 1e9, 2)


class Examples:
    """Addresses of what is in an edition, by page."""

    def __init__(self) -> None:
        import pyarrow.compute as pc

        from louyu.indicators import INDICATORS
        from louyu.web import shelf

        standing = shelf.standing_now()
        assert standing is not None, "no edition"
        whole, self.district = standing.whole, shelf.district_of_site()
        self.month, self.before = whole.month, whole.months[-2]
        rows = whole.rows("tenancy", self.month, columns=("building", "enterprise", "street"))
        rows = rows.drop_null()
        held = Counter(rows["building"].to_pylist())
        draw = random.Random(11)
        codes = sorted(held)
        self.largest = held.most_common(1)[0][0]
        self.buildings = [self.largest, *draw.sample(codes, min(DRAWN, len(codes)))]
        street_of = dict(zip(rows["building"].to_pylist(), rows["street"].to_pylist(), strict=True))
        self.street = street_of[self.largest]
        here = rows.filter(pc.equal(rows["building"], self.largest))
        self.enterprises = here["enterprise"].to_pylist()[:1]
        pairs = Counter(rows["enterprise"].to_pylist())
        self.enterprises += [pairs.most_common(1)[0][0]]
        self.enterprises += draw.sample(sorted(pairs), DRAWN)
        batch = whole.rows("batch").to_pylist()
        self.batches = {row["dataset"]: row["batch"] for row in batch}
        self.keys = list(INDICATORS)
        self.operated = sorted({*self.buildings, *draw.sample(codes, min(5, len(codes)))})
        self.edition = whole.name
        self.policies = self.policies_made()

    def policies_made(self) -> dict[str, int]:
        """The policies in force by key, each with a draft of its next version."""
        from louyu.web.ledger.policy_version import PolicyVersion
        from louyu.web.offers.book import book

        return {
            key: PolicyVersion.objects.create(
                key=key, version=2, name=offer.name, unit=self.district.name, author="量",
                body=offer.model_dump(mode="json", by_alias=True), standing="draft",
            ).pk
            for key, offer in book().offers.items()
            if key in book().policies
        }  # fmt: skip

    def of_policies(self, name: str) -> list[tuple[dict[str, Any], str]]:
        """Every policy's page, or its draft's; lists of who stands so, lines that move."""
        if name == "policy_match":
            things = [("enterprise", each) for each in self.enterprises]
            things += [("building", each) for each in self.buildings]
            return [({"subject": subject, "thing": thing}, "") for subject, thing in things]
        if name in ("policy_draft", "policy_draft_sandbox", "policy_differences"):
            return [({"number": number}, "") for number in self.policies.values()]
        more = {
            "policy": ["", f"?status={quote('差一项')}", f"?status={quote('信息不足')}&page=9999"],
            "policy_sandbox": ["", "?line=0", "?line=1"],
            "policy_out": [""],
        }  # fmt: skip
        return [({"policy": key}, said) for key in self.policies for said in more.get(name, ())]

    def names(self, role: str) -> list[str]:
        return {"liaison": [self.street], "operator": self.operated}.get(role, [])

    def numbers(self, role: str) -> Iterator[dict[str, Any]]:
        """Every indicator of the district for a leader; some of it, a street and a building."""
        scopes = (
            ("district", self.district.name), ("street", self.street), ("building", self.largest)
        )  # fmt: skip
        for level, scope in scopes:
            for key in self.keys if (level, role) == ("district", "leader") else MOVED:
                yield {"key": key, "level": level, "scope": scope, "month": self.month}

    def asked(self, name: str, role: str) -> list[tuple[dict[str, Any], str]]:
        """Where a page is asked for: the parts of its address, and what follows it."""
        rows = [({"batch": batch}, "?sheet=Sheet1&row=2") for batch in self.batches.values()]
        codes = [({"code": code}, "") for code in self.buildings]
        asked = {
            "first": [({}, ""), ({}, f"?month={self.before}"), ({}, "?sort=occupancy_rate")],
            "building": [*codes, ({"code": self.largest}, f"?month={self.before}")],
            "buildings": [
                ({}, ""), ({}, "?q=8&page=2"), ({}, f"?street={quote(self.street)}&sort=occupants"),
            ],
            "occupants_out": [({"code": self.largest, "kind": kind}, "") for kind in KINDS],
            "buildings_out": [({"kind": kind}, "") for kind in KINDS],
            "enterprises": [
                ({}, ""), ({}, "?page=50"), ({}, f"?name={quote('演示12')}"), ({}, "?page=999999"),
                ({}, f"?street={quote(self.street)}&registered=no"),
            ],
            "enterprises_out": [
                ({"kind": "csv"}, f"?street={quote(self.street)}"),
                ({"kind": "xlsx"}, f"?street={quote(self.street)}&name=77"),
            ],
            "enterprise": [({"enterprise": each}, "") for each in self.enterprises],
            "search": [
                ({}, f"?q={quote(word)}")
                for word in ("大厦", "演示", "yanshi", "990102", self.largest, f"{self.street}8")
            ],
            "street": [
                ({"name": self.street}, ""), ({"name": self.street}, f"?month={self.before}"),
            ],
            "explain": [(each, "") for each in self.numbers(role)],
            "moves": [(each, "") for each in self.numbers(role) if each["key"] in MOVED],
            "explain_out": [
                ({**each, "kind": "csv"}, "")
                for each in self.numbers(role)
                if each["key"] == "occupancy_rate"
            ],
            "received": rows,
            "map_buildings": [({"month": self.month}, "")],
            "map_streets": [({"key": key, "month": self.month}, "") for key in MOVED],
            "correct": [
                ({"noun": "building", "column": "floor_area", "thing": self.largest}, ""),
                ({"noun": "enterprise", "column": "name", "thing": self.enterprises[0]}, ""),
            ],
            "editions_compare": [({}, f"?a={self.edition}&b={self.edition}")],
            "template": [({"dataset": each}, "") for each in ("tax", "building")],
            "disagreements": [({}, ""), ({}, "?page=2")],
            "map_points": [({"month": self.month}, "")],
            "fill_in": [
                ({"dataset": each, "month": self.month}, "") for each in self.district.contracts
            ],
        }  # fmt: skip
        return asked.get(name) or self.of_policies(name) or [({}, "")]

    def addresses(self, page: Any, role: str) -> Iterator[str]:
        """Where a page is asked for by a role; nowhere if nothing is known of what it asks for."""
        from django.urls import NoReverseMatch, reverse

        kinds = {"kind": "csv"} if "kind" in page.pattern.pattern.converters else {}
        for parts, more in self.asked(page.name, role):
            with suppress(NoReverseMatch):
                yield reverse(page.name, kwargs={**kinds, **parts}) + more


KINDS = ("csv", "xlsx")
MOVED = ("occupancy_rate", "occupants", "building_tax", "new_statistical_enterprises")
ONE_MADE = {"sent", "sent_marked", "build_run", "correction", "correction_attachment"}
"""Pages of one file, build or correction somebody sent: there is none of them in a new ledger."""


def cookies(examples: Examples) -> dict[str, str]:
    """A session of every role."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from louyu.web.people.giving import give
    from louyu.web.people.rights import Clearance

    found = {}
    for role, clearance in PEOPLE:
        unit = {"liaison": examples.street}.get(role, examples.district.name)
        post = give(
            f"bench.{role}", f"量{role}", None, role=role, unit=unit, names=examples.names(role),
            clearance=Clearance(clearance), manages_unit=True,
        )  # fmt: skip
        session = SessionStore()
        session[SESSION_KEY] = str(post.account.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = post.account.get_session_auth_hash()
        session["account_authentication_methods_user"] = str(post.account.pk)
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["purpose"] = "测速"
        session.create()
        found[role] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    return found


def asked(application: Any, path: str, cookie: str) -> tuple[int, float, float, int, bool]:
    """One request through the whole stack: status, milliseconds of the clock and of processors,
    bytes of the answer, and whether it only says that the page is being worked out."""
    where = urlsplit(path)
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": unquote(where.path).encode().decode("latin-1"),
        "QUERY_STRING": where.query, "SCRIPT_NAME": "", "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_COOKIE": cookie, "HTTP_ACCEPT_ENCODING": "gzip", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(), "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
    said: list[str] = []
    heads: list[tuple[str, str]] = []

    def begin(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        said.append(status)
        heads.extend(headers)

    started, busy = time.perf_counter(), time.process_time()
    answer = application(environ, begin)
    size = 0
    for part in answer:
        size += len(part)
        if getattr(answer, "streaming", False) and size:
            break
    took = (time.perf_counter() - started) * 1000
    worked = (time.process_time() - busy) * 1000
    answer.close()
    return int(said[0].split()[0]), took, worked, size, "Refresh" in dict(heads)


def opened_anew(warm: Any) -> float:
    """The edition opened as after a start or a new edition; seconds."""
    from louyu.web import shelf

    shelf.STANDING.clear()
    shelf.OTHERS.clear()
    gc.collect()
    started = time.perf_counter()
    warm()
    return time.perf_counter() - started


def measured(examples: Examples, only: Collection[str], application: Any, warm: Any) -> list[Timed]:
    from louyu.web.page import PAGES
    from louyu.web.people.roles import ROLES

    sessions = cookies(examples)
    for role in sessions:
        asked(application, "/account/", sessions[role])  # what a process loads once
    found = []
    for page in PAGES.values():
        if "GET" not in page.methods or page.name in ONE_MADE or (only and page.name not in only):
            continue
        may = [role for role, _ in PEOPLE if page.needs in ROLES[role].abilities]
        for role in may[:4]:
            addresses = list(examples.addresses(page, role))
            if not addresses:
                print(f"{page.name:18} {role:12} no example", file=sys.stderr)
                continue
            opened_anew(warm)
            for path in addresses:
                status, *cold, size, coming = asked(application, path, sessions[role])
                since = time.perf_counter()
                while coming:
                    time.sleep(0.1)
                    *_, size, coming = asked(application, path, sessions[role])
                came = time.perf_counter() - since
                again = [asked(application, path, sessions[role])[1:3] for _ in range(WARM)]
                warm_ms, warm_cpu = (statistics.median(each) for each in zip(*again, strict=True))
                coming_s = round(came, 2) if came > SOON else 0.0
                one = Timed(page.name, role, path, status, *cold, warm_ms, warm_cpu, size, coming_s)
                found.append(one)
                print(
                    f"{page.name:18} {role:12} {status} cold {cold[0]:6.0f} ({cold[1]:6.0f} cpu) "
                    f"warm {warm_ms:5.0f} ({warm_cpu:5.0f} cpu) {memory():5.2f} GB "
                    f"{f'coming {coming_s} s ' if coming_s else ''}"
                    f"{unquote(path)[:80]}", file=sys.stderr, flush=True,
                )  # fmt: skip
    return found


def table(found: list[Timed], limit: float) -> Iterator[str]:
    """By page: median and worst, the worst address where it is over the limit."""
    heads = ("asked", "coming", "warm", "worst", "cpu", "cold", "worst", "cpu")
    yield f"{'page':20}" + "".join(f"{head:>7}" for head in heads) + "  ms"
    by_page: dict[str, list[Timed]] = defaultdict(list)
    for each in found:
        # What is out of somebody's sight is not there.
        if each.status == 200:
            by_page[each.page].append(each)
    for page, each in by_page.items():
        numbers = [len(each), sum(1 for one in each if one.coming_s)]
        for name in ("warm", "cold"):
            took = [getattr(one, name) for one in each]
            busy = max(getattr(one, f"{name}_cpu") for one in each)
            numbers += [statistics.median(took), max(took), busy]
        over = [one for one in each if one.warm > limit] or [o for o in each if o.cold > limit]
        worst = max(over, key=lambda one: max(one.cold, one.warm), default=None)
        yield (
            f"{page:20}"
            + "".join(f"{number:7.0f}" for number in numbers)
            + (f"  over: {worst.role} {unquote(worst.path)}" if worst else "")
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--limit", type=float, default=150)
    parser.add_argument("--only", nargs="*", default=(), help="some pages by their names")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--district", type=Path, default=Path("districts/sample"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="louyu-bench-") as scratch:
        home = Path(scratch)
        linked(given.home, home)
        begun = time.perf_counter()
        from louyu.web.server import site_set_up

        os.environ["LOUYU_BESIDE"] = ""
        site_set_up(home, given.district)
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        from louyu.web import shelf
        from louyu.web.upkeep import UpkeepRound

        indexing = time.perf_counter()
        standing = shelf.standing_now()
        assert standing is not None
        for upkeep in UpkeepRound(home).of_edition:
            begun_upkeep = time.perf_counter()
            upkeep(home, standing)
            name = getattr(upkeep, "__name__", type(upkeep).__name__)
            took = time.perf_counter() - begun_upkeep
            print(f"{name} {took:.1f} s, {memory()} GB", file=sys.stderr, flush=True)
        # What is kept beside the editions is made once for all runs.
        for path in (home / "cache").rglob("*"):
            kept = given.home / path.relative_to(home)
            if path.is_file() and not kept.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, kept)
        indexed = time.perf_counter() - indexing
        shelf.STANDING.clear()
        importing = time.perf_counter()
        from louyu.web import wsgi

        for thread in threading.enumerate():
            if thread.name == "warm":
                thread.join()
        ready = time.perf_counter() - importing
        after = memory()
        examples = Examples()
        found = measured(examples, given.only, wsgi.application, wsgi.edition_ready)
        said = {
            "edition": examples.edition, "start_s": round(indexing - begun, 1),
            "index_s": round(indexed, 1), "ready_s": round(ready, 2), "gb_ready": after,
            "gb_peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
            "load": os.getloadavg()[0], "pages": [asdict(each) for each in found],
        }  # fmt: skip
    if given.json:
        given.json.write_text(json.dumps(said, ensure_ascii=False, indent=1))
    print({name: value for name, value in said.items() if name != "pages"})
    print(*table(found, given.limit), sep="\n")
    broken = [each for each in found if each.status >= 500]
    for each in broken:
        print("FAILED", each)


if __name__ == "__main__":
    main()
