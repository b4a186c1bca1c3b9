"""精确一致 exact stages: the same USCC, the same registration number, the same full name and place.

Two different valid USCCs are never joined here, whatever else agrees.
"""

import polars as pl

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
