"""评分 scorer: how probable it is that two records are one organisation.

Rule weights need no model. The shipped scorer is a forest of small trees in scorer.csv, a table
that anyone can read: per node the feature, the threshold, which way unknown goes, the two nodes
below, or the value of a leaf. Values add up to log odds. Judgements add further trees.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from louyu.registers.linkage.features import FEATURES, Floats

SHIPPED = Path(__file__).with_name("scorer.csv")
HARDEST = 30.0
"""Log odds beyond which nothing is told apart."""

SOON, HOPELESS = 25, -6.0
"""After so many trees, pairs with such log odds are looked at no further."""

Odds = NDArray[np.float64]


class Scorer(Protocol):
    """Log odds of each pair from its features."""

    def log_odds(self, features: Floats) -> Odds: ...


@dataclass(frozen=True)
class Weights:
    """Rule weights in log odds, added up: what speaks for and against, by feature."""

    bias: float
    rules: tuple[tuple[str, Callable[[Floats], NDArray[np.bool_]], float], ...]

    def log_odds(self, features: Floats) -> Odds:
        total = np.full(len(features), self.bias)
        for name, test, weight in self.rules:
            total += weight * test(features[:, FEATURES.index(name)])
        return total


def at_least(line: float) -> Callable[[Floats], NDArray[np.bool_]]:
    return lambda values: np.asarray(values >= line)


def below(line: float) -> Callable[[Floats], NDArray[np.bool_]]:
    return lambda values: np.asarray(values < line)


def scorer_weights() -> Scorer:
    """The scorer without a model."""
    yes, no = at_least(0.99), below(0.01)
    return Weights(
        bias=-10.0,
        rules=(
            ("trade_same", yes, 3.0),
            ("trade_alike", at_least(0.8), 1.0),
            ("core_alike", at_least(0.999), 3.5),
            ("core_alike", at_least(0.75), 1.5),
            ("core_alike", below(0.4), -2.0),
            ("whole_alike", at_least(0.8), 2.0),
            ("contained", yes, 1.5),
            ("industry_alike", below(0.2), -4.0),
            ("form_same", no, -1.0),
            ("branch_conflict", at_least(1), -6.0),
            ("place", no, -5.0),
            ("town_same", no, -5.0),
            ("town_same", yes, 0.5),
            ("sound_alike", at_least(0.999), 2.0),
            ("look_same", yes, 1.0),
            ("rarity", at_least(-1.5), 1.5),
            ("rarity", below(-3), -1.0),
            ("person_alike", yes, 3.0),
            ("person_alike", below(0.4), -2.0),
            ("road_same", yes, 1.0),
            ("road_same", no, -1.0),
            ("number_same", yes, 1.0),
            ("room_same", yes, 2.5),
            ("room_same", no, -0.5),
            ("building_same", yes, 1.0),
            ("address_alike", at_least(0.85), 1.5),
            ("former_hit", yes, 7.0),
            ("number_reg", no, -6.0),
        ),
    )


@dataclass(frozen=True)
class Forest:
    """Trees of numbered nodes in columns; a leaf's feature is -1."""

    bias: float
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: Odds
    unknown_left: NDArray[np.bool_]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: Odds

    def log_odds(self, features: Floats) -> Odds:
        total = np.full(len(features), self.bias)
        for start in range(0, len(features), 50_000):
            total[start : start + 50_000] += self.sums(features[start : start + 50_000])
        return total

    def sums(self, features: Floats) -> Odds:
        everything = np.arange(len(features))
        columns = np.ascontiguousarray(features.T)
        unknown = np.isnan(columns)
        total = np.zeros(len(features))
        for number, root in enumerate(self.roots):
            if number == SOON:
                everything = everything[self.bias + total > HOPELESS]
            waiting = [(int(root), everything)]
            while waiting:
                node, rows = waiting.pop()
                if not len(rows):
                    continue
                feature = self.feature[node]
                if feature < 0:
                    total[rows] += self.value[node]
                    continue
                goes = columns[feature, rows] <= self.threshold[node]
                if self.unknown_left[node]:
                    goes |= unknown[feature, rows]
                waiting += [
                    (int(self.left[node]), rows[goes]),
                    (int(self.right[node]), rows[~goes]),
                ]
        return total


COLUMNS = ("tree", "node", "feature", "threshold", "unknown", "left", "right", "value")


def forest_table(model: Any) -> pl.DataFrame:
    """A fitted HistGradientBoostingClassifier as the rows of scorer.csv; tree -1 is the bias."""
    rows: list[tuple[Any, ...]] = [(-1, 0, None, None, None, None, None, bias_of(model))]
    for number, (tree,) in enumerate(model._predictors):
        for at, node in enumerate(tree.nodes):
            if node["is_leaf"]:
                rows.append((number, at, None, None, None, None, None, float(node["value"])))
            else:
                rows.append(
                    (
                        number, at, FEATURES[node["feature_idx"]], float(node["num_threshold"]),
                        "left" if node["missing_go_to_left"] else "right",
                        int(node["left"]), int(node["right"]), None,
                    )
                )  # fmt: skip
    schema = dict(
        zip(
            COLUMNS,
            (pl.Int64, pl.Int64, pl.String, pl.Float64, pl.String, pl.Int64, pl.Int64, pl.Float64),
            strict=True,
        )
    )
    return pl.DataFrame(rows, schema, orient="row")


def bias_of(model: Any) -> float:
    return float(np.ravel(model._baseline_prediction)[0])


def forest_of(table: pl.DataFrame) -> Forest:
    """The forest that the rows describe; an unknown feature is an error."""
    nodes = table.filter(pl.col("tree") >= 0).sort("tree", "node")
    if strange := set(nodes["feature"].drop_nulls()) - set(FEATURES):
        raise ValueError(f"评分模型用到未知的特征：{'、'.join(sorted(strange))}")
    sizes = nodes.group_by("tree", maintain_order=True).agg(n=pl.len())
    offsets = np.concatenate([[0], np.cumsum(sizes["n"].to_numpy())])
    base = np.repeat(offsets[:-1], sizes["n"].to_numpy())
    number = {name: at for at, name in enumerate(FEATURES)}
    feature = nodes["feature"].replace_strict(number, default=-1, return_dtype=pl.Int64)
    return Forest(
        bias=float(table.filter(pl.col("tree") < 0)["value"].sum()),
        roots=offsets[:-1].astype(np.int64),
        feature=feature.to_numpy(),
        threshold=nodes["threshold"].fill_null(0.0).to_numpy(),
        unknown_left=(nodes["unknown"] == "left").fill_null(False).to_numpy(),
        left=nodes["left"].fill_null(0).to_numpy() + base,
        right=nodes["right"].fill_null(0).to_numpy() + base,
        value=nodes["value"].fill_null(0.0).to_numpy(),
    )


def scorer_shipped() -> Scorer:
    """The scorer that comes with the product; rule weights where its file is not there."""
    if not SHIPPED.exists():
        return scorer_weights()
    return forest_of(pl.read_csv(SHIPPED, schema_overrides={"value": pl.Float64}))


@dataclass(frozen=True)
class Corrected:
    """A scorer moved by judgements: a straight line over a few telling features.

    A hundred judgements cannot grow trees, and people are asked about what is unsure: so they move
    what the base is unsure of, and fade where it is sure.
    """

    base: Scorer
    weights: Odds
    middle: Odds

    def log_odds(self, features: Floats) -> Odds:
        base = self.base.log_odds(features)
        moved = (telling(features) - self.middle) @ self.weights
        return base + np.asarray(unsure(base) * moved)


TELLING = ("core_alike", "contained", "industry_alike", "person_alike", "room_same", "sound_alike")
UNSURE = 2.0
"""Log odds at which a judgement of what is wholly unsure has half its effect."""
SHYNESS = 8.0
FOLDS = 5
FEWEST = 10
"""Judgements of either verdict without which nothing is learned."""


def telling(features: Floats) -> Odds:
    """The telling features; what is not known is halfway."""
    values = features[:, [FEATURES.index(name) for name in TELLING]].astype(np.float64)
    return np.where(np.isnan(values), 0.5, values)


def unsure(base: Odds) -> Odds:
    return np.asarray(1 / (1 + (base / UNSURE) ** 2))


def scorer_moved(base: Scorer, features: Floats, same: NDArray[np.bool_]) -> Scorer:
    """The base moved by judged pairs; the base itself where that does not tell unseen ones better.

    Which pairs were judged is no sample: how many of them are the same says nothing of the rest.
    So features count from the middle of the judged pairs, and there is no intercept: what moves is
    how much each feature says, not how much is the same.
    """
    if min(same.sum(), (~same).sum()) < FEWEST:
        return base
    start = base.log_odds(features)
    facts, weight = telling(features), unsure(start)
    fold = np.arange(len(same)) % FOLDS
    unseen = np.zeros(len(same))
    for number in range(FOLDS):
        taught = fold != number
        middle = np.average(facts[taught], axis=0, weights=weight[taught])
        line = weights_of(start[taught], (facts - middle)[taught] * weight[taught, None],
                          same[taught])  # fmt: skip
        unseen[~taught] = ((facts - middle) @ line * weight)[~taught]
    if loss(start + unseen, same) >= loss(start, same):
        return base
    middle = np.average(facts, axis=0, weights=weight)
    return Corrected(base, weights_of(start, (facts - middle) * weight[:, None], same), middle)


def weights_of(start: Odds, facts: Odds, same: NDArray[np.bool_]) -> Odds:
    """Ridge logistic regression from the base's log odds, by Newton's steps.

    A free intercept takes up how many of the judged are the same, and is left behind.
    """
    columns = np.column_stack([facts, np.ones(len(facts))])
    shy = np.append(np.full(facts.shape[1], SHYNESS), FREE)
    weights = np.zeros(columns.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(start + columns @ weights, -HARDEST, HARDEST)))
        slope = columns.T @ (same - chance) - shy * weights
        curve = (columns * (chance * (1 - chance))[:, None]).T @ columns
        weights = weights + np.linalg.solve(curve + np.diag(shy), slope)
    return weights[:-1]


FREE = 0.01


def loss(log_odds: Odds, same: NDArray[np.bool_]) -> float:
    """How surprised the log odds are by what was judged."""
    return float(np.logaddexp(0, np.where(same, -log_odds, log_odds)).sum())
