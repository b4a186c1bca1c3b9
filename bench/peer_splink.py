"""Splink 5 as a peer of enterprise identity: alone, and after the exact pairs (`make bench`).

It estimates its own weights from the records (expectation maximisation), on the same normalised
names and exact keys as the other peers; blocks are not bounded.
"""

import logging

import duckdb
import polars as pl
from peers import banded, exact, paired, prepared, whole
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as compared

SPLINK_LIKELY, SPLINK_SURE = 0.5, 0.99


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
