"""落盘 files: records and tables written so that they survive a kill and a loss of power."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

SIDE_BY_SIDE = 16


def parquet_write(path: Path, table: pa.Table) -> None:
    """Writes a table; syncing is left to `folders_sync`."""
    pq.write_table(table, path, compression="zstd")


def text_write(path: Path, said: dict[str, Any]) -> None:
    """Writes a record whole or not at all, beside records that are already kept."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(record_text(said), encoding="utf-8")
    path_sync(part)
    part.replace(path)


def record_text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def folders_sync(folders: Sequence[Path]) -> None:
    """Makes folders and their files survive a loss of power: side by side, the disk waits once."""
    paths = [path for folder in folders for path in (*folder.iterdir(), folder)]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as workers:
        list(workers.map(path_sync, paths))


def path_sync(path: Path) -> None:
    """Makes a file, or the names in a folder, survive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
