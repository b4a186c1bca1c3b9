"""待定归并 questions: which clusters may be one, the question most worth an answer first.

However many pairs of records lie between two clusters, they are one question. Two clusters that
each hold a USCC are none: their records have found their organisation. Of several organisations
that a cluster may be, the likeliest is asked first; the next matters only if that one is not it.
"""

import polars as pl

PAIRS_JOINED = pl.col("worth_left") * pl.col("worth_right")
"""With a worth of 1 per record: the pairs of records that the answer `same` makes one."""
SMALLER = pl.min_horizontal("worth_left", "worth_right")
"""With a worth in fen: what the answer `same` brings to where it belongs."""


def questions(
    pairs: pl.DataFrame, clusters: pl.DataFrame, worth: pl.DataFrame, *, stake: pl.Expr
) -> pl.DataFrame:
    """left, right (the likeliest pair of records), score, evidence, cluster_left, cluster_right,
    stake, value: highest value first, ties by id.

    ``pairs``: as of `linked`, those of band ask count; ``clusters``: record, cluster; ``worth``:
    record, uscc, worth. value is the stake times the chance that the answer is `same`.
    """
    known = clusters.join(worth.select("record", "uscc", "worth"), on="record", how="left")
    each = known.group_by("cluster").agg(
        worth=pl.col("worth").sum(), coded=pl.col("uscc").is_not_null().any()
    )
    asked = pairs.filter(pl.col("band") == "ask")
    for side in ("left", "right"):
        named = {"record": side, "cluster": f"cluster_{side}"}
        asked = asked.join(clusters.select("record", "cluster").rename(named), on=side)
        of = {name: f"{name}_{side}" for name in each.columns}
        asked = asked.join(each.rename(of), on=f"cluster_{side}")
    one, other = pl.min_horizontal(ENDS), pl.max_horizontal(ENDS)
    apart = asked.filter(
        (pl.col("cluster_left") != pl.col("cluster_right"))
        & ~(pl.col("coded_left") & pl.col("coded_right"))
    ).with_columns(one=one, other=other)
    best = apart.sort("score", "left", "right", descending=[True, False, False])
    once = best.unique(["one", "other"], keep="first", maintain_order=True)
    once = once.with_columns(
        open=pl.when("coded_left").then("cluster_right").otherwise("cluster_left")
    )
    # What is left of the chance once those likelier have been asked about.
    before = pl.col("score").cum_sum().over("open") - pl.col("score")
    left = pl.max_horizontal(1 - before, 0.0)
    valued = once.with_columns(stake=stake).with_columns(
        value=pl.col("stake") * pl.min_horizontal("score", left)
    )
    ordered = valued.sort("value", "left", "right", descending=[True, False, False])
    return ordered.select(*pairs.columns, *ENDS, "stake", "value")


ENDS = ("cluster_left", "cluster_right")
