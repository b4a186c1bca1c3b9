"""DuckDB in memory, in this process, over Parquet. Also the one writer of an edition's files."""

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection
from ibis import ir
from ibis.backends.sql.datatypes import DuckDBType
from ibis.expr.operations import DatabaseTable, Namespace
from ibis.expr.schema import Schema

from louyu.engine.contract import Engine, conformed, literal_path, shapes_differ
from louyu.engine.plans import Asked, Plan, Plans
from louyu.nouns import Noun

ROW_GROUP = 122_880
"""Rows in a row group: fixed, because it is part of a file's bytes."""

FORMAT = (
    "FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL 1, "
    f"ROW_GROUP_SIZE {ROW_GROUP}"
)
"""Level 1 is as small as the default on these tables, in two thirds of the time; version 2 packs
numbers so that they are a seventh smaller and summed in half the time."""


class DuckDBEngine(Engine):
    """DuckDB in memory."""

    name = "duckdb"

    def __init__(
        self,
        threads: int | None,
        memory: str | None,
        scratch: Path | None,
        plans: Path | Plans | None = None,
    ) -> None:
        super().__init__(scratch)
        self.plans = plans if isinstance(plans, Plans) else Plans(plans)
        settings: dict[str, Any] = {
            "temp_directory": str(self.scratch),
            # A government intranet has no internet; what is not built in does not exist.
            "autoinstall_known_extensions": False,
            # Files never change once they are there: the footers of 36 months are read once.
            "parquet_metadata_cache": True,
        }
        if threads is not None:
            settings["threads"] = threads
        if memory is not None:
            settings["memory_limit"] = memory
        self.connection = ibis.duckdb.connect(**settings)
        self.workers = ThreadPoolExecutor(2)
        self.runs: dict[str, list[Future[None]]] = {}
        self.called: list[Future[None]] = []
        self.counting = threading.Lock()
        self.closing = False

    @property
    def duckdb(self) -> DuckDBPyConnection:
        connection: DuckDBPyConnection = self.connection.con
        return connection

    def files(self, paths: tuple[str, ...]) -> ir.Table:
        name = self.fresh("files")
        listed = ", ".join(quoted(literal_path(path)) for path in paths)
        # Without it, columns that the first file lacks are left out, silently.
        mixed = shapes_differ(paths)
        how = f"hive_partitioning = false, union_by_name = {str(mixed).lower()}"
        # Not Ibis's own reader, whose view is temporary: other threads would not see it.
        self.duckdb.execute(f'CREATE VIEW "{name}" AS FROM read_parquet([{listed}], {how})')
        # Not by Ibis, which asks DuckDB for every column and reads its answer as SQL.
        schema = pq.read_schema(paths[0])
        if mixed:
            schema = self.duckdb.sql(f'FROM "{name}" LIMIT 0').to_arrow_table().schema
        return self.held(name, Schema.from_pyarrow(schema))

    def table(self, arrow: pa.Table, name: str | None = None) -> ir.Table:
        with self.lock:
            fresh = self.fresh(name)
            # Not by Ibis, whose way loads pandas: a quarter of a second.
            self.duckdb.register(f"{fresh}_given", arrow)
            self.duckdb.execute(f'CREATE TABLE "{fresh}" AS FROM "{fresh}_given"')
            self.duckdb.unregister(f"{fresh}_given")
            self.runs[fresh] = [self.after([], lambda: None)]
            return self.held(fresh, Schema.from_pyarrow(arrow.schema))

    def materialise(self, asked: Asked) -> ir.Table:
        """Runs in a thread of its own: meanwhile the next one is described.

        What goes wrong in the run is raised by the next call that needs its rows.
        """
        with self.lock:
            plan = self.plans.plan(asked, self.compiled)
            fresh = self.fresh(None)
            # Ibis would create and insert, copying the whole statement as a tree in between; a
            # build keeps a hundred tables, and at district scale that is a fifth of its time.
            schema = ibis.schema(plan.columns)
            columns = ", ".join(
                f'CAST("{column}" AS {DuckDBType.to_string(kind)}) AS "{column}"'
                for column, kind in schema.items()
            )
            # S608: the statement is Ibis's own text, and the names are given here.
            statement = f'CREATE TABLE "{fresh}" AS SELECT {columns} FROM ({plan.sql})'  # noqa: S608
            self.runs[fresh] = [self.submit(statement, reads=plan.reads)]
            return self.held(fresh, schema)

    def prepare(self, asked: Asked) -> bool:
        with self.lock:
            before = len(self.plans.held)
            self.plans.plan(asked, self.compiled)
            return len(self.plans.held) > before

    def compiled(self, expr: ir.Table) -> Plan:
        kinds = expr.schema().items()
        columns = {column: str(kind.copy(nullable=True)) for column, kind in kinds}
        return Plan(self.connection.compile(expr), columns, tuple(sorted(table_names([expr]))))

    def held(self, name: str, schema: Schema) -> ir.Table:
        nullable = {column: kind.copy(nullable=True) for column, kind in schema.items()}
        place = Namespace(catalog="memory", database="main")
        return DatabaseTable(name, Schema(nullable), self.connection, place).to_expr()

    def submit(self, statement: str, *, reads: Iterable[str]) -> Future[None]:
        """Runs a statement when the tables it reads are there.

        ``runs`` has, by table, the run that makes it and then those that read it.
        """
        read = [self.runs[name] for name in reads if name in self.runs]
        run = self.after([runs[0] for runs in read], lambda: self.run(statement))
        for runs in read:
            runs.append(run)
        return run

    def after(self, others: Sequence[Future[None]], do: Callable[[], None]) -> Future[None]:
        """Does a thing once the others are done: two at a time, who is ready first goes first."""
        ended: Future[None] = Future()
        waiting = len(others) + 1

        def another_ended(_: Future[None] | None = None) -> None:
            nonlocal waiting
            with self.counting:
                waiting -= 1
                if waiting == 0 and not self.closing:
                    self.workers.submit(carried_out)

        def carried_out() -> None:
            try:
                for other in others:
                    other.result()
                do()
            except BaseException as error:
                ended.set_exception(error)
            else:
                ended.set_result(None)

        for other in others:
            other.add_done_callback(another_ended)
        another_ended()
        return ended

    def run(self, statement: str) -> None:
        with self.duckdb.cursor() as cursor:
            cursor.execute(statement)

    def settle(self, names: Iterable[str]) -> None:
        """Waits until the tables are there; raises what went wrong with the first that is not."""
        for name in names:
            if name in self.runs:
                self.runs[name][0].result()

    def release(self, keeping: Iterable[ir.Table]) -> None:
        with self.lock:
            for name in self.runs.keys() - table_names(keeping):
                drop = partial(self.run, f'DROP TABLE "{name}"')
                runs = self.runs.pop(name)
                if all(run.done() and not run.exception() for run in runs):
                    drop()
                else:
                    self.after(runs, drop)

    def when_made(self, call: Callable[[], None]) -> Future[None]:
        with self.lock:
            made = [runs[0] for runs in self.runs.values()]
            called = self.after([*made, *self.called], call)
            self.called = [called]
            return called

    def arrow(self, asked: Asked, where: Mapping[str, str] | None = None) -> pa.Table:
        with self.lock:
            plan = self.plans.plan(asked, self.compiled)
            self.settle(plan.reads)
        # Not by Ibis, whose way loads pandas.
        limits = " AND ".join(f'"{column}" = ?' for column in where or ())
        # S608: the names are those of the nouns; values are bound.
        sql = f"SELECT * FROM ({plan.sql}) WHERE {limits}" if where else plan.sql  # noqa: S608
        # On a cursor of its own: who asks meanwhile does not wait.
        with self.duckdb.cursor() as cursor:
            found = cursor.sql(sql, params=[*(where or {}).values()] or None)
            rows = found.to_arrow_table()
        return rows.cast(ibis.schema(plan.columns).to_pyarrow())

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
            if not (isinstance(held := expr.op(), DatabaseTable) and held.name in self.runs):
                expr = self.materialise(expr)
            self.settle(table_names([expr]))
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
        self.run(f"COPY ({query}) TO {quoted(str(path))} ({FORMAT})")
        return path

    def close(self) -> None:
        self.plans.save()
        with self.counting:
            self.closing = True
        self.workers.shutdown(cancel_futures=True)
        self.connection.disconnect()
        shutil.rmtree(self.scratch, ignore_errors=True)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def table_names(tables: Iterable[ir.Table]) -> set[str]:
    """Names of the tables that expressions read."""
    return {node.name for table in tables for node in table.op().find(DatabaseTable)}


def libraries() -> dict[str, str]:
    """Versions of what decides a file's bytes, whichever engine computed its rows."""
    names = ("duckdb", "ibis-framework", "polars", "rapidfuzz", "opencc", "pypinyin", "scipy")
    return {name: version(name) for name in names}
