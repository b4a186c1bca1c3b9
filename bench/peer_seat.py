"""A peer of attribution: the building at an address by exact keys only, and no grammar.

By the building's name or alias standing in the address, else by the road and number of exactly one
building. An address that names two buildings, or a number that two buildings share, has no seat:
this only feeds the attribution of tax by registered address, where a guess is worse than a gap.
"""

import re
from dataclasses import dataclass

import polars as pl

from louyu.standards.address import address_key, building_keys

NOWHERE = pl.lit(None, pl.String)

SHORTEST = 4
"""Characters a name needs to be sought inside an address: 大厦 alone stands in too many."""


def seats(said: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """``registered_address`` → ``building``, only where one is found."""
    said = said.drop_nulls()
    said = said.with_columns(
        pl.Series("key", [address_key(text) for text in said["registered_address"]])
    )
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


@dataclass(frozen=True)
class Address:
    """The parts of an address that are beyond doubt; the others are None."""

    road: str | None = None
    number: str | None = None
    building: str | None = None
    floor: int | None = None
    room: str | None = None


ROAD_NUMBER = re.compile(r"(?P<before>[一-鿿]+)(?P<number>[0-9]+(?:-[0-9]+)?)号(?!楼)")
ROAD = re.compile(r"[一-鿿]{2,}(?:大道|大街|路|街|巷|弄|胡同|(?<!街)道)")
DIVISION_END = re.compile(r"自治区|社区|街道|[省市区县镇乡村]")
APART = r"(?<![0-9A-Z,.\-至到和])"
BUILDING = re.compile(rf"{APART}(?P<building>[A-Z]?[0-9]{{1,3}}|[0-9]{{0,2}}[A-Z])(?:幢|座|号楼)")
FLOOR = re.compile(rf"{APART}(?P<below>B|负|地下)?(?P<floor>[0-9]{{1,3}})层")
ROOM = re.compile(rf"{APART}(?P<room>[A-Z]?[0-9]{{2,5}}[A-Z]?)室")
LAST_ROOM = re.compile(r"(?:幢|座|号楼|层)(?P<room>[0-9]{3,5}[A-Z]?)$")
HEIGHT = re.compile(r"(?:共|总|高|地上)[0-9]+层")


def address_parts(text: str) -> Address:
    """Road and number, building, floor and room as far as they are written beyond doubt.

    A part that is written twice or as a range (3-5幢, 1203、1204室) stays None.
    """
    key = address_key(text)
    road, number = road_and_number(key)
    floor = once(FLOOR, key, "层") if not HEIGHT.search(key) else None
    room = once(ROOM, key, "室") or (LAST_ROOM.search(key) if "室" not in key else None)
    building = once(BUILDING, key, "幢|座|号楼")
    return Address(
        road=road,
        number=number,
        building=building["building"] if building else None,
        floor=int(floor["floor"]) * (-1 if floor["below"] else 1) if floor else None,
        room=room["room"] if room else None,
    )


def once(pattern: re.Pattern[str], key: str, counters: str) -> re.Match[str] | None:
    """The one match of a part, if its word stands after a number once only."""
    if len(re.findall(rf"[0-9A-Z](?:{counters})", key)) != 1:
        return None
    return pattern.search(key)


def road_and_number(key: str) -> tuple[str | None, str | None]:
    match = ROAD_NUMBER.search(key)
    if not match:
        return None, None
    before = match["before"]
    # The last 市, 区, 镇 … that leaves a whole road's name behind it: 某市市府路 is 市府路.
    for end in reversed([0, *(found.end() for found in DIVISION_END.finditer(before))]):
        if ROAD.fullmatch(before[end:]):
            return before[end:], match["number"]
    return None, None
