"""单位 units: what a number in a rule is counted in, and what that is in stored units, exactly."""

from dataclasses import dataclass
from fractions import Fraction

from louyu.services.policy.fact import PLAIN, Dimension
from louyu.standards.quantity import AREA_UNITS, MONEY_UNITS

COUNTED = "人 家 个 幢 项 件 次 名 处 户 座 层 套 间"
MEASURE = {"": Fraction(1), "万": Fraction(10**4)}


@dataclass(frozen=True)
class RuleUnit:
    """A unit: its dimension, and how many stored units one of it is."""

    dimension: Dimension
    scale: Fraction


def units() -> dict[str, RuleUnit]:
    money = {name: RuleUnit(Dimension(money=1), unit.scale) for name, unit in MONEY_UNITS.items()}
    area = {
        name: RuleUnit(Dimension(area=1), unit.scale)
        for name, unit in AREA_UNITS.items()
        if name not in ("平", "方", "平方")  # too short to tell from a word
    }
    counts = {
        f"{many}{word}": RuleUnit(Dimension(count=1), times)
        for word in COUNTED.split()
        for many, times in MEASURE.items()
    }
    parts = {
        "%": RuleUnit(PLAIN, Fraction(1, 100)),
        "个百分点": RuleUnit(PLAIN, Fraction(1, 100)),
        "‰": RuleUnit(PLAIN, Fraction(1, 1000)),
        "倍": RuleUnit(PLAIN, Fraction(1)),
    }
    simple = {**money, **area, **counts, **parts}
    below = {**area, **{word: counts[word] for word in COUNTED.split()}}
    each = {
        f"{over}/{under}": RuleUnit(
            money[over].dimension.over(below[under].dimension),
            money[over].scale / below[under].scale,
        )
        for over in money
        for under in below
    }
    return {**simple, **each}


UNITS = units()
LONGEST_FIRST = tuple(sorted(UNITS, key=lambda name: (-len(name), name)))
