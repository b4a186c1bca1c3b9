"""楼宇识别 building identity: which building a code or a name means.

By its code, else by a name or alias that only one building has, within the street if one is said.
"""

import polars as pl

from louyu.district import District
from louyu.standards.address import building_keys

BUILDING_SAID = ("building_code", "building_name", "street")

BUILDING_UNKNOWN = "楼宇台账中没有这个编码或名称"
BUILDING_SHARED = "有多幢楼宇用这个名称，请填楼宇编码"


def buildings(said: pl.DataFrame, known: pl.DataFrame, *, district: District) -> pl.DataFrame:
    """Mentions of buildings: by code, else by a name that only one building has."""
    official = {alias: street.name for street in district.streets for alias in street.aliases}
    said = said.with_row_index("mention").with_columns(
        pl.col("street").replace(official).alias("within"),
        building_keys(said["building_name"]).alias("key"),
    )
    codes = known.select(building="building", by_code="building").unique()
    names = known.select(
        "building",
        "street",
        pl.concat_list("name", pl.col("aliases").str.split("、").fill_null([])).alias("name"),
    ).explode("name")
    names = names.drop_nulls("name")
    names = names.with_columns(building_keys(names["name"]).alias("key"))
    named = said.join(names.filter(pl.col("key") != ""), on="key", suffix="_known")
    named = named.filter((pl.col("within") == "") | (pl.col("within") == pl.col("street_known")))
    by_name = named.group_by("mention").agg(
        by_name=pl.col("building").min(), owners=pl.col("building").n_unique()
    )
    found = said.join(codes, left_on="building_code", right_on="building", how="left").join(
        by_name, on="mention", how="left"
    )
    unique = pl.when(pl.col("owners") == 1).then("by_name")
    found = found.with_columns(pl.coalesce("by_code", unique).alias("building"))
    return found.select(
        *BUILDING_SAID,
        "building",
        reason=pl.when(pl.col("building").is_not_null())
        .then(pl.lit(None, pl.String))
        .when(pl.col("owners") > 1)
        .then(pl.lit(BUILDING_SHARED))
        .otherwise(pl.lit(BUILDING_UNKNOWN)),
    ).sort(*BUILDING_SAID)
