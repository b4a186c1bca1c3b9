"""精确一致 exact stages: the same USCC, the same registration number, the same full name and place.

Two different valid USCCs are never joined here, whatever else agrees.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array  # type: ignore[import-untyped]  # SciPy ships no types
from scipy.sparse.csgraph import (  # type: ignore[import-untyped]  # SciPy ships no types
    connected_components,
)

LARGEST_STAR = 30
"""Records of one key that are all paired with one another; larger groups hang on their first."""

PAIR = pl.Schema({"left": pl.UInt32, "right": pl.UInt32, "stage": pl.String})


def exact_pairs(table: pl.DataFrame) -> pl.DataFrame:
    """left, right (rows, left < right) and stage; each pair once, by the first stage it has."""
    name = pl.when(
        pl.col("form").is_not_null()
        & pl.col("place").is_not_null()
        & (pl.col("town").is_not_null() | ~pl.col("place").str.ends_with("省"))
        & (pl.col("whole").str.len_chars() > 5)
    ).then(pl.concat_str("whole", pl.lit("@"), pl.col("town").fill_null("")))
    # Where a name without a town could be of several towns, likelihood decides.
    keys = {
        "uscc": pl.col("uscc"),
        "registration_number": pl.col("registration_number"),
        "name": name,
    }
    found = [same_key(table, key, stage) for stage, key in keys.items()]
    pairs = pl.concat(found).unique(["left", "right"], keep="first", maintain_order=True)
    return pairs.sort("left", "right")


def same_key(table: pl.DataFrame, key: pl.Expr, stage: str) -> pl.DataFrame:
    """Pairs of rows with one key, unless that key is of several USCCs."""
    rows = table.select("row", "uscc", key=key).drop_nulls("key")
    size = rows.group_by("key").agg(
        n=pl.len(), first=pl.col("row").min(), codes=pl.col("uscc").drop_nulls().n_unique()
    )
    rows = rows.join(size.filter((pl.col("n") > 1) & (pl.col("codes") < 2)), on="key")
    small = rows.filter(pl.col("n") <= LARGEST_STAR).select("key", "row")
    pairs = small.join(small, on="key", suffix="_other").select(left="row", right="row_other")
    star = rows.filter(pl.col("n") > LARGEST_STAR).select(left="first", right="row")
    both = pl.concat([pairs, star]).filter(pl.col("left") < pl.col("right"))
    return both.with_columns(stage=pl.lit(stage)).cast(PAIR)


def components(links: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The number of each row's component in the graph of links."""
    ones = np.ones(len(links), dtype=np.int8)
    graph = coo_array((ones, (links[:, 0], links[:, 1])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def units(table: pl.DataFrame, exact: pl.DataFrame) -> pl.Series:
    """unit of each row: rows that exact pairs connect; each its own where two USCCs would meet."""
    links = exact.select(pl.col("left", "right").cast(pl.Int64)).to_numpy().reshape(-1, 2)
    unit = pl.Series("unit", components(links, table.height))
    codes = table.select("uscc", unit=unit).drop_nulls().group_by("unit")
    mixed = codes.agg(n=pl.col("uscc").n_unique()).filter(pl.col("n") > 1)["unit"]
    alone = unit.is_in(mixed.implode())
    own = pl.Series(np.arange(table.height, dtype=np.int64)) + table.height
    return pl.select(pl.when(alone).then(own).otherwise(unit).alias("unit")).to_series()


def implied(table: pl.DataFrame, exact: pl.DataFrame, unit: pl.Series) -> pl.DataFrame:
    """Pairs of one unit that only other exact pairs connect; stage is the latest in the chain."""
    rows = table.select("row", unit=unit)
    small = rows.filter(pl.len().over("unit").is_between(3, LARGEST_STAR))
    both = small.join(small, on="unit", suffix="_b").filter(pl.col("row") < pl.col("row_b"))
    pairs = both.select(left="row", right="row_b", stage=pl.lit("name")).cast(PAIR)
    return pairs.join(exact, on=["left", "right"], how="anti")
