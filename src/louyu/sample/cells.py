"""格 cells: a table under damage, and cells changed in rows of it."""

from typing import Protocol

import polars as pl

from louyu.sample.span import Flags


class Damaged(Protocol):
    """A table under damage, with its log."""

    table: pl.DataFrame
    said: list[tuple[int, str, str]]

    def logged(self, where: Flags, kind: str) -> None: ...


def put(dirty: Damaged, where: Flags, **columns: pl.Series | pl.Expr | None) -> None:
    """New values for the rows chosen."""
    chosen = pl.Series(where)
    dirty.table = dirty.table.with_columns(
        pl.when(chosen)
        .then(value if value is not None else pl.lit(None))
        .otherwise(pl.col(name))
        .alias(name)
        for name, value in columns.items()
    )


def has(dirty: Damaged, name: str) -> Flags:
    found: Flags = dirty.table[name].is_not_null().to_numpy()
    return found
