"""三段 bands: same, ask, or neither; lines that are fixed before anything is measured."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True)
class Bands:
    """Probabilities from which a pair is the same, or is asked about. Below, it is nothing."""

    same: float = 0.8
    ask: float = 0.4

    def __post_init__(self) -> None:
        if not 0 < self.ask <= self.same <= 1:
            raise ValueError("界限应为 0 < ask <= same <= 1")


def shared_out(
    pairs: pl.DataFrame, log_odds: NDArray[np.float64], unit: pl.Series, uscc: pl.Series
) -> pl.DataFrame:
    """unit_left, unit_right, score: each pair of units once, by its likeliest pair of records.

    A unit (records known to be one) without a USCC can be one organisation only: all units with a
    USCC that it is compared with share its chance, and so does the chance that it is none of them.
    """
    coded = pl.DataFrame({"unit": unit, "uscc": uscc}).drop_nulls()["unit"].unique()
    sides = {side: unit[pairs[side].to_numpy()] for side in ("left", "right")}
    odds = pl.Series(np.exp(np.clip(log_odds, -30, 30)))
    table = pl.DataFrame({"a": sides["left"], "b": sides["right"], "odds": odds})
    table = table.with_columns(
        unit_left=pl.min_horizontal("a", "b"), unit_right=pl.max_horizontal("a", "b")
    )
    best = table.group_by("unit_left", "unit_right").agg(pl.col("odds").max())
    best = best.filter(pl.col("unit_left") != pl.col("unit_right")).with_columns(
        known_left=pl.col("unit_left").is_in(coded.implode()),
        known_right=pl.col("unit_right").is_in(coded.implode()),
    )
    best = best.filter(~(pl.col("known_left") & pl.col("known_right"))).with_columns(
        open=pl.when(pl.col("known_right"))
        .then("unit_left")
        .when(pl.col("known_left"))
        .then("unit_right")
    )
    rivals = best.drop_nulls("open").group_by("open").agg(all=pl.col("odds").sort().sum())
    told = best.join(rivals, on="open", how="left")
    whole = pl.coalesce("all", "odds")
    return told.select(
        "unit_left", "unit_right", score=(pl.col("odds") / (1 + whole)).cast(pl.Float64)
    ).sort("unit_left", "unit_right")


def uncontradicted(scored: pl.DataFrame, unit: pl.Series, uscc: pl.Series) -> pl.DataFrame:
    """Without pairs of two units without a USCC that are each likeliest of another with one.

    Two copies may resemble one another more than either resembles its own registration.
    """
    coded = pl.DataFrame({"unit": unit, "uscc": uscc}).drop_nulls()["unit"].unique()
    known = {side: pl.col(f"unit_{side}").is_in(coded.implode()) for side in ("left", "right")}
    held = scored.filter(known["left"] | known["right"])
    of = held.select(
        open=pl.when(known["left"]).then("unit_right").otherwise("unit_left"),
        home=pl.when(known["left"]).then("unit_left").otherwise("unit_right"),
        score="score",
    )
    best = of.sort(["open", "score", "home"], descending=[False, True, False])
    home = best.unique("open", keep="first", maintain_order=True).select("open", "home")
    both = scored
    for side in ("left", "right"):
        named = {"open": f"unit_{side}", "home": f"home_{side}"}
        both = both.join(home.rename(named), on=f"unit_{side}", how="left", maintain_order="left")
    kept = (pl.col("home_left") == pl.col("home_right")).fill_null(True)
    return both.filter(kept).drop("home_left", "home_right")


def members(scored: pl.DataFrame, unit: pl.Series, largest: int) -> pl.DataFrame:
    """left, right (rows, left < right), score: what is told of two units is told of their records.

    Of a unit with more than ``largest`` records only the first speaks.
    """
    rows = pl.DataFrame({"unit": unit}).with_row_index("row")
    of = rows.filter(
        (pl.len().over("unit") <= largest) | (pl.col("row") == pl.col("row").min().over("unit"))
    )
    both = scored.join(of.rename({"unit": "unit_left", "row": "a"}), on="unit_left").join(
        of.rename({"unit": "unit_right", "row": "b"}), on="unit_right"
    )
    left, right = pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")
    return both.select(left=left, right=right, score="score").sort("left", "right")
