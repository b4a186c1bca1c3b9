"""The registers that need no merging, only their building and enterprise: 名录, 参保, 认定, 评价 ….

How a dataset speaks is in its contract: a stock list speaks for the months that coverage says, a
flow for its own month, and of changes the last word on each key stands.
"""

from collections.abc import Mapping

import ibis

from louyu.district import Contract, District
from louyu.nouns import NOUNS
from louyu.registers.identity import (
    building_of,
    enterprise_of,
    mentions_building,
    mentions_enterprise,
)
from louyu.registers.months import spoken
from louyu.registers.precedence import official, rank

RESOLVED = (
    "statistical_unit",
    "headquarters",
    "insured",
    "power",
    "party_body",
    "recognition",
    "evaluation",
    "renovation",
    "operated_space",
    "project",
    "parcel",
    "facility",
    "walk_network",
    "lead",
)


def resolved(
    dataset: str,
    statement: ibis.Table,
    coverage: ibis.Table,
    batch: ibis.Table,
    months: ibis.Table,
    building: ibis.Table,
    answers: Mapping[str, ibis.Table],
    *,
    district: District,
) -> ibis.Table:
    """A dataset's register: the noun of the same name.

    A row whose building cannot be told is not in a register of things in buildings (it is listed as
    未识别); one whose enterprise is only a name is.
    """
    contract = district.contracts[dataset]
    if contract.speaks == "snapshot":
        rows = placed(dataset, spoken(statement, coverage, months, dataset=dataset), building,
                      answers, district=district)  # fmt: skip
        rows = first_word(rows, batch, key=NOUNS[dataset].key, contract=contract)
    else:
        rows = placed(dataset, statement, building, answers, district=district)
        if contract.speaks == "changes":
            rows = last_word(rows, batch, key=NOUNS[dataset].key)
    return rows.select(*NOUNS[dataset].schema).cast(NOUNS[dataset].schema)


def placed(
    dataset: str,
    statement: ibis.Table,
    building: ibis.Table,
    answers: Mapping[str, ibis.Table],
    *,
    district: District,
) -> ibis.Table:
    """Rows with building, street and enterprise, as far as the dataset has them.

    The street is the building's, by its last row in the register; else the one that is said.
    """
    rows = statement
    if "street" in rows.columns:
        rows = rows.mutate(street=official(rows.street, district))
    if mentions_enterprise(dataset, statement):
        rows = enterprise_of(rows, answers["enterprise"])
    if mentions_building(dataset, statement):
        rows = building_of(rows, answers["building"])
        if "building" in NOUNS[dataset].key:
            rows = rows.filter(rows.building.notnull())
        order = ibis.row_number().over(group_by="building", order_by=ibis.desc("month"))
        last = building.mutate(order=order).filter(lambda t: t.order == 0)
        rows = rows.left_join(
            last.select("building", own_street="street"), "building", rname="{name}_own"
        )
        rows = rows.mutate(street=ibis.coalesce(rows.own_street, rows.street))
    return rows


def last_word(rows: ibis.Table, batch: ibis.Table, *, key: tuple[str, ...]) -> ibis.Table:
    """Per key the row of the latest month, received last, standing last in its sheet."""
    order = [ibis.desc(name) for name in ("month", "sequence", "sheet", "row")]
    return standing(rows, batch, key=key, order=order)


def first_word(
    rows: ibis.Table, batch: ibis.Table, *, key: tuple[str, ...], contract: Contract
) -> ibis.Table:
    """Per key the row of the publisher that speaks first, of its last batch."""
    rows = rows.mutate(rank=rank(rows.publisher, contract))
    order = ["rank", ibis.desc("sequence"), "sheet", "row"]
    return standing(rows, batch, key=key, order=order)


def standing(
    rows: ibis.Table, batch: ibis.Table, *, key: tuple[str, ...], order: list[object]
) -> ibis.Table:
    received = batch.select("batch", "sequence")
    ordered = rows.join(received, "batch")
    place = ibis.row_number().over(group_by=list(key), order_by=order)
    return ordered.mutate(place=place).filter(lambda t: t.place == 0)
