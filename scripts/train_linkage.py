"""Trains the shipped scorer of linkage and writes it as a table that anyone can read.

    python scripts/train_linkage.py [--size 20000] [--check]

Practice data of several seeds and strengths of damage make the pairs; other seeds check it. The
same seeds give the same file. --check only shows how the shipped file does on the checking seeds.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import polars as pl
from linkage_practice import Practice
from louyu.registers.linkage.bands import Bands, shared_out
from louyu.registers.linkage.candidates import candidate_pairs
from louyu.registers.linkage.exact import exact_pairs
from louyu.registers.linkage.features import FEATURES, Floats, features, scoped
from louyu.registers.linkage.prepared import prepared
from louyu.registers.linkage.relations import relations
from louyu.registers.linkage.scorer import SHIPPED, Scorer, forest_of, forest_table, scorer_shipped
from louyu.standards.organisation_name import divisions_above
from sklearn.ensemble import HistGradientBoostingClassifier

TAUGHT = ((101, 1.0, 0.5), (102, 1.0, 0.5), (103, 2.0, 0.5), (104, 1.0, 0.0), (105, 2.0, 0.5), (106, 0.6, 0.5))
CHECKED = ((201, 1.0, 0.5), (202, 2.0, 0.5), (203, 1.0, 0.0))
"""Seed, strength of damage, share of copies with a USCC."""

RISING = (
    "trade_alike", "trade_same", "core_alike", "whole_alike", "contained",
    "place", "town_same", "rarity", "person_alike", "number_same", "room_same",
    "building_same", "former_hit", "number_reg",
)  # fmt: skip
"""More of these never speaks against sameness; a rule that a person can hold the model to."""
FALLING = ("branch_conflict",)


def pairs_of(seed: int, heavy: float, coded: float, size: int) -> tuple[pl.DataFrame, Floats, pl.Series, int]:
    """Likely pairs with their truth, features, USCCs by row, and pairs that were never found."""
    practice = Practice(np.random.default_rng(seed), heavy)
    records, truth = practice.records(size, coded)
    table = prepared(records, practice.chains)
    exact = exact_pairs(table)
    pairs = candidate_pairs(table, exact).join(relations(table), on=["left", "right"], how="anti")
    table = scoped(table, divisions_above(practice.chains))
    entity = np.array([truth[record] for record in table["record"]])
    same = entity[pairs["left"].to_numpy()] == entity[pairs["right"].to_numpy()]
    sizes = np.bincount(entity)
    in_exact = entity[exact["left"].to_numpy()] == entity[exact["right"].to_numpy()]
    wanted = int((sizes * (sizes - 1) // 2).sum())
    print(
        f"seed {seed} x{heavy}: {table.height} records, exact {in_exact.sum()} right of"
        f" {len(in_exact)}; candidates {len(same)}; recall of candidates"
        f" {(in_exact.sum() + same.sum()) / wanted:.4f}"
    )
    return pairs.with_columns(pl.Series("same", same)), features(table, pairs), table["uscc"], wanted - int(in_exact.sum())


def checked(scorer: Scorer, size: int) -> None:
    for seed, heavy, coded in CHECKED:
        pairs, found, uscc, wanted = pairs_of(seed, heavy, coded, size)
        score = shared_out(pairs, scorer.log_odds(found), uscc)
        same = pairs["same"].to_numpy()
        for line in (0.5, Bands().same, 0.98, 0.99):
            taken = score >= line
            print(f"  {line:.2f}: precision {same[taken].mean():.5f} recall {same[taken].sum() / wanted:.4f}")
        for low in (0.05, 0.2, 0.4, 0.6, 0.8, 0.95):
            part = (score >= low) & (score < low + 0.05)
            print(f"  about {low + 0.025:.3f}: {same[part].mean():.3f} of {part.sum()}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=20_000)
    options.add_argument("--check", action="store_true")
    options.add_argument("--out", type=Path, default=SHIPPED)
    given = options.parse_args()
    if not given.check:
        parts = [pairs_of(*case, given.size) for case in TAUGHT]
        found = np.concatenate([part[1] for part in parts])
        same = np.concatenate([part[0]["same"].to_numpy() for part in parts])
        model = HistGradientBoostingClassifier(
            max_iter=180, learning_rate=0.12, max_leaf_nodes=24, min_samples_leaf=60,
            l2_regularization=2.0, early_stopping=False, random_state=0,
            monotonic_cst=[1 if n in RISING else -1 if n in FALLING else 0 for n in FEATURES],
        )  # fmt: skip
        model.fit(found, same)
        table = forest_table(model)
        told = forest_of(table).log_odds(found[:1000])
        assert np.allclose(told, model.decision_function(found[:1000]), atol=1e-6)
        table.write_csv(given.out)
        print(f"{table.height} nodes -> {given.out.name}", file=sys.stderr)
    checked(scorer_shipped(), given.size)


if __name__ == "__main__":
    main()
