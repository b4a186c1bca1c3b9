"""亿元楼宇: who enters, who leaves, what stands, and what is near (ADR 0004)."""

import pytest
from spec_world import OTHER_STREET, STREET, World

BUILDINGS = """
    building_code | street   | month
    留楼          | 潮声街道 |
    退楼          | 潮声街道 |
    进楼          | 锦帆街道 |
    近楼          | 锦帆街道 |
    恰楼          | 锦帆街道 |
"""

WORLD = {
    "first": 202401,
    "until": 202601,
    "building": BUILDINGS,
    "tenancy": """
        uscc | building_code | area
        留   | 留楼          | 1
        退   | 退楼          | 1
        进   | 进楼          | 1
        近   | 近楼          | 1
        恰   | 恰楼          | 1
    """,
    "tax": """
        uscc | total     | month
        留   | 150000000 | 202403
        退   | 120000000 | 202406
        近   | 85000000  | 202411
        留   | 150000000 | 202503
        退   | 90000000  | 202503
        进   | 600000000 | 202505
        恰   | 100000000 | 202507
        恰   | -1        | 202508
        恰   | 1         | 202509
    """,
}


def test_in_the_first_year_there_is_no_year_before_to_compare_with(world: World) -> None:
    assert ("new_yi_buildings", "district", 202412) not in world.numbers
    assert world.number("yi_buildings", month=202403) == 1
    assert world.number("yi_buildings", month=202406) == 2


@pytest.mark.parametrize(
    ("month", "net", "stock"),
    [
        (202501, 0, 2),  # last year's set: nobody has a year's tax in January
        (202505, 1, 3),  # 进楼 enters
        (202507, 2, 4),  # 恰楼 reaches exactly 1 亿元: 以上 includes the number
        (202508, 1, 3),  # a refund takes it below again
        (202511, 2, 4),
        (202512, 1, 3),  # the year is over without 退楼
    ],
)
def test_entrants_within_the_year_leavers_in_december(
    world: World, month: int, net: int, stock: int
) -> None:
    assert world.number("new_yi_buildings", month=month) == net
    assert world.number("yi_buildings", month=month) == stock
    assert world.number("yi_buildings", month=202412) + net == stock


def test_a_new_year_starts_from_december_s_set(world: World) -> None:
    assert world.number("new_yi_buildings", month=202601) == 0
    assert world.number("yi_buildings", month=202601) == 3


def test_the_gross_list_stands_behind_the_net_number(world: World) -> None:
    assert [
        (row["subject"], row["numerator"], row["note"])
        for row in world.explained("new_yi_buildings", month=202512)
    ] == [("恰楼", 1, "新进"), ("进楼", 1, "新进"), ("退楼", -1, "退出")]


def test_a_street_s_net_may_be_a_loss(world: World) -> None:
    assert world.number("new_yi_buildings", STREET, 202512) == -1
    assert world.number("new_yi_buildings", OTHER_STREET, 202512) == 2
    assert world.number("new_yi_buildings", "退楼", 202512) == -1


def test_other_lines_go_by_the_same_rule(world: World) -> None:
    assert world.number("five_yi_buildings", month=202505) == 1
    assert world.number("fifty_million_buildings", month=202412) == 3
    assert world.number("ten_million_buildings", "近楼", 202412) == 1


def test_near_the_line_goes_by_twelve_months_and_leaves_out_who_is_over_it(world: World) -> None:
    """近楼's 8,500 万元 of November 2024 are within twelve months until October 2025."""
    assert world.number("quasi_yi_buildings", "近楼", 202412) == 1
    assert world.number("quasi_yi_buildings", "近楼", 202510) == 1
    assert world.number("quasi_yi_buildings", "近楼", 202511) == 0
    assert world.number("quasi_yi_buildings", "退楼", 202511) == 0  # still in last year's set
    assert world.number("quasi_yi_buildings", "退楼", 202512) == 1
