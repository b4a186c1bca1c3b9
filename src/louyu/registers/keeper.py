"""What the stage asks of whoever runs its expressions: to hold, to keep, to give rows."""

from functools import partial
from typing import Protocol, TypeAlias

import pyarrow as pa
from ibis import ir

Asked: TypeAlias = ir.Table | partial[ir.Table]
"""A table, or the call that describes it."""


class Keeper(Protocol):
    """An engine, seen from a stage.

    A table may be asked for as a call not yet made, so that an engine which knows it from before
    need not have it described again.
    """

    def table(self, arrow: pa.Table) -> ir.Table: ...
    def materialise(self, asked: Asked) -> ir.Table: ...
    def arrow(self, asked: Asked) -> pa.Table: ...
