"""名录 listing: a page of a long list, and how many it has in all.

A province has millions of rows, of which a page shows a hundred: DuckDB counts over the columns
that are limited, and stops reading at the page's end. The order is the one the rows lie in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

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
    files: Sequence[Path],
    wanted: pa.Schema,
    limits: Sequence[Limit],
    *,
    among: tuple[str, Sequence[pa.Array]] | None = None,
    offset: int = 0,
    most: int | None = None,
) -> Listing:
    """Rows of Parquet files within the limits, from an offset on, at most so many.

    ``among`` names a column and sets of values, in each of which its value must be.
    """
    if not files:
        return Listing(0, wanted.empty_table())
    conditions = [limit.way.format(f'"{limit.column}"') for limit in limits]
    column, sets = among or ("", ())
    conditions += [f'"{column}" in (from within_{at})' for at in range(len(sets))]
    source = "from read_parquet(?, hive_partitioning = false) where " + " and ".join(
        conditions or ["true"]
    )
    values = [[str(file) for file in files], *(limit.value for limit in limits)]
    columns = ", ".join(f'"{name}"' for name in wanted.names)
    page = f"select {columns} {source} limit {'all' if most is None else most} offset {offset}"
    with connection().cursor() as cursor:
        for at, one in enumerate(sets):
            cursor.register(f"within_{at}", pa.table({"one": one}))
        ((total,),) = cursor.sql(f"select count(*) {source}", params=values).fetchall()
        rows: pa.Table = cursor.sql(page, params=values).to_arrow_table()
    return Listing(total, rows.cast(wanted))
