"""房源 space: the rooms of a building in a month, each once.

A stock list is carried from month to month, so that a list of rooms stands in many months: what is
stated twice is sought in the list itself, and in a month only where two lists, or two names of one
building, speak for it.
"""

import ibis

from louyu.nouns import NOUNS
from louyu.registers.identity import BUILDING_SAID
from louyu.registers.listing import listed

ROOM = ["floor", "room"]


def space(statement: ibis.Table, listing: ibis.Table, batch: ibis.Table) -> ibis.Table:
    """Every room once per month and building: the row received last, standing last. Noun space.

    ``listing`` says which list speaks for which building when (`louyu.registers.listing`).
    """
    holding = listing.filter(listing.holds)
    place = ["month", "building"]
    mentions = holding.group_by(place).agg(mentions=holding.count())
    several = mentions.filter(mentions.mentions > 1)
    rows = listed(last_in_list(statement), holding)
    alone = rows.anti_join(several, place)
    disputed = rows.semi_join(several, place).join(batch.select("batch", "sequence"), "batch")
    order = [ibis.desc(name) for name in ("sequence", "sheet", "row")]
    last = ibis.row_number().over(group_by=[*place, *ROOM], order_by=order)
    settled = disputed.mutate(last=last).filter(lambda t: t["last"] == 0)
    columns = list(NOUNS["space"].schema)
    both = ibis.union(alone.select(columns), settled.select(columns))
    return both.cast(NOUNS["space"].schema)


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
