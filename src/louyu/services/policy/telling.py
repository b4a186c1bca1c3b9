"""说法 telling: facts and amounts as people read them."""

import datetime as dt
from fractions import Fraction

from louyu.services.policy.fact import PLAIN, RATIO_UNIT, Dimension, Fact, Kind
from louyu.standards.industry import industries

WAN = 10_000
YI = 100_000_000


def number_told(value: Fraction, dimension: Dimension, *, points: bool = False) -> str:
    """A number of stored units: money in 元, 万元 or 亿元, a ratio in %, or points between two."""
    if dimension == PLAIN:
        return f"{digits(value * 100)}{' 个百分点' if points else '%'}"
    if dimension == Dimension(money=1):
        return money_told(value)
    if dimension == Dimension(area=1):
        return f"{digits(value / 100)}㎡"
    scaled = value / Fraction(100) ** (dimension.money + dimension.area)
    return f"{digits(scaled)}{dimension.unit}"


def money_told(fen: Fraction) -> str:
    yuan = fen / 100
    size = abs(yuan)
    if size >= YI:
        return f"{digits(yuan / YI, 4)}亿元"
    if size >= WAN:
        return f"{digits(yuan / WAN, 6)}万元"
    return f"{digits(yuan)}元"


def digits(value: Fraction, places: int = 2) -> str:
    """Up to so many places, none that say nothing; what is less than they show is no 0."""
    scale = 10**places
    whole = round(abs(value) * scale)
    sign = "-" if value < 0 else ""
    if not whole and value:
        return f"{sign}不到0.{'0' * (places - 1)}1"
    said = f"{sign}{whole // scale:,}.{whole % scale:0{places}d}"
    return said.rstrip("0").rstrip(".")


def fact_told(fact: Fact, value: int | str | bool | dt.date) -> str:
    """``上年税收 80万元``, ``区内注册：是``, ``行业 I65 软件和信息技术服务业``."""
    return f"{fact.label} {value_told(fact, value)}"


def value_told(fact: Fact, value: int | str | bool | dt.date) -> str:
    match fact.kind:
        case Kind.FLAG:
            return "是" if value else "否"
        case Kind.DATE:
            return value.isoformat() if isinstance(value, dt.date) else str(value)
        case Kind.WORD:
            return fact.word(str(value))
        case Kind.INDUSTRY:
            entry = industries().get(str(value))
            return f"{value} {entry.name}" if entry else str(value)
        case Kind.RATIO:
            return number_told(Fraction(int(value), RATIO_UNIT), PLAIN)  # type: ignore[arg-type]  # a number: its kind is one
        case Kind.COUNT:
            return f"{value:,}{fact.unit or '个'}"
    return number_told(Fraction(int(value)), fact.dimension)  # type: ignore[arg-type]  # a number: its kind is one
