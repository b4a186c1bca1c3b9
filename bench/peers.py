"""Peers that enterprise identity is measured against: exact only, rapidfuzz in exact blocks.

Each takes records and gives pairs: left, right (left < right), score, band ("same" | "ask"). Their
thresholds are fixed here beforehand. Names are normalised for all of them alike (width, brackets,
simplified characters); ``core`` is without legal form and without a place ending in 省市县区.
None joins two different USCCs by likelihood.
"""

import opencc
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

PLACE = "^([^省市县区]{2,4}省)?([^省市县区]{2,4}市)?([^省市县区]{1,4}[县区])?"
FORM = "((股份|集团)?有限(责任)?公司|公司|合伙企业|(农民)?专业合作社|合作社|个体工商户|个体户)+"
ROAD = r"([^省市县区镇乡道]{2,5}(?:路|街|巷|大道))(\d+号)"
LARGEST_BLOCK = 60
"""Of exact keys; larger ones are common words and would grow as the square."""
FUZZY_LIKELY, FUZZY_SURE = 0.80, 0.92


def prepared(records: pl.DataFrame) -> pl.DataFrame:
    """Records with ``full`` and ``core`` name, whether a branch, road and number, its keys."""
    simple = opencc.OpenCC("t2s")
    names = simple.convert("\n".join(records["name"].str.replace_all(r"\s", "").to_list()))
    full = pl.col("full")
    return (
        records.with_columns(pl.Series("full", names.split("\n")).str.normalize("NFKC"))
        .select(
            "record",
            "uscc",
            "person",
            "address",
            "city",
            "registered",
            full.str.to_lowercase().str.replace_all(r"[^\p{Han}a-z0-9]", "").alias("full"),
            full.str.contains("分公司|营业部|分店|办事处").alias("branch"),
            pl.col("address").str.extract(ROAD, 0).str.slice(-9).alias("road_number"),
        )
        .with_columns(full.str.replace(PLACE, "").str.replace_all(FORM, "").alias("core"))
    )


def block(table: pl.DataFrame, *keys: str, most: int = LARGEST_BLOCK) -> pl.DataFrame:
    """Pairs of records that agree in all keys, from blocks no larger than ``most``."""
    known = table.select("record", *keys).drop_nulls(list(keys))
    known = known.filter(pl.len().over(keys).is_between(2, most))
    pairs = known.join(known, on=keys, suffix="_right")
    pairs = pairs.rename({"record": "left", "record_right": "right"})
    return pairs.filter(pl.col("left") < pl.col("right")).select("left", "right")


def whole(pairs: pl.DataFrame) -> pl.DataFrame:
    """Every pair once, with its best score."""
    order = ["left", "right", "score", "band"]
    best = pairs.select(order).sort("score", descending=True)
    return best.unique(["left", "right"], keep="first", maintain_order=True)


def paired(pairs: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Both records' columns beside each pair; pairs of two different USCCs are left out."""
    left = table.select(pl.all().name.suffix("_l"))
    right = table.select(pl.all().name.suffix("_r"))
    both = pairs.join(left, left_on="left", right_on="record_l")
    both = both.join(right, left_on="right", right_on="record_r")
    return both.filter(~(pl.col("uscc_l") != pl.col("uscc_r")).fill_null(value=False))


def exact(records: pl.DataFrame) -> pl.DataFrame:
    """Equal USCC; or an equal full name, a registered one, that only one USCC bears."""
    table = prepared(records)
    codes = pl.col("uscc").drop_nulls().n_unique().over("full")
    one = table.filter(codes <= 1, pl.col("registered").any().over("full"))
    pairs = pl.concat([block(table, "uscc"), block(one, "full")]).unique()
    return whole(pairs.with_columns(pl.lit(1.0).alias("score"), pl.lit("same").alias("band")))


def fuzzy(records: pl.DataFrame) -> pl.DataFrame:
    """Exact pairs, and likely ones by rapidfuzz among records that share an exact key."""
    table = prepared(records).with_columns(pl.col("core").str.slice(0, 3).alias("core_3"))
    keys = (("road_number",), ("person", "city"), ("core",), ("core_3", "city"))
    found = pl.concat([block(table, *key) for key in keys]).unique()
    both = paired(found, table).filter(pl.col("branch_l") == pl.col("branch_r"))

    def likeness(column: str) -> pl.Series:
        left, right = both[f"{column}_l"].fill_null(""), both[f"{column}_r"].fill_null("")
        scored = cpdist(left.to_list(), right.to_list(), scorer=fuzz.ratio, workers=2)
        return (
            pl.Series(column, scored / 100, dtype=pl.Float64)
            .set(both[f"{column}_l"].is_null(), None)
            .set(both[f"{column}_r"].is_null(), None)
        )

    weights = {"core": 0.6, "address": 0.25, "person": 0.15}
    likenesses = pl.DataFrame([likeness(column) for column in weights])
    total = sum(pl.col(column).fill_null(0) * weight for column, weight in weights.items())
    known = sum(pl.col(column).is_not_null() * weight for column, weight in weights.items())
    scored = both.select("left", "right").with_columns(likenesses.select(score=total / known))
    likely = banded(scored, likely=FUZZY_LIKELY, sure=FUZZY_SURE)
    likely = likely.with_columns(pl.col("score") * 0.999)  # ranked after every exact pair
    return whole(pl.concat([exact(records), likely]))


def banded(scored: pl.DataFrame, *, likely: float, sure: float) -> pl.DataFrame:
    """ "same" from ``sure`` on, "ask" from ``likely`` on, nothing below."""
    band = pl.when(pl.col("score") >= sure).then(pl.lit("same")).otherwise(pl.lit("ask"))
    return scored.filter(pl.col("score") >= likely).with_columns(band.alias("band"))
