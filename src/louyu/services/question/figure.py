"""数 figure: the numbers a Chinese text says, by value: 30%, 30％, 三成, 百分之三十; 1亿元, 一亿元.

A figure is its exact value and the unit word behind it, so that a number said otherwise can be
found, and a number that was changed can be caught.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from louyu.standards.numeral import LETTERS, number
from louyu.standards.width import half_width

MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
COUNTED = (
    *("美元", "港元", "欧元", "年", "个月", "月", "日", "小时", "分钟", "周", "季度"),
    *(
        "家",
        "幢",
        "栋",
        "座",
        "个",
        "人",
        "名",
        "户",
        "项",
        "次",
        "倍",
        "层",
        "件",
        "条",
        "款",
        "章",
        "节",
    ),
    *("号", "岁", "亩", "公里", "米", "批", "处", "档", "级", "台", "套", "辆", "间", "点", "分"),
)
UNITS = {
    **{name: "元" for name in ("元", "圆", "元人民币", "块钱")},
    **{name: "㎡" for name in ("平方米", "平米", "㎡", "m²", "m2", "平方", "方")},
    **{name: "个工作日" for name in ("个工作日", "工作日")},
    **{name: "天" for name in ("天", "日内")},
    **{name: name for name in COUNTED},
}
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
HAN = rf"[{LETTERS}]"
FIGURE = re.compile(
    rf"(?P<share>百分之(?P<hundredths>{HAN}+(?:点{HAN}+)?|\d+(?:\.\d+)?))"
    rf"|(?P<tenths>{HAN}|\d(?:\.\d)?)成(?P<half>半)?(?![立为员本果功就交效长熟都])"
    r"|(?P<arabic>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?"
    rf"(?P<times>[百千]?[万亿]亿?|[百千](?=元|人|家|个|㎡|平|亩))?(?P<rest>\d+(?:\.\d+)?万)?"
    rf"(?P<percent>\s?[%‰])?"
    rf"|(?P<han>{HAN}+(?:[万亿]{HAN}*)*)"
)


class Figure(NamedTuple):
    """A number in a text: where it stands, its exact value, its unit (% for shares)."""

    start: int
    end: int
    value: Decimal
    unit: str

    @property
    def said(self) -> str:
        """The figure in one way of writing."""
        return f"{self.value.normalize():f}{self.unit}"


def figures(text: str) -> Iterator[Figure]:
    """The figures of a text, from left to right. The text may be in any width."""
    folded = half_width(text)
    for found in FIGURE.finditer(folded):
        value, share = valued(found)
        if value is None:
            continue
        end = found.end()
        if share:
            yield Figure(found.start(), end, value, "%")
            continue
        unit = re.compile(rf"\s?({UNIT})").match(folded, end)
        name = UNITS[unit[1]] if unit else ""
        yield Figure(found.start(), unit.end() if unit else end, value, name)


def valued(found: re.Match[str]) -> tuple[Decimal | None, bool]:
    """The value of what was matched, and whether it is a share (in hundredths)."""
    if found["share"]:
        whole, _, part = found["hundredths"].partition("点")
        if whole[0].isdigit():
            return Decimal(whole), True
        value = number(whole)
        digits = "".join(str(number(letter)) for letter in part)
        return (None if value is None else Decimal(f"{value}.{digits or 0}")), True
    if found["tenths"]:
        said = found["tenths"]
        tenths = Decimal(said) if said[0].isdigit() else number(said)
        if tenths is None or tenths > 10:
            return None, True
        return Decimal(tenths) * 10 + (5 if found["half"] else 0), True
    if found["arabic"]:
        value_ = Decimal(found["arabic"].replace(",", "")) * times(found["times"] or "")
        if found["rest"]:
            value_ += Decimal(found["rest"][:-1]) * 10**4
        sign = (found["percent"] or "").strip()
        return (value_ / 10 if sign == "‰" else value_), bool(sign)
    return han_value(found["han"]), False


def times(said: str) -> int:
    product = 1
    for letter in said:
        product *= MAGNITUDES[letter]
    return product


def han_value(said: str) -> Decimal | None:
    """一亿二千万: parts of up to four places, each times its 万 or 亿."""
    total = Decimal(0)
    for part, sign in re.findall(rf"({HAN}*)([万亿]+|$)", said):
        if not part and not sign:
            continue
        value = number(part) if part else 1
        if value is None:
            return None
        total += value * times(sign)
    return total


def canonical(text: str) -> str:
    """A half-width text with every figure said in one way: two texts that say the same agree."""
    folded = half_width(text)
    parts, at = [], 0
    for figure in figures(folded):
        parts += [folded[at : figure.start], figure.said]
        at = figure.end
    return "".join([*parts, folded[at:]])
