"""How long a whole build takes from clean rows, and how that grows.

    python bench/build.py [--runs 3] [--large]

For each size a store of clean rows is made (bench/store.py), and ``louyu build`` runs in a process
of its own with two threads: wall time from start to published edition, peak memory of the process,
seconds per stage. The first build of a version of the code also turns its expressions into SQL,
which the next ones find: ``first`` is its time, the others are medians of later runs. Then the
slope of log(time) over log(rows): 1 is linear.
Wanted: 300 buildings, 30,000 enterprises, 36 months in 10 s; 3,000 and 300,000 in 60 s.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from store import store_make

from louyu.district import district_read

SAMPLE = Path(__file__).parents[1] / "districts" / "sample"
MONTHS = 36
WANTED = {300: 10.0, 3000: 60.0}


def build(home: Path) -> tuple[float, float, dict[str, float]]:
    """One build in an empty editions folder: seconds, peak memory in GB, seconds per stage."""
    shutil.rmtree(home / "editions", ignore_errors=True)
    command = [sys.executable, "-m", "louyu", "build", "--json", "--threads", "2"]
    started = time.perf_counter()
    child = subprocess.Popen(
        [*command, "--home", str(home), "--district", str(SAMPLE)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, said
    return time.perf_counter() - started, usage.ru_maxrss / 1e6, json.loads(said)["seconds"]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--large", action="store_true", help="also 3,000 buildings")
    given = options.parse_args()
    sizes = [100, 300, 1000, *([3000] if given.large else [])]
    print(f"{'buildings':>9} {'enterprises':>11} {'clean rows':>11}", end=" ")
    print(f"{'first':>7} {'s':>7} {'GB':>6}  stages")
    points = []
    for buildings in sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            rows = store_make(
                home,
                district_read(SAMPLE),
                buildings=buildings,
                enterprises=buildings * 100,
                months=MONTHS,
            )
            first = build(home)[0]
            runs = [build(home) for _ in range(given.runs)]
        seconds = statistics.median(run[0] for run in runs)
        memory = max(run[1] for run in runs)
        stages = {
            name: round(statistics.median(run[2][name] for run in runs), 2) for name in runs[0][2]
        }
        points.append((math.log(rows), math.log(seconds)))
        goal = f"  {seconds / WANTED[buildings]:.2f} of wanted" if buildings in WANTED else ""
        size = f"{buildings:>9,} {buildings * 100:>11,} {rows:>11,}"
        print(f"{size} {first:>7.2f} {seconds:>7.2f} {memory:>6.2f}  {stages}{goal}", flush=True)
    slope = statistics.linear_regression(*zip(*points, strict=True)).slope
    ends = (points[-1][1] - points[-2][1]) / (points[-1][0] - points[-2][0])
    print(f"log-log slope over all sizes {slope:.2f}, between the last two {ends:.2f}")


if __name__ == "__main__":
    main()
