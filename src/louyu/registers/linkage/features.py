"""特征 features: what two records have in common, in numbers made for Chinese names.

One row per pair, Float32. Not known is NaN, which is neither agreement nor conflict.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel, JaroWinkler, Levenshtein

Floats = NDArray[np.float32]

FEATURES = (
    "trade_alike", "trade_same", "core_alike", "core_slips", "whole_alike", "part_alike",
    "contained", "shortest", "industry_alike", "form_same", "formed", "branch_conflict",
    "place", "town_same", "sound_alike", "look_same", "rarity", "person_alike",
    "road_same", "number_same", "estate_alike", "tower_same", "room_same", "building_same",
    "address_alike", "crowd", "scope_alike", "former_hit", "since_apart", "codes", "number_reg",
)  # fmt: skip


def scoped(table: pl.DataFrame, nested: dict[str, frozenset[str]]) -> pl.DataFrame:
    """The table with what is counted over all: rarity of a 字号, crowd of a room."""
    where = pl.coalesce(
        pl.concat_str("building", "room", separator="|"),
        pl.concat_str("road", "number", "room", separator="|"),
    )
    return table.with_columns(
        rarity=-pl.len().over("trade").log().cast(pl.Float32),
        crowd=pl.when(where.is_not_null()).then(pl.len().over(where).log1p()).cast(pl.Float32),
        scope=pl.col("scope").str.slice(0, 40),
        place_chain=pl.col("place").replace_strict(
            {place: "|".join(sorted(above)) for place, above in nested.items()},
            default="",
            return_dtype=pl.String,
        ),
        coded=pl.col("uscc").is_not_null().cast(pl.Float32),
        day=pl.col("since").cast(pl.Int32).cast(pl.Float32),
    )


def alike(left: pl.Series, right: pl.Series, scorer: Any) -> Floats:
    """Likeness from 0 to 1 of two columns; NaN where one is null or empty."""
    known = (left.str.len_chars() > 0).fill_null(False) & (right.str.len_chars() > 0).fill_null(
        False
    )
    found = np.full(len(left), np.nan, dtype=np.float32)
    at = known.to_numpy()
    if at.any():
        found[at] = process.cpdist(
            left.filter(known).to_list(),
            right.filter(known).to_list(),
            scorer=scorer,
            dtype=np.float32,
            workers=2,
        )
    return found


def features(table: pl.DataFrame, pairs: pl.DataFrame) -> Floats:
    """Pairs x FEATURES. ``table`` is `scoped`, its rows in their order; pairs has left, right."""
    a = table[pairs["left"].to_numpy()]
    b = table[pairs["right"].to_numpy()]
    both = pl.concat([a, b.rename({name: name + "_b" for name in b.columns})], how="horizontal")

    def same(name: str) -> pl.Expr:
        return (pl.col(name) == pl.col(name + "_b")).cast(pl.Float32)

    short = pl.min_horizontal(pl.col("trade").str.len_chars(), pl.col("trade_b").str.len_chars())
    inside = pl.col("core").str.contains(pl.col("trade_b"), literal=True) | pl.col(
        "core_b"
    ).str.contains(pl.col("trade"), literal=True)
    nested = pl.col("place_chain").str.contains(pl.col("place_b"), literal=True) | pl.col(
        "place_chain_b"
    ).str.contains(pl.col("place"), literal=True)
    place = pl.when(pl.col("place") == pl.col("place_b")).then(1.0).when(nested).then(0.7)
    said = pl.col("place").is_not_null() & pl.col("place_b").is_not_null()
    former = [
        pl.col("former" + x).str.contains(
            pl.concat_str(pl.lit("|"), "core" + y, pl.lit("|")), literal=True
        )
        for x, y in (("", "_b"), ("_b", ""))
    ]
    formed = pl.col("form").is_not_null().cast(pl.Float32) + pl.col("form_b").is_not_null()
    branched = pl.col("branch") != pl.col("branch_b")
    one_only = (pl.col("branch") == "") != (pl.col("branch_b") == "")
    plain = both.select(
        trade_same=same("trade"),
        contained=inside.cast(pl.Float32),
        shortest=short.cast(pl.Float32),
        form_same=same("form"),
        formed=formed,
        branch_conflict=branched.cast(pl.Float32) + one_only.cast(pl.Float32),
        place=place.when(said).then(0.0).cast(pl.Float32),
        town_same=same("town"),
        look_same=same("look"),
        rarity=pl.min_horizontal("rarity", "rarity_b"),
        road_same=same("road"),
        number_same=same("number"),
        tower_same=same("tower"),
        room_same=same("room"),
        building_same=same("building"),
        crowd=pl.max_horizontal("crowd", "crowd_b"),
        former_hit=pl.any_horizontal(*[hit.fill_null(False) for hit in former]).cast(pl.Float32),
        since_apart=(pl.col("day") - pl.col("day_b")).abs().log1p(),
        codes=pl.col("coded") + pl.col("coded_b"),
        number_reg=same("registration_number"),
    )
    strings = {
        "trade_alike": ("trade", JaroWinkler.similarity),
        "core_alike": ("core", Indel.normalized_similarity),
        "core_slips": ("core", Levenshtein.distance),
        "whole_alike": ("whole", Indel.normalized_similarity),
        "industry_alike": ("industry", Indel.normalized_similarity),
        "sound_alike": ("sound", Indel.normalized_similarity),
        "person_alike": ("person", Indel.normalized_similarity),
        "estate_alike": ("estate", Indel.normalized_similarity),
        "address_alike": ("address_key", Indel.normalized_similarity),
        "scope_alike": ("scope", Indel.normalized_similarity),
    }
    found = {
        name: alike(both[column], both[column + "_b"], scorer)
        for name, (column, scorer) in strings.items()
    }
    found["part_alike"] = alike(both["core"], both["core_b"], fuzz.partial_ratio) / np.float32(100)
    numbers = {name: plain[name].cast(pl.Float32).fill_null(np.nan) for name in plain.columns}
    columns = [
        found[name] if name in found else numbers[name].to_numpy().astype(np.float32)
        for name in FEATURES
    ]
    return np.column_stack(columns)
