"""数字的写法 figures: how a number, a month, a date and a clause are written for a reader."""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

from django.utils.timezone import localtime

from louyu.nouns import Column, Type

DECIMALS = {
    "万㎡": 2, "亩": 1, "亿元": 2, "元/㎡": 2, "%": 2, "㎡": 2, "元": 2,
    "幢": 0, "家": 0, "个": 0, "人": 0, "层": 0,
}  # fmt: skip
"""Digits shown after the point, by unit. A unit that is not here has no way to be written."""

MINUS = "−"
NONE = "—"


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half up, from the exact fraction: 2.675 is 2.68, as a reader would do it by hand."""
    exact = abs(value) * 10**decimals
    whole = (exact.numerator * 2 + exact.denominator) // (exact.denominator * 2)
    return Decimal(whole).scaleb(-decimals) * (1 if value >= 0 else -1)


def figure(value: Fraction | float | None, unit: str) -> str:
    """``1,234.50``: the number alone, with the digits its unit asks for."""
    if value is None:
        return NONE
    exact = value if isinstance(value, Fraction) else Fraction(Decimal(repr(value)))
    shown = rounded(exact, DECIMALS[unit])
    return f"{shown or abs(shown):,.{DECIMALS[unit]}f}".replace("-", MINUS)


def signed(value: Fraction | float | None, unit: str) -> str:
    """``+1.20`` or ``−3``: a difference always says its direction."""
    shown = figure(value, unit)
    return shown if value is None or value <= 0 or not shown.strip("0.,") else f"+{shown}"


def plain(value: float) -> str:
    """A target as the plan writes it: 120, not 120.00."""
    return f"{Decimal(repr(value)).normalize():,f}"


def month_name(month: int) -> str:
    return f"{month // 100}年{month % 100}月"


def month_short(month: int) -> str:
    return f"{month // 100}-{month % 100:02d}"


def moment(said: str, *, seconds: bool = False) -> str:
    """``2026-11-27T06:35:12+00:00`` by the clock on the wall; without a zone it is that already."""
    if not said:
        return NONE
    at = dt.datetime.fromisoformat(said)
    at = localtime(at) if at.tzinfo else at
    return f"{at:%Y-%m-%d %H:%M:%S}" if seconds else f"{at:%Y-%m-%d %H:%M}"


CLAUSE = (
    (r"table(\d+):(\d+)", "行动方案表{0}第{1}项"),
    (r"note:(\d+)", "行动方案表注{0}"),
    (r"section(\d+):(\d+)", "行动方案第{0}部分第{1}条"),
    (r"section(\d+)", "行动方案第{0}部分"),
    (r"annex(\d+):(\d+)", "行动方案附件{0}第{1}项"),
    (r"decision:(\w+)", "实施口径（方案未作规定）"),
)


def clause_name(clause: str) -> str:
    """``table1:6`` in words; a clause of an unknown shape is shown as it is written."""
    for pattern, words in CLAUSE:
        if found := re.fullmatch(pattern, clause):
            return words.format(*found.groups())
    return clause


def cell(column: Column, value: object) -> str:
    """A register's or statement's cell, in its natural unit."""
    if value is None or value == "":
        return NONE
    match column.type:
        case Type.AREA:
            assert isinstance(value, int)
            return f"{figure(Fraction(value, 100), '㎡')} ㎡"
        case Type.MONEY:
            assert isinstance(value, int)
            return f"{figure(Fraction(value, 100), '元')} 元"
        case Type.FLAG:
            return "是" if value else "否"
        case Type.MONTH:
            assert isinstance(value, int)
            return month_name(value)
        case Type.DATE:
            assert isinstance(value, dt.date)
            return f"{value:%Y-%m-%d}"
        case Type.INTEGER:
            return f"{value:,} {column.unit}".rstrip()
        case Type.REAL:
            return f"{value:,} {column.unit}".rstrip()
        case _:
            return str(value)


def cell_of_text(column: Column, value: str) -> str:
    """A stored value that was written as text, as `cell` shows it."""
    match column.type:
        case Type.AREA | Type.MONEY | Type.INTEGER | Type.MONTH:
            return cell(column, int(value))
        case Type.REAL:
            return cell(column, float(value))
        case Type.FLAG:
            return cell(column, value.lower() == "true")
        case _:
            return value


ENTERPRISE_KINDS: dict[str | None, str] = {
    "company": "公司",
    "branch": "分公司",
    "office": "办事处",
    "sole_trader": "个体工商户",
    "other": "其他",
    "unregistered": "未登记",
    None: "类别不明",
}
"""组织类别 in the words of a page."""
