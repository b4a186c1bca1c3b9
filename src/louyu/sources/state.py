"""陈述 state: which batch speaks for a dataset, a sender and a month. Pure functions of batches."""

from collections.abc import Iterable
from typing import Literal, Protocol

import ibis

from louyu.district import District
from louyu.nouns import AUTHORED, NOUNS
from louyu.standards.period import month_at, month_index

Status = Literal["in_force", "replaced", "withdrawn"]


class Received(Protocol):
    """A batch as far as its standing needs it."""

    @property
    def batch(self) -> str: ...
    @property
    def dataset(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def month(self) -> int: ...
    @property
    def sequence(self) -> int: ...


def standing(received: Iterable[Received], withdrawn: frozenset[str]) -> dict[str, Status]:
    """Batch to status: of one dataset, sender and month the last that is not withdrawn stands.

    What people say one by one stands beside what they said before.
    """
    every = list(received)
    last: dict[tuple[str, str, int, str], Received] = {}
    for one in every:
        beside = one.batch if one.dataset in AUTHORED else ""
        key = (one.dataset, one.sender, one.month, beside)
        if one.batch not in withdrawn and (key not in last or one.sequence > last[key].sequence):
            last[key] = one
    in_force = {one.batch for one in last.values()}
    return {
        one.batch: "withdrawn"
        if one.batch in withdrawn
        else "in_force"
        if one.batch in in_force
        else "replaced"
        for one in every
    }


def coverage(batch: ibis.Table, *, district: District, until: int) -> ibis.Table:
    """Which batch speaks for which month, to ``until``: noun ``coverage``.

    A batch in force speaks for its own month. Where the contract carries (沿用上期), it speaks on
    until the sender's next one, in rows that say so.
    """
    carried = [name for name, contract in district.contracts.items() if contract.carry]
    stands = batch.filter(batch.status == "in_force", batch.month <= until)
    own = (stands.month / 100).floor() * 12 + stands.month % 100 - 1
    stands = stands.mutate(index=own.cast("int64"))
    following = ibis.window(
        group_by=["dataset", "publisher", "sender"], order_by=["month", "sequence"]
    )
    after = stands.index.lead().over(following).fill_null(month_index(until) + 1)
    stands = stands.mutate(
        end=ibis.ifelse(stands.dataset.isin(carried), after, stands.index + 1).cast("int64")
    )
    spoken = stands.mutate(spoken=ibis.range(stands.index, stands.end).unnest())
    rows = spoken.mutate(month=month_at(spoken.spoken), carried=(spoken.spoken != spoken.index))
    return rows.select(*NOUNS["coverage"].schema).cast(NOUNS["coverage"].schema)
