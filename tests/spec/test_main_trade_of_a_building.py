"""一楼一主业: the GB/T 4754 section that holds most of a building's occupied area in a month."""

from spec_world import World

WORLD = {
    "first": 202501,
    "until": 202502,
    "building": """
        building_code | floor_area
        东楼          | 10000
        西楼          | 10000
        空楼          | 10000
    """,
    "registration": """
        uscc   | industry | organisation_type | month
        软件   | 6513     |                   | 202501
        又软件 | 6520     |                   | 202501
        银行   | 6621     |                   | 202501
        换行当 | 6513     |                   | 202501
        换行当 | 7211     |                   | 202502
        小店   | 5211     | 个体工商户        | 202501
        没行业 |          |                   | 202501
    """,
    "tenancy": """
        uscc   | building_code | area | moved_out
        软件   | 东楼          | 100  |
        又软件 | 东楼          | 150  |
        银行   | 东楼          | 200  |
        没行业 | 东楼          | 900  |
        小店   | 东楼          | 950  |
        换行当 | 西楼          | 300  |
        银行   | 西楼          | 300  |
        软件   | 西楼          | 900  | 2025-01-10
    """,
}


def main_section(world: World, building: str, month: int) -> list[object]:
    told = ("main_section", "main_section_area")
    return world.rows("building_month", *told, building=building, month=month)


def test_classes_of_one_section_add_up_and_the_largest_section_is_the_main_one(
    world: World,
) -> None:
    """软件 and 又软件 are both I: 250 ㎡ against 200 ㎡ of J; whose trade nobody knows has none.

    小店 is of a kind that rates leave out.
    """
    assert main_section(world, "东楼", 202501) == [("I", 25000)]


def test_of_two_alike_the_first_letter_is_taken_and_who_left_is_not_counted(world: World) -> None:
    assert main_section(world, "西楼", 202501) == [("I", 30000)]


def test_a_trade_is_that_of_the_month(world: World) -> None:
    assert main_section(world, "西楼", 202502) == [("J", 30000)]


def test_an_empty_building_has_no_main_trade(world: World) -> None:
    assert main_section(world, "空楼", 202501) == [(None, 0)]
