"""引擎 engine: what runs the expressions. The only file that knows DuckDB and Spark.

DuckDB runs in memory in each process over Parquet and spills to a scratch folder. Spark
(``pip install 'louyu[spark]'``) runs the same Ibis expressions when one machine no longer holds the
work; what it computes goes through the same writer, so that both give the same bytes.
"""

import os
import shutil
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection
from ibis import ir
from ibis.expr.operations import DatabaseTable

from louyu.nouns import Noun

Schema = Noun | Mapping[str, str]

ROW_GROUP = 122_880
"""Rows in a row group: fixed, because it is part of a file's bytes."""


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
                return self.table(schema_arrow(schema).empty_table())
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
    def materialise(self, expr: ir.Table, name: str | None = None) -> ir.Table:
        """The expression run once and kept while the engine is open."""

    @abstractmethod
    def arrow(self, expr: ir.Table) -> pa.Table:
        """The expression's rows."""

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


class DuckDBEngine(Engine):
    """DuckDB in memory."""

    name = "duckdb"

    def __init__(self, threads: int | None, memory: str | None, scratch: Path | None) -> None:
        super().__init__(scratch)
        settings: dict[str, Any] = {
            "temp_directory": str(self.scratch),
            # A government intranet has no internet; what is not built in does not exist.
            "autoinstall_known_extensions": False,
        }
        if threads is not None:
            settings["threads"] = threads
        if memory is not None:
            settings["memory_limit"] = memory
        self.connection = ibis.duckdb.connect(**settings)
        self.kept: set[str] = set()

    @property
    def duckdb(self) -> DuckDBPyConnection:
        connection: DuckDBPyConnection = self.connection.con
        return connection

    def files(self, paths: tuple[str, ...]) -> ir.Table:
        return self.connection.read_parquet(
            [literal_path(path) for path in paths],
            table_name=self.fresh("files"),
            hive_partitioning=False,
        )

    def table(self, arrow: pa.Table, name: str | None = None) -> ir.Table:
        return self.keep(arrow, name)

    def materialise(self, expr: ir.Table, name: str | None = None) -> ir.Table:
        return self.keep(expr, name)

    def keep(self, rows: pa.Table | ir.Table, name: str | None) -> ir.Table:
        # Not a temporary table: the writer's threads must see it from cursors of their own.
        with self.lock:
            fresh = self.fresh(name)
            self.kept.add(fresh)
            return self.connection.create_table(fresh, rows)

    def arrow(self, expr: ir.Table) -> pa.Table:
        with self.lock:
            return self.connection.to_pyarrow(expr)

    def write(
        self,
        expr: ir.Table,
        folder: Path,
        *,
        noun: Noun,
        sort: Sequence[str],
        partition: Literal["month"] | None = None,
    ) -> list[Path]:
        with self.lock:
            if not (isinstance(expr.op(), DatabaseTable) and expr.get_name() in self.kept):
                expr = self.materialise(expr)
            rows = ibis.to_sql(conformed(expr, noun), dialect="duckdb")
            order = [*sort, *(name for name in noun.schema if name not in sort)]
            ordered = "ORDER BY " + ", ".join(f'"{name}"' for name in order)
            if partition is None:
                path = folder / f"{noun.name}.parquet"
                return [self.copy(f"FROM ({rows}) {ordered}", path)]
            months = self.duckdb.sql(rows).select(partition).distinct().order(partition).fetchall()
            # A month is seldom more than a row group, which one thread writes.
            with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as workers:
                return list(
                    workers.map(
                        lambda month: self.copy(
                            f"FROM ({rows}) WHERE {partition} = {month:d} {ordered}",
                            folder / noun.name / f"{month}.parquet",
                        ),
                        [month for (month,) in months],
                    )
                )

    def copy(self, query: str, path: Path) -> Path:
        """Writes an ordered query; DuckDB keeps the order whatever its number of threads."""
        path.parent.mkdir(parents=True, exist_ok=True)
        target = str(path).replace("'", "''")
        with self.duckdb.cursor() as cursor:
            cursor.execute(
                f"COPY ({query}) TO '{target}'"
                f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
            )
        return path

    def close(self) -> None:
        self.connection.disconnect()
        shutil.rmtree(self.scratch, ignore_errors=True)


class SparkEngine(Engine):
    """Spark on this machine, or on the cluster that ``SPARK_REMOTE`` or ``spark-submit`` name."""

    name = "spark"

    def __init__(self, threads: int | None, memory: str | None, scratch: Path | None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineError(
                "没有安装 Spark。请执行 pip install 'louyu[spark]'（另需 Java 17），"
                "或改用 --engine duckdb。"
            ) from None
        super().__init__(scratch)
        cores = threads or os.cpu_count() or 1
        builder = (
            SparkSession.builder.appName("louyu")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", str(cores * 2))
            .config("spark.local.dir", str(self.scratch))
            .config("spark.sql.warehouse.dir", str(self.scratch / "warehouse"))
        )
        if "SPARK_REMOTE" not in os.environ:
            builder = builder.master(os.environ.get("SPARK_MASTER", f"local[{cores}]"))
        if memory is not None:
            # Spark counts in powers of two and writes 8g where DuckDB writes 8GB.
            builder = builder.config("spark.driver.memory", memory.lower().rstrip("ib"))
        self.session = builder.getOrCreate()
        self.connection = ibis.pyspark.connect(self.session)
        self.writer = DuckDBEngine(threads, None, self.scratch)

    def files(self, paths: tuple[str, ...]) -> ir.Table:
        name = self.fresh("files")
        frame = self.session.read.parquet(*(literal_path(path) for path in paths))
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def table(self, arrow: pa.Table, name: str | None = None) -> ir.Table:
        with self.lock:
            path = self.scratch / f"{self.fresh(name)}.parquet"
            pq.write_table(arrow, path)
            return self.files((str(path),))

    def materialise(self, expr: ir.Table, name: str | None = None) -> ir.Table:
        with self.lock:
            return self.files((str(self.stored(expr, name)),))

    def stored(self, expr: ir.Table, name: str | None = None) -> Path:
        """The expression's rows as Parquet in the scratch folder."""
        path = self.scratch / self.fresh(name)
        self.session.sql(self.connection.compile(expr)).write.parquet(str(path))
        return path

    def arrow(self, expr: ir.Table) -> pa.Table:
        with self.lock:
            return self.connection.to_pyarrow(expr)

    def write(
        self,
        expr: ir.Table,
        folder: Path,
        *,
        noun: Noun,
        sort: Sequence[str],
        partition: Literal["month"] | None = None,
    ) -> list[Path]:
        with self.lock:
            rows = sorted(self.stored(conformed(expr, noun), noun.name).glob("*.parquet"))
            return self.writer.write(
                self.writer.parquet(rows, noun), folder, noun=noun, sort=sort, partition=partition
            )

    def close(self) -> None:
        self.writer.close()
        self.session.stop()
        shutil.rmtree(self.scratch, ignore_errors=True)


def engine_open(
    name: str = "duckdb",
    *,
    threads: int | None = None,
    memory: str | None = None,
    scratch: Path | None = None,
) -> Engine:
    """Opens an engine: ``duckdb`` or ``spark``.

    ``threads`` and ``memory`` (such as ``4GB``) default to what the machine has; what memory does
    not hold goes to a folder under ``scratch``, removed on closing. Raises `EngineError`.
    """
    engines: dict[str, type[DuckDBEngine] | type[SparkEngine]] = {
        "duckdb": DuckDBEngine,
        "spark": SparkEngine,
    }
    if name not in engines:
        raise EngineError(f"没有名为“{name}”的引擎，可用：{'、'.join(engines)}")
    return engines[name](threads, memory, scratch)


def libraries() -> dict[str, str]:
    """Versions of what decides a file's bytes, whichever engine computed its rows."""
    return {name: version(name) for name in ("duckdb", "ibis-framework")}


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


def literal_path(path: str) -> str:
    """A path in which no character is a pattern: both engines read ``[`` ``*`` ``?`` as globs."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in path)
