"""What the stage asks of whoever runs its expressions: to hold, to keep, to give rows."""

from functools import partial
from typing import Protocol

import ibis
import pyarrow as pa


class Keeper(Protocol):
    """An engine, seen from a stage.

    A table may be asked for as a call not yet made, so that an engine which knows it from before
    need not have it described again.
    """

    def table(self, arrow: pa.Table) -> ibis.Table: ...
    def materialise(self, asked: ibis.Table | partial[ibis.Table]) -> ibis.Table: ...
    def arrow(self, asked: ibis.Table | partial[ibis.Table]) -> pa.Table: ...
