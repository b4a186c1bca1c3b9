"""查行 lookup: few rows out of many files, such as all that is known of one enterprise.

DuckDB reads only the columns asked for, decides row group by row group, and uses every core: a
tenth of what reading file by file takes. Nothing is kept between two calls.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

Names = Collection[str | int | None]

LISTED = 200
"""Names that stand in a statement; more are given to it as a table."""


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """One for the process; each call has a cursor of its own."""
    made = duckdb.connect(config={"preserve_insertion_order": True})
    # Files never change once they are there: their footers are read once.
    made.execute("SET GLOBAL parquet_metadata_cache = true")
    return made


def looked_up(
    files: Sequence[Path], wanted: pa.Schema, where: Mapping[str, Names]
) -> pa.Table | None:
    """The rows of Parquet files whose columns hold one of the values named, in the files' order.

    ``None`` among the values stands for an empty cell.

    None when a file lacks one of the columns: it is of an edition of older code.
    """
    if not files or not all(where.values()):
        return wanted.empty_table()
    columns = ", ".join(f'"{name}"' for name in wanted.names)
    limits, values = [], []
    many: dict[str, pa.Table] = {}
    for name, allowed in where.items():
        told = sorted(value for value in allowed if value is not None)
        if len(told) > LISTED:
            many[f"names_{len(many)}"] = pa.table({"one": told})
            ways = [f'"{name}" in (from names_{len(many) - 1})']
        else:
            ways = [f'"{name}" in ({", ".join("?" * len(told))})'] if told else []
            values += told
        ways += [f'"{name}" is null'] if None in allowed else []
        limits.append(f"({' or '.join(ways)})")
    sql = (
        f"select {columns} from read_parquet(?, hive_partitioning = false) "  # noqa: S608 - names of nouns' columns; values are bound
        f"where {' and '.join(limits)}"
    )
    with connection().cursor() as cursor:
        for name, names in many.items():
            cursor.register(name, names)
        try:
            found = cursor.sql(sql, params=[[str(file) for file in files], *values])
        except duckdb.BinderException:
            return None
        table: pa.Table = found.to_arrow_table()
    return table.cast(wanted)
