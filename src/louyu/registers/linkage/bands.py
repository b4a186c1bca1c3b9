"""三段 bands: same, ask, or neither; lines that are fixed before anything is measured."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray


@dataclass(frozen=True)
class Bands:
    """Probabilities from which a pair is the same, or is asked about. Below, it is nothing."""

    same: float = 0.95
    ask: float = 0.2

    def __post_init__(self) -> None:
        if not 0 < self.ask <= self.same <= 1:
            raise ValueError("界限应为 0 < ask <= same <= 1")


def shared_out(
    pairs: pl.DataFrame, log_odds: NDArray[np.float64], uscc: pl.Series
) -> NDArray[np.float64]:
    """Probability of each pair, when a record without a USCC can be one organisation only.

    All organisations (USCCs) that a record is compared with share its chance, and so does the
    chance that it is none of them.
    """
    odds = np.exp(np.clip(log_odds, -30, 30))
    left, right = uscc[pairs["left"].to_numpy()], uscc[pairs["right"].to_numpy()]
    table = pairs.select("left", "right").with_columns(
        odds=odds,
        open=pl.when(left.is_null() & right.is_not_null())
        .then("left")
        .when(left.is_not_null() & right.is_null())
        .then("right"),
        code=pl.coalesce(left.rename("l"), right.rename("r")),
    )
    best = table.drop_nulls("open").group_by("open", "code").agg(pl.col("odds").max())
    rivals = best.group_by("open").agg(all=pl.col("odds").sum())
    told = table.join(rivals, on="open", how="left", maintain_order="left").join(
        best.rename({"odds": "own"}), on=["open", "code"], how="left", maintain_order="left"
    )
    others = (told["all"] - told["own"]).fill_null(0.0).clip(0).to_numpy()
    return np.asarray(odds / (1 + odds + others))
