"""图 picture: a chart complete in itself, as points and lengths for an SVG without style or script.

Colours stand in its attributes: it is shown in pages of others and drawn as PNG.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from louyu.indicators import Indicator
from louyu.web.frame.figures import figure, month_name, month_short
from louyu.web.frame.number import course, shown, value_of
from louyu.web.people.embedded import Kind
from louyu.web.reader import Reader

WIDE, NARROW = 720, 400
"""Widths: for a column of text, and for a phone."""

HEIGHT = 400
TOP, BOTTOM, ROW = 84, 64, 28
MONTHS = 36
LINE = 18


@dataclass(frozen=True)
class Tick:
    at: str
    words: str


@dataclass(frozen=True)
class Course:
    """A line of the trend: its points, its last point and what stands beside it."""

    points: str
    x: str
    y: str
    words: str
    quiet: bool
    late: bool


@dataclass(frozen=True)
class Bar:
    y: str
    name: str
    length: str
    end: str
    words: str


@dataclass(frozen=True)
class Picture:
    """A chart with the words around it."""

    title: str
    under: str
    words: str
    width: int
    height: int
    left: int
    right: int
    lines: tuple[Tick, ...] = ()
    ticks: tuple[Tick, ...] = ()
    months: tuple[Tick, ...] = ()
    courses: tuple[Course, ...] = ()
    bars: tuple[Bar, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    nothing: str = ""


def picture(reader: Reader, kind: str, key: str, width: int = WIDE) -> Picture:
    """The chart of an indicator of the district or of its streets, up to the last month."""
    return (trend if kind == Kind.TREND else ranking)(reader, reader.indicators[key], width)


def around(
    reader: Reader, indicator: Indicator, kind: Kind, width: int, height: int
) -> dict[str, object]:
    last = month_name(reader.months[-1])
    place = reader.district.name
    source = [f"{place}楼宇经济　第 {reader.name} 期　数据截至{last}"]
    source += ["演示数据：数字均为虚构"] if reader.district.demo else []
    lines = source if width == NARROW else ["　".join(source)]
    trends = kind is Kind.TREND
    left = (76 if trends else 150) if width == WIDE else (60 if trends else 100)
    return {
        "title": f"{place}　{reader.name_of(indicator.key)}",
        "under": f"{kind.label}　{last}　单位：{indicator.unit}",
        "width": width,
        "height": height + LINE * len(lines),
        "left": left,
        "right": width - (84 if width == WIDE else 70),
        "lines": tuple(
            Tick(str(height + LINE * n - 16), words) for n, words in enumerate(lines, 1)
        ),
    }


def trend(reader: Reader, indicator: Indicator, width: int) -> Picture:
    """A stock or rate month by month; a running total beside last year's."""
    month, whole = reader.months[-1], reader.district.name
    said = around(reader, indicator, Kind.TREND, width, HEIGHT - LINE)
    left, right = said["left"], said["right"]
    series = course(reader, indicator, "district", whole, month, months=MONTHS)
    rows = tuple((month_name(m), figure(value, indicator.unit)) for m, value in series)
    if len(series) < 2:
        now = reader.value(indicator.key, "district", whole, month)
        why = "这个数受限，不能公开" if now is not None and now.hidden else "还不足两个月的数"
        return Picture(**said, words=why, nothing=why)
    flow = indicator.course == "flow"
    year = month // 100
    if flow:
        lines = [
            (f"{y}年", [((m % 100 - 1) / 11, v) for m, v in series if m // 100 == y])
            for y in (year - 1, year)
        ]
        marks = [
            ((m - 1) / 11, f"{m}月")
            for m in ((1, 3, 5, 7, 9, 11) if width == WIDE else (1, 4, 7, 10))
        ]
    else:
        last = len(series) - 1
        lines = [("", [(n / last, v) for n, (_, v) in enumerate(series)])]
        step = math.ceil(len(series) / (6 if width == WIDE else 4))
        places = range(last, -1, -step)
        marks = [(n / last, month_short(series[n][0])) for n in sorted(places)]
    values = [value for _, line in lines for _, value in line]
    steps = ticks(min(values), max(values), from_zero=flow)
    low, high = steps[0], steps[-1]

    def x(along: float) -> str:
        return f"{left + along * (right - left):.1f}"

    def y(value: float) -> str:
        share = (value - low) / (high - low)
        return f"{HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM):.1f}"

    courses = tuple(
        Course(
            " ".join(f"{x(a)},{y(v)}" for a, v in line), x(line[-1][0]), y(line[-1][1]),
            f"{name} {figure(line[-1][1], indicator.unit)}".strip(),
            quiet=flow and name != f"{year}年", late=flow and line[-1][0] > 0.6,
        )
        for name, line in lines if line
    )  # fmt: skip
    (first, start), (end, now) = series[0], series[-1]
    unit = indicator.unit
    words = (
        f"{month_name(first)} {figure(start, unit)} {unit}，{month_name(end)} "
        f"{figure(now, unit)} {unit}"
    )
    return Picture(
        **said, words=words, rows=rows, courses=courses,
        ticks=tuple(Tick(y(each), tick_words(each)) for each in steps),
        months=tuple(Tick(x(along), name) for along, name in marks),
    )  # fmt: skip


def tick_words(value: float) -> str:
    return f"{value:,.10f}".rstrip("0").rstrip(".").replace("-", "−")


def ticks(low: float, high: float, *, from_zero: bool) -> list[float]:
    """Some four round numbers around the values."""
    if from_zero:
        low, high = min(low, 0), max(high, 0)
    spread = (high - low) or abs(high) or 1
    rough = spread / 4
    unit = 10 ** math.floor(math.log10(rough))
    step = next(n * unit for n in (1, 2, 2.5, 5, 10) if n * unit >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [n * step for n in range(first, max(last, first + 1) + 1)]


def ranking(reader: Reader, indicator: Indicator, width: int) -> Picture:
    """The streets by the last month's value; one that may not be told stands last."""
    month = reader.months[-1]
    found = {
        street.name: reader.value(indicator.key, "street", street.name, month)
        for street in reader.district.streets
    }
    values = {name: value_of(indicator, value) for name, value in found.items()}
    order = sorted(found, key=lambda name: (values[name] is None, -(values[name] or 0)))
    longest = max((abs(v) for v in values.values() if v is not None), default=Fraction(0)) or 1
    said = around(reader, indicator, Kind.RANKING, width, TOP + ROW * len(order) + 30)
    room = said["right"] - said["left"] - (40 if width == WIDE else 0)
    rows = tuple((name, shown(indicator, found[name])) for name in order)
    bars = []
    for n, (name, words) in enumerate(rows):
        length = float(max(values[name] or 0, Fraction(0)) / longest) * room
        end = f"{said['left'] + length + 8:.1f}"
        bars.append(Bar(str(TOP + n * ROW), name, f"{length:.1f}", end, words))
    told = "，".join(f"{name} {words}" for name, words in rows[:3])
    return Picture(
        **said, words=f"前三：{told} {indicator.unit}", bars=tuple(bars), rows=rows,
    )  # fmt: skip
