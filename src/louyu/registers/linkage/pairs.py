"""归并的各对记录 linked pairs: the stages one after another, from records to pairs in bands."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import polars as pl

from louyu.registers.linkage.bands import Bands, members, shared_out, uncontradicted
from louyu.registers.linkage.candidates import candidate_pairs
from louyu.registers.linkage.caution import branch_ends, careful
from louyu.registers.linkage.evidence import EXACT, RELATION, evidence
from louyu.registers.linkage.exact import LARGEST_STAR, exact_pairs, implied, units
from louyu.registers.linkage.features import Floats, features, scoped
from louyu.registers.linkage.prepared import prepared
from louyu.registers.linkage.relations import relations
from louyu.registers.linkage.scorer import Scorer, scorer_moved
from louyu.standards.organisation_name import divisions_above

PAIRS = pl.Schema(
    {
        "left": pl.String,
        "right": pl.String,
        "stage": pl.String,
        "score": pl.Float64,
        "band": pl.String,
        "relation": pl.String,
        "evidence": pl.String,
    }
)
AT_ONCE = 200_000
"""Pairs whose features are in memory together."""


def linked(
    records: pl.DataFrame,
    *,
    scorer: Scorer,
    bands: Bands,
    divisions: Iterable[Sequence[str]] = (),
) -> pl.DataFrame:
    """Pairs of records in the bands same, ask and related (columns `PAIRS`, by left and right).

    ``records``: one row per mention (`prepared.COLUMNS`); ``divisions``: chains of full names from
    the widest to the narrowest. Two different valid USCCs are never a pair by likelihood.
    """
    chains = [tuple(chain) for chain in divisions]
    table = prepared(records, chains)
    exact = exact_pairs(table)
    kin = relations(table)
    pairs = candidate_pairs(table, exact)
    pairs = pairs.join(kin, on=["left", "right"], how="anti")
    table = scoped(table, divisions_above(chains))
    ends = branch_ends(table)
    odds = [
        careful(scorer.log_odds(found), found, part, ends, bands)
        for part, found in chunks(table, pairs)
    ]
    log_odds = np.concatenate(odds) if odds else np.zeros(0)
    unit = units(table, exact)
    scored = shared_out(pairs, log_odds, unit, table["uscc"]).filter(pl.col("score") >= bands.ask)
    scored = uncontradicted(scored, unit, table["uscc"])
    likely = members(scored, unit, LARGEST_STAR).join(kin, on=["left", "right"], how="anti")
    exact = pl.concat([exact, implied(table, exact, unit)])
    told = [evidence(table, part, found) for part, found in chunks(table, likely)]
    likely = likely.with_columns(
        stage=pl.lit("likely"),
        band=pl.when(pl.col("score") >= bands.same).then(pl.lit("same")).otherwise(pl.lit("ask")),
        relation=pl.lit(None, pl.String),
        evidence=pl.concat(told) if told else pl.Series([], dtype=pl.String),
    )
    certain = exact.with_columns(
        score=pl.lit(1.0),
        band=pl.lit("same"),
        relation=pl.lit(None, pl.String),
        evidence=pl.col("stage").replace_strict(EXACT, return_dtype=pl.String),
    )
    related = kin.join(exact, on=["left", "right"], how="anti").with_columns(
        stage=pl.lit("likely"),
        score=pl.lit(0.0),
        band=pl.lit("related"),
        evidence=pl.col("relation").replace_strict(RELATION, return_dtype=pl.String),
    )
    whole = pl.concat([each.select(*PAIRS) for each in (certain, likely, related)])
    ids = table["record"]
    named = whole.with_columns(
        left=ids[whole["left"].to_numpy()], right=ids[whole["right"].to_numpy()]
    )
    return named.cast(PAIRS).sort("left", "right")


def chunks(table: pl.DataFrame, pairs: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, Floats]]:
    for part in pairs.iter_slices(AT_ONCE):
        if part.height:
            yield part, features(table, part)


def scorer_learned(
    scorer: Scorer,
    records: pl.DataFrame,
    judgements: pl.DataFrame,
    *,
    divisions: Iterable[Sequence[str]] = (),
) -> Scorer:
    """The scorer moved by judgements (left, right, verdict) that say same or different."""
    chains = [tuple(chain) for chain in divisions]
    table = scoped(prepared(records, chains), divisions_above(chains))
    rows = table.select("record", "row")
    said = judgements.filter(pl.col("verdict").is_in(["same", "different"])).unique()
    said = said.sort("left", "right", "verdict").select("left", "right", "verdict")
    for side in ("left", "right"):
        said = said.join(
            rows.rename({"record": side, "row": f"{side}_row"}), on=side, maintain_order="left"
        )
    if said.is_empty():
        return scorer
    found = features(table, said.select(left="left_row", right="right_row"))
    return scorer_moved(scorer, found, (said["verdict"] == "same").to_numpy())
