"""送来的地理数据 geography sent on the page: kept aside, read beside it, put in place when whole.

It is read by the command an administrator would type, in a process of its own with a bound on its
memory: what a file does to it does nothing to the site. What became of each kind's last file is
kept beside the geography.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone

from louyu.geography import KINDS

SUFFIXES = (".geojson", ".json", ".zip", ".osm.pbf", ".osm.gz", ".osm.bz2", ".osm", ".pbf")
MOST_MEMORY = 4 * 1024**3
READING, DONE, REFUSED = "reading", "done", "refused"
NOT_READ = "文件没有读完：太大或已损坏，请按街镇拆分或重新导出"


def sent_path(home: Path, kind: str) -> Path:
    return home / "geography" / f"{kind}.sent.json"


def sent(home: Path, kind: str) -> dict[str, Any]:
    """What is known of the last file of a kind; empty if none was sent on the page."""
    path = sent_path(home, kind)
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def sent_write(home: Path, kind: str, said: dict[str, Any]) -> None:
    path = sent_path(home, kind)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(path)


def suffix_of(name: str) -> str:
    """The ending of a name that tells its format; empty where it tells none."""
    return next((each for each in SUFFIXES if name.casefold().endswith(each)), "")


def given(home: Path, kind: str, chunks: Iterator[bytes], **said: str) -> None:
    """Keeps a file aside and says that it is being read. ``said`` has its name and more."""
    folder = home / "geography" / "sent" / kind
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (folder / f"{kind}{suffix_of(said['file'])}").open("wb") as out:
        for chunk in chunks:
            out.write(chunk)
    at = timezone.localtime().isoformat(timespec="seconds")
    sent_write(home, kind, {**said, "state": READING, "at": at})


def unfinished(home: Path) -> list[str]:
    """The kinds whose file waits to be read, or was being read when its reader died."""
    return [kind for kind in KINDS if sent(home, kind).get("state") == READING]


def read(home: Path, district: Path, kind: str) -> dict[str, Any]:
    """Imports the file of a kind that waits, and says what became of it."""
    said = sent(home, kind)
    folder = home / "geography" / "sent" / kind
    files = list(folder.glob("*"))
    if said.get("state") != READING or not files:
        return said
    asked = [(f"--{name}", said[name]) for name in ("datum", "projection") if said.get(name)]
    done = subprocess.run(  # noqa: S603 - our own command
        [
            sys.executable, "-m", "louyu", "map", "import", str(files[0]), "--kind", kind,
            "--json", "--home", str(home), "--district", str(district),
            *(word for pair in asked for word in pair),
        ],
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, preexec_fn=bounded,
    )  # fmt: skip
    told: dict[str, Any] = {"state": REFUSED, "message": NOT_READ}
    if done.returncode == 0:
        told = {**json.loads(done.stdout), "state": DONE, "message": ""}
        del told["path"]
    elif done.returncode == 2 and "未完成：" in done.stderr:
        told["message"] = done.stderr.split("未完成：")[-1].strip()
    shutil.rmtree(folder, ignore_errors=True)
    sent_write(home, kind, {**said, **told})
    return {**said, **told}


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
