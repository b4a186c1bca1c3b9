"""先行 ahead: what the worker works out of an edition before anybody asks, in a folder beside it.

Made anew by another version of the code. It may tell amounts of tax: only its owner may read it.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from louyu.edition.code import code_sha256

SHAPE = 3
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
    older_gone(folder, folder.parent.glob(f"{kind}-*"))


def older_gone(made: Path, others: Iterable[Path]) -> None:
    """Removes what was made of the same kind before, all but the newest: while an edition is made
    ready, readers look for what lies beside the last."""
    old = sorted((path for path in others if path != made), key=lambda path: path.stat().st_mtime)
    for path in old[:-1]:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def ahead_written(rows: pa.Table, path: Path) -> Path:
    """A file that appears whole or not at all."""
    part = path.with_suffix(f".{os.getpid()}.part")
    part.touch(mode=0o600)
    pq.write_table(rows, part, row_group_size=GROUP, compression="zstd")
    part.replace(path)
    return path
