"""What the stage asks of whoever runs its expressions: to keep a table that is used again."""

from functools import partial
from typing import Protocol

import ibis


class Keeper(Protocol):
    """An engine, seen from a stage.

    A table may be asked for as a call not yet made, so that an engine which knows it from before
    need not have it described again.
    """

    def materialise(self, asked: ibis.Table | partial[ibis.Table]) -> ibis.Table: ...
