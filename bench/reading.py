"""How many rows a second a file is read and checked with, beside readers that check nothing.

    python bench/reading.py [--runs 3] [--rows 200000]

A tax- and a tenancy-shaped file (演示数据) as CSV and .xlsx, each taken through the door in a
process of its own: read in the bounded child, every cell held against its contract, clean and
quarantined rows and the original written and synced. Beside it, of the same file, a peer that only
reads: ``pandas.read_csv`` (as text, as a check needs it) and openpyxl's read-only mode. Medians;
peak memory of the process and of its parsing child. Then the slope of log(time) over log(rows).
Wanted: 100,000 rows/s of CSV, 30,000 rows/s of .xlsx.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from louyu.district import district_read
from louyu.standards.uscc import uscc_of

SAMPLE = Path(__file__).parents[1] / "districts" / "sample"
DIVISION = "990102"
WANTED = {".csv": 100_000, ".xlsx": 30_000}
DIRTY = 97
"""Every so manieth row has a wrong cell."""

DOOR = """
import sys, time, json, resource
from pathlib import Path
from louyu.district import district_read
from louyu.door import submit
district, home, file, warm = district_read(Path(sys.argv[1])), *map(Path, sys.argv[2:5])
submit(home, district, warm)
started = time.perf_counter()
receipt = submit(home, district, file)
seconds = time.perf_counter() - started
assert receipt.outcome == "quarantined", receipt.message
batch = receipt.batch
assert batch.accepted + batch.quarantined + batch.non_data == batch.rows_read
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from louyu.sources.read import PARSER
print(json.dumps({"seconds": seconds, "megabytes": own / 1024,
                  "child": (PARSER.ended or {}).get("memory", 0) / 2**20}))
"""
PANDAS = """
import sys, time, json, resource, pandas
started = time.perf_counter()
rows = len(pandas.read_csv(sys.argv[1], dtype=str))
print(json.dumps({"seconds": time.perf_counter() - started,
                  "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
OPENPYXL = """
import sys, time, json, resource, openpyxl
started = time.perf_counter()
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
rows = [row for row in book.active.iter_rows(values_only=True)]
print(json.dumps({"seconds": time.perf_counter() - started,
                  "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def tax(rows: int) -> pl.DataFrame:
    number = np.arange(rows)
    amount = (number * 7919) % 12_000_000 - 60_000
    return pl.DataFrame(
        {
            "统一社会信用代码": wrong_now_and_then(uscc_of(DIVISION, number)),
            "纳税人名称": [f"演示企业{i}有限公司" for i in range(rows)],
            "主管税务机关": ["望潮区税务局"] * rows,
            "税收合计（元）": amount / 100,
            "地方留成（元）": (amount // 3) / 100,
        }
    )


def tenancy(rows: int) -> pl.DataFrame:
    number = np.arange(rows)
    days = np.datetime64("2020-01-01") + (number % 1500).astype("timedelta64[D]")
    return pl.DataFrame(
        {
            "企业名称": [f"演示企业{i}有限公司" for i in range(rows)],
            "统一社会信用代码": wrong_now_and_then(uscc_of(DIVISION, number)),
            "楼宇编码": [f"{DIVISION}{i % 300:06d}" for i in range(rows)],
            "楼宇名称": [f"演示大厦{i % 300}" for i in range(rows)],
            "街道": [("潮声街道", "锦帆街", "听澜")[i % 3] for i in range(rows)],
            "楼层": [str(i % 30 + 1) for i in range(rows)],
            "房号": [f"{i % 30 + 1}{i % 97:02d}" for i in range(rows)],
            "入驻面积（㎡）": (number * 31 % 90_000) / 100,
            "入驻日期": pl.Series(days).cast(pl.Date).dt.strftime("%Y年%-m月%-d日"),
            "租期截止": pl.Series(days).cast(pl.Date).dt.offset_by("5y").dt.strftime("%Y-%m-%d"),
            "员工数": number % 80,
            "迁出意向": [("无", "考虑中", "是")[i % 3] for i in range(rows)],
        }
    )


def wrong_now_and_then(codes: list[str]) -> list[str]:
    return [code if i % DIRTY else code[:-1] for i, code in enumerate(codes)]


SHAPES = {"tax": (tax, "税务局_2025年5月税收"), "tenancy": (tenancy, "潮声街道_2025年5月入驻清单")}


def file_made(folder: Path, shape: str, rows: int, kind: str) -> Path:
    make, name = SHAPES[shape]
    path = folder / str(rows) / f"{name}{kind}"
    path.parent.mkdir(exist_ok=True)
    if kind == ".csv":
        make(rows).write_csv(path)
    else:
        make(rows).write_excel(path, autofit=False)
    return path


def run(script: str, *arguments: Path) -> dict[str, float]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    answer: dict[str, float] = json.loads(said.splitlines()[-1])
    return answer


def through_the_door(file: Path, warm: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        return run(DOOR, SAMPLE, Path(home), file, warm)


def median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(one[name] for one in runs) for name in runs[0]}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--rows", type=int, default=200_000)
    given = options.parse_args()
    district_read(SAMPLE)
    sizes = [given.rows // 8, given.rows // 4, given.rows // 2, given.rows]
    peers = {".csv": ("pandas.read_csv", PANDAS), ".xlsx": ("openpyxl", OPENPYXL)}
    print(f"{'file':<16} {'rows':>8} {'s':>7} {'rows/s':>9} {'MB':>6} {'child MB':>8}  peer")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for shape in SHAPES:
            warm = file_made(folder, shape, 500, ".csv")
            for kind, (peer, script) in peers.items():
                points = []
                for rows in sizes:
                    file = file_made(folder, shape, rows, kind)
                    door, other = [], []
                    for _ in range(given.runs):  # side by side, so that both meet the same load
                        door.append(through_the_door(file, warm))
                        other.append(run(script, file))
                    ours, theirs = median(door), median(other)
                    points.append((math.log(rows), math.log(ours["seconds"])))
                    speed = rows / ours["seconds"]
                    beside = f"{peer} {rows / theirs['seconds']:,.0f} rows/s"
                    beside += f", {theirs['megabytes']:.0f} MB"
                    print(
                        f"{shape + kind:<16} {rows:>8,} {ours['seconds']:>7.2f} {speed:>9,.0f} "
                        f"{ours['megabytes']:>6.0f} {ours['child']:>8.0f}  {beside}",
                        flush=True,
                    )
                slope = statistics.linear_regression(*zip(*points, strict=True)).slope
                print(
                    f"{'':<16} log-log slope {slope:.2f}; {speed / WANTED[kind]:.1f} times wanted",
                    flush=True,
                )


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"{time.perf_counter() - started:.0f} s in all")
