"""一楼一册: a building in a month, whether it counts in the plan's sense, and if not, why."""

import ibis
from ibis.expr.types import StringValue

from louyu.district import District
from louyu.nouns import NOUNS
from louyu.registers.precedence import CELLS, stated
from louyu.standards.period import among, in_force, month_of


def register_column(listed: str) -> str:
    """What the register calls a column of the building list."""
    return "name" if listed == "building_name" else listed


def building(
    building_statement: ibis.Table,
    coverage: ibis.Table,
    batch: ibis.Table,
    months: ibis.Table,
    building_correction: ibis.Table | None = None,
    *,
    district: District,
) -> ibis.Table:
    """Every building that any list of the month names. Noun building.

    Each cell is the first value stated in the order of precedence. A building counts (notes 1 and
    2 of the plan) when completed, in the district, and either on commercial land with enough office
    area or approved as 视同楼宇.
    """
    heard = (building_statement, coverage, batch, months, building_correction)
    said = stated(*heard, district=district)
    first = {name: said[name].argmin(said.place, where=said[name].notnull()) for name in CELLS}
    merged = said.group_by("month", "building").agg(**first).rename(name="building_name")
    month = merged.month
    merged = merged.mutate(
        completed=(month_of(merged.completed_on) <= month).fill_null(False),
        deemed=(month_of(merged.deemed_on) <= month).fill_null(False),
    )
    merged = merged.mutate(reason=reason(merged, district=district))
    merged = merged.mutate(counts=merged.reason.isnull())
    return merged.select(*NOUNS["building"].schema).cast(NOUNS["building"].schema)


def reason(merged: ibis.Table, *, district: District) -> StringValue:
    """Why a building does not count: the first condition that it fails; null when it counts."""
    parameters = district.parameters
    month = merged.month
    commercial = among(merged.land_use, month, parameters["commercial_land_uses"].values)
    # The parameter is in ㎡, areas are in 0.01 ㎡; 以上 includes the number itself.
    least = in_force(month, parameters["office_area_minimum"].values).cast("int64") * 100
    inside = merged.street.isin([street.name for street in district.streets]).fill_null(False)
    return ibis.cases(
        (merged.completed_on.isnull(), "竣备日期缺失"),
        (~merged.completed, "未竣备"),
        (merged.street.isnull(), "所属街镇缺失"),
        (~inside, "不在本区街镇"),
        (merged.deemed, ibis.null("string")),
        (merged.land_use.isnull(), "用地性质缺失"),
        (~commercial, "非商务用地，未批准为视同楼宇"),
        (merged.office_area.isnull(), "商务办公建筑面积缺失"),
        (merged.office_area < least, "商务办公建筑面积不足"),
        else_=ibis.null("string"),
    )
