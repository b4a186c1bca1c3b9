"""名录 listing: a page of a long list, and how many it has in all.

A province has millions of rows, of which a page shows a hundred: DuckDB counts over the columns
that are limited, and stops reading at the page's end. The order is the one the rows lie in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from louyu.engine.lookup import connection


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
    file: Path,
    wanted: pa.Schema,
    limits: Sequence[Limit],
    *,
    among: tuple[str, Sequence[pa.Array]] | None = None,
    offset: int = 0,
    most: int | None = None,
) -> Listing:
    """Rows of a Parquet file within the limits, in the order in which they lie: from an offset on,
    at most so many.

    ``among`` names a column and sets of values, in each of which its value must be. Which rows they
    are is looked for in the columns that are limited; the others are read of the page alone.
    """
    column, sets = among or ("", ())
    within = [f'"{column}" in (from within_{at})' for at in range(len(sets))]
    columns = ", ".join(f'"{name}"' for name in wanted.names)
    with connection().cursor() as cursor:
        for at, one in enumerate(sets):
            cursor.register(f"within_{at}", pa.table({"one": one}))
        source, values = limited(cursor, file, limits, within)
        if most is None:
            every = f"select {columns} {source} order by file_row_number"
            rows = cursor.sql(every, params=values).to_arrow_table()
            return Listing(len(rows), rows.cast(wanted))
        found = cursor.sql(f"select file_row_number {source}", params=values).to_arrow_table()
        # Rows that are looked for among others come in any order.
        page = np.sort(found["file_row_number"].to_numpy())[offset : offset + most].tolist()
        here, values = limited(
            cursor, file, (), [f"file_row_number in ({', '.join('?' * len(page))})"]
        )
        rows = (
            cursor.sql(
                f"select {columns} {here} order by file_row_number", params=[*values, *page]
            ).to_arrow_table()
            if page
            else wanted.empty_table()
        )
    return Listing(len(found), rows.cast(wanted))


def ranked(
    rows: Path | pa.Table,
    wanted: pa.Schema,
    limits: Sequence[Limit],
    *,
    order: Sequence[str],
    offset: int,
    most: int,
) -> pa.Table:
    """A page of rows within the limits, ordered by columns; a minus stands in front of one whose
    largest value comes first."""
    columns = ", ".join(f'"{name}"' for name in wanted.names)
    ranks = ", ".join(f'"{name.lstrip("-")}"{" desc" * name.startswith("-")}' for name in order)
    with connection().cursor() as cursor:
        source, values = limited(cursor, rows, limits, ())
        page = f"select {columns} {source} order by {ranks} limit {most} offset {offset}"
        return cursor.sql(page, params=values).to_arrow_table().cast(wanted)


def tallied(rows: Path | pa.Table, column: str, limits: Sequence[Limit]) -> dict[str, int]:
    """How many rows within the limits have each value of a column."""
    with connection().cursor() as cursor:
        source, values = limited(cursor, rows, limits, ())
        counts = f'select "{column}", count(*) {source} group by 1'
        return dict(cursor.sql(counts, params=values).fetchall())


def limited(
    cursor: DuckDBPyConnection,
    rows: Path | pa.Table,
    limits: Sequence[Limit],
    more: Sequence[str],
) -> tuple[str, list[Any]]:
    """The rows as the end of a statement, with the values to be bound; those of a file have their
    number in it."""
    conditions = [limit.way.format(f'"{limit.column}"') for limit in limits]
    values: list[Any] = [limit.value for limit in limits]
    if isinstance(rows, pa.Table):
        cursor.register("given", rows)
        source = "from given"
    else:
        source = "from read_parquet(?, hive_partitioning = false, file_row_number = true)"
        values.insert(0, str(rows))
    return f"{source} where {' and '.join([*conditions, *more] or ['true'])}", values
