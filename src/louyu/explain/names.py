"""所问 names: the indicator and the scope that someone means, by key, number, name or code."""

from louyu.edition import EditionError
from louyu.explain.reading import Reading, Scope
from louyu.indicators import INDICATORS, Indicator
from louyu.standards.address import building_key, name_key


class UnknownError(EditionError):
    """What was asked for is not known; the message lists what is."""


def indicator_named(said: str) -> Indicator:
    """An indicator by key, number or Chinese name (a part of it, when only one has it)."""
    if said in INDICATORS:
        return INDICATORS[said]
    if said.isdigit():
        found = [i for i in INDICATORS.values() if i.number == int(said)]
    else:
        key = name_key(said)
        found = [i for i in INDICATORS.values() if name_key(i.name) == key]
        found = found or [i for i in INDICATORS.values() if key in name_key(i.name)]
    if len(found) == 1:
        return found[0]
    which = found or list(INDICATORS.values())
    listed = "、".join(f"{i.name}（{i.key}）" for i in which)
    raise UnknownError(f"“{said}”{'不止一个' if found else '不是已知的'}指标：{listed}")


def scope_named(reading: Reading, said: str, month: int) -> Scope:
    """The district, a street or town, or a building, by name, alias or code."""
    district = reading.district
    if said in {district.name, "全区", "区"}:
        return Scope("district", district.name, district.name)
    if street := district.street_named(said):
        return Scope("street", street.name, street.name)
    table = reading.edition.table(reading.engine, "building", month)
    rows = reading.engine.arrow(table.select("building", "name", "aliases", "street")).to_pylist()
    key = building_key(said)
    found = [
        row
        for row in rows
        if said == row["building"]
        or key in {building_key(n) for n in (row["name"], *(row["aliases"] or "").split("、")) if n}
    ]
    if len(found) == 1:
        return Scope("building", found[0]["building"], found[0]["name"])
    if found:
        which = "、".join(f"{row['name']}（{row['building']}，{row['street']}）" for row in found)
        raise UnknownError(f"“{said}”不止一幢，请用楼宇编码：{which}")
    streets = "、".join(street.name for street in district.streets)
    raise UnknownError(
        f"“{said}”不是 {district.name}、街镇（{streets}），也不是 {month} 台账里的楼宇名称或编码"
    )
