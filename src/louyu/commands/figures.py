"""数字的写法 figures: how a number, a part of it and a month are written in a terminal."""

from fractions import Fraction

DECIMALS = {"万㎡": 2, "亩": 1, "亿元": 4, "元/㎡": 2, "%": 2, "㎡": 2, "元": 2}
"""Digits after the point, by unit; what is counted in pieces has none."""

NONE = "—"


def figure(value: Fraction | None, unit: str) -> str:
    """``1,234.50 万㎡``, rounded half up from the exact fraction."""
    if value is None:
        return NONE
    decimals = DECIMALS.get(unit, 0)
    exact = abs(value) * 10**decimals
    whole = (exact.numerator * 2 + exact.denominator) // (exact.denominator * 2)
    digits = f"{whole // 10**decimals:,}"
    if decimals:
        digits += f".{whole % 10**decimals:0{decimals}d}"
    return f"{'-' if value < 0 and whole else ''}{digits} {unit}".rstrip()


def part(count: int | None, unit: str, scale: Fraction) -> str:
    """A numerator or denominator in its own unit."""
    return NONE if count is None else figure(count * scale, unit)


def month_text(month: int) -> str:
    return f"{month // 100}-{month % 100:02d}"
