"""How rows go out: plain values under the names of their columns, in the units of `nouns`."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")
MOST = 500
Offset = Annotated[int, Field(ge=0, le=10**9)]
Limit = Annotated[int, Field(ge=1, le=MOST)]


class Part(Schema, Generic[Item]):
    """Part of a list: its rows, where it begins, how many there are in all."""

    count: int
    offset: int
    items: list[Item]


class Listed(Part[Item], Generic[Item]):
    """Part of a list of an edition."""

    edition: str


def part(rows: Sequence[Any], offset: int, limit: int) -> dict[str, Any]:
    some = [plain(row) for row in rows[offset : offset + limit]]
    return {"count": len(rows), "offset": offset, "items": some}


def listed(edition: str, rows: Sequence[Any], offset: int, limit: int) -> dict[str, Any]:
    return {"edition": edition, **part(rows, offset, limit)}


def binary(*types: str) -> dict[str, Any]:
    """What the description says of an operation that answers with a file."""
    content = {each: {"schema": {"type": "string", "format": "binary"}} for each in types}
    return {"responses": {200: {"description": "文件", "content": content}}}


def plain(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in row.items()
    }


def matching(rows: pa.Table, **said: object) -> pa.Table:
    """The rows whose columns hold what was asked; what was not asked does not matter."""
    for name, value in said.items():
        if value is not None:
            rows = rows.filter(pc.equal(rows[name], value))
    return rows
