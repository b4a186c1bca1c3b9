"""注册楼宇 seat: the building at a registered address (住所).

By the building's name or alias standing in the address, else by the road and number of exactly one
building. An address that names two buildings, or a number that two buildings share, has no seat:
this only feeds the attribution of tax by registered address, where a guess is worse than a gap.
"""

import polars as pl

from louyu.standards.address import address_keys, address_parts, building_keys

NOWHERE = pl.lit(None, pl.String)

SHORTEST = 4
"""Characters a name needs to be sought inside an address: 大厦 alone stands in too many."""


def seats(said: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """``registered_address`` → ``building``, only where one is found."""
    said = said.drop_nulls()
    said = said.with_columns(address_keys(said["registered_address"]).alias("key"))
    by_name = named_in(said, names(known))
    rest = said.join(by_name, on="registered_address", how="anti")
    by_number = named_in(rest, numbers(known), free=True)
    return pl.concat([by_name, by_number]).drop_nulls().sort("registered_address")


def names(known: pl.DataFrame) -> pl.DataFrame:
    """Names and aliases that only one building has, as they stand in an address: key → building."""
    every = known.select(
        "building",
        pl.concat_list("name", pl.col("aliases").str.split("、").fill_null([])).alias("name"),
    )
    named = every.explode("name").drop_nulls()
    named = named.with_columns(building_keys(named["name"]).alias("key"))
    return sole(named.filter(pl.col("key").str.len_chars() >= SHORTEST))


def numbers(known: pl.DataFrame) -> pl.DataFrame:
    """Road and number at which only one building stands: key → building."""
    rows = known.select("building", "address").drop_nulls().unique().sort("building", "address")
    parts = [address_parts(address) for address in rows["address"]]
    keys = [f"{p.road}{p.number}号" if p.road and p.number else None for p in parts]
    return sole(rows.with_columns(pl.Series("key", keys, pl.String)).drop_nulls("key"))


def sole(named: pl.DataFrame) -> pl.DataFrame:
    """Keys of one building only."""
    owners = named.group_by("key").agg(
        building=pl.col("building").min(), owners=pl.col("building").n_unique()
    )
    return owners.filter(pl.col("owners") == 1).select("key", "building").sort("key")


def named_in(said: pl.DataFrame, owners: pl.DataFrame, *, free: bool = False) -> pl.DataFrame:
    """Addresses in which keys of exactly one building stand; the longest key at a place counts."""
    if said.is_empty() or owners.is_empty():
        return said.select("registered_address").clear().with_columns(building=NOWHERE)
    longest_first = owners.sort(pl.col("key").str.len_chars(), "key", descending=[True, False])
    hits = said.with_columns(
        pl.col("key").str.extract_many(longest_first["key"].to_list(), leftmost=True).alias("hit")
    )
    hits = hits.explode("hit").drop_nulls("hit")
    if free:
        hits = hits.filter(standing_free())
    one = hits.join(owners, left_on="hit", right_on="key").group_by("registered_address")
    found = one.agg(building=pl.col("building").min(), owners=pl.col("building").n_unique())
    return found.filter(pl.col("owners") == 1).select("registered_address", "building")


def standing_free() -> pl.Expr:
    """江湾路88号 also ends 大江湾路88号 and begins 江湾路88号楼: neither is that number."""
    around = pl.col("key").str.splitn(pl.col("hit"), 2).struct
    before, after = around.field("field_0"), around.field("field_1")
    return before.str.contains(r"^$|[省市区县镇乡村道社,)]$") & ~after.str.starts_with("楼")
