"""How well and how fast records of one enterprise are found, ours beside its peers.

    python bench/identity.py [--size 10000 --size 100000] [--noise usual|heavier|heavy|no-uscc]
                             [--seed 11] [--names FILE] [--methods exact,splink] [--keep FOLDER]

Originals are invented (bench/invented.py) or read from a file of real names (--names, its format
in docs/how-to/bench-identity.md); hard negatives are added and copies damaged by the seed. Every
method sees the same records, in a process of its own with two threads: seconds from the records
read to pairs and clusters (imports and training included), peak memory of the process. All lines
between same, ask and different are fixed beforehand; no method sees the truth.
Wanted of ours: 100k F1 .990, joined without asking at precision .999 and recall .975 in 20 s;
heavy .970; no-uscc .985; 1M .990 in 180 s and 6 GB; 0.1 % of branches merged; slope 1.2.
"""

import argparse
import importlib
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import polars as pl
from identity_measures import ask_share, cluster_measures, components, pair_measures
from invented import World, chains
from names_file import FileWorld, file_chains
from negatives import originals
from noise import NOISES, records

METHODS = {
    "learned": "ours, shipped scorer",
    "weights": "ours, rule weights",
    "splink": "Splink alone",
    "exact+splink": "exact, then Splink",
    "rapidfuzz": "blocks and rapidfuzz",
    "exact": "exact only",
}
OURS = ("learned", "weights")
PEERS = {
    "splink": ("peer_splink", "splink"),
    "exact+splink": ("peer_splink", "exact_then_splink"),
    "rapidfuzz": ("peers", "fuzzy"),
    "exact": ("peers", "exact"),
}
COLUMNS = ("P", "R", "F1", "auto P", "auto R", "R@.999", "cl P", "cl R", "cl F1")
CUBED = ("B3 P", "B3 R", "B3 F1")


def case_write(folder: Path, size: int, seed: int, noise: str, names: Path | None) -> int:
    """Records, truth and head offices of one case; gives how many records there are."""
    world = FileWorld(names, size, seed) if names else World(size, seed)
    made = originals(world, size)
    table = records(made, NOISES[noise], seed)
    table.drop("entity").write_parquet(folder / "records.parquet")
    table.select("record", "entity").write_parquet(folder / "truth.parquet")
    heads = [(one.entity, one.parent) for one in made if one.parent is not None]
    schema = {"entity": pl.Int64, "parent": pl.Int64}
    pl.DataFrame(heads, schema, orient="row").write_parquet(folder / "parents.parquet")
    nested = file_chains(names) if names else chains()
    (folder / "divisions.json").write_text(json.dumps(nested, ensure_ascii=False))
    return table.height


def method_run(method: str, folder: Path) -> None:
    """The child's work: pairs and clusters of the records in the folder, and the seconds."""
    table = pl.read_parquet(folder / "records.parquet")
    divisions = json.loads((folder / "divisions.json").read_text())
    started = time.perf_counter()
    if method in OURS:
        import ours

        pairs, clusters = ours.linked_and_clustered(table, method, divisions)
    else:
        module, name = PEERS[method]
        pairs = getattr(importlib.import_module(module), name)(table)
        clusters = components(table["record"], pairs.filter(pl.col("band") == "same"))
    seconds = time.perf_counter() - started
    pairs.write_parquet(folder / f"{method}.pairs.parquet")
    clusters.write_parquet(folder / f"{method}.clusters.parquet")
    (folder / f"{method}.json").write_text(json.dumps({"seconds": seconds}))


def method_measures(method: str, folder: Path) -> dict[str, float]:
    """Runs a method in a process of its own and measures what it left."""
    two = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "2")
    command = [sys.executable, __file__, "--child", method, "--keep", str(folder)]
    child = subprocess.Popen(command, env=os.environ | two, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{METHODS[method]} failed: exit {child.returncode}")
    truth = pl.read_parquet(folder / "truth.parquet")
    pairs = pl.read_parquet(folder / f"{method}.pairs.parquet")
    clusters = pl.read_parquet(folder / f"{method}.clusters.parquet")
    measures = pair_measures(pairs, truth)
    measures |= cluster_measures(clusters, truth, pl.read_parquet(folder / "parents.parquet"))
    measures["ask"] = ask_share(pairs, clusters, pl.read_parquet(folder / "records.parquet"))
    measures |= json.loads((folder / f"{method}.json").read_text())
    return measures | {"GB": usage.ru_maxrss * 1024 / 1e9}


def heading_print() -> None:
    columns = "".join(f"{name:>7}" for name in (*COLUMNS, *CUBED))
    print(f"{'':<21}{columns}{'ask %':>7}{'merged %':>9}{'s':>8}{'GB':>6}")


def line_print(method: str, found: dict[str, float]) -> None:
    shares = "".join(f"{found[name]:>7.4f}" for name in (*COLUMNS, *CUBED))
    rest = f"{100 * found['ask']:>7.2f}{100 * found['branches']:>9.3f}"
    print(
        f"{METHODS[method]:<21}{shares}{rest}{found['seconds']:>8.1f}{found['GB']:>6.2f}",
        flush=True,
    )


def slopes_print(points: dict[str, list[tuple[float, float]]]) -> None:
    """The slope of log(seconds) over log(records): 1 is linear."""
    for method, where in points.items():
        if len(where) > 1:
            slope = statistics.linear_regression(*zip(*where, strict=True)).slope
            print(f"log-log slope, {METHODS[method]}: {slope:.2f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, action="append", help="originals")
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--noise", choices=list(NOISES), default="usual")
    options.add_argument("--names", type=Path)
    options.add_argument("--methods", default=",".join(METHODS))
    options.add_argument("--keep", type=Path, help="leave records, truth and pairs there")
    options.add_argument("--queue", action="store_true", help="only the ask queue's worth")
    options.add_argument("--child", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        method_run(given.child, given.keep)
        return
    methods = ["learned"] if given.queue else given.methods.split(",")
    if unknown := set(methods) - set(METHODS):
        raise SystemExit(f"no such method: {', '.join(unknown)}; there are {', '.join(METHODS)}")
    for method in list(methods):
        if PEERS.get(method, ("",))[0] == "peer_splink" and not find_spec("splink"):
            print(f"{METHODS[method]} is left out: Splink is not installed (make bench)")
            methods.remove(method)
    if "learned" in methods:
        import ours

        if not ours.model_ships():
            print("no learned model ships: the line of the shipped scorer is rule weights")
    points: dict[str, list[tuple[float, float]]] = {}
    sizes = given.size or [10_000, 100_000]
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (given.keep / str(size)) if given.keep else Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            count = case_write(folder, size, given.seed, given.noise, given.names)
            print(f"\n{size:,} originals, {count:,} records, noise {given.noise}, ", end="")
            print(f"seed {given.seed}, names {given.names or 'invented'}")
            heading_print()
            for method in methods:
                found = method_measures(method, folder)
                line_print(method, found)
                where = (math.log(count), math.log(found["seconds"]))
                points.setdefault(method, []).append(where)
            if "learned" in methods and size == sizes[0]:
                ours.queue_print(folder, given.seed)
    slopes_print(points)


if __name__ == "__main__":
    main()
