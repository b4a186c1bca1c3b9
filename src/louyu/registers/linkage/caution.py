"""慎重 caution: pairs that likelihood may propose, and that nothing but a person joins.

A name that ends like a branch's beside one that does not: a branch is a record of its own,
however short or garbled its suffix. Two names that differ where nothing else agrees: what speaks
for them is the name alone, and that is not the same. Two names that have nothing in common, nor one
person: who moves into a room after another is another.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from louyu.registers.linkage.bands import Bands
from louyu.registers.linkage.features import FEATURES, Floats
from louyu.standards.organisation_name import SUBDISTRICT_OFFICE

SUFFIXES = ("分公司", "营业部", "办事处", "门市部", "代表处", "联络处", "分理处")
OWN = frozenset({"公司", ".公司"})
"""What is left of a suffix and is as well an organisation's own. 分 near the end tells enough."""
AFTER_FORM = r"(?:有限公司|责任公司|股份公司|合作社|事务所)[^()]{0,12}(?:公司|公.|.司)$"


def slips(suffix: str) -> set[str]:
    """The suffix, and as it is where one character is wrong, missing or out of order."""
    one, two, three = list(suffix)
    wrong = {f".{two}{three}", f"{one}.{three}", f"{one}{two}."}
    missing = {two + three, one + three, one + two}
    return {suffix, *wrong, *missing, two + one + three, one + three + two} - OWN


BRANCH_END = "(?:" + "|".join(sorted(set().union(*map(slips, SUFFIXES)))) + "|分.{0,3}|第.店)$"

AGREEING = {
    "person_alike": 0.99, "room_same": 1, "number_same": 1, "building_same": 1, "former_hit": 1,
    "number_reg": 1, "town_same": 1, "scope_alike": 0.8,
}  # fmt: skip
"""What besides the name speaks for one organisation, and from where on."""

UNLIKE = 0.7
"""Likeness of 字号 and industry, and of their sound, below which names have nothing in common."""

MARGIN = 0.1
"""How far below the line, in log odds."""


def branch_ends(table: pl.DataFrame) -> NDArray[np.bool_]:
    """Whether each row's name ends like a branch's, in full, short or garbled."""
    name = pl.col("whole")
    garbled = name.str.contains(BRANCH_END) | name.str.contains(AFTER_FORM)
    office = name.str.ends_with(SUBDISTRICT_OFFICE)
    return table.select((garbled & ~office) | (pl.col("branch") != "")).to_series().to_numpy()


def careful(
    log_odds: NDArray[np.float64],
    found: Floats,
    pairs: pl.DataFrame,
    ends: NDArray[np.bool_],
    bands: Bands,
) -> NDArray[np.float64]:
    """The log odds, below the line of `same` where caution is due. ``ends``: `branch_ends`."""
    value = {name: found[:, FEATURES.index(name)] for name in FEATURES}
    value["number_same"] = value["number_same"] * value["road_same"]
    alone = (value["core_alike"] < 1) & (value["since_apart"] != 0)
    for name, line in AGREEING.items():
        alone &= ~(value[name] >= line)
    strangers = (value["core_alike"] < UNLIKE) & (value["sound_alike"] < UNLIKE)
    strangers &= (value["contained"] != 1) & (value["former_hit"] != 1)
    strangers &= ~(value["person_alike"] >= AGREEING["person_alike"])
    branch = ends[pairs["left"].to_numpy()] != ends[pairs["right"].to_numpy()]
    line = np.log(bands.same) - np.log(max(1 - bands.same, 1e-13)) - MARGIN
    return np.where(alone | strangers | branch, np.minimum(log_odds, line), log_odds)
