"""名录 listing: a page of a long list, and how many it has in all.

A province has millions of rows, of which a page shows a hundred: DuckDB counts over the columns
that are limited, and stops reading at the page's end. The order is the one the rows lie in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pyarrow as pa
from duckdb import DuckDBPyConnection

from louyu.engine.lookup import connection

Rows: TypeAlias = Sequence[Path] | pa.Table
"""Parquet files, or a table in memory."""


class Is(StrEnum):
    """How a column is limited; each is a condition in SQL with one value."""

    EQUAL = "{} = ?"
    AT_MOST = "{} <= ?"
    AT_LEAST = "{} >= ?"
    HOLDS = "contains({}, ?)"
    STARTS = "starts_with({}, ?)"


@dataclass(frozen=True)
class Limit:
    """What rows of a list must have in a column."""

    column: str
    way: Is
    value: str | int | bool


class Listing(NamedTuple):
    """How many rows a list has, and those of the page."""

    total: int
    rows: pa.Table


def listed(
    files: Rows,
    wanted: pa.Schema,
    limits: Sequence[Limit],
    *,
    among: tuple[str, Sequence[pa.Array]] | None = None,
    order: Sequence[str] = (),
    offset: int = 0,
    most: int | None = None,
) -> Listing:
    """Rows within the limits, from an offset on, at most so many.

    ``among`` names a column and sets of values, in each of which its value must be. ``order`` names
    columns, with a minus in front of one whose largest value comes first; without it rows are in
    the order in which they lie.
    """
    if not isinstance(files, pa.Table) and not files:
        return Listing(0, wanted.empty_table())
    column, sets = among or ("", ())
    within = [f'"{column}" in (from within_{at})' for at in range(len(sets))]
    columns = ", ".join(f'"{name}"' for name in wanted.names)
    ranks = ", ".join(f'"{name.lstrip("-")}"{" desc" * name.startswith("-")}' for name in order)
    with connection().cursor() as cursor:
        for at, one in enumerate(sets):
            cursor.register(f"within_{at}", pa.table({"one": one}))
        source, values = limited(cursor, files, limits, within)
        page = (
            f"select {columns} {source} {f'order by {ranks}' if ranks else ''} "
            f"limit {'all' if most is None else most} offset {offset}"
        )
        ((total,),) = cursor.sql(f"select count(*) {source}", params=values).fetchall()
        rows: pa.Table = cursor.sql(page, params=values).to_arrow_table()
    return Listing(total, rows.cast(wanted))


def tallied(files: Rows, column: str, limits: Sequence[Limit]) -> dict[str, int]:
    """How many rows within the limits have each value of a column."""
    with connection().cursor() as cursor:
        source, values = limited(cursor, files, limits, ())
        counts = f'select "{column}", count(*) {source} group by 1'
        return dict(cursor.sql(counts, params=values).fetchall())


def limited(
    cursor: DuckDBPyConnection, files: Rows, limits: Sequence[Limit], more: Sequence[str]
) -> tuple[str, list[Any]]:
    """The rows as the end of a statement, with the values to be bound."""
    conditions = [limit.way.format(f'"{limit.column}"') for limit in limits]
    values: list[Any] = [limit.value for limit in limits]
    if isinstance(files, pa.Table):
        cursor.register("given", files)
        source = "from given"
    else:
        source = "from read_parquet(?, hive_partitioning = false)"
        values.insert(0, [str(file) for file in files])
    return f"{source} where {' and '.join([*conditions, *more] or ['true'])}", values
