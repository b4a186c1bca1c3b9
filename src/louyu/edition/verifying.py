"""校验 verifying: every file of an edition held against its manifest; damage is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from louyu.edition.making import OBJECTS, TIMINGS
from louyu.edition.manifest import FILE, EditionError, FileEntry, file_sha256
from louyu.edition.reader import Edition


@dataclass(frozen=True)
class Damage:
    """What is wrong with one file of an edition."""

    edition: str
    path: str
    wrong: str


Hashes = dict[tuple[int, int], str]
"""Device and inode to SHA-256: a file shared by many editions is read once."""


def damages(edition: Edition, hashes: Hashes | None = None) -> Iterator[Damage]:
    """What is wrong with an edition; nothing when it is what was published."""
    hashes = {} if hashes is None else hashes
    try:
        manifest = edition.manifest
    except EditionError as error:
        yield Damage(edition.name, FILE, str(error))
        return
    if (manifest.edition, manifest.month) != (edition.name, edition.month):
        yield Damage(edition.name, FILE, f"清单写的是 {manifest.edition}，与文件夹名不符")
    for table in manifest.tables.values():
        for entry in table.files:
            if wrong := file_wrong(edition.folder / entry.path, entry, hashes):
                yield Damage(edition.name, entry.path, wrong)
            held = edition.folder.parent / OBJECTS / f"{entry.sha256}.parquet"
            if wrong := file_wrong(held, entry, hashes):
                yield Damage(edition.name, f"{OBJECTS}/{held.name}（{entry.path}）", wrong)
        if table.rows != sum(entry.rows for entry in table.files):
            yield Damage(edition.name, FILE, "表的行数不等于各文件行数之和")
    known = {*manifest.contents, FILE, TIMINGS}
    for path in sorted(edition.folder.rglob("*")):
        name = path.relative_to(edition.folder).as_posix()
        if path.is_file() and name not in known:
            yield Damage(edition.name, name, "清单中没有这个文件")


def file_wrong(path: Path, entry: FileEntry, hashes: Hashes) -> str:
    """Why a file is not what the manifest says; empty when it is."""
    if not path.is_file():
        return "文件不见了"
    stat = path.stat()
    if stat.st_size != entry.bytes:
        return f"大小是 {stat.st_size} 字节，应为 {entry.bytes}"
    inode = (stat.st_dev, stat.st_ino)
    if inode not in hashes:
        hashes[inode] = file_sha256(path)
    if hashes[inode] != entry.sha256:
        return "内容与清单的校验和不符"
    rows: int = pq.read_metadata(path).num_rows
    return "" if rows == entry.rows else f"有 {rows} 行，应为 {entry.rows}"
