"""打开的一期 opened: what the pages may ask of an edition."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa

from louyu.engine import Limit, Listing, Names
from louyu.explain.building import Cell
from louyu.services.policy.bulk import Bulk
from louyu.services.policy.rule import Rule
from louyu.web.moves_file import Moved, Moving
from louyu.web.people.disclosure import Cell as Sum

A_PAGE = 50
"""Rows behind a number that a page shows."""


@dataclass(frozen=True)
class Lineage:
    """The rows behind a number that are asked for, all or a page of them.

    The largest share comes first, unless what is ``hidden`` must not be told by the order either.
    ``places``, where given, are the batches whose rows may say where they stood in their file;
    ``by`` is another definition of the number than the one in force.
    """

    key: str
    level: str
    scope: str
    month: int
    by: str = ""
    hidden: bool = False
    places: frozenset[str] | None = None
    offset: int = 0
    most: int | None = None


class Opened(Protocol):
    """An open edition: its tables, the rows behind a number, what moved it, who said a cell."""

    name: str
    month: int
    months: tuple[int, ...]

    def rows(
        self,
        noun: str,
        month: int | None = None,
        *,
        columns: Collection[str] | None = None,
        where: Mapping[str, Names] | None = None,
    ) -> pa.Table: ...

    def contributions(self, asked: Lineage) -> Listing: ...

    def values_by(self, by: str, month: int, keys: Sequence[str]) -> pa.Table: ...

    def payers_by(self, month: int) -> pa.Table: ...

    def facts(
        self, subject: str, keys: Collection[str] | None = None, *, month: int | None = None
    ) -> pa.Table | None: ...

    def judged(
        self,
        subject: str,
        rules: tuple[Rule, ...],
        day: dt.date,
        *,
        keys: Collection[str] | None = None,
        month: int | None = None,
    ) -> Bulk | None: ...

    def tenants_judged(
        self, building: str, rules: tuple[Rule, ...], day: dt.date
    ) -> Bulk | None: ...

    def statement(self, batch: str, sheet: str, row: int) -> dict[str, Any] | None: ...

    def listed(
        self,
        noun: str,
        columns: Sequence[str],
        limits: Sequence[Limit],
        *,
        among: tuple[str, Sequence[pa.Array]] | None = None,
        offset: int = 0,
        most: int | None = None,
    ) -> Listing: ...

    def sites(self, enterprises: Collection[str]) -> dict[str, list[str]] | None: ...

    def occupants(self, buildings: Collection[str]) -> Collection[str] | None: ...

    def names_of(self, enterprises: Collection[str]) -> dict[str, str] | None: ...

    def payers(self, level: str, window: Sequence[int], month: int) -> dict[str, Sum] | None: ...

    def cells(self, code: str, month: int) -> list[Cell]: ...

    def moved(self, asked: Moving) -> Moved: ...
