"""读取 read: the cells of a received file, parsed in a bounded child process.

A file is a stranger's: it may be no table, a bomb, or a workbook on which the reader aborts. The
process that parses it has its own bounds of memory, processor time and wall time; if it dies, the
file is refused with a sentence and nothing else happens.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from louyu.sources.limits import Limits
from louyu.sources.parser import ANSWER
from louyu.sources.refusal import FileProblem, RefusalError

GRACE = 15
"""Seconds after the child's wall limit in which the server must have answered."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells as text columns ``c0`` …; row ``n`` of the table is line ``n + 1``."""

    name: str
    hidden: bool
    cells: pl.DataFrame
    merged: tuple[tuple[int, int, int], ...] = ()
    """Cells merged downwards, in order: column, first and last row, each from 0."""


@dataclass(frozen=True)
class Reading:
    """A file as parsed: ``kind`` is xlsx, xls or text; ``encoding`` is that of a text."""

    kind: str
    encoding: str
    big5: bool
    sheets: tuple[Sheet, ...]


class Parser:
    """The parsing server of this process, started when first needed; one file at a time."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 (frozen)
        self.limits = limits
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.channel: socket.socket | None = None
        self.child: int | None = None
        """The process that parses at this moment."""
        self.ended: dict[str, Any] | None = None
        """How the last one ended: exit, seconds, peak memory in bytes."""

    def start(self) -> socket.socket:
        if self.channel is not None and self.process is not None and self.process.poll() is None:
            return self.channel
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-m", "louyu.sources.parser", str(theirs.fileno())]
            self.process = subprocess.Popen(  # noqa: S603 (our own module, no input in the command)
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # Threads would count against a child's memory; it computes nothing with them.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        ours.settimeout(self.limits.wall_seconds + GRACE)
        self.channel = ours
        return ours

    def close(self) -> None:
        """Ends the server; the next file starts another."""
        if self.channel is not None:
            self.channel.close()
        if self.process is not None:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
        self.process = self.channel = None

    def answer(self, task: str, path: Path, folder: Path) -> dict[str, Any]:
        """What the child says of a file. Raises `RefusalError` when it refuses or dies."""
        job = {
            "task": task,
            "path": str(path.resolve()),
            "folder": str(folder),
            "limits": self.limits.record,
        }
        with self.lock:
            ended = self.ended = self.run(job)
        written = folder / ANSWER
        if ended is None or ended["exit"] != 0 or not written.exists():
            raise died(ended)
        answer: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
        if "unfit" in answer:
            raise RefusalError(FileProblem(answer["unfit"]), answer["detail"])
        return answer

    def run(self, job: dict[str, Any]) -> dict[str, Any] | None:
        """How the child ended; None when the server itself did."""
        try:
            channel = self.start()
            channel.sendall(json.dumps(job).encode() + b"\n")
            with channel.makefile("r", encoding="utf-8") as said:
                self.child = json.loads(said.readline())["pid"]
                ended: dict[str, Any] = json.loads(said.readline())
        except (OSError, ValueError):
            self.close()
            return None
        finally:
            self.child = None
        return ended


def died(ended: dict[str, Any] | None) -> RefusalError:
    """Why a child gave no answer, as far as its end tells."""
    if ended is None:
        return RefusalError(FileProblem.PARSER_DIED, "解析服务中止")
    name = signal.Signals(-ended["exit"]).name if ended["exit"] < 0 else f"退出码 {ended['exit']}"
    if name in {"SIGXCPU", "SIGALRM"}:
        return RefusalError(FileProblem.PARSER_TIME, f"{ended['seconds']:.0f} 秒")
    if name == "SIGABRT":
        return RefusalError(FileProblem.PARSER_MEMORY, name)
    return RefusalError(FileProblem.PARSER_DIED, name)


PARSER = Parser()
atexit.register(PARSER.close)


@contextmanager
def reading(
    path: Path, parser: Parser = PARSER, *, folder: Path | None = None
) -> Iterator[Reading]:
    """The cells of a file; they are on disk, within ``folder``, and go when the context ends.

    Raises `RefusalError` with a Chinese sentence when the file cannot be read.
    """
    if path.stat().st_size > parser.limits.file_bytes:
        size = f"{path.stat().st_size:,} 字节，上限 {parser.limits.file_bytes:,} 字节"
        raise RefusalError(FileProblem.TOO_LARGE, size)
    with tempfile.TemporaryDirectory(prefix="louyu-", dir=folder) as name:
        written = Path(name)
        answer = parser.answer("read", path, written)
        yield Reading(
            kind=answer["kind"],
            encoding=answer["encoding"],
            big5=answer.get("big5", False),
            sheets=tuple(
                Sheet(
                    name=sheet["name"],
                    hidden=sheet["hidden"],
                    cells=sheet_cells(written, sheet["file"]),
                    merged=tuple(map(tuple, sheet.get("merged", ()))),
                )
                for sheet in answer["sheets"]
            ),
        )


def sheet_cells(folder: Path, file: str) -> pl.DataFrame:
    if not file:
        return pl.DataFrame()
    with pa.memory_map(str(folder / file)) as source:
        cells = pl.from_arrow(pa.ipc.open_file(source).read_all())
    assert isinstance(cells, pl.DataFrame)
    return cells
