"""预览 preview: what a file would do if it were taken in: its report, and what it changes.

Nothing goes through the door: the file is read and checked beside the store, and its findings are
kept in a folder of the asker's until the sender says yes or no.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from louyu.district import District
from louyu.door.batch import Batch
from louyu.door.expectation import expectation_warnings
from louyu.door.store import Given, Store, with_status
from louyu.nouns import LINEAGE
from louyu.sources.read import PARSER, Parser
from louyu.sources.refusal import RefusalError
from louyu.sources.report import marked_workbook, row_report

FINDINGS = ("quarantine", "warnings", "non_data")
MARKED = "marked.xlsx"
TELLING = (
    "building_code", "building_name", "uscc", "enterprise_name", "name", "floor", "room", "period",
)  # fmt: skip
"""Columns that tell which row of the last file a row stands for."""


@dataclass(frozen=True)
class Change:
    """A row that differs from the last file's: what its cells were and what they are.

    ``before`` is empty for a row that is new, ``after`` for one that is gone.
    """

    thing: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Comparison:
    """A file held against its sender's one in force for the month, or the last one before."""

    against: Batch
    same: int
    added: int
    gone: int
    changed: int
    total_before: int | None
    total_after: int | None
    shown: tuple[Change, ...]


@dataclass(frozen=True)
class Preview:
    """What a file is and would do. ``record`` is that of the batch it would become."""

    refused: str
    rule: str
    known: bool
    record: dict[str, Any]
    comparison: Comparison | None


def preview(
    home: Path,
    district: District,
    given: Given,
    folder: Path,
    *,
    shown: int = 50,
    parser: Parser = PARSER,
) -> Preview:
    """Reads and checks a file; its findings and the marked workbook are put into ``folder``."""
    store = Store(home)
    store.remnants_remove()
    store.refresh()
    stage = store.staged(district, given, parser)
    try:
        if stage.refusal is not None:
            rule, sentence = stage.refusal.problem.value, stage.refusal.sentence
            return Preview(sentence, rule, False, stage.record, None)
        record = stage.record
        if record["batch"] in store.known:
            return Preview("", "", True, record, None)
        folder.mkdir(parents=True, exist_ok=True)
        for name in FINDINGS:
            shutil.copyfile(stage.folder / f"{name}.parquet", folder / f"{name}.parquet")
        mark(next(stage.folder.glob("original*")), folder, parser)
        of_sender = with_status(store.by_sender.get((record["dataset"], record["sender"]), ()))
        contract = district.contracts[record["dataset"]]
        more = expectation_warnings({**record, "sequence": store.last + 1}, of_sender, contract)
        record["warnings"] = [*record["warnings"], *more]
        last = last_in_force(of_sender, record["month"])
        clean = pl.read_parquet(stage.folder / "clean.parquet")
        comparison = compared(clean, record, last, shown) if last is not None else None
        return Preview("", "", False, record, comparison)
    finally:
        shutil.rmtree(stage.folder, ignore_errors=True)


def mark(original: Path, folder: Path, parser: Parser) -> None:
    """Writes the marked workbook, where there is something to mark."""
    findings = row_report(*(pl.read_parquet(folder / f"{name}.parquet") for name in FINDINGS[:2]))
    if findings.height:
        try:
            marked_workbook(original, findings, folder / MARKED, parser)
        except RefusalError:
            return  # the report says everything; the workbook is a convenience


def last_in_force(batches: Sequence[Batch], month: int) -> Batch | None:
    """The batch of that month, or else of the last month before it."""
    standing = [one for one in batches if one.status == "in_force" and one.month <= month]
    return max(standing, key=lambda one: (one.month, one.sequence), default=None)


def compared(new: pl.DataFrame, record: dict[str, Any], last: Batch, shown: int) -> Comparison:
    """What differs from a batch's clean rows, in the order of the file."""
    old = pl.read_parquet(last.folder / "clean.parquet")
    lineage = {column.name for column in LINEAGE}
    columns = [name for name in new.columns if name not in lineage and name in old.columns]
    only_new, only_old = without(new, old, columns), without(old, new, columns)
    telling = [name for name in TELLING if name in columns]
    then = by_key(only_old, telling)
    changes, paired = [], 0
    for key, row in by_key(only_new, telling).items():
        before = then.pop(key, None)
        paired += before is not None
        changes.append(change(key, before or {}, row, columns))
    changes += [change(key, row, {}, columns) for key, row in then.items()]
    return Comparison(
        against=last,
        same=new.height - only_new.height,
        added=only_new.height - paired,
        gone=only_old.height - paired,
        changed=paired,
        total_before=last.total,
        total_after=record["total"],
        shown=tuple(changes[:shown]),
    )


def without(rows: pl.DataFrame, others: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The rows that the others do not have, each as often as it is more often here."""
    nth = pl.int_range(pl.len()).over(columns).alias("nth")
    mine, theirs = (frame.select(columns).with_columns(nth) for frame in (rows, others))
    return mine.join(theirs, on=[*columns, "nth"], how="anti", nulls_equal=True).drop("nth")


def by_key(rows: pl.DataFrame, telling: list[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Rows by what tells them apart; of rows that nothing tells apart each keeps its place."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows.iter_rows(named=True):
        key = tuple(row[name] for name in telling)
        nth = 0
        while (*key, nth) in found:
            nth += 1
        found[(*key, nth)] = row
    return found


def change(
    key: tuple[Any, ...], before: dict[str, Any], after: dict[str, Any], columns: list[str]
) -> Change:
    thing = " ".join(str(part) for part in key[:-1] if part is not None)
    if before and after:
        differing = [name for name in columns if before[name] != after[name]]
        return Change(
            thing, {n: before[n] for n in differing}, {n: after[n] for n in differing}
        )  # fmt: skip
    said = {name: value for name, value in (before or after).items() if value is not None}
    return Change(thing, said if before else {}, {} if before else said)
