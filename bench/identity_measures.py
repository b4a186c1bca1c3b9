"""Measures of enterprise identity against the truth: of pairs, of clusters, of the ask band.

Pairs of two records of one entity are the truth, all of them: copy with copy too. ``likely`` pairs
have a score of .5 or more (or what a method fixed as its own likely line); ``same`` are those
joined without asking. A branch is merged when it shares a cluster with a record of its head office.
"""

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

WANTED_PRECISION = 0.999


def truth_pairs(entity: pl.Series) -> int:
    sizes = entity.value_counts(name="n")["n"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def judged(pairs: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """Pairs with ``right_pair``: whether both records are one entity's."""
    left = truth.select(left="record", entity_l="entity")
    right = truth.select(right="record", entity_r="entity")
    both = pairs.join(left, on="left").join(right, on="right")
    assert both.height == pairs.height, "a pair names a record that is not there"
    return both.with_columns(right_pair=pl.col("entity_l") == pl.col("entity_r"))


def pair_measures(pairs: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    """Precision, recall, F1 of likely pairs; of same pairs; recall at precision .999."""
    wanted = truth_pairs(truth["entity"])
    pairs = judged(pairs.unique(["left", "right"]), truth)
    likely = pairs.filter((pl.col("score") >= 0.5) | (pl.col("band") == "same"))
    same = pairs.filter(pl.col("band") == "same")
    precision, recall = shares(likely["right_pair"], wanted)
    same_precision, same_recall = shares(same["right_pair"], wanted)
    return {
        "P": precision,
        "R": recall,
        "F1": f1(precision, recall),
        "auto P": same_precision,
        "auto R": same_recall,
        "R@.999": recall_at(pairs, wanted),
    }


def shares(right: pl.Series, wanted: int) -> tuple[float, float]:
    return (float(right.mean()) if len(right) else 1.0), right.sum() / wanted


def recall_at(pairs: pl.DataFrame, wanted: int, precision: float = WANTED_PRECISION) -> float:
    """The greatest recall of any line drawn through the scores that keeps the precision."""
    by_score = pairs.group_by("score").agg(pl.col("right_pair").sum(), n=pl.len())
    sums = by_score.sort("score", descending=True).select(pl.col("right_pair", "n").cum_sum())
    kept = sums.filter(pl.col("right_pair") >= precision * pl.col("n"))
    return (kept["right_pair"].max() or 0) / wanted


def components(records: pl.Series, pairs: pl.DataFrame) -> pl.DataFrame:
    """Clusters of the methods that have none of their own: what the pairs connect."""
    place = pl.DataFrame({"record": records, "k": np.arange(len(records))})
    left = pairs.join(place, left_on="left", right_on="record", maintain_order="left")["k"]
    right = pairs.join(place, left_on="right", right_on="record", maintain_order="left")["k"]
    ones = np.ones(len(pairs), dtype=np.int8)
    links = coo_array((ones, (left.to_numpy(), right.to_numpy())), shape=(len(records),) * 2)
    labels = connected_components(links, directed=False)[1]
    return pl.DataFrame({"record": records, "cluster": labels})


def asked(pairs: pl.DataFrame, clusters: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Ask pairs that no chain of same pairs has settled.

    Settled are records in one cluster, and records whose clusters hold a USCC each.
    """
    known = clusters.join(records.select("record", "uscc"), on="record")
    coded = known.group_by("cluster").agg(coded=pl.col("uscc").is_not_null().any())
    found = pairs.filter(pl.col("band") == "ask")
    for side in ("left", "right"):
        named = {"record": side, "cluster": f"cluster_{side}"}
        found = found.join(clusters.select("record", "cluster").rename(named), on=side)
        of = {"cluster": f"cluster_{side}", "coded": f"coded_{side}"}
        found = found.join(coded.rename(of), on=f"cluster_{side}")
    apart = pl.col("cluster_left") != pl.col("cluster_right")
    return found.filter(apart & ~(pl.col("coded_left") & pl.col("coded_right")))


def ask_share(pairs: pl.DataFrame, clusters: pl.DataFrame, records: pl.DataFrame) -> float:
    """Share of records that stand in a pair to be asked about."""
    found = asked(pairs, clusters, records)
    return pl.concat([found["left"], found["right"]]).n_unique() / clusters.height


def cluster_measures(
    clusters: pl.DataFrame, truth: pl.DataFrame, parents: pl.DataFrame
) -> dict[str, float]:
    """Pairs within clusters, B-cubed, and the share of branches merged into their head office.

    ``parents``: entity, parent, one row per branch.
    """
    both = truth.select("record", "entity").join(clusters.select("record", "cluster"), on="record")
    assert both.height == truth.height, "a record has no cluster, or two"
    cells = both.group_by("entity", "cluster").agg(n=pl.len().cast(pl.Int64))
    of_cluster = pl.col("n").sum().over("cluster")
    of_entity = pl.col("n").sum().over("entity")
    found = truth_pairs(both["cluster"])
    hit = int((cells["n"] * (cells["n"] - 1) // 2).sum())
    precision = hit / found if found else 1.0
    recall = hit / truth_pairs(both["entity"])
    cubed = cells.select(
        p=(pl.col("n") ** 2 / of_cluster).sum() / truth.height,
        r=(pl.col("n") ** 2 / of_entity).sum() / truth.height,
    )
    held = parents.join(cells.select("entity", "cluster"), on="entity")
    heads = cells.select(parent="entity", cluster="cluster")
    merged = held.join(heads, on=["parent", "cluster"])["entity"].n_unique()
    return {
        "cl P": precision,
        "cl R": recall,
        "cl F1": f1(precision, recall),
        "B3 P": cubed["p"].item(),
        "B3 R": cubed["r"].item(),
        "B3 F1": f1(cubed["p"].item(), cubed["r"].item()),
        "branches": merged / max(1, parents.height),
    }
