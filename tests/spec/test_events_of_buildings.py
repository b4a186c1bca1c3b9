"""Recognised, revoked, covered, dissolved, reached, finished: what a building is credited with."""

from spec_world import OTHER_STREET, STREET, World

WORLD = {
    "first": 202401,
    "until": 202512,
    "building": """
        building_code | street   | office_area
        甲楼          | 潮声街道 | 8000
        乙楼          | 潮声街道 | 8000
        丙楼          | 锦帆街道 | 8000
        小楼          | 锦帆街道 | 800
    """,
    "recognition": """
        building_code | theme | recognised_on | revoked_on | month
        甲楼          | 金融  | 2024-04-10    |            | 202404
        甲楼          | 法律  | 2024-06-30    |            | 202406
        乙楼          | 金融  | 2024-05-01    |            | 202405
        乙楼          | 金融  | 2024-05-01    | 2025-10-08 | 202510
        乙楼          | 数字  | 2025-11-20    |            | 202511
        小楼          | 金融  | 2024-05-01    |            | 202405
    """,
    "party_body": """
        body   | building_code | kind | founded_on | dissolved_on
        联合   | 甲楼          | 联合 | 2024-02-01 | 2025-03-31
        联合   | 乙楼          | 联合 | 2024-02-01 | 2025-03-31
        单独   | 甲楼          | 单独 | 2024-03-01 |
    """,
    "operated_space": """
        space | building_code | since
        跨楼  | 甲楼          | 2025-02-01
        跨楼  | 丙楼          | 2025-02-01
        旧    | 甲楼          | 2023-06-01
        小    | 小楼          | 2025-02-01
    """,
    "evaluation": """
        building_code | evaluated_on | reached
        甲楼          | 2024-12-01   | yes
        甲楼          | 2025-12-01   | yes
        乙楼          | 2024-12-01   | no
        乙楼          | 2025-12-01   | yes
    """,
    "renovation": """
        building_code | listed_on  | state | completed_on | month
        甲楼          | 2023-01-01 | 完工  | 2023-12-20   | 202401
        乙楼          | 2024-01-01 | 开工  |              | 202401
        乙楼          | 2024-01-01 | 完工  | 2025-08-31   | 202509
        丙楼          | 2024-01-01 | 列入  |              | 202401
    """,
    "parcel": """
        parcel | street   | land_area | planned_floor_area | planned_on | month
        一号   | 潮声街道 | 20000     | 50000              | 2024-03-01 | 202403
        一号   | 潮声街道 | 20000     | 60000              | 2024-03-01 | 202404
        旧号   | 潮声街道 | 10000     | 10000              | 2023-03-01 | 202403
        区外   | 邻区街道 | 10000     | 10000              | 2024-03-01 | 202403
    """,
}


def test_a_building_with_two_themes_is_one_featured_building(world: World) -> None:
    assert world.number("new_featured_buildings", month=202406) == 2
    assert world.number("new_featured_buildings", STREET, 202406) == 2
    assert {row["subject"] for row in world.explained("featured_buildings", month=202406)} == {
        "甲楼",
        "乙楼",
    }


def test_a_revoked_recognition_ends_with_the_month_of_revoking(world: World) -> None:
    assert world.number("featured_buildings", month=202509) == 2
    assert world.number("featured_buildings", month=202510) == 1


def test_a_building_recognised_again_is_new_again(world: World) -> None:
    assert world.number("new_featured_buildings", month=202510) == 0
    assert world.number("new_featured_buildings", month=202511) == 1
    assert world.number("featured_buildings", month=202511) == 2


def test_what_does_not_count_as_a_building_is_not_featured(world: World) -> None:
    assert world.number("featured_buildings", OTHER_STREET, 202406) == 0


def test_coverage_by_a_joint_or_own_party_body(world: World) -> None:
    assert world.number("party_coverage_rate", month=202402) == (2, 3)
    assert world.number("party_coverage_rate", STREET, 202403) == (2, 2)


def test_a_dissolved_party_body_covers_no_longer(world: World) -> None:
    """甲楼 has its own beside the joint one."""
    assert world.number("party_coverage_rate", month=202502) == (2, 3)
    assert world.number("party_coverage_rate", month=202503) == (1, 3)


def test_a_space_over_two_buildings_is_one_space(world: World) -> None:
    assert world.number("new_operated_spaces", "甲楼", 202502) == 1
    assert world.number("new_operated_spaces", OTHER_STREET, 202502) == 1
    assert world.number("new_operated_spaces", month=202502) == 1
    assert world.number("operated_spaces", month=202502) == 2


def test_a_standard_is_first_reached_once(world: World) -> None:
    assert world.number("new_service_standard_buildings", month=202412) == 1
    assert world.number("new_service_standard_buildings", "甲楼", 202512) == 0
    assert world.number("new_service_standard_buildings", month=202512) == 1
    assert world.number("service_standard_buildings", month=202512) == 2


def test_a_renovation_is_new_when_finished_and_stays_from_the_plan_s_start(world: World) -> None:
    """甲楼 was finished before the plan began; 丙楼 is not finished."""
    assert world.number("new_renovated_buildings", month=202507) == 0
    assert world.number("new_renovated_buildings", month=202508) == 1
    assert world.number("renovated_buildings", month=202508) == 1


def test_the_last_word_on_a_parcel_stands(world: World) -> None:
    """2 万㎡ of land are 30 亩; a parcel is in a street, not in a building."""
    assert world.number("planned_parcel_area", month=202403) == 20_000
    assert world.number("planned_parcel_floor_area", STREET, 202403) == 60_000
    assert ("planned_parcel_area", "甲楼", 202403) not in world.numbers
