"""How well and how fast passages that answer are found, ours beside its peers, and what is refused.

    python bench/question.py [--corpus FILE --questions FILE] [--unit passage|document]
                             [--methods ours,bm25s-pairs] [--seed 8] [--places 40] [--ask 800]

Without files a set is invented (bench/question_set.py). Formats and measures are described in
docs/how-to/bench-question.md. Each method runs in a process of its own and sees the same passages.
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
from typing import Any

from question_methods import METHODS
from question_set import invented, lines_read, lines_write

from louyu.services.question.cutting import passages
from louyu.services.question.document import Document
from louyu.services.question.passage import Passage

RANKS = (1, 5, 10)
FIELDS = ("id", "title", "text", "number", "issuer", "place", "kind")


def cut(corpus: Path, unit: str) -> list[Passage]:
    """The passages of a corpus, or its documents whole."""
    found = []
    for row in lines_read(corpus):
        made = Document(**{"title": "", **{name: row[name] for name in FIELDS if name in row}})
        if unit == "document":
            found.append(Passage(made, 0, len(made.text), "", "", "text"))
        else:
            found += passages(made)
    return found


def ranks(order: list[int], said: list[Passage], question: Any) -> tuple[int, int]:
    """Rank of the first right document, and of the first passage with the quoted words; or 0."""
    names = list(dict.fromkeys(said[at].document.id for at in order))
    right = [at for at, name in enumerate(names, 1) if name in question["documents"]]
    quoted = [
        at
        for at, place in enumerate(order, 1)
        if said[place].document.id in question["documents"]
        and any(quote in said[place].text for quote in question.get("quotes", ()))
    ]
    return (right or [0])[0], (quoted or [0])[0]


def method_run(method: str, corpus: Path, questions: Path, unit: str) -> dict[str, Any]:
    """The child's work: build, ask every question, tell what came."""
    said = cut(corpus, unit)
    started = time.perf_counter()
    ask = METHODS[method][1](said)
    build = time.perf_counter() - started
    rows = list(lines_read(questions))
    ask(rows[0]["question"])
    found, seconds = [], []
    for question in rows:
        started = time.perf_counter()
        order, answers = ask(question["question"])
        seconds.append(time.perf_counter() - started)
        document, passage = ranks(order, said, question)
        found.append({"document": document, "passage": passage, "answers": answers})
    return {"build": build, "seconds": seconds, "found": found, "passages": len(said)}


def measures(rows: list[Any], told: dict[str, Any]) -> dict[str, float]:
    """Recall, MRR and refusal of one method."""
    both = list(zip(rows, told["found"], strict=True))
    has = [found for row, found in both if row["documents"]]
    quoted = [found for row, found in both if row.get("quotes")]
    none = [found for row, found in both if not row["documents"]]
    off = [found for row, found in both if row.get("group") == "off_topic"]
    answered = [found for _, found in both if found["answers"]]
    result = {f"R@{k}": share(0 < f["document"] <= k for f in has) for k in RANKS}
    result["MRR"] = share(1 / f["document"] if f["document"] else 0 for f in has)
    result |= {f"pR@{k}": share(0 < f["passage"] <= k for f in quoted) for k in (1, 3, 10)}
    result["prec"] = share(0 < f["document"] <= 3 for f in answered)
    result["kept"] = share(f["answers"] for f in has)
    result["refused"] = share(not f["answers"] for f in none)
    result["off"] = share(not f["answers"] for f in off)
    milliseconds = sorted(1000 * second for second in told["seconds"])
    result["p50 ms"] = statistics.median(milliseconds)
    result["p95 ms"] = milliseconds[min(int(0.95 * len(milliseconds)), len(milliseconds) - 1)]
    return result | {"build s": told["build"], "MB": told["MB"]}


def share(values: Any) -> float:
    counted = [float(value) for value in values]
    return sum(counted) / len(counted) if counted else float("nan")


def method_measures(method: str, args: argparse.Namespace, rows: list[Any]) -> dict[str, float]:
    """Runs a method in a process of its own."""
    command = [
        sys.executable, __file__, "--child", method, "--unit", args.unit,
        "--corpus", str(args.corpus), "--questions", str(args.questions),
    ]  # fmt: skip
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    child = subprocess.Popen(command, env=os.environ | one, stdout=subprocess.PIPE)
    assert child.stdout
    told = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{method} failed: exit {child.returncode}")
    return measures(rows, json.loads(told) | {"MB": usage.ru_maxrss / 1024})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--unit", choices=("passage", "document"), default="passage")
    parser.add_argument("--methods", default=",".join(METHODS))
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--places", type=int, default=40)
    parser.add_argument("--ask", type=int, default=800)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        json.dump(method_run(args.child, args.corpus, args.questions, args.unit), sys.stdout)
        return
    if bool(args.corpus) != bool(args.questions):
        parser.error("--corpus and --questions go together")
    with tempfile.TemporaryDirectory() as folder:
        if not args.corpus:
            args.corpus, args.questions = Path(folder, "corpus"), Path(folder, "questions")
            documents, questions = invented(args.seed, args.places, args.ask)
            lines_write(args.corpus, documents)
            lines_write(args.questions, questions)
        rows = list(lines_read(args.questions))
        count = sum(1 for _ in lines_read(args.corpus))
        answerable = sum(bool(row["documents"]) for row in rows)
        print(
            f"{count} documents, {len(cut(args.corpus, args.unit))} {args.unit}s; "
            f"{len(rows)} questions, {len(rows) - answerable} without an answer"
        )
        for number, method in enumerate(args.methods.split(",")):
            found = method_measures(method, args, rows)
            if not number:
                print(f"{'':<29}" + "".join(f"{name:>9}" for name in found))
            print(
                f"{METHODS[method][0]:<29}" + "".join(f"{value:>9.3f}" for value in found.values()),
                flush=True,
            )


if __name__ == "__main__":
    main()
