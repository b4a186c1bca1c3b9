"""How long a build takes when one file has come, beside a build of everything.

    python bench/renewal.py [--buildings 300] [--runs 5]

A store of clean rows is made (bench/store.py) and built; then, time and again, a corrected file
comes in which 500 rows say something else, and ``louyu build`` runs in a process of its own with
two threads. The first build of each kind also turns its expressions into SQL, which the next ones
find; it is told apart. Then once more in a process that goes on from build to build, as the site's
worker does: what it has loaded stays loaded. At the end everything is built where no edition is:
the files must be the same to the byte.
Wanted: 300 buildings, 30,000 enterprises, 36 months, one file: 3 s.
"""

import argparse
import hashlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl
from store import FIRST_MONTH, store_make

from louyu.district import district_read
from louyu.pipeline import build as build_here
from louyu.standards.calendar import month_add

SAMPLE = Path(__file__).parents[1] / "districts" / "sample"
MONTHS = 36
CHANGED = 500

CHANGES = {
    "tenancy": pl.col("area") + 7,
    "tax": pl.col("total") + 700,
}
"""Dataset to what its changed rows say, in the column of that name."""


def build(home: Path) -> tuple[float, dict[str, Any]]:
    command = [sys.executable, "-m", "louyu", "build", "--json", "--threads", "2"]
    started = time.perf_counter()
    said = subprocess.run(
        [*command, "--home", str(home), "--district", str(SAMPLE)],
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - started, json.loads(said.stdout)


def correction(home: Path, dataset: str, month: int, number: int) -> None:
    """A batch that takes the place of the month's first one, with some rows changed."""
    for path in sorted(home.glob("batches/*/batch.json")):
        was = json.loads(path.read_text(encoding="utf-8"))
        if (was["dataset"], was["month"]) == (dataset, month):
            break
    batch = hashlib.sha256(f"correction {number}".encode()).hexdigest()[:16]
    rows = pl.read_parquet(path.parent / "clean.parquet")
    change = CHANGES[dataset]
    changed = pl.when(pl.col("row") <= CHANGED + 1).then(change)
    rows = rows.with_columns(
        changed.otherwise(change.meta.root_names()[0]).alias(change.meta.output_name()),
        batch=pl.lit(batch),
    )
    folder = home / "batches" / batch
    folder.mkdir()
    rows.write_parquet(folder / "clean.parquet")
    sha256 = hashlib.sha256(batch.encode()).hexdigest()
    now = {**was, "batch": batch, "sequence": 1_000_000 + number, "sha256": sha256}
    (folder / "batch.json").write_text(json.dumps(now, ensure_ascii=False))


def files(home: Path, edition: str) -> dict[str, str]:
    manifest = json.loads((home / "editions" / edition / "manifest.json").read_bytes())
    return {
        file["path"]: file["sha256"]
        for table in manifest["tables"].values()
        for file in table["files"]
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--buildings", type=int, default=300)
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    size = {"buildings": given.buildings, "enterprises": given.buildings * 100, "months": MONTHS}
    last = month_add(FIRST_MONTH, MONTHS - 1)
    with tempfile.TemporaryDirectory() as folder:
        home, anew = Path(folder) / "home", Path(folder) / "anew"
        rows = store_make(home, district_read(SAMPLE), **size)
        first = build(home)[0]
        print(f"{rows:,} clean rows, {size}; everything, for the first time: {first:.2f} s")
        number = 0
        for dataset in CHANGES:
            taken = []
            for _ in range(given.runs + 1):
                number += 1
                correction(home, dataset, last, number)
                seconds, said = build(home)
                assert said["renewed"] == [last], said["renewed"]
                taken.append(seconds)
            median = statistics.median(taken[1:])
            print(
                f"a corrected file of {dataset}: {median:.2f} s "
                f"(the first {taken[0]:.2f} s), {median / 3:.2f} of wanted; {said['seconds']}"
            )
        district = district_read(SAMPLE)
        taken = []
        for _ in range(given.runs + 1):
            number += 1
            correction(home, "tenancy", last, number)
            started = time.perf_counter()
            built = build_here(home, district, threads=2)
            taken.append(time.perf_counter() - started)
        median = statistics.median(taken[1:])
        print(f"the same where a process goes on: {median:.2f} s, {median / 3:.2f} of wanted")
        said = {"edition": built.edition.name}
        anew.mkdir()
        (anew / "batches").symlink_to(home / "batches")
        (anew / "cache").symlink_to(home / "cache")
        whole = statistics.median(build_anew(anew) for _ in range(3))
        same = files(home, said["edition"]) == files(anew, f"{said['edition'][:7]}.1")
        print(f"everything: {whole:.2f} s; the same bytes: {'yes' if same else 'NO'}")
        assert same


def build_anew(home: Path) -> float:
    shutil.rmtree(home / "editions", ignore_errors=True)
    return build(home)[0]


if __name__ == "__main__":
    main()
