"""关系 relations: records that have to do with one another and are not one.

A head office and its branch, two branches of one head office (sister), an organisation and its
successor in the same room. Related records are told, never merged.
"""

import polars as pl

RELATED = pl.Schema({"left": pl.UInt32, "right": pl.UInt32, "relation": pl.String})
LARGEST = 60
SUCCESSION = 30
"""Days that lie at least between an organisation's beginning and its successor's."""


def relations(table: pl.DataFrame) -> pl.DataFrame:
    """left, right (rows, left < right), relation (branch, sister, successor)."""
    named = table.filter(pl.col("core").str.len_chars() > 1)
    family = named.select(
        "row", "branch", "uscc", key=pl.concat_str("core", pl.col("form").fill_null(""))
    )
    offices = family.filter(
        (pl.col("branch") != "").any().over("key") & pl.len().over("key").is_between(2, LARGEST)
    )
    pairs = offices.join(offices, on="key", suffix="_b").filter(
        (pl.col("row") < pl.col("row_b")) & (pl.col("branch") != pl.col("branch_b"))
    )
    head = (pl.col("branch") == "") | (pl.col("branch_b") == "")
    kin = pairs.select(
        left="row",
        right="row_b",
        relation=pl.when(head).then(pl.lit("branch")).otherwise(pl.lit("sister")),
    )
    return pl.concat([kin.cast(RELATED), successors(named)]).unique(
        ["left", "right"], keep="first", maintain_order=True
    )


def successors(named: pl.DataFrame) -> pl.DataFrame:
    """Two USCCs, one room, one 字号 or person, the one begun well after the other."""
    facts = named.filter(pl.col("uscc").is_not_null() & (pl.col("branch") == "")).select(
        "row", "uscc", "trade", "person", "since",
        key=pl.coalesce(
            pl.concat_str("building", "room", separator="|"),
            pl.concat_str("road", "number", "room", separator="|"),
        ),
    ).drop_nulls("key")  # fmt: skip
    crowded = facts.filter(pl.len().over("key").is_between(2, LARGEST))
    pairs = crowded.join(crowded, on="key", suffix="_b").filter(
        (pl.col("row") < pl.col("row_b"))
        & (pl.col("uscc") != pl.col("uscc_b"))
        & ((pl.col("trade") == pl.col("trade_b")) | (pl.col("person") == pl.col("person_b")))
        & ((pl.col("since") - pl.col("since_b")).dt.total_days().abs() >= SUCCESSION)
    )
    return pairs.select(left="row", right="row_b", relation=pl.lit("successor")).cast(RELATED)
