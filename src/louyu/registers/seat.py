"""注册楼宇 seat: the building at a registered address (住所).

Only what `louyu.registers.attribution` is certain of: it feeds the attribution of tax by registered
address, where a guess is worse than a gap.
"""

from collections.abc import Sequence
from typing import Protocol

import polars as pl

from louyu.registers.attribution import attributed


class Seated(Protocol):
    """`seats`, or what answers for it."""

    def __call__(
        self, said: pl.DataFrame, known: pl.DataFrame, *, divisions: Sequence[str]
    ) -> pl.DataFrame: ...


def seats(said: pl.DataFrame, known: pl.DataFrame, *, divisions: Sequence[str]) -> pl.DataFrame:
    """``registered_address`` → ``building``, ``room``: every address once, null where none is told.

    ``known``: the building register's building, name, aliases, address, street; ``divisions``: the
    place's names from the province down.
    """
    told = attributed(said.select(text="registered_address"), known, divisions=divisions)
    certain = pl.col("confidence") == "certain"
    return told.select(
        registered_address="text",
        building=pl.when(certain).then("building"),
        room=pl.when(certain).then("room"),
    )
