"""写法 written: a stored value as a file of its contract writes it; `values` reads it back."""

from fractions import Fraction

from louyu.district import ContractColumn
from louyu.nouns import Column, Type
from louyu.standards.quantity import AREA_UNITS, MONEY_UNITS

UNITS = {Type.AREA: AREA_UNITS, Type.MONEY: MONEY_UNITS}
DEFAULT = {Type.AREA: "㎡", Type.MONEY: "元"}
"""The unit of a file whose contract names none."""


def written(column: Column, rules: ContractColumn, stored: object) -> str:
    """``86000`` of 0.01 ㎡ is ``860``; nothing is the empty text. A value may be stored as text."""
    return written_in(column, rules.unit, stored)


def written_in(column: Column, unit: str, stored: object) -> str:
    """The same in a unit that a header names."""
    if stored is None:
        return ""
    units = UNITS.get(column.type)
    if units is not None:
        exact = Fraction(int(str(stored))) / units[unit or DEFAULT[column.type]].scale
        return f"{float(exact):.10f}".rstrip("0").rstrip(".")
    match column.type:
        case Type.FLAG:
            return "是" if str(stored).lower() == "true" else "否"
        case Type.MONTH:
            month = int(str(stored))
            return f"{month // 100}-{month % 100:02d}"
        case Type.REAL:
            return str(stored).removesuffix(".0")
        case _:
            return str(stored)


def headed(rules: ContractColumn) -> str:
    """A header with its unit, as a file writes it."""
    return f"{rules.header}（{rules.unit}）" if rules.unit else rules.header
