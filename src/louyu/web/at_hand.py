"""手边 at hand: an edition's small tables, read once and kept in memory.

A look-up in files costs some milliseconds however small they are, and a building's page makes
fifteen. What is too large to be kept is looked up where it lies.
"""

from collections.abc import Collection, Mapping
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from louyu.edition import Edition
from louyu.engine import Names
from louyu.nouns import NOUNS
from louyu.web.kept import Kept

MOST_ROWS = 400_000
"""Rows of all months together up to which a table is kept: some 40 MB at most."""


class AtHand:
    """The tables of an edition, each in the order in which its rows lie."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.kept = Kept(most=len(NOUNS))

    def small(self, noun: str) -> bool:
        return sum(file.rows for file in self.edition.entry(noun)) <= MOST_ROWS

    def table(self, noun: str) -> pa.Table:
        """A small table whole, of every month."""
        found: pa.Table = self.kept.get(noun, lambda: self.edition.rows(noun).combine_chunks())
        return found

    def rows(
        self,
        noun: str,
        month: int | None,
        columns: Collection[str] | None,
        where: Mapping[str, Names] | None,
    ) -> pa.Table:
        """The same as the edition's `rows`, small tables without reading a file."""
        if not self.small(noun):
            return self.edition.rows(noun, month, columns, where)
        table = self.table(noun)
        limits: dict[str, Names] = dict(where or {})
        if month is not None and "month" in table.column_names:
            limits["month"] = (month,)
        asked = [n for n in table.column_names if columns is None or n in columns]
        masks = [
            pc.is_in(table[name], value_set=pa.array(list(values), table.schema.field(name).type))
            for name, values in limits.items()
        ]
        told = table.select(asked)
        return told.filter(reduce(pc.and_, masks)) if masks else told
