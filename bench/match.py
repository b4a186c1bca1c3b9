"""Policies of all enterprises: pairs a second, memory, and whether what is said is right.

    python bench/match.py [--size 200000] [--policies 100] [--seed 1] [--methods ours,duckdb,…]
                          [--sample 2000] [--zen 2000] [--cel 100] [--single 300] [--repeat 3]

``--size`` may be given several times: how cost grows. Facts and policies are invented and known in
part (bench/invented_rules.py); what is right is worked out by brute force of a sample of the
enterprises (bench/rule_oracle.py). Every way runs in a process of its own, on two threads.

ready: making what is asked, once for a set of policies. verdicts: met, not met or unknown of every
pair. lists: for each policy who meets it, and who misses which one clause, verdicts included. Times
are the best of three; cpu is what all processors worked for it. Zen and CEL judge one enterprise at
a time and get a part.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from invented_rules import CATALOGUE, TODAY, facts_made, policies_made
from match_peers import by_cel, by_openfisca, by_zen
from match_ways import Told, by_duckdb, by_polars, ours, rows_of
from rule_oracle import steps

from louyu.services.policy.grammar import rule_read
from louyu.services.policy.judging import Finding, Judge, Stated, shared
from louyu.services.policy.rule import Rule

ALL_AT_ONCE = {"ours": ours, "duckdb": by_duckdb, "polars": by_polars, "openfisca": by_openfisca}
ONE_BY_ONE = {"zen": by_zen, "cel": by_cel}
METHODS = (*ALL_AT_ONCE, *ONE_BY_ONE, "single")
NAMES = {
    "ours": "ours, in bits", "duckdb": "DuckDB, plain", "polars": "Polars, plain",
    "openfisca": "OpenFisca-core", "zen": "zen-engine", "cel": "cel-python",
}  # fmt: skip


def sampled(size: int, count: int, seed: int) -> np.ndarray:
    dice = np.random.default_rng([seed, size, 7])
    return np.sort(dice.choice(size, min(count, size), replace=False))


def told_all(finding: Finding) -> list[str]:
    """What is said of a rule and of every condition in it."""
    away = finding.distance.told if finding.distance else ""
    said = [finding.told, away]
    for part in finding.parts:
        said += told_all(part)
    return said


def single(facts: pa.Table, rules: list[Rule], these: np.ndarray) -> dict[str, float]:
    """Milliseconds for one enterprise against every policy, with all that is said of it."""
    rows, once = rows_of(facts, these), shared(rules)
    spent, worked = [], []
    for row in rows:
        began, cpu = time.perf_counter(), time.process_time()
        known = {key: Stated(value) for key, value in row.items() if value is not None}
        judge = Judge(known, today=TODAY)
        said = [told_all(judge.finding(rule)) for rule in once]
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
        assert len(said) == len(rules)
    median, late = np.quantile(spent, [0.5, 0.95]).tolist()
    return {"median": median, "p95": late, "cpu": statistics.median(worked)}


def child(method: str, size: int, said: argparse.Namespace, folder: Path) -> None:
    """Runs one way and leaves what it found."""
    facts = facts_made(size, said.seed)
    rules = [rule_read(text, CATALOGUE) for text in policies_made(said.policies, said.seed)]
    if method == "single":
        found = single(facts, rules, sampled(size, said.single, said.seed))
        (folder / "single.json").write_text(json.dumps(found))
        return
    if method in ONE_BY_ONE:
        count = {"zen": said.zen, "cel": said.cel}[method]
        told = ONE_BY_ONE[method](facts, rules, sampled(size, count, said.seed))
    else:
        told, best = ALL_AT_ONCE[method](facts, rules), {}
        for _ in range(said.repeat - 1):
            best = {name: min(best.get(name, s), s) for name, s in told.seconds.items()}
            told = ALL_AT_ONCE[method](facts, rules)
        told.seconds = {name: min(best.get(name, s), s) for name, s in told.seconds.items()}
    left_behind(told, method, folder)


def left_behind(told: Told, method: str, folder: Path) -> None:
    (folder / f"{method}.json").write_text(json.dumps(told.seconds))
    order = np.argsort(told.rows)
    np.savez(folder / f"{method}.npz", rows=told.rows[order], verdicts=told.verdicts[:, order])
    if told.lists:
        named = {
            f"{at}/{clause}": np.sort(these)
            for at, policy in enumerate(told.lists)
            for clause, these in enumerate(policy)
        }
        np.savez(folder / f"{method}.lists.npz", **named)


def measured(method: str, size: int, arguments: list[str], folder: Path) -> float:
    """The peak memory of a way in GB, data included."""
    two = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "NUMEXPR_MAX_THREADS"), "2")
    command = [sys.executable, __file__, *arguments]
    command += ["--child", method, "--of", str(size), "--folder", str(folder)]
    process = subprocess.Popen(command, env=os.environ | two, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{method} failed: exit {process.returncode}")
    return usage.ru_maxrss * 1024 / 1e9


class Right:
    """What is right of a sample, by brute force, worked out when first asked for."""

    def __init__(self, size: int, said: argparse.Namespace) -> None:
        self.facts = facts_made(size, said.seed)
        self.rules = [rule_read(t, CATALOGUE) for t in policies_made(said.policies, said.seed)]
        self.known: dict[int, list[tuple[bool | None, int | None]]] = {}

    def of(self, these: np.ndarray) -> list[list[tuple[bool | None, int | None]]]:
        new = np.array([each for each in these.tolist() if each not in self.known], np.int64)
        for at, row in zip(new.tolist(), rows_of(self.facts, new), strict=True):
            self.known[at] = [steps(rule, row, TODAY) for rule in self.rules]
        return [self.known[at] for at in these.tolist()]


def agreement(folder: Path, method: str, right: Right, these: np.ndarray) -> dict[str, float]:
    """Shares of pairs said rightly: all, the unknown ones, and those of the lists."""
    left = np.load(folder / f"{method}.npz")
    rows = left["rows"]
    both = these[np.isin(these, rows)]
    said = left["verdicts"][:, np.searchsorted(rows, both)]
    truth = right.of(both)
    number = {True: 1, False: 0, None: -1}
    wanted = np.array([[number[verdict] for verdict, _ in each] for each in truth], np.int8).T
    found = {
        "agree": float((said == wanted).mean()),
        "unknown": float((said == wanted)[wanted == -1].mean()),
        "checked": wanted.size,
    }
    if (folder / f"{method}.lists.npz").exists():
        found["listed"] = lists_agreement(folder / f"{method}.lists.npz", truth, both)
    return found


def lists_agreement(file: Path, truth: list, these: np.ndarray) -> float:
    """The share of list entries, of the sample, that are in both or in neither."""
    lists, wanted = np.load(file), {}
    for enterprise, each in zip(these.tolist(), truth, strict=True):
        for policy, (verdict, step) in enumerate(each):
            if verdict:
                wanted.setdefault(f"{policy}/0", set()).add(enterprise)
            elif step is not None:
                wanted.setdefault(f"{policy}/{step + 1}", set()).add(enterprise)
    same = several = 0
    for name in lists.files:
        said = set(lists[name][np.isin(lists[name], these)].tolist())
        should = wanted.get(name, set())
        same += len(said & should)
        several += len(said | should)
    assert set(wanted) <= set(lists.files)
    return same / several


def rate(pairs: float, seconds: float) -> str:
    return f"{pairs / seconds / 1e6:>10.3g}"


def line_print(method: str, size: int, rows: int, pairs: int, found: dict[str, float]) -> None:
    """Pairs a second by the clock; seconds that processors worked for the most that it tells."""
    verdicts, ready = found["verdicts"], found["ready"]
    both, cpu = f"{'–':>10}{'–':>11}", found["verdicts cpu"]
    if "lists" in found:
        # ours has the verdicts in hand; a plain way asks for all in one query
        lists = found["lists"] + (verdicts if method == "ours" else 0)
        cpu = found["lists cpu"] + (cpu if method == "ours" else 0)
        both = f"{rate(pairs, lists)}{rate(pairs, ready + lists):>11}"
    right = f"{100 * found['agree']:>9.3f}{100 * found['unknown']:>10.3f}"
    right += f"{100 * found['listed']:>9.3f}" if "listed" in found else f"{'–':>9}"
    print(
        f"{NAMES[method]:<15}{size:>8}{rows:>8}{ready:>8.2f}{rate(pairs, verdicts)}{both}"
        f"{cpu:>8.2f}{right}{found['GB']:>7.2f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", type=int, action="append", help="enterprises")
    parser.add_argument("--policies", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--methods", default=",".join(METHODS))
    parser.add_argument("--sample", type=int, default=2000, help="enterprises checked")
    parser.add_argument("--zen", type=int, default=2000, help="enterprises that zen-engine judges")
    parser.add_argument("--cel", type=int, default=100, help="enterprises that cel-python judges")
    parser.add_argument("--single", type=int, default=300, help="enterprises judged with reasons")
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--of", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.child:
        child(said.child, said.of, said, said.folder)
        return
    methods = said.methods.split(",")
    print(
        f"{'million pairs/s':<15}{'of':>8}{'judged':>8}{'ready s':>8}{'verdicts':>10}{'lists':>10}"
        f"{'with ready':>11}{'cpu s':>8}{'right %':>9}{'unknown':>10}{'lists %':>9}{'GB':>7}"
    )
    for size in said.size or [200_000]:
        right = Right(size, said)
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            for method in methods:
                memory = measured(method, size, sys.argv[1:], folder)
                found = json.loads((folder / f"{method}.json").read_text())
                if method == "single":
                    print(
                        f"one enterprise against {said.policies} policies with all reasons: "
                        f"median {found['median']:.2f} ms, 95 % {found['p95']:.2f} ms, "
                        f"median of cpu {found['cpu']:.2f} ms"
                    )
                    continue
                rows = np.load(folder / f"{method}.npz")["rows"]
                some = sampled(size, said.sample, said.seed)
                these = some if method in ALL_AT_ONCE else rows[: said.sample]
                found |= agreement(folder, method, right, these) | {"GB": memory}
                line_print(method, size, len(rows), len(rows) * said.policies, found)
            everywhere_print(folder, [m for m in methods if m in ("ours", "duckdb", "polars")])


def everywhere_print(folder: Path, methods: list[str]) -> None:
    """Whether those who judged every pair say the same of every pair, and the same lists."""
    if len(methods) < 2:
        return
    first = np.load(folder / f"{methods[0]}.npz")["verdicts"]
    lists = np.load(folder / f"{methods[0]}.lists.npz")
    for other in methods[1:]:
        differ = int((np.load(folder / f"{other}.npz")["verdicts"] != first).sum())
        theirs = np.load(folder / f"{other}.lists.npz")
        unlike = sum(not np.array_equal(lists[name], theirs[name]) for name in lists.files)
        total = sum(len(lists[name]) for name in lists.files)
        print(
            f"{methods[0]} and {other}: {differ} of {first.size:,} verdicts differ, {unlike} of "
            f"{len(lists.files)} lists ({total:,} pairs)"
        )


if __name__ == "__main__":
    main()
