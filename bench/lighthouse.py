"""How Lighthouse scores the pages that are looked at most, and how heavy and quick the cockpit is.

    npm install --prefix DIR lighthouse@12.8
    python bench/lighthouse.py HOME --lighthouse DIR/node_modules/.bin/lighthouse

HOME has an edition; it is linked, not written (bench/web.py). The site runs as ``louyu serve``
does, read by a leader, on a laptop and on a phone as Lighthouse imitates them (``--form``). Wanted:
accessibility and best practices 95, performance 90; all that the cockpit loads at most 500 kB as
sent. ``usable_ms`` is how long an empty browser on this machine takes from asking for the page to
having all of it, scripts and drawings too. Exit 1 when a page falls short.
"""

import argparse
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from web import LINKED, PORT, sessions

WANTED = {"accessibility": 95, "best-practices": 95, "performance": 90}
HEAVIEST = 500_000
SLOWEST = 1500
CHROMIUM = "/usr/bin/chromium"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
TRIES = 4
"""Lighthouse loses the trace of a page now and then, and asks to be run again."""
FORMS = {"laptop": ["--preset=desktop"], "phone": []}


def pages(home: Path) -> dict[str, str]:
    """驾驶舱, a building's file, an enterprise's file and the two lists."""
    from louyu.edition import edition_open

    edition = edition_open(home)
    rows = edition.rows("tenancy", edition.month, ["building", "enterprise"]).to_pylist()
    full: dict[str, int] = {}
    for row in rows:
        if row["building"]:
            full[row["building"]] = full.get(row["building"], 0) + 1
    fullest = max(sorted(full), key=lambda code: full[code])
    some = next(row["enterprise"] for row in rows if row["building"] == fullest)
    return {
        "cockpit": "/", "building": f"/building/{fullest}", "buildings": "/building/",
        "enterprises": "/enterprises/", "enterprise": f"/enterprise/{quote(some)}",
    }  # fmt: skip


def warmed(asked: dict[str, str], cookie: str) -> None:
    """Every page once: what is measured is an empty browser, not a site that has just started."""
    for path in asked.values():
        there = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        for _ in range(600):
            try:
                there.connect()
            except ConnectionRefusedError:
                time.sleep(0.2)
            else:
                break
        there.request("GET", path, headers={"Cookie": cookie})
        answer = there.getresponse()
        answer.read()
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"{path}: {answer.status}")


def judged(lighthouse: str, path: str, cookie: str, form: str) -> dict[str, Any]:
    """A page's scores, what loading it costs, and what is wrong with it."""
    command = [
        lighthouse, f"http://127.0.0.1:{PORT}{path}", *FORMS[form], "--quiet", "--output=json",
        f"--only-categories={','.join(WANTED)}", f"--chrome-path={CHROMIUM}",
        f"--chrome-flags={FLAGS}", f"--extra-headers={json.dumps({'Cookie': cookie})}",
    ]  # fmt: skip
    for _ in range(TRIES):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.returncode:
            break
    else:
        raise SystemExit(f"{path}: {done.stderr[-2000:]}")
    said = json.loads(done.stdout)
    audits, categories = said["audits"], said["categories"]
    requests = audits["network-requests"]["details"]["items"]
    metrics = audits["metrics"]["details"]["items"][0]
    wrong = [
        f"{name}: {audits[name]['title']}"
        for category in categories.values()
        for name in (each["id"] for each in category["auditRefs"] if each["weight"])
        if audits[name]["score"] is not None and audits[name]["score"] < 0.9
    ]
    return {
        "scores": {name: round(100 * each["score"]) for name, each in categories.items()},
        "bytes": sum(each.get("transferSize") or 0 for each in requests),
        "requests": len(requests), "usable_ms": round(metrics["observedLoad"]),
        "first_paint_ms": round(metrics["observedFirstContentfulPaint"]), "wrong": wrong,
        "foreign": [r["url"] for r in requests if f"127.0.0.1:{PORT}" not in r["url"]
                    and not r["url"].startswith("data:")],
    }  # fmt: skip


def shortfalls(name: str, said: dict[str, Any]) -> list[str]:
    found = [
        f"{name}: {category} {said['scores'][category]}, wanted {least}"
        for category, least in WANTED.items()
        if said["scores"][category] < least
    ]
    if name.startswith("cockpit"):
        if said["bytes"] > HEAVIEST:
            found.append(f"{name}: {said['bytes']} bytes, wanted {HEAVIEST}")
        if said["usable_ms"] > SLOWEST:
            found.append(f"{name}: usable in {said['usable_ms']} ms, wanted {SLOWEST}")
    return [*found, *(f"{name}: asks another host, {url}" for url in said["foreign"])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--lighthouse", default="lighthouse")
    parser.add_argument("--form", choices=sorted(FORMS), action="append")
    parser.add_argument("--district", type=Path, default=Path("districts/sample"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="louyu-bench-") as scratch:
        home = Path(scratch)
        for name in LINKED:
            source = given.home / name
            if source.exists():
                shutil.copytree(source, home / name, copy_function=os.link, symlinks=True)
        _street, cookie = sessions(home, given.district, 2)
        asked = pages(home)
        command = [sys.executable, "-m", "louyu", "serve", "--home", str(home)]
        server = subprocess.Popen(
            [*command, "--district", str(given.district), "--port", str(PORT)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            while "已启动" not in (line := server.stdout.readline()) and line:
                pass
            warmed(asked, cookie)
            said = {
                f"{name} on a {form}": judged(given.lighthouse, path, cookie, form)
                for form in given.form or FORMS
                for name, path in asked.items()
            }
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
    short = [each for name, page in said.items() for each in shortfalls(name, page)]
    json.dump({"pages": said, "short": short}, sys.stdout, ensure_ascii=False, indent=1)
    print()
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
