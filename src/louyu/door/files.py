"""落盘 files: records and tables written so that they survive a kill and a loss of power."""

import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def parquet_write(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path, compression="zstd")
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def text_write(path: Path, said: dict[str, Any]) -> None:
    """Writes a record whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(said, ensure_ascii=False, indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def folder_sync(path: Path) -> None:
    """Makes names in a folder survive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
