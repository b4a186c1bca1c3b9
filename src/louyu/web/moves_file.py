"""变动留存 moves file: what moved every number since the month before, worked out once for all.

To compare two months of a province is to join millions of rows, of which a reader asks fifty. So
the worker compares the last two months of an edition when it has come; other months are compared
when somebody asks. A page of either is cut here, in the same words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from louyu.engine import Is, Limit, ranked, tallied
from louyu.explain.changes import SHARE
from louyu.indicators import INDICATORS
from louyu.web.ahead import ahead_begun, ahead_folder, ahead_written

KIND = "moves"

LEVELS = ("district", "street")
"""A building's rows are among the district's; a street's are apart, as a building may have gone
from one street to another between the months."""


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

    Columns: change, building, subject, numerator and denominator before and after, and the last
    received row of the subject: batch, sheet, row.
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


def moves_path(home: Path, edition: str, key: str, level: str) -> Path:
    """Where the rows of a number are; the street's apart from those of the other levels."""
    kind = "street" if level == "street" else "district"
    return ahead_folder(home, KIND, edition) / f"{key}.{kind}.parquet"


def moves_made(
    home: Path, edition: str, compared: Callable[[str, str], pa.Table]
) -> Iterator[Path]:
    """Makes what is not there, number by number; ``compared`` tells the rows of one."""
    ahead_begun(home, KIND, edition)
    order = [("weight", "descending"), ("building", "ascending"), ("subject", "ascending")]
    for key in INDICATORS:
        for level in LEVELS:
            path = moves_path(home, edition, key, level)
            if not path.exists():
                yield ahead_written(compared(key, level).sort_by(order), path)


def moves_page(source: Path | pa.Table, asked: Moving) -> Moved:
    """A page of what moved, from the file of a number or from the rows compared just now."""
    limits = []
    if isinstance(source, Path) and asked.level != "district":
        limits = [Limit(asked.level, Is.EQUAL, asked.scope)]
    order = ("building", "subject") if asked.hidden else ("-weight", "building", "subject")
    rows = ranked(source, COLUMNS, limits, order=order, offset=asked.offset, most=asked.most)
    for name in AMOUNTS if asked.hidden else ():
        place = rows.column_names.index(name)
        rows = rows.set_column(place, COLUMNS.field(name), pa.nulls(rows.num_rows, pa.int64()))
    return Moved(tallied(source, "change", limits), rows)
