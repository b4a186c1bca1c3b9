"""What the stage asks of whoever runs its expressions: to keep a table that is used again."""

from typing import Protocol

import ibis


class Keeper(Protocol):
    """An engine, seen from a stage."""

    def materialise(self, expr: ibis.Table) -> ibis.Table: ...
