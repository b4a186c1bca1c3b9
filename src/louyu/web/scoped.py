"""范围内 scoped: an edition as far as one scope may see it. Rows outside it never leave here.

A street sees the rows of its buildings and of the enterprises in them, an operator those of its
buildings, an enterprise its own. What tells of files that also hold other people's rows (their
names by content, their counts, the place of a row in them) is left out too: whatever changes in
other streets' rows, a street's pages stay the same to the byte.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from louyu.engine import Limit, Listing, Names
from louyu.explain.building import Cell, Said
from louyu.explain.changes import PLACE
from louyu.nouns import NOUNS
from louyu.services.policy.bulk import Bulk
from louyu.services.policy.fact import Subject
from louyu.services.policy.rule import Rule
from louyu.web.moves_file import COLUMNS, Moved, Moving
from louyu.web.opened import Lineage, Opened
from louyu.web.people.disclosure import Cell as Sum
from louyu.web.people.rights import Scope
from louyu.web.people.roles import Reach

OF_SENDERS = ("batch", "coverage")
"""Tables of files: a scope sees those its own units sent."""


class Scoped:
    """An opened edition within a scope that is not the whole district."""

    def __init__(self, whole: Opened, scope: Scope) -> None:
        self.whole = whole
        self.scope = scope
        self.name = whole.name
        self.month = whole.month
        self.months = whole.months

    @cached_property
    def buildings(self) -> frozenset[str]:
        """The codes of the buildings in scope, in any month."""
        reach, names = self.scope.reach, self.scope.names
        if reach is Reach.BUILDINGS:
            return names
        if reach is Reach.STREETS:
            rows = self.whole.rows("building", columns=("building",), where={"street": names})
            return frozenset(rows["building"].to_pylist())
        if reach is Reach.ENTERPRISE:
            rows = self.whole.rows("tenancy", columns=("building",), where={"enterprise": names})
            return frozenset(rows["building"].to_pylist()) - {None}
        return frozenset()

    @cached_property
    def enterprises(self) -> frozenset[str]:
        """The enterprises that hold or held space in scope."""
        if self.scope.reach is Reach.ENTERPRISE:
            return self.scope.names
        if not self.buildings:
            return frozenset()
        known = self.whole.occupants(self.buildings)
        if known is not None:
            return frozenset(known)
        where = {"building": self.buildings}
        rows = self.whole.rows("tenancy", columns=("enterprise",), where=where)
        return frozenset(pc.unique(rows["enterprise"]).to_pylist()) - {None}

    @cached_property
    def in_order(self) -> pa.Array:
        """The enterprises in sight in the order of their ids: a street may have 300,000."""
        return pa.array(self.enterprises, pa.string()).sort()

    def bound(self, noun: str) -> tuple[str, Collection[str]] | None:
        """By which column of a table, and which values of it, the scope is cut out."""
        columns, reach = NOUNS[noun], self.scope.reach
        own = reach is Reach.ENTERPRISE
        if noun in OF_SENDERS:
            return "sender", self.scope.names
        if noun == "indicator_value":
            levels = self.scope.names if reach is Reach.STREETS else frozenset()
            return "scope", levels | (frozenset() if own else self.buildings)
        if noun == "disagreement":
            return "thing", self.scope.names if own else self.buildings
        if noun == "identity_question":
            return None
        if "street" in columns and reach is Reach.STREETS:
            return "street", self.scope.names
        if own and "enterprise" in columns:
            return "enterprise", self.scope.names
        if own and noun != "building":
            return None
        if "building" in columns:
            return "building", self.buildings
        if "enterprise" in columns:
            return "enterprise", self.enterprises
        return None

    def rows(
        self,
        noun: str,
        month: int | None = None,
        *,
        columns: Collection[str] | None = None,
        where: Mapping[str, Names] | None = None,
    ) -> pa.Table:
        bound = self.bound(noun)
        if bound is None:
            return self.whole.rows(noun, month, columns=columns).slice(0, 0)
        column, names = bound
        asked = None if columns is None else {*columns, column}
        limits = {**(where or {})}
        limits[column] = frozenset(limits[column]) & frozenset(names) if column in limits else names
        rows = self.whole.rows(noun, month, columns=asked, where=limits)
        return (
            rows if columns is None else rows.select([n for n in rows.column_names if n in columns])
        )

    def listed(
        self,
        noun: str,
        columns: Sequence[str],
        limits: Sequence[Limit],
        *,
        among: tuple[str, Sequence[pa.Array]] | None = None,
        offset: int = 0,
        most: int | None = None,
    ) -> Listing:
        """A page of the enterprises in sight: no other list is long enough to be paged so."""
        if noun != "enterprise" or (among or ("enterprise",))[0] != "enterprise":
            raise ValueError(f"no list of {noun} in a scope")
        both = ("enterprise", [self.in_order, *(among[1] if among else ())])
        return self.whole.listed(noun, columns, limits, among=both, offset=offset, most=most)

    def facts(
        self, subject: str, keys: Collection[str] | None = None, *, month: int | None = None
    ) -> pa.Table | None:
        """Facts of the buildings in sight. Those of an enterprise are of all it has everywhere, so
        only the enterprise itself sees them."""
        return self.whole.facts(subject, self.subjects(subject, keys), month=month)

    def judged(
        self,
        subject: str,
        rules: tuple[Rule, ...],
        day: dt.date,
        *,
        keys: Collection[str] | None = None,
        month: int | None = None,
    ) -> Bulk | None:
        asked = self.subjects(subject, keys)
        return self.whole.judged(subject, rules, day, keys=asked, month=month)

    def subjects(self, subject: str, keys: Collection[str] | None) -> frozenset[str]:
        """Those of some subjects whose facts are in sight."""
        own = self.scope.reach is Reach.ENTERPRISE
        if subject == Subject.BUILDING:
            seen = frozenset() if own else self.buildings
        else:
            seen = self.scope.names if own else frozenset()
        return seen if keys is None else seen & frozenset(keys)

    def tenants_judged(self, building: str, rules: tuple[Rule, ...], day: dt.date) -> Bulk | None:
        """Rules of a building's tenants, to be counted and never shown: their facts are of all that
        an enterprise has, in other streets too."""
        if self.scope.reach is Reach.ENTERPRISE or building not in self.buildings:
            return self.whole.judged(Subject.ENTERPRISE, rules, day, keys=frozenset())
        return self.whole.tenants_judged(building, rules, day)

    def occupants(self, buildings: Collection[str]) -> Collection[str] | None:
        return self.whole.occupants(buildings)

    def sites(self, enterprises: Collection[str]) -> dict[str, list[str]] | None:
        """Where to look for enterprises' rows: `rows` keeps to the scope whatever is asked."""
        return self.whole.sites(enterprises)

    def names_of(self, enterprises: Collection[str]) -> dict[str, str] | None:
        """Names of enterprises in sight; of others none, whoever asks."""
        if self.scope.reach is Reach.ENTERPRISE:
            return self.whole.names_of(self.scope.names & frozenset(enterprises))
        sites = self.whole.sites(enterprises)
        if sites is None:
            return None
        return self.whole.names_of(
            [each for each, here in sites.items() if not self.buildings.isdisjoint(here)]
        )

    def sees(self, level: str, scope: str) -> bool:
        """Whether numbers of a level and scope are in sight."""
        if level == "building":
            return self.scope.reach is not Reach.ENTERPRISE and scope in self.buildings
        return level == "street" and self.scope.reach is Reach.STREETS and scope in self.scope.names

    def payers(self, level: str, window: Sequence[int], month: int) -> dict[str, Sum] | None:
        """A street's payers are those of its own buildings, whoever counts them."""
        known = self.whole.payers(level, window, month)
        if known is None or self.scope.reach is not Reach.STREETS or level != "street":
            return None
        return {name: cell for name, cell in known.items() if name in self.scope.names}

    def contributions(self, asked: Lineage) -> Listing:
        """Rows without their place in files that others sent, in an order that tells none of it.

        By another attribution a street's rows are of other streets' tenants: none is given.
        """
        if asked.by or not self.sees(asked.level, asked.scope):
            nothing = replace(asked, by="", places=frozenset(), most=0)
            return Listing(0, self.whole.contributions(nothing).rows)
        return self.whole.contributions(replace(asked, places=self.own_batches))

    def values_by(self, by: str, month: int, keys: Sequence[str]) -> pa.Table:
        return self.whole.values_by(by, month, keys).slice(0, 0)

    def payers_by(self, month: int) -> pa.Table:
        return self.whole.payers_by(month).slice(0, 0)

    def moved(self, asked: Moving) -> Moved:
        """What moved a number in sight, without the place of rows in files that others sent."""
        if not self.sees(asked.level, asked.scope):
            return Moved({}, COLUMNS.empty_table())
        counts, rows = self.whole.moved(asked)
        own = pc.is_in(rows["batch"], value_set=pa.array(sorted(self.own_batches), pa.string()))
        for name in PLACE:
            place = rows.column_names.index(name)
            told = pc.if_else(own, rows[name], pa.scalar(None, rows.schema.field(name).type))
            rows = rows.set_column(place, rows.schema.field(name), told)
        return Moved(counts, rows)

    @cached_property
    def own_batches(self) -> frozenset[str]:
        return frozenset(self.rows("batch", columns=("batch",))["batch"].to_pylist())

    def statement(self, batch: str, sheet: str, row: int) -> dict[str, Any] | None:
        return self.whole.statement(batch, sheet, row) if batch in self.own_batches else None

    def cells(self, code: str, month: int) -> list[Cell]:
        if self.scope.reach is Reach.ENTERPRISE or code not in self.buildings:
            return []
        return [
            Cell(
                cell.column, cell.label, cell.unit, self.said(cell.won),
                tuple(self.said(said) for said in cell.beaten),
            )
            for cell in self.whole.cells(code, month)
        ]  # fmt: skip

    def said(self, said: Said) -> Said:
        """Who said a cell, without the place in a file of others."""
        if said.batch in self.own_batches:
            return said
        return Said(said.value, said.publisher, said.sender, "", said.file, "", 0, said.standing)
