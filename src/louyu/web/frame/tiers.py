"""税收梯队 tiers: the steps of tax that a building stands on, from the top."""

from collections.abc import Mapping
from dataclasses import dataclass

from louyu.web.building_numbers import BuildingNumbers, Value


@dataclass(frozen=True)
class Tier:
    """A step: the indicator that counts its buildings, and the line that a year's tax reaches.

    ``line`` is a parameter of the district. A quasi step (准) is near the line without reaching it.
    """

    key: str
    label: str
    line: str
    quasi: bool = False


TIERS = (
    Tier("five_yi_buildings", "5亿元以上", "five_yi_line"),
    Tier("yi_buildings", "亿元", "yi_line"),
    Tier("quasi_yi_buildings", "准亿元", "yi_line", quasi=True),
    Tier("fifty_million_buildings", "五千万元", "fifty_million_line"),
    Tier("ten_million_buildings", "千万元", "ten_million_line"),
    Tier("quasi_ten_million_buildings", "准千万元", "ten_million_line", quasi=True),
)
"""The first whose indicator counts a building is its tier."""

LOWEST = "千万元以下"


STEPS = (*(tier.label for tier in TIERS), LOWEST)


def tiers_of(values: BuildingNumbers) -> dict[str, str]:
    """The step of every building that is on one above the lowest."""
    found: dict[str, str] = {}
    for tier in reversed(TIERS):
        found.update(dict.fromkeys(values.counted(tier.key), tier.label))
    return found


def tier_of(values: Mapping[tuple[str, str], Value], code: str) -> str:
    """A building's step among numbers by indicator and building."""
    for tier in TIERS:
        found = values.get((tier.key, code))
        if found is not None and found.numerator:
            return tier.label
    return LOWEST
