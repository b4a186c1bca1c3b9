"""候选对 candidates: pairs of records worth comparing, found by joins on keys.

Keys are of the name (whole, 字号 with town, sound, look, rare character bigrams, former names), of
the address (room, road and number) and of the person. A block that is too large is not dropped
but joined again by a narrower key. Each record without a USCC keeps its most promising pairs.
"""

from collections.abc import Iterator

import polars as pl

MOST = 12
"""Pairs a record without a USCC keeps, those with the most and the rarest keys."""
BLOCK = 40
RAREST = 3
PARTS = 4
"""Parts of the open records that are ranked one after another, for their pairs are many."""


def candidate_pairs(table: pl.DataFrame, exact: pl.DataFrame) -> pl.DataFrame:
    """left, right (rows, left < right); never two different USCCs, none that is exact already."""
    facts = table.select(
        "row", "uscc", "core", "trade", "industry", "sound", "sound_core", "look", "person",
        "building", "room", "road", "number", "estate", "around", "former",
    )  # fmt: skip
    # A record whose exact twin has a USCC is that organisation already.
    coded = table.filter(pl.col("uscc").is_not_null()).select("row")
    joined = exact.filter(
        pl.col("left").is_in(coded["row"].implode()) | pl.col("right").is_in(coded["row"].implode())
    )
    settled = pl.concat([coded["row"], joined["left"], joined["right"]]).unique()
    open_rows = facts.select("row").join(settled.to_frame(), on="row", how="anti")["row"]
    found = [blocked(*keys, open_rows) for keys in keys_of(facts)]
    kept = pl.concat(
        promising([each.filter(pl.col("open") % PARTS == part) for each in found])
        for part in range(PARTS)
    )
    two = kept.select(left=pl.min_horizontal("open", "row"), right=pl.max_horizontal("open", "row"))
    return two.unique().join(exact, on=["left", "right"], how="anti").sort("left", "right")


def promising(found: list[pl.DataFrame]) -> pl.DataFrame:
    """Of each open record the `MOST` others whose keys in common are the most and the rarest."""
    pairs = pl.concat(found).group_by("open", "row").agg(pl.col("weight").sum())
    ranked = pairs.sort(["open", "weight", "row"], descending=[False, True, False])
    return ranked.filter(pl.int_range(pl.len()).over("open") < MOST)


def keys_of(facts: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, int]]:
    """Tables of row and key, and how large a block may be; one at a time, for they are large."""
    named = facts.filter(pl.col("core").str.len_chars() > 0)
    long = named.filter(pl.col("trade").str.len_chars() > 1)

    def keyed(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
        whole = rows.drop_nulls(columns)
        return whole.select("row", key=pl.concat_str(*columns, separator="|"))

    first = pl.col("core").str.head(1).alias("first")
    grams = grams_of(named, 2)
    yield keyed(named, "core"), BLOCK
    yield keyed(named, "core", "around"), BLOCK
    yield keyed(named, "trade", "around"), BLOCK
    yield keyed(named, "trade", "industry"), BLOCK
    yield keyed(long, "trade"), BLOCK // 2
    yield keyed(named, "sound_core", "around"), BLOCK
    yield keyed(long, "sound"), BLOCK // 2
    yield keyed(named, "look"), BLOCK // 2
    yield keyed(facts, "building", "room"), BLOCK
    yield keyed(facts, "road", "number", "room"), BLOCK
    yield keyed(facts, "estate", "room"), BLOCK // 2
    yield keyed(facts.with_columns(first), "building", "room", "first"), BLOCK
    yield keyed(facts.with_columns(first), "road", "number", "first"), BLOCK
    yield keyed(facts.with_columns(first), "building", "first"), BLOCK
    yield keyed(facts, "person"), BLOCK // 4
    yield keyed(facts, "person", "around"), BLOCK // 2
    yield keyed(facts, "person", "road"), BLOCK
    yield keyed(facts.with_columns(first), "person", "first"), BLOCK
    yield rarest(grams), BLOCK
    yield rarest(grams_of(named, 3)), BLOCK
    yield rarest(within(grams, facts, "around")), BLOCK
    yield within(grams, facts, "road"), BLOCK
    yield within(grams, facts, "building"), BLOCK
    yield formers(facts), BLOCK // 2


def grams_of(named: pl.DataFrame, size: int) -> pl.DataFrame:
    """row and key: the characters of 字号 and industry that stand beside each other, so many."""
    core = pl.col("core").str.slice(0, 14)
    last = (core.str.len_chars().cast(pl.Int64) - size + 1).clip(0)
    rows = named.select("row", core=core, at=pl.int_ranges(0, last))
    each = rows.explode("at").drop_nulls("at")
    return each.select("row", key=pl.col("core").str.slice(pl.col("at"), size)).unique()


def rarest(grams: pl.DataFrame) -> pl.DataFrame:
    """Of each row the bigrams that the fewest others have."""
    counts = grams.group_by("key").agg(n=pl.len()).filter(pl.col("n").is_between(2, BLOCK))
    rows = grams.join(counts, on="key").sort("row", "n", "key")
    return rows.filter(pl.int_range(pl.len()).over("row") < RAREST).select("row", "key")


def within(grams: pl.DataFrame, facts: pl.DataFrame, column: str) -> pl.DataFrame:
    """The bigrams as they stand in one town, road or building."""
    where = facts.select("row", where=pl.col(column)).drop_nulls()
    return grams.join(where, on="row").select(
        "row", key=pl.concat_str("key", "where", separator="|")
    )


def formers(facts: pl.DataFrame) -> pl.DataFrame:
    """row and key: the name a record had, beside the names that others have."""
    former = facts.drop_nulls("former").select("row", key=pl.col("former").str.split("|"))
    every = former.explode("key").filter(pl.col("key").str.len_chars() > 0)
    return pl.concat([every, facts.select("row", key="core")]).unique()


def blocked(keyed: pl.DataFrame, largest: int, open_rows: pl.Series) -> pl.DataFrame:
    """open, row, weight: records without a USCC beside every other record of the same key."""
    # A number in place of the text: two texts of one number only bring a pair too many.
    rows = keyed.select("row", key=pl.col("key").hash(0))
    asked = rows.filter(pl.col("row").is_in(open_rows.implode()))
    rows = rows.join(asked.select("key").unique(), on="key", how="semi")
    size = rows.group_by("key").agg(n=pl.len()).filter(pl.col("n").is_between(2, largest))
    rows = rows.join(size, on="key")
    mine = asked.join(size, on="key", how="semi").select("key", open="row")
    pairs = mine.join(rows, on="key").filter(pl.col("open") != pl.col("row"))
    # Whole numbers, so that the sum of several keys does not hang on their order.
    weight = (10_000 / (1 + pl.col("n")).log()).round().cast(pl.UInt32)
    return (
        pairs.select("open", "row", weight=weight)
        .group_by("open", "row")
        .agg(pl.col("weight").sum())
    )
