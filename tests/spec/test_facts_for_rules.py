"""Facts a rule may ask are told by the registers; what no register says is not known, not no."""

from collections.abc import Callable, Mapping
from typing import Any

from spec_world import HERE, OTHER_STREET, World

from louyu.services.policy.exact import MOST
from louyu.services.policy.fact import Subject
from louyu.services.policy.fact_group import At, fact_table

WORLD = {
    "first": 202401,
    "until": 202502,
    "building": f"""
        building_code | street         | floor_area | office_area | operator
        B1            |                | 10000      | 10000       | 某运营
        B2            | {OTHER_STREET} | 20000      | 20000       |
        """,
    "registration": f"""
        uscc | industry | authority   | capital  | founded_on
        E1   | 6513     | {HERE}      | 1000000  | 2020-05-01
        E2   | 7211     | 邻区市监局  |          | 2024-12-31
        """,
    "tenancy": """
        month  | building_code | uscc | enterprise_name | room | area | staff | moved_in
        202502 | B1            | E1   |                 | 101  | 300  | 10    | 2023-03-01
        202502 | B2            | E1   |                 | 202  | 500  | 5     | 2024-03-01
        202502 | B1            |      | 无码咨询部      | 103  | 200  |       |
        """,
    "tax": """
        month  | uscc | total  | local
        202401 | E1   | 600000 | 240000
        202412 | E1   | -20000 | -8000
        202501 | E1   | 50000  | 20000
        """,
    "statistical_unit": """
        uscc | entered_on
        E1   | 2025-01-15
        """,
}


def facts(world: World, subject: Subject, spoken: Mapping[str, frozenset[int]]) -> dict[str, Any]:
    """Facts of February 2025 by subject."""
    found = fact_table(subject, world.registers, at=At(202502, spoken))
    return {row[subject.value]: row for row in world.engine.arrow(found).to_pylist()}


YEAR = frozenset(range(202401, 202413))
SPOKEN = {"tax": YEAR | {202501, 202502}, "tenancy": frozenset({202502}), "insured": frozenset()}


def test_an_enterprise_is_told_by_its_registers(world: World) -> None:
    one = facts(world, Subject.ENTERPRISE, SPOKEN)["E1"]
    assert (one["registered"], one["industry"], one["capital"]) == (True, "6513", 100_000_000)
    assert (one["area"], one["staff"], one["sites"], one["building"]) == (80_000, 15, 2, "B2")
    assert one["moved_in"].isoformat() == "2023-03-01"
    assert (one["tax_last_year"], one["tax_this_year"]) == (58_000_000, 5_000_000)
    assert (one["statistical"], one["first_entry"]) == (True, True)


def test_who_is_in_no_list_of_a_whole_year_paid_nothing(world: World) -> None:
    other = facts(world, Subject.ENTERPRISE, SPOKEN)["E2"]
    assert (other["tax_last_year"], other["housed"], other["area"]) == (0, False, 0)
    assert other["registered"] is False


def test_a_year_with_a_month_missing_is_not_known(world: World) -> None:
    spoken = {**SPOKEN, "tax": SPOKEN["tax"] - {202407}}
    one = facts(world, Subject.ENTERPRISE, spoken)["E1"]
    assert (one["tax_last_year"], one["tax_this_year"]) == (None, 5_000_000)
    assert one["tax_before_last"] is None
    building = facts(world, Subject.BUILDING, spoken)["B1"]
    assert building["tax_last_year"] is None


def test_a_name_without_a_code_has_no_known_tax_and_no_known_place(world: World) -> None:
    (nameless,) = [
        row
        for key, row in facts(world, Subject.ENTERPRISE, SPOKEN).items()
        if key.startswith("name:")
    ]
    assert nameless["housed"] is True and nameless["area"] == 20_000
    assert (nameless["tax_last_year"], nameless["registered"], nameless["insured"]) == (None,) * 3


def test_a_building_counts_its_occupants_as_the_indicators_do(world: World) -> None:
    found = facts(world, Subject.BUILDING, SPOKEN)
    assert (found["B1"]["occupants"], found["B1"]["registered"], found["B1"]["led"]) == (1, 1, 1)
    assert found["B1"]["operated"] is True and found["B2"]["operated"] is False
    assert found["B2"]["occupied_area"] == 50_000
    assert found["B1"]["renovated"] is False and found["B1"]["renovated_on"] is None
    assert found["B1"]["reached"] is None, "who was not evaluated is not known to have failed"


LARGE = {
    **WORLD,
    "registration": f"""
        uscc | industry | authority | capital         | founded_on
        E1   | 6513     | {HERE}    | 10000000000001  | 2020-05-01
        E2   | 7211     | {HERE}    | 10000000000000  | 2024-12-31
        """,
}


def test_a_number_larger_than_rules_count_with_is_not_known(
    example: Callable[..., World],
) -> None:
    found = facts(example(**LARGE), Subject.ENTERPRISE, SPOKEN)
    assert (found["E1"]["capital"], found["E2"]["capital"]) == (None, MOST)
