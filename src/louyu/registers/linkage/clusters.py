"""归并 clusters: which records are one organisation, from pairs and judgements, never edited.

Judgements come first. Then pairs, the strongest first: a pair that would put two different valid
USCCs, or two records judged different, into one cluster is left out; so the weakest link gives way.
"""

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from louyu.registers.linkage.exact import components

TWO_CODES = "判断为同一，但会把两个不同的有效统一社会信用代码并成一家"
APART = "判断为同一，但与另一条“不同”的判断矛盾"

Rows = NDArray[np.int64]

CLUSTERS = {"record": pl.String, "cluster": pl.String}
CONFLICTS = {"left": pl.String, "right": pl.String, "reason": pl.String}


def clustered(
    records: pl.DataFrame, pairs: pl.DataFrame, judgements: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """record → cluster (its smallest record id); and what was refused: left, right, reason.

    ``judgements``: left, right, verdict (same, different, unsure), only those in force. Unsure
    has no effect. Judgements about records that are not there have none either.
    """
    table = records.select("record", "uscc").sort("record").with_row_index("row")
    said = (
        ordered(judgements.select("left", "right", "verdict"))
        .unique()
        .sort("left", "right", "verdict")
    )
    present = said.filter(
        pl.col("left").is_in(table["record"].implode())
        & pl.col("right").is_in(table["record"].implode())
    )
    same = present.filter(pl.col("verdict") == "same").select("left", "right")
    apart = present.filter(pl.col("verdict") == "different").select("left", "right")
    links = pairs.filter(pl.col("band") == "same").select("left", "right", "score")
    links = links.join(pl.concat([same, apart]), on=["left", "right"], how="anti")
    rows = rows_of(pl.concat([same, links.select("left", "right")]), table)
    labels = components(rows, table.height)
    hard = contested(table, labels, rows_of(apart, table))
    root = labels.copy()
    conflicts: list[tuple[str, str, str]] = []
    if len(hard):
        in_hard = np.isin(labels, hard)
        loose = Loose(table["uscc"], in_hard.nonzero()[0], rows_of(apart, table))
        judged = rows_of(same, table)
        weighed = links.sort(["score", "left", "right"], descending=[True, False, False])
        told = table["record"]
        for one, other in judged[in_hard[judged[:, 0]]].tolist():
            if reason := loose.refusal(one, other):
                conflicts.append((told[one], told[other], reason))
            else:
                loose.join(one, other)
        linked = rows_of(weighed, table)
        for one, other in linked[in_hard[linked[:, 0]]].tolist():
            if loose.refusal(one, other) is None:
                loose.join(one, other)
        for row in in_hard.nonzero()[0].tolist():
            root[row] = table.height + loose.find(row)
    found = table.with_columns(pl.Series("root", root))
    found = found.with_columns(cluster=pl.col("record").min().over("root"))
    refused = pl.DataFrame(conflicts, CONFLICTS, orient="row").unique().sort("left", "right")
    return found.select(*CLUSTERS), refused


def ordered(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs with left < right."""
    left, right = pl.min_horizontal("left", "right"), pl.max_horizontal("left", "right")
    both = pairs.with_columns(left=left, right=right)
    return both.filter(pl.col("left") != pl.col("right"))


def rows_of(pairs: pl.DataFrame, table: pl.DataFrame) -> Rows:
    """Pairs of record ids as pairs of rows."""
    told = table.select("record", "row")
    found = (
        pairs.select("left", "right")
        .join(told.rename({"record": "left", "row": "a"}), on="left", maintain_order="left")
        .join(told.rename({"record": "right", "row": "b"}), on="right", maintain_order="left")
    )
    return found.select(pl.col("a", "b").cast(pl.Int64)).to_numpy().reshape(-1, 2)


def contested(table: pl.DataFrame, labels: Rows, apart: Rows) -> Rows:
    """Components that hold two USCCs or a pair judged different."""
    codes = table.select("uscc", label=pl.Series(labels)).drop_nulls().group_by("label")
    several = codes.agg(n=pl.col("uscc").n_unique()).filter(pl.col("n") > 1)["label"].to_numpy()
    split = labels[apart[:, 0]][labels[apart[:, 0]] == labels[apart[:, 1]]]
    return np.union1d(several, split)


class Loose:
    """Rows joined one pair at a time, never two USCCs nor what is held apart."""

    def __init__(self, uscc: pl.Series, rows: Iterable[int], apart: Rows) -> None:
        self.parent = {int(row): int(row) for row in rows}
        self.code: dict[int, str | None] = {row: uscc[row] for row in self.parent}
        self.foes: dict[int, set[int]] = {}
        for one, other in apart.tolist():
            if one in self.parent and other in self.parent:
                self.foes.setdefault(one, set()).add(other)
                self.foes.setdefault(other, set()).add(one)

    def find(self, row: int) -> int:
        while self.parent[row] != row:
            self.parent[row] = self.parent[self.parent[row]]
            row = self.parent[row]
        return row

    def refusal(self, one: int, other: int) -> str | None:
        """Why the two rows' clusters may not be one."""
        a, b = self.find(one), self.find(other)
        if a == b:
            return None
        if self.code[a] and self.code[b] and self.code[a] != self.code[b]:
            return TWO_CODES
        if any(self.find(foe) == b for foe in self.foes.get(a, ())):
            return APART
        return None

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.find(one), self.find(other)))
        if a == b:
            return
        self.parent[b] = a
        self.code[a] = self.code[a] or self.code[b]
        self.foes.setdefault(a, set()).update(self.foes.pop(b, set()))
