"""变动原因 changes: which rows make a number another than last month, or in another edition."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import ibis
from ibis import ir

from louyu.edition import value_changes
from louyu.explain.reading import Line, Reading, Scope, Value, ordered

SHARE = ("numerator", "denominator")


@dataclass(frozen=True)
class Change:
    """A subject in a building that adds something else than before."""

    change: Literal["entered", "left", "changed"]
    building: str | None
    subject: str
    numerator_before: int | None
    denominator_before: int | None
    numerator_after: int | None
    denominator_after: int | None
    before: tuple[Line, ...]
    after: tuple[Line, ...]


@dataclass(frozen=True)
class ValueChange:
    """A number that differs between two editions, and the rows that make it differ.

    ``rows`` is empty where only one edition has the number: then every row is new or gone.
    """

    before: Value
    after: Value
    rows: "Changes | None"


@dataclass(frozen=True)
class Changes:
    """The first of many changes, and how many there are of each kind."""

    counts: Mapping[str, int]
    first: tuple[Change, ...]


def changes(
    before: Reading,
    after: Reading,
    indicator: str,
    scope: Scope,
    months: tuple[int, int],
    limit: int | None = None,
) -> Changes:
    """What entered, left or changed between two lists of contributions.

    ``before`` and ``after`` are one edition in two months, or two editions on one engine.
    """
    engine = after.engine
    old = before.contributions(indicator, scope, months[0])
    new = after.contributions(indicator, scope, months[1])
    moved = engine.materialise(moved_shares(old, new, after.batches))
    counts = engine.arrow(moved.group_by("change").agg(n=moved.count())).to_pylist()
    first = moved.order_by(ibis.desc("weight"), "building", "subject")
    rows = engine.arrow(first if limit is None else first.limit(limit)).to_pylist()
    keys = {(row["building"], row["subject"]) for row in rows}
    lines = [
        grouped(reading.named(ordered(of_keys(table, keys), None), month))
        for reading, table, month in ((before, old, months[0]), (after, new, months[1]))
    ]
    return Changes(
        counts={row["change"]: row["n"] for row in counts},
        first=tuple(
            Change(
                change=row["change"],
                building=row["building"],
                subject=row["subject"],
                before=lines[0].get((row["building"], row["subject"]), ()),
                after=lines[1].get((row["building"], row["subject"]), ()),
                **{f"{c}_{s}": row[f"{c}_{s}"] for c in SHARE for s in ("before", "after")},
            )
            for row in rows
        ),
    )


def value_changes_explained(
    before: Reading,
    after: Reading,
    *,
    level: str,
    indicator: str | None = None,
    scope: str | None = None,
    limit: int | None = None,
) -> Iterator[ValueChange]:
    """Each number of a level that differs between two editions, with the rows behind it."""
    table = value_changes(after.engine, before.edition, after.edition)
    table = table.filter(table["level"] == level)
    if indicator is not None:
        table = table.filter(table["indicator"] == indicator)
    if scope is not None:
        table = table.filter(table["scope"] == scope)
    for row in after.engine.arrow(table.order_by("indicator", "scope", "month")).to_pylist():
        where = Scope(row["level"], row["scope"], row["scope"])
        key, month = row["indicator"], row["month"]
        old, new = (
            Value(key, where, month, row[f"numerator_{side}"], row[f"denominator_{side}"])
            for side in ("before", "after")
        )
        rows = None
        if old.numerator is not None and new.numerator is not None:
            rows = changes(before, after, key, where, (month, month), limit)
        yield ValueChange(old, new, rows)


PLACE = ("batch", "sheet", "row")
"""Where a received row stood."""


def moved_shares(
    old: ir.Table, new: ir.Table, batches: ir.Table, *, by_street: bool = False
) -> ir.Table:
    """Subjects in buildings whose sums differ between two lists of contributions, each with the
    received row that is for the latest month: the later list's, or the earlier's where it has left.

    ``batches`` (noun batch) tell for which month a row was received. ``by_street`` tells every
    street's rows at once, apart, in a column more.
    """
    keys = ("street", "place", "subject") if by_street else ("place", "subject")

    def side(table: ir.Table, name: str) -> ir.Table:
        sums = {f"{c}_{name}": table[c].sum().cast("int64") for c in SHARE}
        received = batches.select(received="batch", received_for=batches["month"].coalesce(0))
        dated = table.left_join(received, table["batch"] == received["received"])
        stood = ibis.struct({part: dated[part] for part in ("received_for", *PLACE)})
        told = dated.mutate(place=dated["building"].coalesce(""), stood=stood)
        if by_street:
            told = told.mutate(street=told["street"].coalesce(""))
        last = told["stood"].max(where=told["batch"].notnull())
        return told.group_by(*keys).agg(
            **sums, **{f"rows_{name}": told.count(), f"stood_{name}": last}
        )

    both = side(old, "before").outer_join(side(new, "after"), keys)
    stood = both["stood_after"].coalesce(both["stood_before"])
    joined = both.select(
        building=both["place"].coalesce(both["place_right"]).nullif(""),
        subject=both["subject"].coalesce(both["subject_right"]),
        change=ibis.cases(
            (both["rows_before"].isnull(), "entered"),
            (both["rows_after"].isnull(), "left"),
            else_="changed",
        ),
        weight=(both["numerator_after"].coalesce(0) - both["numerator_before"].coalesce(0)).abs(),
        **{f"{c}_{s}": both[f"{c}_{s}"] for c in SHARE for s in ("before", "after")},
        **{part: stood[part] for part in PLACE},
        **({"street": both["street"].coalesce(both["street_right"])} if by_street else {}),
    )
    same = joined["numerator_before"].identical_to(joined["numerator_after"]) & joined[
        "denominator_before"
    ].identical_to(joined["denominator_after"])
    return joined.filter((joined["change"] != "changed") | ~same)


def of_keys(table: ir.Table, keys: set[tuple[str | None, str]]) -> ir.Table:
    """Contributions of some subjects; their buildings are told apart by the caller."""
    return table.filter(table["subject"].isin(sorted({subject for _, subject in keys})))


def grouped(lines: Iterable[Line]) -> dict[tuple[str | None, str], tuple[Line, ...]]:
    found: dict[tuple[str | None, str], tuple[Line, ...]] = {}
    for line in lines:
        key = (line.building, line.subject)
        found[key] = (*found.get(key, ()), line)
    return found
