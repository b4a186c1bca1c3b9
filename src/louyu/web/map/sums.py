"""圈选 sums: what a set of buildings that somebody drew a line around comes to.

Two sets that differ by one building would tell its tax, so tax is summed only for who may see it
building by building anyway.
"""

from fractions import Fraction
from typing import Any

from louyu.web.frame.figures import figure
from louyu.web.frame.tiers import TIERS
from louyu.web.people.disclosure import MASK
from louyu.web.reader import Reader

HUNDREDTH = Fraction(1, 100)


def sums(reader: Reader, codes: frozenset[str], month: int) -> list[tuple[str, str]]:
    """Names and figures of a set, as they are read; codes out of sight are not in it."""
    rows = reader.buildings_of(codes, month)
    values = reader.building_values(month)
    rates = [values.get(("occupancy_rate", row["building"])) for row in rows]
    known = [rate for rate in rates if rate is not None and rate.denominator]
    occupied = sum(rate.numerator or 0 for rate in known)
    whole = sum(rate.denominator or 0 for rate in known)
    empty = (values.get(("vacant_area", row["building"])) for row in rows)
    vacant = sum(value.numerator or 0 for value in empty if value is not None)
    said = [
        ("楼宇", f"{len(rows):,} 幢"),
        ("计入指标", f"{sum(bool(row['counts']) for row in rows):,} 幢"),
        ("建筑面积", f"{figure(total(rows, 'floor_area') * HUNDREDTH, '㎡')} ㎡"),
        ("空置面积", f"{figure(vacant * HUNDREDTH, '㎡')} ㎡"),
        ("企业入驻率", f"{figure(Fraction(100 * occupied, whole) if whole else None, '%')} %"),
        ("入驻企业（按楼合计）", f"{total(rows, 'occupants'):,} 家"),
        *tiers(reader, {row["building"] for row in rows}, month),
    ]
    if reader.access.exact:
        tax = figure(total(rows, "tax_12_months") * HUNDREDTH, "元")
        said.append(("近12个月税收", f"{tax} 元"))
    else:
        said.append(("近12个月税收", f"{MASK}：自选范围相减可推知单幢，不出合计"))
    return said


def total(rows: list[dict[str, Any]], column: str) -> int:
    return sum(row.get(column) or 0 for row in rows)


def tiers(reader: Reader, codes: set[str], month: int) -> list[tuple[str, str]]:
    """How many of the set stand on the steps of 亿元 and 千万元."""
    values = reader.building_values(month)
    names = {tier.key: tier.label for tier in TIERS}
    found = []
    for key in ("yi_buildings", "ten_million_buildings"):
        counted = (values.get((key, code)) for code in codes)
        number = sum(bool(value and value.numerator) for value in counted)
        found.append((f"{names[key]}楼宇", f"{number:,} 幢"))
    return found
