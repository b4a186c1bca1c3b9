"""先行 ahead: what the worker works out of an edition before anybody asks, in a folder beside it.

Made anew by another version of the code, and gone with the edition it was of. It may tell amounts
of tax: only its owner may read it.
"""

import os
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from louyu.edition.code import code_sha256

SHAPE = 2
"""Counts up when something is worked out otherwise."""

GROUP = 100_000
"""Rows of a row group."""


def ahead_folder(home: Path, kind: str, edition: str) -> Path:
    """Where what is worked out of one kind is."""
    return home / "cache" / f"{kind}-{edition}-{SHAPE}-{code_sha256()[:12]}"


def ahead_begun(home: Path, kind: str, edition: str) -> None:
    """Makes the folder; those of other editions and of other code go."""
    folder = ahead_folder(home, kind, edition)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.parent.glob(f"{kind}-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)


def ahead_written(rows: pa.Table, path: Path) -> Path:
    """A file that appears whole or not at all."""
    part = path.with_suffix(f".{os.getpid()}.part")
    part.touch(mode=0o600)
    pq.write_table(rows, part, row_group_size=GROUP, compression="zstd")
    part.replace(path)
    return path
