"""What every engine does: tables in, expressions run, rows out, Parquet of the same bytes."""

import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import ir

from louyu.engine.plans import Asked
from louyu.nouns import Noun

# Both engines merge nested selects themselves; Ibis would spend a tenth of a build on it.
ibis.options.sql.fuse_selects = False

Schema = Noun | Mapping[str, str]


class EngineError(RuntimeError):
    """An engine cannot be opened or was asked for what it does not hold; said in Chinese."""


class Engine(ABC):
    """Runs Ibis expressions. One connection, one caller at a time; a context manager."""

    name: Literal["duckdb", "spark"]

    def __init__(self, scratch: Path | None) -> None:
        if scratch is not None:
            scratch.mkdir(parents=True, exist_ok=True)
        self.scratch = Path(tempfile.mkdtemp(prefix="louyu-", dir=scratch))
        self.lock = threading.RLock()
        self.opened: dict[tuple[str, ...], ir.Table] = {}
        self.named = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def fresh(self, name: str | None) -> str:
        """A table name not given before."""
        self.named += 1
        return f"{name or 'held'}_{self.named}"

    def parquet(self, paths: Sequence[Path], schema: Schema | None = None) -> ir.Table:
        """Parquet files of one shape as a table; no file at all is an empty table of the schema."""
        with self.lock:
            if not paths:
                if schema is None:
                    raise EngineError("没有文件，也没有说明表结构，无法得到空表")
                return self.table(pa.Table.from_batches([], schema_arrow(schema)))
            key = tuple(str(path) for path in paths)
            if key not in self.opened:
                self.opened[key] = self.files(key)
            table = self.opened[key]
        return table if schema is None else conformed(table, schema)

    @abstractmethod
    def files(self, paths: tuple[str, ...]) -> ir.Table:
        """One or more Parquet files as a table, read when it is used."""

    @abstractmethod
    def table(self, arrow: pa.Table, name: str | None = None) -> ir.Table:
        """An Arrow table as an Ibis table."""

    @abstractmethod
    def materialise(self, asked: Asked) -> ir.Table:
        """The table, or what the call describes, run once and kept while the engine is open.

        The run may go on after this returns; what needs its rows waits for them.
        """

    @abstractmethod
    def prepare(self, asked: Asked) -> bool:
        """Works out how a call will be run, so that the first to ask need not wait for that.

        Returns whether that was not known yet.
        """

    @abstractmethod
    def release(self, keeping: Iterable[ir.Table]) -> None:
        """Gives back the room of every kept table but these; expressions over others are void."""

    @abstractmethod
    def when_made(self, call: Callable[[], None]) -> Future[None]:
        """Calls when every table asked for so far is there, after the calls asked for before."""

    @abstractmethod
    def arrow(self, asked: Asked, where: Mapping[str, str] | None = None) -> pa.Table:
        """The rows of a table, or of what the call describes.

        With ``where`` those whose columns have these values: one description serves for all values.
        """

    @abstractmethod
    def write(
        self,
        expr: ir.Table,
        folder: Path,
        *,
        noun: Noun,
        sort: Sequence[str],
        partition: Literal["month"] | None = None,
    ) -> list[Path]:
        """Writes ``<noun>.parquet``, or ``<noun>/<month>.parquet`` for each month with rows.

        The same rows give the same bytes: columns in the noun's order, rows sorted by ``sort`` and
        then by every other column, fixed row groups, no clock. A column that is missing or unknown
        raises `EngineError`.
        """

    @abstractmethod
    def close(self) -> None:
        """Gives back memory and scratch space."""


def schema_arrow(schema: Schema) -> pa.Schema:
    """A noun's columns as an Arrow schema."""
    columns = schema.schema if isinstance(schema, Noun) else schema
    return ibis.schema(columns).to_pyarrow()


def conformed(table: ir.Table, schema: Schema) -> ir.Table:
    """The table with exactly the schema's columns, types and order; another column is an error."""
    columns = dict(schema.schema if isinstance(schema, Noun) else schema)
    if set(table.columns) != set(columns):
        name = schema.name if isinstance(schema, Noun) else "表"
        missing = sorted(set(columns) - set(table.columns))
        strange = sorted(set(table.columns) - set(columns))
        raise EngineError(f"{name} 的字段不符：缺少 {missing}，多出 {strange}")
    if {c: str(t) for c, t in table.schema().items()} == columns and list(table.columns) == list(
        columns
    ):
        return table
    return table.select(**{name: table[name].cast(kind) for name, kind in columns.items()})


def grown(table: ir.Table, schema: Noun) -> ir.Table:
    """The table as its noun is today: columns that older code did not know yet are empty."""
    nothing = {
        name: ibis.null(kind) for name, kind in schema.schema.items() if name not in table.columns
    }
    return conformed(table.mutate(**nothing) if nothing else table, schema)


def shapes_differ(paths: Sequence[str]) -> bool:
    """Whether the first and the last of files in order of writing have other columns: older and
    newer code wrote them."""
    first, last = (pq.read_schema(path).names for path in (paths[0], paths[-1]))
    return set(first) != set(last)


def literal_path(path: str) -> str:
    """A path in which no character is a pattern: both engines read ``[`` ``*`` ``?`` as globs."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in path)
