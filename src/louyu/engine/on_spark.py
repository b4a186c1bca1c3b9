"""Spark, for a province or the nation; what it computes goes through DuckDB's writer."""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Literal

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import ir

from louyu.engine.contract import Engine, EngineError, conformed, literal_path
from louyu.engine.on_duckdb import DuckDBEngine
from louyu.engine.plans import Asked, expression
from louyu.nouns import Noun


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

    def materialise(self, asked: Asked) -> ir.Table:
        expr = expression(asked)
        with self.lock:
            kept = self.files((str(self.stored(expr)),))
            # Spark stores a small integer as it pleases; the expression says what it is.
            return conformed(kept, {column: str(kind) for column, kind in expr.schema().items()})

    def release(self, keeping: Iterable[ir.Table]) -> None:
        """Does nothing: what Spark keeps lies in the scratch folder, not in memory."""

    def when_made(self, call: Callable[[], None]) -> Future[None]:
        called: Future[None] = Future()
        call()
        called.set_result(None)
        return called

    def stored(self, expr: ir.Table, name: str | None = None) -> Path:
        """The expression's rows as Parquet in the scratch folder."""
        view = self.fresh(name)
        # A view, because making one also hands over the small tables an expression holds.
        self.connection.create_view(view, expr)
        path = self.scratch / view
        self.session.table(view).write.parquet(str(path))
        return path

    def arrow(self, asked: Asked) -> pa.Table:
        with self.lock:
            return self.connection.to_pyarrow(expression(asked))

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
