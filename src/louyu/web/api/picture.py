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

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 76, 84, 84, 64
MONTHS = 36
ROW, NAMES = 28, 150


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
    source: str
    demo: bool
    width: int
    height: int
    ticks: tuple[Tick, ...] = ()
    months: tuple[Tick, ...] = ()
    courses: tuple[Course, ...] = ()
    bars: tuple[Bar, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    nothing: str = ""


def picture(reader: Reader, kind: str, key: str) -> Picture:
    """The chart of an indicator of the district or of its streets, up to the last month."""
    return (trend if kind == Kind.TREND else ranking)(reader, reader.indicators[key])


def around(reader: Reader, indicator: Indicator, kind: Kind) -> dict[str, object]:
    last = month_name(reader.months[-1])
    place = reader.district.name
    return {
        "title": f"{place}　{reader.name_of(indicator.key)}",
        "under": f"{kind.label}　{last}　单位：{indicator.unit}",
        "source": f"{place}楼宇经济　第 {reader.name} 期　数据截至{last}",
        "demo": reader.district.demo,
        "width": WIDTH,
    }


def trend(reader: Reader, indicator: Indicator) -> Picture:
    """A stock or rate month by month; a running total beside last year's."""
    month, whole = reader.months[-1], reader.district.name
    said = around(reader, indicator, Kind.TREND)
    series = course(reader, indicator, "district", whole, month, months=MONTHS)
    rows = tuple((month_name(m), figure(value, indicator.unit)) for m, value in series)
    if len(series) < 2:
        now = reader.value(indicator.key, "district", whole, month)
        why = "这个数受限，不能公开" if now is not None and now.hidden else "还不足两个月的数"
        return Picture(**said, height=HEIGHT, words=why, nothing=why)
    flow = indicator.course == "flow"
    year = month // 100
    if flow:
        lines = [
            (f"{y}年", [((m % 100 - 1) / 11, v) for m, v in series if m // 100 == y])
            for y in (year - 1, year)
        ]
        marks = [((m - 1) / 11, f"{m}月") for m in (1, 3, 5, 7, 9, 11)]
    else:
        last = len(series) - 1
        lines = [("", [(n / last, v) for n, (_, v) in enumerate(series)])]
        step = math.ceil(len(series) / 6)
        places = range(last, -1, -step)
        marks = [(n / last, month_short(series[n][0])) for n in sorted(places)]
    values = [value for _, line in lines for _, value in line]
    steps = ticks(min(values), max(values), from_zero=flow)
    low, high = steps[0], steps[-1]

    def x(along: float) -> str:
        return f"{LEFT + along * (WIDTH - LEFT - RIGHT):.1f}"

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
        **said, height=HEIGHT, words=words, rows=rows, courses=courses,
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


def ranking(reader: Reader, indicator: Indicator) -> Picture:
    """The streets by the last month's value; one that may not be told stands last."""
    month = reader.months[-1]
    found = {
        street.name: reader.value(indicator.key, "street", street.name, month)
        for street in reader.district.streets
    }
    values = {name: value_of(indicator, value) for name, value in found.items()}
    order = sorted(found, key=lambda name: (values[name] is None, -(values[name] or 0)))
    longest = max((abs(v) for v in values.values() if v is not None), default=Fraction(0)) or 1
    room = WIDTH - NAMES - RIGHT - 40
    rows = tuple((name, shown(indicator, found[name])) for name in order)
    bars = []
    for n, (name, words) in enumerate(rows):
        length = float(max(values[name] or 0, Fraction(0)) / longest) * room
        end = f"{NAMES + length + 8:.1f}"
        bars.append(Bar(str(TOP + n * ROW), name, f"{length:.1f}", end, words))
    told = "，".join(f"{name} {words}" for name, words in rows[:3])
    return Picture(
        **around(reader, indicator, Kind.RANKING), height=TOP + ROW * len(bars) + 48,
        words=f"前三：{told} {indicator.unit}", bars=tuple(bars), rows=rows,
    )  # fmt: skip
