"""数量: numbers with their units inside Chinese sentences, exactly, and how precisely each is said.

Areas are Decimal ㎡. A figure knows its last written digit (9.09万㎡ is said to 100 ㎡), so that a
comparison asks for no more agreement than the writing promises.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from louyu.plan.piece import key
from louyu.standards.quantity import AREA_UNITS

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
AREA_WORDS: tuple[str, ...] = (
    "万平方米",
    "万平米",
    "万㎡",
    "万m²",
    "万m2",
    "万方",
    "平方公里",
    "平方千米",
)
AREA_WORDS += ("平方米", "平米", "㎡", "m²", "m2", "公顷", "万亩", "亩")
COUNT_WORDS: tuple[str, ...] = (
    "万家",
    "万人",
    "幢",
    "栋",
    "座",
    "家",
    "个",
    "处",
    "条",
    "项",
    "件",
    "名",
    "户",
)
COUNT_WORDS += ("亿元", "万元", "元", "人", "位", "批", "场", "片", "宗", "支", "%")
UNIT = "|".join((*AREA_WORDS, *COUNT_WORDS))
CHINESE = {"百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7}
BUILDING_WORDS = {"栋": "幢", "座": "幢", "万方": "万㎡", "万平方米": "万㎡", "万平米": "万㎡"}
BUILDING_WORDS |= {
    "平方米": "㎡",
    "平米": "㎡",
    "万m2": "万㎡",
    "万m²": "万㎡",
    "m2": "㎡",
    "m²": "㎡",
}


@dataclass(frozen=True)
class Amount:
    """A number as said: its value in ``unit``, and half of its last written digit."""

    value: Decimal
    unit: str
    slack: Decimal
    start: int
    end: int

    @property
    def area(self) -> Decimal | None:
        """In ㎡, if it is an area."""
        return square_metres(self.value, self.unit)

    @property
    def area_slack(self) -> Decimal:
        return square_metres(self.slack, self.unit) or Decimal(0)


def square_metres(value: Decimal, unit: str) -> Decimal | None:
    """A value of an area unit in ㎡ (to 0.01), or None where the unit is none of area."""
    known = AREA_UNITS.get(key(unit)) or AREA_UNITS.get(unit)
    if known is None:
        return None
    exact = Fraction(value) * known.scale / 100
    return Decimal(round(exact * 100)) / 100


def said(digits: str) -> tuple[Decimal, Decimal]:
    """The value of ASCII digits and half of the last one's place; 3 万 is said to the half."""
    value = Decimal(digits.replace(",", ""))
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return value, Decimal(5).scaleb(exponent - 1)


AMOUNT = re.compile(rf"(?P<digits>{NUMBER})(?P<unit>{UNIT})")
IN_CHINESE = re.compile(r"(?P<digits>[百千]?万|[百千])(?P<unit>亿元|亩|家|幢|栋|万平方米|万元)")


def amounts(text: str) -> list[Amount]:
    """Every number with a unit in a text already `plain`, in order."""
    found = []
    for match in AMOUNT.finditer(text):
        value, slack = said(match["digits"])
        found.append(Amount(value, match["unit"], slack, match.start(), match.end()))
    for match in IN_CHINESE.finditer(text):
        if match.start() and (
            text[match.start() - 1].isdigit()
            or text[match.start() - 1] in "一二三四五六七八九两十几数"
        ):
            continue
        value = Decimal(CHINESE[match["digits"]])
        found.append(Amount(value, match["unit"], Decimal(0), match.start(), match.end()))
    return sorted(found, key=lambda amount: amount.start)


def unit_word(unit: str) -> str:
    """One word for one unit: 万方 and 万平方米 are 万㎡, 栋 is 幢."""
    return BUILDING_WORDS.get(unit, unit)


CELL = re.compile(
    rf"[≥≧>≤≦<约超达]*(?:过|到)?(?:不(?:低|少|高|超)[于过])?(?P<digits>-?{NUMBER})(?P<unit>{UNIT})?(?:以上|以下|以内|左右|\(含\))?"
)


def cell_value(text: str) -> tuple[Decimal, str] | None:
    """A cell that holds one number, perhaps with unit and comparison; None where it does not."""
    match = CELL.fullmatch(key(text))
    if not match:
        return None
    return Decimal(match["digits"].replace(",", "")), match["unit"] or ""


def shown(value: Decimal | None) -> str:
    """A number for a sentence: no trailing zeros, no exponent."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
