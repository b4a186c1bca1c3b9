"""数量: money, areas, counts and rates as Chinese offices write them, read exactly.

Money becomes int64 fen (分), area int64 in 0.01 ㎡; both by integer and rational arithmetic, never
by floats (70 元 × 0.01 is 0.7000000000000001 in binary). A unit written in the cell wins over the
one in the header; where the two could be meant together (3.5万 under 万元) the cell is refused.

The column functions return ``(values, problems)``: a value is null where its problem is no warning,
and both are null for a blank cell (empty, ``/``, ``—``, 无).
"""

import re
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from louyu.standards.column import Values, fast_then_rule, text_of
from louyu.standards.number import QuantityProblem, Written, written
from louyu.standards.width import half_width, unspaced

INT64_MAX = 2**63 - 1


@dataclass(frozen=True)
class Unit:
    """A unit as written, and how many stored units (fen, 0.01 ㎡) it holds, exactly."""

    scale: Fraction
    converted: bool = False
    """The conversion itself leaves a remainder (亩), which the sender can do nothing about."""

    @property
    def places(self) -> int | None:
        """Decimal places the stored unit keeps, when the unit is a power of ten."""
        digits = str(self.scale)
        return len(digits) - 1 if set(digits[1:]) <= {"0"} and digits[0] == "1" else None


MONEY_UNITS = {
    name: Unit(Fraction(scale))
    for scale, names in {
        1: "分",
        100: "元 圆 块",
        10**4: "百元",
        10**5: "千元",
        10**6: "万元 万圆",
        10**8: "百万元",
        10**9: "千万元",
        10**10: "亿元 亿圆",
    }.items()
    for name in names.split()
}
MU = Unit(Fraction(2000, 3) * 100, converted=True)
"""1亩 = 2000/3 ㎡: 15亩 are one hectare (国务院关于在我国统一实行法定计量单位的命令, 1984)."""
AREA_UNITS = {
    **{
        name: Unit(Fraction(scale))
        for scale, names in {
            100: "㎡ m² m2 平方米 平米 平方 平 方",
            10**6: "万㎡ 万m² 万m2 万平方米 万平米 万平方 万平 万方 公顷 ha",
            10**8: "平方公里 平方千米 km² km2",
        }.items()
        for name in names.split()
    },
    "亩": MU,
    "万亩": Unit(MU.scale * 10**4, converted=True),
}
MAGNITUDES = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
HEADER_UNIT = re.compile(r"[(\[【]\s*(?:单位\s*[::]\s*)?(?P<unit>[^()\[\]【】]+?)\s*[)\]】]")
BINARY_NOISE = Fraction(1, 1000)
"""Spreadsheets hold 15 digits; past them, less than this of a stored unit is not the sender's."""


Reading = tuple[int | None, QuantityProblem | None]


def meant_unit(word: str, header: str | None, units: dict[str, Unit]) -> Unit | QuantityProblem:
    """The unit of a cell: its own word, else the header's; 万 alone only before a base unit."""
    if word in units:
        return units[word]
    if word and word not in MAGNITUDES:
        return QuantityProblem.UNIT_UNKNOWN
    if header is None:
        return QuantityProblem.UNIT_MISSING
    if not word:
        return units[header]
    if units[header].scale != 100:  # not 元 or ㎡ themselves
        return QuantityProblem.UNIT_AMBIGUOUS
    return Unit(units[header].scale * MAGNITUDES[word])


def stored(text: str, header: str | None, units: dict[str, Unit]) -> Reading:
    """A cell in stored units, rounded half away from zero where it says more."""
    number = written(text)
    if not isinstance(number, Written):
        return None, number
    if number.percent:
        return None, QuantityProblem.UNIT_UNKNOWN
    unit = meant_unit(number.unit, header, units)
    if isinstance(unit, QuantityProblem):
        return None, unit
    exact = Fraction(number.value) * unit.scale
    whole = int(abs(exact) + Fraction(1, 2))
    if whole > INT64_MAX:
        return None, QuantityProblem.TOO_LARGE
    residue = abs(abs(exact) - whole)
    noise = len(number.value.as_tuple().digits) > 15 and residue < BINARY_NOISE
    rounded = residue and not unit.converted and not noise
    return (-whole if exact < 0 else whole), (
        QuantityProblem.ROUNDED if rounded else number.warning
    )


def known_unit(unit: str | None, units: dict[str, Unit]) -> str | None:
    """The header's unit as the table knows it; an unknown one is an error in the contract."""
    if unit is None:
        return None
    name = unspaced(half_width(unit)).lower()
    if name not in units:
        raise ValueError(f"单位 {unit!r} 不认识，可用：{'、'.join(units)}")
    return name


def header_unit(header: str) -> str | None:
    """The unit a header carries in brackets (``税收合计（万元）``, ``[单位：万㎡]``), if any."""
    for match in HEADER_UNIT.finditer(half_width(header)):
        unit = unspaced(match["unit"]).lower()
        if unit in MONEY_UNITS or unit in AREA_UNITS:
            return unit
    return None


def money_of(text: str, unit: str | None) -> Reading:
    """An amount of money in fen. ``unit`` is the header's; None when it has none."""
    return stored(text, known_unit(unit, MONEY_UNITS), MONEY_UNITS)


def area_of(text: str, unit: str | None) -> Reading:
    """An area in 0.01 ㎡. ``unit`` is the header's; None when it has none."""
    return stored(text, known_unit(unit, AREA_UNITS), AREA_UNITS)


def integer_of(text: str, unit: str = "") -> Reading:
    """A count; the cell may carry the header's unit (人, 层), alone or after 万."""
    number = written(text)
    if not isinstance(number, Written):
        return None, number
    word = number.unit.removesuffix(unit.lower())
    if number.percent or (word and word not in MAGNITUDES):
        return None, QuantityProblem.UNIT_UNKNOWN
    exact = Fraction(number.value) * MAGNITUDES.get(word, 1)
    if exact.denominator != 1:
        return None, QuantityProblem.NOT_WHOLE
    if abs(exact) > INT64_MAX:
        return None, QuantityProblem.TOO_LARGE
    return int(exact), number.warning


def real_of(text: str, unit: str = "") -> tuple[float | None, QuantityProblem | None]:
    """A real number (a coordinate, a score) or a rate: 85% is 0.85, or 85 under a header of %."""
    number = written(text)
    if not isinstance(number, Written):
        return None, number
    if number.unit.removesuffix(unit.lower()):
        return None, QuantityProblem.UNIT_UNKNOWN
    if unit == "%" and not number.percent and 0 < abs(number.value) <= 1:
        return None, QuantityProblem.PERCENT_AMBIGUOUS
    value = number.value.scaleb(-2) if number.percent and unit != "%" else number.value
    if value.adjusted() > 300:
        return None, QuantityProblem.TOO_LARGE
    return float(value), number.warning


def plain(text: pl.Series, places: int) -> pl.Series:
    """Int64 of what is plainly written (-1,204.50), scaled by ten to ``places``; else null."""
    fraction = rf"\.[0-9]{{1,{places}}}0*" if places else r"\.0+"
    sign_and_whole = (
        rf"^-?([0-9]{{1,{18 - places}}}|[0-9]{{1,3}}(,[0-9]{{3}}){{1,{5 - places // 3}}})"
    )
    column = pl.col("text").str.strip_chars()
    digits = column.str.replace_all(",", "", literal=True)
    decimal = digits.cast(pl.Decimal(38, places), strict=False)
    return pl.DataFrame({"text": text}).select(
        pl.when(column.str.contains(f"{sign_and_whole}({fraction})?$"))
        .then(decimal.to_physical().cast(pl.Int64, strict=False))
        .alias("value")
    )["value"]


def stored_column(series: pl.Series, unit: str | None, units: dict[str, Unit]) -> Values:
    """`stored` of a column: plain cells by expressions, the others once per distinct text."""
    text, header = text_of(series), known_unit(unit, units)
    places = units[header].places if header else None
    if places is None:
        fast = pl.repeat(None, len(text), dtype=pl.Int64, eager=True)
    else:
        fast = plain(text, places)
    return fast_then_rule(text, fast, lambda cell: stored(cell, header, units))


def money_fen(series: pl.Series, unit: str | None) -> Values:
    """Amounts in int64 fen and problem codes. ``unit`` as in `money_of`."""
    return stored_column(series, unit, MONEY_UNITS)


def area(series: pl.Series, unit: str | None) -> Values:
    """Areas in int64 0.01 ㎡ and problem codes. ``unit`` as in `area_of`."""
    return stored_column(series, unit, AREA_UNITS)


def integer(series: pl.Series, unit: str = "") -> Values:
    """Counts in int64 and problem codes; 12.0 is a count, 12.5 is a problem."""
    text = text_of(series)
    return fast_then_rule(text, plain(text, 0), lambda cell: integer_of(cell, unit))


def real(series: pl.Series, unit: str = "") -> Values:
    """Real numbers in float64 and problem codes; never for money or area."""
    text = text_of(series)
    column = pl.col("text")
    fast = pl.DataFrame({"text": text}).select(
        pl.when(column.str.contains(r"^-?[0-9]{1,12}(\.[0-9]{1,12})?$"))
        .then(column.cast(pl.Float64, strict=False))
        .alias("value")
    )["value"]
    if unit == "%":
        fast = fast.to_frame().select(pl.when(pl.col("value").abs() > 1).then("value"))["value"]
    return fast_then_rule(text, fast, lambda cell: real_of(cell, unit))
