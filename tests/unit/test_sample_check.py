"""An edition's values held against the truth, and the two ways to call ``louyu sample``."""

import json
from pathlib import Path

import polars as pl
from click.testing import CliRunner

from louyu.commands.sample import sample
from louyu.sample.check import comparisons

DISTRICT = str(Path(__file__).parents[2] / "districts" / "sample")
SCHEMA = {
    "indicator": pl.String,
    "level": pl.String,
    "scope": pl.String,
    "month": pl.Int32,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
}


def table(*rows: tuple[str, str, str, int, int, int | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_one_comparison_an_indicator() -> None:
    truth = table(
        ("rate", "district", "区", 202401, 50, 100),
        ("rate", "district", "区", 202402, 60, 100),
        ("rate", "street", "街", 202402, 0, 0),
        ("count", "district", "区", 202402, 7, None),
    )
    said = table(
        ("rate", "district", "区", 202401, 50, 100),
        ("rate", "district", "区", 202402, 54, 100),
        ("count", "district", "区", 202402, 7, None),
        ("count", "street", "街", 202402, 7, None),
        ("count", "district", "区", 202403, 9, None),
        ("other", "district", "区", 202402, 1, None),
    )
    count, rate = comparisons(truth, said)
    assert (rate.compared, rate.exact, rate.missing, rate.surplus) == (2, 1, 1, 0)
    assert (round(rate.largest_error, 9), round(rate.mean_error, 9)) == (0.06, 0.03)
    assert (rate.district_truth, rate.district_value) == (0.6, 0.54)
    assert rate.relative_error is not None
    assert round(rate.relative_error, 9) == -0.1
    assert (count.compared, count.exact, count.missing, count.surplus) == (1, 1, 0, 1)
    assert not count.is_exact, "a row the truth does not have is a difference too"


def test_both_invocations(tmp_path: Path) -> None:
    folder, run = tmp_path / "demo", CliRunner().invoke
    small = ["--buildings", "24", "--enterprises", "400", "--from", "2023-12", "--to", "2024-01"]
    common = ["--district", DISTRICT, "--workers", "1", "--dirt", "none"]
    made = run(sample, [str(folder), *small, *common, "--json"])
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["truths"] > 1000

    again = run(sample, [str(folder), *small, *common])
    assert again.exit_code == 2
    assert "不是空目录" in again.output

    values = pl.read_csv(folder / "truth" / "indicators.csv", schema=SCHEMA)
    values.write_parquet(tmp_path / "same.parquet")
    same = run(sample, ["check", str(folder), str(tmp_path / "same.parquet"), "--exact"])
    assert same.exit_code == 0, same.output
    told = run(sample, ["check", str(folder), str(tmp_path / "same.parquet"), "--json"])
    found = json.loads(told.stdout)
    assert len(found["indicators"]) == values["indicator"].n_unique()
    assert found["identity"] == [], "a table of values says nothing of who is who"
    other = values.with_columns(pl.col("numerator") + (pl.col("indicator") == "staff"))
    other.write_parquet(tmp_path / "other.parquet")
    arguments = ["check", str(folder), str(tmp_path / "other.parquet")]
    assert run(sample, arguments).exit_code == 0
    differs = run(sample, [*arguments, "--exact"])
    assert differs.exit_code == 1
    assert "1 项有差异" in differs.output


def test_too_small_a_district_is_refused(tmp_path: Path) -> None:
    arguments = [str(tmp_path / "tiny"), "--buildings", "5", "--district", DISTRICT]
    refused = CliRunner().invoke(sample, arguments)
    assert refused.exit_code == 2
    assert "至少需要" in refused.output
