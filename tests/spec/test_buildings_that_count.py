"""Which buildings count (notes 1 and 2), whose word stands for a cell, what the year adds."""

import pytest
from spec_world import OTHER_STREET, STREET, World

from louyu.registers.months import months
from louyu.registers.precedence import cells

WORLD = {
    "first": 202411,
    "until": 202502,
    "building": """
        building_code | month  | street   | land_use | floor_area | office_area | completed_on
        恰好          |        | 潮声街道 | 商务用地 | 8000       | 5000        | 2020-01-01
        差一点        |        | 潮声街道 | 商务用地 | 8000       | 4999.99     | 2020-01-01
        在建          |        | 锦帆街道 | 商务用地 | 7000       | 7000        | 2025-02-28
        无日期        |        | 锦帆街道 | 商务用地 | 7000       | 7000        |
        区外          |        | 邻区街道 | 商务用地 | 7000       | 7000        | 2020-01-01
        恰好          | 202501 | 潮声街道 | 商务用地 | 8200       | 5000        | 2020-01-01
        在建          | 202501 | 锦帆街道 | 商务用地 | 7000       | 7000        | 2025-02-28

        building_code | month  | street   | land_use | floor_area | office_area | deemed_on
        厂房          |        | 锦帆     | 工业用地 | 9000       | 9000        | 2025-01-31
        厂房          | 202501 | 锦帆     | 工业用地 | 9000       | 9000        | 2025-01-31

        building_code | sender      | street   | land_use | floor_area | office_area
        恰好          | street:潮声 | 潮声街道 |          | 8100       |
        恰好          | housing     |          | 住宅用地 | 8050       | 5000
    """,
}


def test_5000_square_metres_are_enough(world: World) -> None:
    """以上 includes the number itself."""
    assert world.rows("building", "counts", building="恰好", month=202411) == [True]
    assert world.rows("building", "reason", building="差一点", month=202411) == [
        "商务办公建筑面积不足"
    ]


@pytest.mark.parametrize(
    ("building", "reason"),
    [
        ("厂房", "非商务用地，未批准为视同楼宇"),
        ("在建", "未竣备"),
        ("无日期", "竣备日期缺失"),
        ("区外", "不在本区街镇"),
    ],
)
def test_what_does_not_count_stays_with_its_reason(
    world: World, building: str, reason: str
) -> None:
    assert world.rows("building", "counts", "reason", building=building, month=202412) == [
        (False, reason)
    ]


def test_a_building_approved_as_deemed_in_mid_year_counts_from_that_month(world: World) -> None:
    assert [
        world.rows("building", "counts", building="厂房", month=m) for m in (202412, 202501)
    ] == [
        [False],
        [True],
    ]
    assert world.number("floor_area", OTHER_STREET, 202412) == 0
    assert world.number("floor_area", OTHER_STREET, 202501) == 9000


def test_floor_area_is_new_in_the_year_of_completion(world: World) -> None:
    assert world.number("new_floor_area", month=202501) == 0
    assert world.number("new_floor_area", month=202502) == 7000
    assert [row["subject"] for row in world.explained("new_floor_area")] == ["在建"]


def test_a_street_with_no_building_has_zeros(world: World) -> None:
    assert world.number("buildings", "听澜街道") == 0
    assert world.number("occupancy_rate", "听澜街道") == (0, 0)


def test_a_building_left_out_of_the_next_list_is_no_longer_registered(world: World) -> None:
    assert world.rows("building", "building", month=202501) == ["厂房", "在建", "恰好"]


def test_the_first_publisher_that_states_a_cell_is_believed(world: World) -> None:
    """资规 before 住建 before 街镇; an alias of a street is its official name."""
    assert world.rows("building", "floor_area", "street", building="恰好", month=202411) == [
        (800_000, STREET)
    ]
    assert world.rows("building", "floor_area", building="恰好", month=202501) == [820_000]


def test_every_stated_value_can_be_named_with_its_row(world: World) -> None:
    said = cells(
        world.statements["building"], world.coverage, world.batch,
        months(world.coverage, until=world.until),
        district=world.district,
    )  # fmt: skip
    found = world.engine.arrow(
        said.filter(
            said.column == "floor_area", said.building == "恰好", said.month == 202411
        ).order_by("place")
    )
    assert [
        (row["value"], row["publisher"], row["row"], row["won"]) for row in found.to_pylist()
    ] == [
        ("800000", "planning", 2, True),
        ("805000", "housing", 2, False),
        ("810000", "street", 2, False),
    ]


def test_what_was_beaten_is_a_disagreement(world: World) -> None:
    """Saying nothing is not disagreeing."""
    assert world.rows(
        "disagreement", "column", "value", "beaten_value", "beaten_publisher", month=202411
    ) == [
        ("floor_area", "800000", "805000", "housing"),
        ("floor_area", "800000", "810000", "street"),
        ("land_use", "商务用地", "住宅用地", "housing"),
    ]
