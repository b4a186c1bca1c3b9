"""What the stage asks of whoever runs its expressions: to hold, to keep, to give rows."""

from typing import Protocol

import ibis
import pyarrow as pa


class Keeper(Protocol):
    """An engine, seen from a stage."""

    def table(self, arrow: pa.Table) -> ibis.Table: ...
    def materialise(self, expr: ibis.Table) -> ibis.Table: ...
    def arrow(self, expr: ibis.Table) -> pa.Table: ...
