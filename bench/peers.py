"""The peers that enterprise identity is measured against: exact, rapidfuzz in blocks, Splink.

Each takes records and gives pairs: left, right (left < right), score, band ("same" | "ask"). Their
thresholds are fixed here beforehand. Names are normalised for all of them alike (width, brackets,
simplified characters); ``core`` is without legal form and without a place ending in 省市县区.
None joins two different USCCs by likelihood.
"""

import logging

import duckdb
import opencc
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as compared

PLACE = "^([^省市县区]{2,4}省)?([^省市县区]{2,4}市)?([^省市县区]{1,4}[县区])?"
FORM = "((股份|集团)?有限(责任)?公司|公司|合伙企业|(农民)?专业合作社|合作社|个体工商户|个体户)+"
ROAD = r"([^省市县区镇乡道]{2,5}(?:路|街|巷|大道))(\d+号)"
LARGEST_BLOCK = 60
"""Of exact keys; larger ones are common words and would grow as the square."""
FUZZY_LIKELY, FUZZY_SURE = 0.80, 0.92
SPLINK_LIKELY, SPLINK_SURE = 0.5, 0.99


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


def splink(records: pl.DataFrame) -> pl.DataFrame:
    """Splink 5 alone: its own estimates, blocks on the same keys."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    table = prepared(records).with_columns(pl.col("core").str.slice(0, 3).alias("core_3"))
    con = duckdb.connect()
    con.execute("SET threads = 2")
    rows = DuckDBAPI(connection=con).register(table.rename({"record": "unique_id"}).to_arrow())
    keys = (("uscc",), ("full",), ("core",), ("road_number",), ("person", "city"))
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            *(block_on(*key) for key in keys),
            block_on("core_3", "city"),
        ],
        comparisons=[
            compared.JaroWinklerAtThresholds("core", [0.95, 0.88, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            compared.JaroWinklerAtThresholds("address", [0.95, 0.88, 0.75]),
            compared.ExactMatch("road_number"),
            compared.ExactMatch("person").configure(term_frequency_adjustments=True),
            compared.ExactMatch("uscc"),
            compared.ExactMatch("branch"),
            compared.ExactMatch("city"),
        ],
        retain_matching_columns=False,
    )
    linker = Linker(rows, settings, log_level=logging.ERROR)
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("uscc"), block_on("full")], recall=0.8
    )
    train.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    shared = table["uscc"].drop_nulls().is_duplicated().any()
    for key in ("uscc" if shared else "full", "road_number", "core"):
        train.estimate_parameters_using_expectation_maximisation(block_on(key))
    predicted = linker.inference.predict(threshold_match_probability=SPLINK_LIKELY)
    name = predicted.physical_name
    scored = con.sql(f"""SELECT least(unique_id_l, unique_id_r) AS left,
        greatest(unique_id_l, unique_id_r) AS right, match_probability AS score FROM {name}""").pl()
    kept = paired(scored, table.select("record", "uscc")).select("left", "right", "score")
    return whole(banded(kept, likely=SPLINK_LIKELY, sure=SPLINK_SURE))


def exact_then_splink(records: pl.DataFrame) -> pl.DataFrame:
    """Exact pairs stand; Splink adds pairs of records not yet held by a register's row."""
    pairs = exact(records)
    official = records.filter("registered").select("record")
    held = pl.concat(
        [
            pairs.join(official, left_on="right", right_on="record").select(record="left"),
            pairs.join(official, left_on="left", right_on="record").select(record="right"),
        ]
    ).unique()
    free = records.select("record").join(held, on="record", how="anti")
    free = free.join(official, on="record", how="anti")
    likely = splink(records)
    added = pl.concat(
        [
            likely.join(free, left_on="left", right_on="record", how="semi"),
            likely.join(free, left_on="right", right_on="record", how="semi"),
        ]
    ).unique()
    return whole(pl.concat([pairs, added.select(pairs.columns)]))
