"""变动留存 moves file: what moved every number since the month before, worked out once for all.

To compare two months of a province is to join millions of rows, of which a reader asks fifty. So
the worker compares the last two months of an edition when it has come; other months are compared
when somebody asks. A page of either is cut here, in the same words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from louyu.ahead import ahead_begun, ahead_folder, ahead_written
from louyu.engine import Is, Limit, listed, ranked, tallied
from louyu.explain.changes import SHARE
from louyu.indicators import INDICATORS

KIND = "moves"

LEVELS = ("district", "street")
"""A building's rows are among the district's; a street's are apart, as a building may have gone
from one street to another between the months."""

PLACES = [("building", "ascending"), ("subject", "ascending")]
ORDERS = {"largest": [("weight", "descending"), *PLACES], "place": PLACES}
"""How rows lie in the two files of a number: as they are shown, so that a page is cut and not
sorted for. Where amounts are hidden, and of one building, they are looked for by place."""


@dataclass(frozen=True)
class Moving:
    """What moved a number between two months, the earlier first: a page of it is asked for.

    The largest comes first, unless amounts are ``hidden``, which the order must not tell either.
    """

    key: str
    level: str
    scope: str
    months: tuple[int, int]
    hidden: bool = False
    offset: int = 0
    most: int = 50


class Moved(NamedTuple):
    """How many rows entered, left or changed, and a page of them.

    Columns: change, building, subject, numerator and denominator before and after, and the
    received row of the latest month of the subject: batch, sheet, row.
    """

    counts: Mapping[str, int]
    rows: pa.Table


COLUMNS = pa.schema(
    [
        *((name, pa.string()) for name in ("change", "building", "subject")),
        *((f"{part}_{side}", pa.int64()) for part in SHARE for side in ("before", "after")),
        ("batch", pa.string()),
        ("sheet", pa.string()),
        ("row", pa.int64()),
    ]
)
AMOUNTS = ("numerator_before", "numerator_after")


def moves_path(home: Path, edition: str, key: str, level: str, order: str) -> Path:
    """Where the rows of a number are, a street's apart from those of the other levels."""
    kind = "street" if level == "street" else "district"
    return ahead_folder(home, KIND, edition) / f"{key}.{kind}.{order}.parquet"


def moves_made(
    home: Path, edition: str, compared: Callable[[str, str], pa.Table]
) -> Iterator[Path]:
    """Makes what is not there, number by number; ``compared`` tells the rows of one."""
    ahead_begun(home, KIND, edition)
    for key in INDICATORS:
        for level in LEVELS:
            paths = {order: moves_path(home, edition, key, level, order) for order in ORDERS}
            if all(path.exists() for path in paths.values()):
                continue
            rows = compared(key, level)
            street = [("street", "ascending")] if level == "street" else []
            for order, path in paths.items():
                yield ahead_written(rows.sort_by([*street, *ORDERS[order]]), path)


def moves_read(home: Path, edition: str, asked: Moving) -> Moved | None:
    """A page of what moved from the file of a number; None if that is not there."""
    order = "place" if asked.hidden or asked.level == "building" else "largest"
    path = moves_path(home, edition, asked.key, asked.level, order)
    if not path.exists():
        return None
    limits = []
    if asked.level != "district":
        limits = [Limit(asked.level, Is.EQUAL, asked.scope)]
    if asked.level == "building":
        return moves_page(path, asked, limits)
    _, rows = listed(path, COLUMNS, limits, offset=asked.offset, most=asked.most)
    return Moved(tallied(path, "change", limits), shown(rows, asked))


def moves_page(source: Path | pa.Table, asked: Moving, limits: Sequence[Limit] = ()) -> Moved:
    """A page of what moved, put in order now."""
    order = ("building", "subject") if asked.hidden else ("-weight", "building", "subject")
    rows = ranked(source, COLUMNS, limits, order=order, offset=asked.offset, most=asked.most)
    return Moved(tallied(source, "change", limits), shown(rows, asked))


def shown(rows: pa.Table, asked: Moving) -> pa.Table:
    """Rows without the amounts that are hidden."""
    for name in AMOUNTS if asked.hidden else ():
        place = rows.column_names.index(name)
        rows = rows.set_column(place, COLUMNS.field(name), pa.nulls(rows.num_rows, pa.int64()))
    return rows
