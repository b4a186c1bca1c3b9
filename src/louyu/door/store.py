"""存放 store: the folders ``batches`` and ``refused`` of a home; the only writer of either.

A batch is a folder that appears whole or not at all: everything is written and synced in a folder
beside it, which is renamed into place last. What is refused is kept too, with the reason. Nothing
here is ever changed; a withdrawal is a file of its own.
"""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from louyu.district import Contract, District
from louyu.door.batch import BATCH, REFUSAL, WITHDRAWN, Batch, DoorError, Receipt, batch_read
from louyu.door.expectation import expectation_warnings, total
from louyu.door.files import folders_sync, parquet_write, path_sync, record_text, text_write
from louyu.sources.check import Lineage, check
from louyu.sources.file import Recognised, recognised
from louyu.sources.read import Parser, reading
from louyu.sources.refusal import RefusalError
from louyu.sources.state import standing
from louyu.sources.visible import name_visible
from louyu.standards.calendar import month_number, month_of


@dataclass
class Staged:
    """A file that has been read and checked, waiting in a folder beside the store."""

    folder: Path
    record: dict[str, Any] = field(default_factory=dict)
    refusal: RefusalError | None = None


@dataclass(frozen=True)
class Given:
    """A file and what its sender says of it."""

    file: Path
    dataset: str | None = None
    sender: str | None = None
    month: int | None = None
    received_at: str | None = None
    said_name: str | None = None

    @property
    def name(self) -> str:
        return name_visible(self.said_name or self.file.name)


STAGED = ".staged-"


class Store:
    """The folders ``batches`` and ``refused`` of a home."""

    def __init__(self, home: Path) -> None:
        self.kept, self.refused = home / "batches", home / "refused"
        self.known: dict[str, Batch] = {}
        self.by_sender: dict[tuple[str, str], list[Batch]] = {}
        self.last = 0

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time; the lock is the kernel's and dies with its holder."""
        self.kept.mkdir(parents=True, exist_ok=True)
        with (self.kept / ".lock").open("a") as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            yield

    def remnants_remove(self) -> None:
        """Removes what processes that died left half done."""
        for folder in self.kept.glob(f"{STAGED}*"):
            if not Path("/proc", folder.name.removeprefix(STAGED).split("-")[0]).exists():
                shutil.rmtree(folder, ignore_errors=True)

    def refresh(self) -> None:
        """Reads the batches that are not yet known."""
        if not self.kept.is_dir():
            return
        for folder in self.kept.iterdir():
            if folder.name not in self.known and not folder.name.startswith("."):
                self.learn(batch_read(folder))

    def learn(self, batch: Batch) -> None:
        self.known[batch.folder.name] = batch
        self.last = max(self.last, batch.sequence)
        self.by_sender.setdefault((batch.dataset, batch.sender), []).append(batch)

    def batches(self) -> list[Batch]:
        """Every batch in order of receipt, each with its status."""
        self.refresh()
        return with_status(self.known.values())

    def staged(self, district: District, given: Given, parser: Parser) -> Staged:
        """Reads and checks a file into a folder beside the store; takes no lock."""
        self.kept.mkdir(parents=True, exist_ok=True)
        stage = Staged(Path(tempfile.mkdtemp(prefix=f"{STAGED}{os.getpid()}-", dir=self.kept)))
        try:
            self.stage_fill(stage, district, given, parser)
        except BaseException:
            shutil.rmtree(stage.folder, ignore_errors=True)
            raise
        return stage

    def stage_fill(self, stage: Staged, district: District, given: Given, parser: Parser) -> None:
        suffix = re.fullmatch(r"\.[a-z0-9]{1,8}", Path(given.name).suffix.lower())
        original = stage.folder / f"original{suffix[0] if suffix else ''}"
        if not given.file.is_file():
            raise DoorError(f"“{given.name}”不是普通文件")
        # A copy is read, so that what is checked is what is kept, whatever happens to the file.
        shutil.copyfile(given.file, original)
        with original.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        received_at = given.received_at or now()
        stage.record = {"file": given.name, "sha256": sha256, "received_at": received_at}
        try:
            # Beside the copy, so that a process that dies leaves no cells outside the home.
            with reading(original, parser, folder=stage.folder) as cells:
                found = recognised(
                    cells,
                    given.name,
                    district,
                    dataset=given.dataset,
                    sender=given.sender,
                    month=given.month,
                    received=received_month(received_at),
                )
                self.checked_write(stage, found, district)
        except RefusalError as error:
            stage.refusal = error

    def checked_write(self, stage: Staged, found: Recognised, district: District) -> None:
        contract = district.contracts[found.dataset]
        batch = batch_id(stage.record["sha256"], found)
        stage.record |= {
            "batch": batch,
            "dataset": found.dataset,
            "publisher": found.sender.publisher,
            "sender": found.sender.name,
            "month": found.month,
        }
        if (self.kept / batch).exists():
            return
        lineage = Lineage(found.month, found.sender.publisher, found.sender.name, batch)
        checked = check(found.reading, found.layouts, lineage, contract=contract, district=district)
        stage.record |= {
            "rows_read": checked.rows_read,
            "accepted": checked.accepted,
            "quarantined": checked.quarantined,
            "non_data": checked.non_data.height,
            "cell_warnings": checked.warnings.height,
            "total": total(checked, contract),
            "sheets": [sheet.name for sheet, _, _ in found.layouts],
            "warnings": [*found.said, *checked.said],
        }
        parquet_write(stage.folder / "clean.parquet", checked.clean)
        for name in ("quarantine", "warnings", "non_data"):
            frame: pl.DataFrame = getattr(checked, name)
            parquet_write(stage.folder / f"{name}.parquet", frame.to_arrow())

    def enter(self, stages: Sequence[Staged], district: District) -> list[Receipt]:
        """Gives staged files their places in the order and renames them into the store, in order.

        All their files are synced together before the first is renamed: the disk then waits once.
        """
        try:
            with self.locked():
                self.refresh()
                entries = [self.entry(stage, district) for stage in stages]
                moves = {target: stage for stage, (_, target) in zip(stages, entries, strict=True)
                         if target is not None}  # fmt: skip
                folders_sync([stage.folder for stage in moves.values()])
                for target, stage in moves.items():
                    stage.folder.rename(target)
                for folder in {target.parent for target in moves}:
                    path_sync(folder)
                return [receipt for receipt, _ in entries]
        finally:
            for stage in stages:
                shutil.rmtree(stage.folder, ignore_errors=True)

    def entry(self, stage: Staged, district: District) -> tuple[Receipt, Path | None]:
        """A staged file's receipt, and the folder it is to become, if any."""
        if stage.refusal is not None:
            return self.refuse(stage, stage.refusal)
        if stage.record["batch"] in self.known:
            return self.unchanged(stage, self.known[stage.record["batch"]]), None
        return self.take(stage, district.contracts[stage.record["dataset"]])

    def take(self, stage: Staged, contract: Contract) -> tuple[Receipt, Path]:
        said = stage.record
        before = with_status(self.by_sender.get((said["dataset"], said["sender"]), ()))
        said["sequence"] = self.last + 1
        said["warnings"] = [*said["warnings"], *expectation_warnings(said, before, contract)]
        target = self.kept / said["batch"]
        (stage.folder / BATCH).write_text(record_text(said), encoding="utf-8")
        batch = replace(batch_read(stage.folder), folder=target)
        self.learn(batch)
        counts = f"读取 {batch.rows_read:,} 行，采用 {batch.accepted:,} 行"
        counts += f"，隔离 {batch.quarantined:,} 行，非数据 {batch.non_data:,} 行"
        receipt = Receipt(
            outcome="quarantined" if batch.quarantined else "accepted",
            file=batch.file,
            sha256=batch.sha256,
            batch=batch,
            message=counts,
            folder=target,
            cell_warnings=said["cell_warnings"],
        )
        return receipt, target

    def unchanged(self, stage: Staged, known: Batch) -> Receipt:
        """The same file again: nothing changes, but that a withdrawal is taken back."""
        mark = known.folder / WITHDRAWN
        revoked = mark.exists()
        mark.unlink(missing_ok=True)
        every = with_status(self.by_sender[known.dataset, known.sender])
        batch = next(one for one in every if one.batch == known.batch)
        when = f"（{batch.received_at}）" if batch.received_at else ""
        message = f"同一个文件已经收过{when}，没有改动"
        if revoked:
            message = f"同一个文件已经收过{when}、后来撤回，现恢复"
        if batch.status == "replaced":
            message += "；它已被后来的文件替代"
        return Receipt(
            "unchanged", stage.record["file"], batch.sha256, batch, message, batch.folder
        )

    def refuse(self, stage: Staged, error: RefusalError) -> tuple[Receipt, Path | None]:
        """Keeps the refused file with the reason; of the same file the last refusal is kept."""
        self.refused.mkdir(parents=True, exist_ok=True)
        said = stage.record
        folder = self.refused / said["sha256"]
        known = folder.exists()
        rule, sentence = error.problem.value, error.sentence
        record = {**said, "rule": rule, "message": sentence}
        text_write((folder if known else stage.folder) / REFUSAL, record)
        receipt = Receipt(
            "refused", said["file"], said["sha256"], None, sentence, folder, rule=rule
        )
        return receipt, None if known else folder


def with_status(batches: Iterable[Batch]) -> list[Batch]:
    every = sorted(batches, key=lambda one: one.sequence)
    withdrawn = frozenset(one.batch for one in every if (one.folder / WITHDRAWN).exists())
    status = standing(every, withdrawn)
    return [one.standing(status[one.batch]) for one in every]


def batch_id(sha256: str, found: Recognised) -> str:
    """The same content for the same dataset, sender and month is the same batch."""
    said = f"{sha256}{found.dataset}{found.sender.name}{found.month}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def received_month(received_at: str) -> int:
    """The month of receipt; where it is not written as a date, the present month."""
    month, _ = month_of(received_at[:10])
    return month or month_number(datetime.now(UTC).astimezone().date())


def now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")
