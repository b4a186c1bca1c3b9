"""事实来源 fact_group: which register tells which facts, and all facts of a month in one table.

A group is a function from register tables (arguments named by noun) to one row per subject; `@told`
registers it with the facts it gives. Nothing that a register does not say becomes a no or a zero.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import ibis
from ibis import ir

from louyu.services.policy.exact import MOST
from louyu.services.policy.fact import IBIS_TYPE, NUMERIC, Catalogue, Fact, Subject


@dataclass(frozen=True)
class At:
    """The month whose end facts are taken at, and the months for which each register speaks."""

    month: int
    spoken: Mapping[str, frozenset[int]]

    @property
    def year(self) -> int:
        return self.month // 100

    def whole_year(self, noun: str, year: int) -> bool:
        """Whether a monthly register speaks for every month of a year."""
        return all(year * 100 + month in self.spoken[noun] for month in range(1, 13))


@dataclass(frozen=True)
class Group:
    subject: Subject
    facts: tuple[Fact, ...]
    rows: Callable[..., ir.Table]

    @property
    def needs(self) -> tuple[str, ...]:
        """The nouns whose tables it reads."""
        return tuple(name for name in inspect.signature(self.rows).parameters if name != "at")

    def table(self, tables: Mapping[str, ir.Table], at: At) -> ir.Table:
        given = {name: tables[name] for name in self.needs}
        rows = self.rows(**given, at=at)
        typed = {fact.key: in_reach(rows[fact.key], fact) for fact in self.facts}
        return rows.select(self.subject.value, **typed)


def in_reach(column: ir.Value, fact: Fact) -> ir.Value:
    """A fact as it is stored. A number larger than rules count with is a slip, and not known."""
    typed = column.cast(IBIS_TYPE[fact.kind])
    if fact.kind not in NUMERIC:
        return typed
    return ibis.ifelse(typed.between(-MOST, MOST), typed, ibis.null(IBIS_TYPE[fact.kind]))


GROUPS: list[Group] = []


def told(
    *facts: Fact, subject: Subject = Subject.ENTERPRISE
) -> Callable[[Callable[..., ir.Table]], Callable[..., ir.Table]]:
    """Registers a function as what gives these facts."""

    def register(rows: Callable[..., ir.Table]) -> Callable[..., ir.Table]:
        GROUPS.append(Group(subject, facts, rows))
        return rows

    return register


def groups(subject: Subject) -> list[Group]:
    return [group for group in GROUPS if group.subject is subject]


def needs(subject: Subject) -> frozenset[str]:
    """The nouns whose tables a table of facts is made from."""
    return frozenset(noun for group in groups(subject) for noun in group.needs)


def fact_table(
    subject: Subject, tables: Mapping[str, ir.Table], *, at: At, declared: Iterable[Fact] = ()
) -> ir.Table:
    """One row per subject, a column per stored fact; null is not known.

    The first group lists the subjects. ``declared`` are facts that no register holds: they are
    known only where their subject says so.
    """
    first, *others = groups(subject)
    rows = first.table(tables, at)
    for group in others:
        more = group.table(tables, at).rename(__subject=subject.value)
        rows = rows.left_join(more, rows[subject.value] == more["__subject"]).drop("__subject")
    nothing = {fact.key: ibis.null(IBIS_TYPE[fact.kind]) for fact in declared if not fact.formula}
    return rows.mutate(**nothing) if nothing else rows


def catalogue(subject: Subject, more: Iterable[Fact] = ()) -> Catalogue:
    """Every fact that a rule about such a subject may name, formulas last."""
    known = [fact for group in groups(subject) for fact in group.facts]
    known += [fact for fact in more if fact.subject is subject]
    known += [fact for fact in FORMULAS if fact.subject is subject]
    return Catalogue(known, subject=subject)


FORMULAS: list[Fact] = []
"""Facts worked out from others, in an order in which each needs only those before it."""
