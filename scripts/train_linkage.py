"""Trains the shipped scorer of linkage and writes it as a table that anyone can read.

    python scripts/train_linkage.py [--size 20000] [--check]

Practice data of several seeds and strengths of damage make the pairs; other seeds check it. The
same seeds give the same file. --check only shows how the shipped file does on the checking seeds.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import polars as pl
from linkage_practice import Practice
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from louyu.registers.linkage.bands import members, shared_out
from louyu.registers.linkage.candidates import candidate_pairs
from louyu.registers.linkage.exact import LARGEST_STAR, exact_pairs, implied, units
from louyu.registers.linkage.features import FEATURES, Floats, features, scoped
from louyu.registers.linkage.prepared import prepared
from louyu.registers.linkage.relations import relations
from louyu.registers.linkage.scorer import SHIPPED, Scorer, forest_of, forest_table
from louyu.standards.organisation_name import divisions_above

TAUGHT = (
    (101, 1.0, 0.5, 1), (102, 1.0, 0.5, 5), (103, 2.0, 0.5, 1), (104, 1.0, 0.0, 1),
    (105, 2.0, 0.5, 4), (106, 0.6, 0.5, 3),
)  # fmt: skip
"""Seed, strength of damage, share of copies with a USCC, and how many times the given size:
what is rare in a small district is not in a large one."""
CHECKED = ((204, 1.0, 0.5, 5), (201, 1.0, 0.5, 1), (202, 2.0, 0.5, 1), (203, 1.0, 0.0, 1))
"""Seed, strength of damage, share of copies with a USCC."""

RISING = (
    "trade_alike", "trade_same", "core_alike", "whole_alike", "contained",
    "place", "town_same", "rarity", "person_alike", "number_same", "room_same",
    "building_same", "former_hit", "number_reg",
)  # fmt: skip
"""More of these never speaks against sameness; a rule that a person can hold the model to."""
FALLING = ("branch_conflict",)


@dataclass(frozen=True)
class Case:
    """One set of practice data up to its candidates' features."""

    entity: NDArray[np.int64]
    uscc: pl.Series
    unit: pl.Series
    exact: pl.DataFrame
    pairs: pl.DataFrame
    found: Floats

    def right(self, pairs: pl.DataFrame) -> NDArray[np.bool_]:
        left, right = (self.entity[pairs[side].to_numpy()] for side in ("left", "right"))
        return np.asarray(left == right)


def case_of(seed: int, heavy: float, coded: float, size: int) -> Case:
    practice = Practice(np.random.default_rng(seed), heavy)
    records, truth = practice.records(size, coded)
    table = prepared(records, practice.chains)
    exact = exact_pairs(table)
    pairs = candidate_pairs(table, exact).join(relations(table), on=["left", "right"], how="anti")
    table = scoped(table, divisions_above(practice.chains))
    unit = units(table, exact)
    entity = np.array([truth[record] for record in table["record"]])
    whole = pl.concat([exact, implied(table, exact, unit)])
    return Case(entity, table["uscc"], unit, whole, pairs, features(table, pairs))


def checked(scorer: Scorer, size: int) -> None:
    for seed, heavy, coded, times in CHECKED:
        case = case_of(seed, heavy, coded, size * times)
        sizes = np.bincount(case.entity)
        wanted = int((sizes * (sizes - 1) // 2).sum())
        exact = case.right(case.exact)
        ideal = np.where(case.right(case.pairs), 20.0, -20.0)
        best = members(shared_out(case.pairs, ideal, case.unit, case.uscc), case.unit, LARGEST_STAR)
        best = best.filter(pl.col("score") > 0.3)
        reach = (exact.sum() + case.right(best).sum()) / wanted
        click.echo(
            f"seed {seed} x{heavy}: {len(case.entity)} records, candidates {case.pairs.height},"
            f" exact {exact.mean():.5f} right, recall {exact.sum() / wanted:.4f}; within reach"
            f" {reach:.4f}"
        )
        scored = shared_out(case.pairs, scorer.log_odds(case.found), case.unit, case.uscc)
        likely = members(scored, case.unit, LARGEST_STAR)
        same, score = case.right(likely), likely["score"].to_numpy()
        for line in (0.2, 0.5, 0.9, 0.95, 0.98, 0.99):
            taken = score >= line
            right = exact.sum() + same[taken].sum()
            click.echo(
                f"  {line:.2f}: precision {right / (len(exact) + taken.sum()):.5f} (likely"
                f" {same[taken].mean():.5f}) recall {right / wanted:.4f}"
            )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=20_000)
    options.add_argument("--check", action="store_true")
    options.add_argument("--out", type=Path, default=SHIPPED)
    given = options.parse_args()
    if not given.check:
        cases = [case_of(*case, times * given.size) for *case, times in TAUGHT]
        found = np.concatenate([case.found for case in cases])
        same = np.concatenate([case.right(case.pairs) for case in cases])
        model = HistGradientBoostingClassifier(
            max_iter=180, learning_rate=0.12, max_leaf_nodes=24, min_samples_leaf=60,
            l2_regularization=2.0, early_stopping=False, random_state=0,
            monotonic_cst=[1 if n in RISING else -1 if n in FALLING else 0 for n in FEATURES],
        )  # fmt: skip
        model.fit(found, same)
        table = forest_table(model)
        told, whole = forest_of(table).log_odds(found[:5000]), model.decision_function(found[:5000])
        assert np.allclose(told[told > 0], whole[told > 0], atol=1e-6), "the table is not the model"
        table.write_csv(given.out)
        click.echo(f"{table.height} nodes -> {given.out.name}")
    checked(forest_of(pl.read_csv(given.out)), given.size)


if __name__ == "__main__":
    main()
