"""How rows go out: plain values under the names of their columns, in the units of `nouns`."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from ninja import Schema
from ninja.errors import HttpError

Item = TypeVar("Item")
MOST = 500


class Listed(Schema, Generic[Item]):
    """Part of a list: its rows, where it begins, how many there are in all."""

    edition: str
    count: int
    offset: int
    items: list[Item]


def listed(edition: str, rows: Sequence[Any], offset: int, limit: int) -> dict[str, Any]:
    if not 0 < limit <= MOST or offset < 0:
        raise HttpError(422, f"limit 须为 1 至 {MOST}，offset 不小于 0")
    some = [plain(row) for row in rows[offset : offset + limit]]
    return {"edition": edition, "count": len(rows), "offset": offset, "items": some}


def plain(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in row.items()
    }


def matching(rows: Iterable[dict[str, Any]], **said: object) -> list[dict[str, Any]]:
    """The rows whose columns hold what was asked; what was not asked does not matter."""
    asked = {name: value for name, value in said.items() if value is not None}
    return [row for row in rows if all(row.get(name) == value for name, value in asked.items())]
