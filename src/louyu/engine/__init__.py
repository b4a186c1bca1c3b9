"""引擎 engine: what runs the expressions. The only place that knows DuckDB and Spark.

DuckDB runs in memory in each process over Parquet and spills to a scratch folder. Spark
(``pip install 'louyu[spark]'``) runs the same Ibis expressions when one machine no longer holds the
work; what it computes goes through the same writer, so that both give the same bytes.
"""

from pathlib import Path

from louyu.engine.contract import Engine, EngineError, grown, schema_arrow
from louyu.engine.listing import Is, Limit, Listing, listed, ranked, tallied
from louyu.engine.lookup import Names, looked_up
from louyu.engine.on_duckdb import DuckDBEngine, libraries
from louyu.engine.on_spark import SparkEngine
from louyu.engine.plans import Asked, Blank, Plans

__all__ = [
    "Asked",
    "Blank",
    "Engine",
    "EngineError",
    "Is",
    "Limit",
    "Listing",
    "Names",
    "Plans",
    "engine_open",
    "grown",
    "libraries",
    "listed",
    "looked_up",
    "ranked",
    "schema_arrow",
    "tallied",
]


def engine_open(
    name: str = "duckdb",
    *,
    threads: int | None = None,
    memory: str | None = None,
    scratch: Path | None = None,
    plans: Path | Plans | None = None,
) -> Engine:
    """Opens an engine: ``duckdb`` or ``spark``.

    ``threads`` and ``memory`` (such as ``4GB``) default to what the machine has; what memory does
    not hold goes to a folder under ``scratch``, removed on closing. ``plans`` is a file in which
    DuckDB's keeps what was compiled, for the next time, or what another engine of this process has
    compiled. Raises `EngineError`.
    """
    match name:
        case "duckdb":
            return DuckDBEngine(threads, memory, scratch, plans)
        case "spark":
            return SparkEngine(threads, memory, scratch)
    raise EngineError(f"没有名为“{name}”的引擎，可用：duckdb、spark")
