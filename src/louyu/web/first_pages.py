"""明细首页 first pages: the largest rows behind each number of the district, worked out once.

Whoever opens a number of a province sees fifty of its millions of rows, and how many there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from louyu.ahead import ahead_begun, ahead_folder, ahead_written
from louyu.engine import Listing
from louyu.indicators import INDICATORS
from louyu.web.opened import A_PAGE, Lineage

KIND = "rows"
TOTAL = b"total"


def first_path(home: Path, edition: str, asked: Lineage) -> Path:
    """Where a first page is; tax has one more, without amounts and in an order that tells none."""
    name = f"{asked.key}.hidden" if asked.hidden else asked.key
    return ahead_folder(home, KIND, edition) / f"{name}.parquet"


def first_pages(district: str, month: int) -> Iterator[Lineage]:
    """What is worked out ahead: every number of the district in the last month."""
    for key, indicator in INDICATORS.items():
        for hidden in (False, True) if indicator.money else (False,):
            if "district" in indicator.levels:
                yield Lineage(key, "district", district, month, hidden=hidden, most=A_PAGE)


def first_made(
    home: Path, edition: str, wanted: Iterator[Lineage], read: Callable[[Lineage], Listing]
) -> Iterator[Path]:
    """Makes the pages that are not there, one by one."""
    ahead_begun(home, KIND, edition)
    for asked in wanted:
        path = first_path(home, edition, asked)
        if not path.exists():
            total, rows = read(asked)
            told = rows.replace_schema_metadata({TOTAL: str(total).encode()})
            yield ahead_written(told, path)


def first_read(home: Path, edition: str, asked: Lineage, month: int) -> Listing | None:
    """The page that is asked for, if it is one of those worked out ahead and is there."""
    if replace(asked, scope="", hidden=False) != Lineage(
        asked.key, "district", "", month, most=A_PAGE
    ):
        return None
    path = first_path(home, edition, asked)
    if not path.exists():
        return None
    rows = pq.read_table(path, partitioning=None)
    return Listing(int(rows.schema.metadata[TOTAL]), rows.replace_schema_metadata(None))
