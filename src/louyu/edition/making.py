"""编期 making: an edition's folder is built first; its manifest, renamed in last, publishes it.

Whatever moment a build dies at, the last edition stays published and no half one is seen. A folder
without a manifest is garbage and goes at the next build. One build at a time: the lock is the
kernel's and dies with its holder.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
from ibis import ir

from louyu.edition.manifest import (
    FILE,
    VERSION,
    EditionError,
    FileEntry,
    Inputs,
    Manifest,
    TableEntry,
    file_sha256,
)
from louyu.edition.reader import NAME, PARTITIONED, Edition, edition_names, name_of, name_parts
from louyu.engine import Engine
from louyu.nouns import NOUNS, Noun

TIMINGS = "timings.json"
OBJECTS = "objects"
SCRATCH = "scratch"
LOCK = "lock"


@dataclass
class Draft:
    """An edition in the making: tables go in, `publish` makes it the published one."""

    home: Path
    name: str
    tables: dict[str, list[Path]] = field(default_factory=dict)
    taken: dict[Path, FileEntry] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.home / "editions" / self.name

    @property
    def objects(self) -> Path:
        return self.home / "editions" / OBJECTS

    @property
    def scratch(self) -> Path:
        """Where an engine may spill; it goes with the draft."""
        return self.home / "editions" / SCRATCH

    def write(self, engine: Engine, noun: str, expr: ir.Table) -> None:
        """Writes a table's files into the folder, placed rows by street and building."""
        self.tables[noun] = engine.write(
            expr,
            self.folder,
            noun=NOUNS[noun],
            sort=clustering(NOUNS[noun]),
            partition="month" if noun in PARTITIONED else None,
        )

    def take_over(
        self, noun: str, edition: Edition, months: Sequence[int | None] = (None,)
    ) -> None:
        """Has a table's files be those of another edition: of some months, or all of them.

        The edition was just found sound: its word for its files is good.
        """
        files = self.tables.setdefault(noun, [])
        for entry in edition.entry(noun):
            if entry.month is None or None in months or entry.month in months:
                here = self.folder / entry.path
                here.parent.mkdir(exist_ok=True)
                os.link(edition.folder / entry.path, here)
                files.append(here)
                self.taken[here] = entry
        files.sort()

    def sealed(self) -> dict[str, TableEntry]:
        """Every file synced, kept under its hash, and described."""
        self.objects.mkdir(exist_ok=True)
        paths = [path for files in self.tables.values() for path in files]
        written = [path for path in paths if path not in self.taken]
        # Hashing and syncing wait for the disk and give the interpreter free meanwhile.
        with ThreadPoolExecutor(4) as workers:
            described = zip(written, workers.map(self.file, written), strict=True)
            entries = {**self.taken, **dict(described)}
        for folder in {self.objects, self.folder, *(path.parent for path in paths)}:
            folder_sync(folder)
        folder_sync(self.folder.parent)
        tables = {}
        for noun, files in sorted(self.tables.items()):
            found = tuple(entries[path] for path in files)
            tables[noun] = TableEntry(rows=sum(file.rows for file in found), files=found)
        return tables

    def file(self, path: Path) -> FileEntry:
        """A written file, made the object of its hash or replaced by the one that is there."""
        sha256 = file_sha256(path)
        held = self.objects / f"{sha256}.parquet"
        if held.exists() and file_sha256(held) == sha256:
            # A file taken over is that object already; renaming onto itself would leave the link.
            if not path.samefile(held):
                link = path.with_suffix(".link")
                os.link(held, link)
                link.replace(path)
        else:
            # Also when the object on disk has been damaged: a sound one takes its place.
            file_sync(path)
            path.chmod(0o444)
            link = path.with_suffix(".link")
            os.link(path, link)
            link.replace(held)
        relative = path.relative_to(self.folder)
        return FileEntry(
            path=relative.as_posix(),
            month=int(path.stem) if len(relative.parts) > 1 else None,
            rows=pq.read_metadata(path).num_rows,
            bytes=path.stat().st_size,
            sha256=sha256,
        )

    def publish(
        self, inputs: Inputs, tables: Mapping[str, TableEntry], timings: Mapping[str, object]
    ) -> Edition:
        """Renames the manifest into place: from here on, not before, this is the edition."""
        manifest = Manifest(
            version=VERSION,
            edition=self.name,
            month=inputs.month,
            inputs=inputs,
            tables=dict(tables),
        ).sealed()
        text_write(self.folder / TIMINGS, json.dumps(timings, ensure_ascii=False, indent=1) + "\n")
        part = self.folder / f"{FILE}.part"
        text_write(part, manifest.text)
        folder_sync(self.folder)
        part.replace(self.folder / FILE)
        folder_sync(self.folder)
        return Edition(self.home, self.name)


@contextmanager
def drafting(home: Path, month: int) -> Iterator[Draft]:
    """A draft of the month's next edition; what is not published when it ends is removed.

    Raises `EditionError` when another build is under way in this home.
    """
    folder = home / "editions"
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / LOCK):
        remnants_remove(home)
        numbers = [n for m, n in map(name_parts, edition_names(home)) if m == month]
        draft = Draft(home, name_of(month, max(numbers, default=0) + 1))
        draft.folder.mkdir()
        try:
            yield draft
        finally:
            if not (draft.folder / FILE).exists():
                remnants_remove(home)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("a+") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder.seek(0)
            who = holder.read().strip() or "未知"
            raise EditionError(f"另一个编制正在进行（进程 {who}），请等它结束后再试") from None
        holder.truncate(0)
        holder.write(str(os.getpid()))
        holder.flush()
        yield


def remnants_remove(home: Path) -> None:
    """Removes what builds that died left behind: half folders, scratch, objects of no edition."""
    folder = home / "editions"
    for path in folder.iterdir():
        half = NAME.fullmatch(path.name) and not (path / FILE).exists()
        if half or path.name == SCRATCH:
            shutil.rmtree(path)
    for path in folder.glob(f"{OBJECTS}/*"):
        if path.stat().st_nlink == 1 or path.suffix != ".parquet":
            path.unlink()


def clustering(noun: Noun) -> list[str]:
    """Placed rows lie by street and building, so that a page reads little; others by their key."""
    placed = [name for name in ("street", "building") if name in noun]
    return [*placed, *(name for name in noun.key if name not in placed)]


def text_write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def file_sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def folder_sync(path: Path) -> None:
    """Makes names in a folder survive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
