"""楼宇识别 building identity: which building a code or a name means.

By its code, else by a name or alias that only one building has, else by such a name with letters
left out or added, else as an address is read (road and number, tower); within the street if one is
said.
"""

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import Indel

from louyu.district import District
from louyu.nouns import NOUNS
from louyu.registers.attribution import attributed
from louyu.standards.address import building_keys

BUILDING_SAID = ("building_code", "building_name", "street")

BUILDING_UNKNOWN = "楼宇台账中没有这个编码或名称"
BUILDING_SHARED = "有多幢楼宇用这个名称，请填楼宇编码"
BUILDING_UNSURE = "有多幢楼宇的名称与它相近，请填楼宇编码或全称"
BY_CODE = "楼宇编码"
BY_NAME = "名称或别名与楼宇台账一致"
BY_PART = "街镇内只有这幢楼宇的名称与它只差漏字或多字"

SHORTEST, MOST_MISSING = 3, 2
"""Letters that the shorter name needs, and by how many the longer may differ."""


def buildings(said: pl.DataFrame, known: pl.DataFrame, *, district: District) -> pl.DataFrame:
    """Which building every mention means, and by what it is told (noun building_mention)."""
    official = {alias: street.name for street in district.streets for alias in street.aliases}
    said = said.with_row_index("mention").with_columns(
        pl.col("street").replace(official).alias("within"),
        building_keys(said["building_name"]).alias("key"),
    )
    codes = known.select(building="building", by_code="building").unique()
    names = names_of(known)
    exact = said.join(names, on="key", suffix="_known").filter(in_street())
    found = said.join(codes, left_on="building_code", right_on="building", how="left")
    found = found.join(only_one(exact, "name"), on="mention", how="left")
    rest = found.filter(pl.col("by_code").is_null() & pl.col("by_name").is_null())
    part = only_one(parts(rest.filter(pl.col("names").is_null()), names), "part")
    found = found.join(part, on="mention", how="left")
    rest = found.filter(pl.coalesce("by_code", "by_name", "by_part", "names", "parts").is_null())
    found = found.join(by_address(rest, known, district=district), on="mention", how="left")
    told = found.with_columns(building=pl.coalesce("by_code", "by_name", "by_part", "by_address"))
    return told.select(
        *BUILDING_SAID,
        "building",
        evidence=pl.when(pl.col("by_code").is_not_null())
        .then(pl.lit(BY_CODE))
        .when(pl.col("by_name").is_not_null())
        .then(pl.lit(BY_NAME))
        .when(pl.col("by_part").is_not_null())
        .then(pl.lit(BY_PART))
        .when(pl.col("by_address").is_not_null())
        .then("read"),
        reason=pl.when(pl.col("building").is_not_null())
        .then(pl.lit(None, pl.String))
        .when(pl.col("names") > 1)
        .then(pl.lit(BUILDING_SHARED))
        .when(pl.col("parts") > 1)
        .then(pl.lit(BUILDING_UNSURE))
        .when(pl.col("asked"))
        .then("read")
        .otherwise(pl.lit(BUILDING_UNKNOWN)),
    ).select(*NOUNS["building_mention"].schema).sort(*BUILDING_SAID)  # fmt: skip


def by_address(said: pl.DataFrame, known: pl.DataFrame, *, district: District) -> pl.DataFrame:
    """mention, by_address, asked (several buildings it may be), read (what was read in it).

    One road may cross several streets and towns: what is said without its own is not told.
    """
    texts = said.filter(pl.col("within") != "").select(
        "mention", text=pl.concat_str("within", "building_name")
    )
    divisions = [district.province, district.city, district.name]
    divisions += [street.name for street in district.streets]
    told = attributed(texts.select("text").unique(), known, divisions=divisions)
    found = texts.join(told, on="text")
    sure = pl.col("confidence").is_in(["certain", "likely"])
    return found.select(
        "mention",
        by_address=pl.when(sure).then("building"),
        asked=(pl.col("confidence") == "ask").fill_null(False),
        read="reason",
    )


def names_of(known: pl.DataFrame) -> pl.DataFrame:
    """Every name and alias: building, street, key."""
    names = known.select(
        "building",
        "street",
        pl.concat_list("name", pl.col("aliases").str.split("、").fill_null([])).alias("name"),
    ).explode("name")
    names = names.drop_nulls("name").unique()
    names = names.with_columns(building_keys(names["name"]).alias("key"))
    return names.filter(pl.col("key") != "").select("building", "street", "key").unique()


def in_street() -> pl.Expr:
    return (pl.col("within") == "") | (pl.col("within") == pl.col("street_known"))


def only_one(hits: pl.DataFrame, how: str) -> pl.DataFrame:
    """by_‹how›: the building of a mention that has one only; ‹how›s: how many it may be."""
    every = hits.group_by("mention").agg(
        pl.col("building").min().alias(f"by_{how}"),
        pl.col("building").n_unique().alias(f"{how}s"),
    )
    one = pl.when(pl.col(f"{how}s") == 1).then(f"by_{how}")
    return every.with_columns(one.alias(f"by_{how}"))


def parts(said: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Buildings of the street said whose name is the one said but for letters left out or added.

    Another letter makes another name: 汀埠广场 is no 汀墉广场, but 汀广场 may be it.
    """
    both = said.filter(pl.col("within") != "").join(
        names, left_on="within", right_on="street", suffix="_known"
    )
    lengths = [pl.col(key).str.len_chars().cast(pl.Int64) for key in ("key", "key_known")]
    apart = (lengths[0] - lengths[1]).abs()
    near = both.filter(apart <= MOST_MISSING, pl.min_horizontal(*lengths) >= SHORTEST)
    distance = process.cpdist(
        near["key"].to_list(), near["key_known"].to_list(), scorer=Indel.distance, dtype=np.int64
    )
    return near.filter(apart == pl.Series(distance, dtype=pl.Int64))
