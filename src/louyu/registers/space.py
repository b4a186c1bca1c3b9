"""房源 space: the rooms of a building, each once, from one month to another.

A list of rooms speaks for a building in a run of months, because a stock list is carried until the
next one comes: so a row stands for the run, not for each of its months. What is stated twice is
sought in the list itself, and in a month only where two lists, or two names of one building, speak
for it; such a month is a run of its own.
"""

import ibis

from louyu.nouns import NOUNS
from louyu.registers.building_identity import BUILDING_SAID
from louyu.registers.listing import listed
from louyu.standards.period import year_of

ROOM = ["floor", "room"]
RUN = ["from_month", "to_month"]


def space(statement: ibis.Table, listing: ibis.Table, batch: ibis.Table) -> ibis.Table:
    """Every room of a building once in a month: the row received last, standing last. Noun space.

    ``listing`` says which list speaks for which building when (`louyu.registers.listing`).
    """
    holding = listing.filter(listing.holds)
    place = ["month", "building"]
    mentions = holding.group_by(place).agg(mentions=holding.count())
    several = mentions.filter(mentions.mentions > 1)
    rows = last_in_list(statement)
    alone = listed(rows, runs(holding.anti_join(several, place)))
    month_by_month = holding.semi_join(several, place).mutate(
        from_month=holding.month, to_month=holding.month
    )
    disputed = listed(rows, month_by_month).join(batch.select("batch", "sequence"), "batch")
    order = [ibis.desc(name) for name in ("sequence", "sheet", "row")]
    last = ibis.row_number().over(group_by=["building", *RUN, *ROOM], order_by=order)
    settled = disputed.mutate(last=last).filter(lambda t: t["last"] == 0)
    columns = list(NOUNS["space"].schema)
    both = ibis.union(alone.select(columns), settled.select(columns))
    return both.cast(NOUNS["space"].schema)


def runs(listing: ibis.Table) -> ibis.Table:
    """The listing with months that follow one another, alike in all else, as one row.

    Columns: batch, building_code, building_name, street (as said), building, official_street,
    from_month, to_month.
    """
    alike = ["batch", *BUILDING_SAID, "building", "official_street"]
    counted = (year_of(listing.month) * 12 + listing.month % 100).cast("int64")
    place = ibis.row_number().over(group_by=alike, order_by="month")
    run = listing.mutate(counted=counted, place=place).mutate(run=lambda t: t.counted - t.place)
    return (
        run.group_by(*alike, "run")
        .agg(from_month=run.month.min(), to_month=run.month.max())
        .drop("run")
    )


def last_in_list(statement: ibis.Table) -> ibis.Table:
    """The statement with every room of a mentioned building once in its list: the last row."""
    key = {f"{name}_key": statement[name].fill_null("") for name in (*BUILDING_SAID, *ROOM)}
    rows = statement.mutate(**key)
    whose = ["batch", *key]
    counted = rows.group_by(whose).agg(times=rows.count())
    several = counted.filter(counted.times > 1)
    alone = rows.anti_join(several, whose)
    order = [ibis.desc(name) for name in ("sheet", "row")]
    repeated = rows.semi_join(several, whose)
    last = ibis.row_number().over(group_by=whose, order_by=order)
    settled = repeated.mutate(last=last).filter(lambda t: t["last"] == 0).drop("last")
    return ibis.union(alone, settled).drop(*key)
