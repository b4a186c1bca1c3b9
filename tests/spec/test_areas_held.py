"""Occupied area: a room counts once, a building is at most full, rates are never averaged."""

from spec_world import OTHER_STREET, STREET, World

WORLD = {
    "first": 202501,
    "until": 202501,
    "building": """
        building_code | street   | floor_area
        合用楼        | 潮声街道 | 10000
        满楼          | 潮声街道 | 6000
        大楼          | 锦帆街道 | 90000
        空楼          | 锦帆街道 | 10000
        小楼          | 锦帆街道 | 5000
    """,
    "space": """
        building_code | room | area
        合用楼        | 1201 | 1000
        合用楼        | 1301 | 500
    """,
    "tenancy": """
        uscc | enterprise_name | building_code | room | area | staff
        甲   |                 | 合用楼        | 1201 | 1000 | 10
        乙   |                 | 合用楼        | 1201 | 1000 | 10
        丙   |                 | 合用楼        | 1301 | 600  | 10
        丁   |                 | 合用楼        | 1401 | 300  | 10
        丁   |                 | 合用楼        | 1401 | 300  | 10
        戊   |                 | 合用楼        | 1401 | 300  |
        己   | 己办事处        | 合用楼        |      | 200  | 3
        庚   |                 | 合用楼        | 1501 |      | 5
        辛   |                 | 满楼          |      | 5000 |
        壬   |                 | 满楼          |      | 4000 |
        癸   |                 | 大楼          |      | 9000 |
        子   |                 | 小楼          |      | 5000 |
    """,
}


def held(world: World, building: str) -> dict[str, int]:
    """㎡ by enterprise."""
    return {
        enterprise: area // 100
        for enterprise, area in world.rows("tenancy", "enterprise", "held_area", building=building)
    }


def test_two_tenants_on_one_room_hold_it_together(world: World) -> None:
    assert held(world, "合用楼")["甲"] == held(world, "合用楼")["乙"] == 500


def test_one_tenant_holds_at_most_the_room(world: World) -> None:
    assert held(world, "合用楼")["丙"] == 500


def test_a_room_of_unknown_size_has_no_cap_and_no_area_holds_nothing(world: World) -> None:
    assert held(world, "合用楼")["丁"] == held(world, "合用楼")["戊"] == 300
    assert held(world, "合用楼")["庚"] == 0


def test_a_row_stated_twice_is_taken_once_and_listed(world: World) -> None:
    assert world.rows("tenancy", "row", enterprise="丁") == [5]
    assert world.rows("unresolved", "row", "used", "reason") == [(6, False, "与前面一行完全相同")]


def test_areas_over_the_whole_building_are_scaled_to_it(world: World) -> None:
    """5,000 and 4,000 of 6,000: four ninths and five ninths, and together exactly 6,000."""
    assert world.rows("tenancy", "enterprise", "held_area", building="满楼") == [
        ("壬", 266_666),
        ("辛", 333_334),
    ]


def test_occupancy_is_held_over_whole(world: World) -> None:
    """甲, 乙 and 丙 500, 丁 and 戊 300; the office 己 holds its room but is not in the rate."""
    assert world.number("occupancy_rate", "合用楼") == (2100, 10000)
    assert world.number("vacant_area", "合用楼") == 10000 - 2100 - 200


def test_a_rate_is_never_over_the_whole(world: World) -> None:
    assert world.number("occupancy_rate", "满楼") == (6000, 6000)


def test_a_rate_is_a_sum_over_a_sum_never_a_mean_of_rates(world: World) -> None:
    """9,000 of 90,000 and 5,000 of 5,000 and an empty 10,000: 13.3 %, not a mean of 36.7 %."""
    assert world.number("occupancy_rate", OTHER_STREET) == (14_000, 105_000)
    assert world.number("occupancy_rate", STREET) == (8100, 16_000)
    assert world.number("occupancy_rate") == (22_100, 121_000)


def test_an_empty_building_is_in_the_denominator(world: World) -> None:
    assert world.number("occupancy_rate", "空楼") == (0, 10_000)
    assert world.number("occupants", "空楼") == 0


def test_everyone_s_staff_is_counted(world: World) -> None:
    assert world.number("staff", STREET) == 10 * 4 + 3 + 5


def test_every_row_behind_a_rate_says_where_it_came_from(world: World) -> None:
    """Five rows in the numerator, of which each names its file's row, and one building below."""
    rows = world.explained("occupancy_rate", "合用楼")
    assert sorted(row["row"] for row in rows if row["numerator"]) == [2, 3, 4, 5, 7]
    assert sum(row["numerator"] for row in rows) == 210_000
    assert sum(row["denominator"] for row in rows) == 1_000_000
