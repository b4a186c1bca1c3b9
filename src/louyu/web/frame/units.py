"""单位的叫法 units: how a page calls the kind of unit that a datum belongs to."""

from louyu.district import District


def unit_called(district: District, kind: str, *, street: str = "") -> str:
    """``planning`` in the district's own words; ``street`` where the thing's street is known."""
    department = district.department_named(kind)
    if department is not None:
        return department.name
    return (street or "所属街镇") if kind == "street" else "楼宇运营方"
