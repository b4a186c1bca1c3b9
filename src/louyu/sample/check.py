"""对照 check: an edition's indicator values held against the truth of a sample."""

from dataclasses import dataclass

import polars as pl

KEY = ["indicator", "level", "scope", "month"]


@dataclass(frozen=True)
class Comparison:
    """One indicator. Values are numerator over denominator, a count or sum over 1.

    ``compared`` rows are in both tables, ``exact`` of them state the same two integers; ``missing``
    are only in the truth, ``surplus`` only in the edition. ``relative_error`` is that of the
    district at its last month, None when the truth is zero or either side has no value.
    """

    indicator: str
    compared: int
    exact: int
    missing: int
    surplus: int
    largest_error: float
    mean_error: float
    district_truth: float | None
    district_value: float | None
    relative_error: float | None

    @property
    def is_exact(self) -> bool:
        return self.exact == self.compared and not self.missing and not self.surplus


def comparisons(truth: pl.DataFrame, values: pl.DataFrame) -> list[Comparison]:
    """Both tables have indicator, level, scope, month, numerator and denominator.

    Only months and indicators of the truth are compared; one comparison per indicator of it.
    """
    inside = values.filter(
        pl.col("indicator").is_in(truth["indicator"].unique().to_list()),
        pl.col("month").is_in(truth["month"].unique().to_list()),
    )
    said = inside.select(*KEY, n="numerator", d="denominator", said=True)
    known = truth.select(*KEY, "numerator", "denominator", known=True)
    both = known.join(said, on=KEY, how="full", coalesce=True).with_columns(
        same=pl.col("numerator").eq_missing(pl.col("n"))
        & pl.col("denominator").eq_missing(pl.col("d")),
        truth=ratio("numerator", "denominator"),
        value=ratio("n", "d"),
        paired=pl.col("known").is_not_null() & pl.col("said").is_not_null(),
    )
    both = both.with_columns(error=(pl.col("truth") - pl.col("value")).abs())
    rows = both.group_by("indicator").agg(
        compared=pl.col("paired").sum(),
        exact=(pl.col("same") & pl.col("paired")).sum(),
        missing=pl.col("said").is_null().sum(),
        surplus=pl.col("known").is_null().sum(),
        largest_error=pl.col("error").filter("paired").max().fill_null(0.0),
        mean_error=pl.col("error").filter("paired").mean().fill_null(0.0),
    )
    last = both.filter(pl.col("level") == "district", pl.col("known").is_not_null())
    last = last.sort("month").group_by("indicator").last()
    rows = rows.join(last.select("indicator", "truth", "value"), on="indicator", how="left")
    return [
        Comparison(
            **{name: row[name] for name in Comparison.__dataclass_fields__ if name in row},
            district_truth=row["truth"],
            district_value=row["value"],
            relative_error=relative(row["truth"], row["value"]),
        )
        for row in rows.sort("indicator").iter_rows(named=True)
    ]


def ratio(top: str, bottom: str) -> pl.Expr:
    """A value from its two ends; nothing over zero has none."""
    below = pl.col(bottom).fill_null(1)
    return pl.when(below != 0).then(pl.col(top) / below)


def relative(truth: float | None, value: float | None) -> float | None:
    return None if not truth or value is None else (value - truth) / truth


def truth_read(folder: str) -> pl.DataFrame:
    """The truth that `louyu sample` wrote below a folder. Raises `OSError` when there is none."""
    return pl.read_csv(
        f"{folder}/truth/indicators.csv",
        schema={
            "indicator": pl.String,
            "level": pl.String,
            "scope": pl.String,
            "month": pl.Int32,
            "numerator": pl.Int64,
            "denominator": pl.Int64,
        },
    )
