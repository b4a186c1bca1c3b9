"""图形 charts: lengths and points of the small drawings, as numbers for SVG attributes.

No style and no script: a bar's length is a ``width`` attribute, its colour a class.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bullet:
    """A bar of what is reached, a tick where pace stands, the whole being the larger of the two."""

    filled: str
    expected: str | None
    target: str | None


@dataclass(frozen=True)
class Line:
    """Points of a polyline, and its last point."""

    points: str
    area: str | None
    last_x: str
    last_y: str


@dataclass(frozen=True)
class Chart:
    """A year's or some years' course in a frame of ``width`` × ``height``."""

    width: int
    height: int
    now: Line | None
    before: Line | None
    pace: Line | None
    zero: str


def number(value: float) -> str:
    return f"{value:.1f}"


def bullet(value: float, target: float | None, expected: float | None) -> Bullet:
    """Lengths out of 100."""
    whole = max(value, target or 0, 0) or 1
    return Bullet(
        filled=number(max(value, 0) / whole * 100),
        expected=None if expected is None else number(min(expected / whole * 100, 99.4)),
        target=None if target is None or value <= target else number(target / whole * 100),
    )


def line(
    values: Sequence[tuple[float, float]],
    *,
    low: float,
    high: float,
    width: int,
    height: int,
    filled: bool = False,
) -> Line | None:
    """``values`` as (place along the frame from 0 to 1, value).

    ``filled`` shades down to the frame's floor, which is honest only where the floor is zero.
    """
    if not values:
        return None
    pad = 4
    spread = (high - low) or 1

    def point(along: float, value: float) -> tuple[float, float]:
        return (
            pad + along * (width - 2 * pad),
            height - pad - (value - low) / spread * (height - 2 * pad),
        )

    points = [point(along, value) for along, value in values]
    said = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    floor = number(height - pad)
    return Line(
        points=said,
        area=f"{number(points[0][0])},{floor} {said} {number(points[-1][0])},{floor}"
        if filled
        else None,
        last_x=number(points[-1][0]),
        last_y=number(points[-1][1]),
    )


def year_chart(
    series: Sequence[tuple[int, float]],
    month: int,
    target: float | None,
    *,
    width: int = 120,
    height: int = 40,
) -> Chart:
    """A flow: this year's running total, last year's behind it, and the straight line of pace."""
    year = month // 100
    now = [(m % 100, v) for m, v in series if m // 100 == year and m <= month]
    before = [(m % 100, v) for m, v in series if m // 100 == year - 1]
    reached = [v for _, v in (*now, *before)]
    high = max([*reached, target or 0, 0]) or 1
    low = min([*reached, 0])

    def drawn(values: Sequence[tuple[int, float]], *, filled: bool = False) -> Line | None:
        along = [((m - 1) / 11, v) for m, v in values]
        return line(along, low=low, high=high, width=width, height=height, filled=filled)

    pace = None
    if target is not None:
        pace = drawn([(m, target * m / 12) for m in range(1, 13)])
    zero = number(height - 4 - (0 - low) / ((high - low) or 1) * (height - 8))
    return Chart(width, height, drawn(now, filled=low == 0), drawn(before), pace, zero)


def course_chart(
    series: Sequence[tuple[int, float]],
    month: int,
    target: float | None,
    *,
    width: int = 120,
    height: int = 40,
) -> Chart:
    """A stock or rate: the months given up to this one, and the target as a level."""
    shown = [v for m, v in series if m <= month]
    levels = [*shown, *([] if target is None else [target])]
    high, low = max(levels, default=1), min(levels, default=0)
    room = (high - low) * 0.08 or abs(high) * 0.05 or 1
    high, low = high + room, low - room
    last = max(len(shown) - 1, 1)
    along = [(place / last, v) for place, v in enumerate(shown)]
    pace = None
    if target is not None:
        ends = [(0.0, target), (1.0, target)]
        pace = line(ends, low=low, high=high, width=width, height=height)
    now = line(along, low=low, high=high, width=width, height=height)
    return Chart(width, height, now, None, pace, number(height - 4))
