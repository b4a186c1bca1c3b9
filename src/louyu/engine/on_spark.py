"""Spark, for a province or the nation; what it computes goes through DuckDB's writer."""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import ir

from louyu.engine.contract import (
    Engine,
    EngineError,
    conformed,
    literal_path,
    shapes_differ,
)
from louyu.engine.on_duckdb import DuckDBEngine
from louyu.engine.plans import Asked, expression
from louyu.nouns import Noun

if TYPE_CHECKING:
    from pyspark.sql.types import StructType

FOR_CLUSTERS = "200"
"""Spark's own number of partitions, too many for one machine; another that is configured stays."""


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
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.local.dir", str(self.scratch))
            .config("spark.sql.warehouse.dir", str(self.scratch / "warehouse"))
        )
        if "SPARK_REMOTE" not in os.environ:
            builder = builder.master(os.environ.get("SPARK_MASTER", f"local[{cores}]"))
        if memory is not None:
            # Spark counts in powers of two and writes 8g where DuckDB writes 8GB.
            builder = builder.config("spark.driver.memory", memory.lower().rstrip("ib"))
        self.session = builder.getOrCreate()
        if self.session.conf.get("spark.sql.shuffle.partitions") == FOR_CLUSTERS:
            self.session.conf.set("spark.sql.shuffle.partitions", str(cores * 2))
        self.connection = ibis.pyspark.connect(self.session)
        self.writer = DuckDBEngine(threads, None, self.scratch)

    def files(self, paths: tuple[str, ...], schema: "StructType | None" = None) -> ir.Table:
        """Parquet files as a table; Spark starts a job to find a schema it is not told."""
        name = self.fresh("files")
        reader = self.session.read if schema is None else self.session.read.schema(schema)
        if schema is None and shapes_differ(paths):
            reader = reader.option("mergeSchema", "true")
        reader.parquet(*(literal_path(path) for path in paths)).createOrReplaceTempView(name)
        return self.connection.table(name)

    def table(self, arrow: pa.Table, name: str | None = None) -> ir.Table:
        with self.lock:
            path = self.scratch / f"{self.fresh(name)}.parquet"
            pq.write_table(arrow, path)
            return self.files((str(path),))

    def materialise(self, asked: Asked) -> ir.Table:
        expr = expression(asked)
        with self.lock:
            path, schema = self.stored(expr)
            kept = self.files((str(path),), schema)
            # Spark stores a small integer as it pleases; the expression says what it is.
            return conformed(kept, {column: str(kind) for column, kind in expr.schema().items()})

    def prepare(self, asked: Asked) -> bool:
        """Spark works out how to run what it is given while it runs it."""
        return False

    def release(self, keeping: Iterable[ir.Table]) -> None:
        """Does nothing: what Spark keeps lies in the scratch folder, not in memory."""

    def when_made(self, call: Callable[[], None]) -> Future[None]:
        called: Future[None] = Future()
        call()
        called.set_result(None)
        return called

    def stored(self, expr: ir.Table, name: str | None = None) -> "tuple[Path, StructType]":
        """The expression's rows as Parquet in the scratch folder, and their types."""
        view = self.fresh(name)
        # A view, because making one also hands over the small tables an expression holds.
        self.connection.create_view(view, expr)
        path = self.scratch / view
        frame = self.session.table(view)
        frame.write.parquet(str(path))
        return path, frame.schema

    def arrow(self, asked: Asked, where: Mapping[str, str] | None = None) -> pa.Table:
        with self.lock:
            rows = expression(asked)
            for name, value in (where or {}).items():
                rows = rows.filter(rows[name] == value)
            return self.connection.to_pyarrow(rows)

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
            path, _ = self.stored(conformed(expr, noun), noun.name)
            rows = sorted(path.glob("*.parquet"))
            return self.writer.write(
                self.writer.parquet(rows, noun), folder, noun=noun, sort=sort, partition=partition
            )

    def close(self) -> None:
        self.writer.close()
        self.session.stop()
        shutil.rmtree(self.scratch, ignore_errors=True)
