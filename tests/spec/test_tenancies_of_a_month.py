"""Who is in which building in a month: moves, lists that are late, two lists of one building."""

from spec_world import OTHER_STREET, STREET, World

WORLD = {
    "first": 202501,
    "until": 202504,
    "building": """
        building_code | street   | floor_area
        东楼          | 潮声街道 | 10000
        西楼          | 锦帆街道 | 10000
        南楼          | 潮声街道 | 10000
    """,
    "tenancy": """
        uscc   | building_code | area | moved_in   | moved_out  | sender       | month
        搬家   | 东楼          | 300  | 2024-01-01 | 2025-01-20 | street:潮声  | 202501
        搬家   | 西楼          | 100  | 2025-01-21 |            | street:锦帆  | 202501
        月末走 | 东楼          | 200  |            | 2025-01-31 | street:潮声  | 202501
        月末来 | 东楼          | 200  | 2025-01-31 |            | street:潮声  | 202501
        未到   | 东楼          | 200  | 2025-02-01 |            | street:潮声  | 202501
        早走了 | 东楼          | 200  |            | 2024-12-31 | street:潮声  | 202501
        两处   | 东楼          | 100  |            |            | street:潮声  | 202501
        两处   | 南楼          | 100  |            |            | street:潮声  | 202501
        两处   | 西楼          | 100  |            |            | street:锦帆  | 202501
        街报   | 南楼          | 400  |            |            | street:潮声  | 202503
        物业报 | 南楼          | 400  |            |            | operator:南  | 202503
        街报   | 东楼          | 400  |            |            | street:潮声  | 202503
    """,
    "tax": """
        uscc   | total | month
        搬家   | 400   | 202501
        搬家   | 400   | 202502
    """,
}


def test_who_moved_within_the_month_takes_part_in_both_and_is_present_in_one(world: World) -> None:
    assert world.rows("tenancy", "building", "present", enterprise="搬家", month=202501) == [
        ("东楼", False),
        ("西楼", True),
    ]
    assert world.number("occupants", STREET, 202501) == 2  # 月末来, 两处
    assert world.number("occupants", OTHER_STREET, 202501) == 2  # 搬家, 两处


def test_its_tax_of_that_month_is_split_and_later_all_in_the_new_building(world: World) -> None:
    """300 ㎡ and 100 ㎡: three quarters and one quarter."""
    assert world.rows("tax", "building", "total", month=202501) == [
        ("东楼", 30000),
        ("西楼", 10000),
    ]
    assert world.rows("tax", "building", "total", month=202502) == [("西楼", 40000)]


def test_who_leaves_on_the_last_day_is_not_there_at_the_month_s_end(world: World) -> None:
    assert world.rows("tenancy", "present", enterprise="月末走", month=202501) == [False]
    assert world.rows("tenancy", "present", enterprise="月末来", month=202501) == [True]


def test_rows_out_of_their_time_take_no_part_and_are_listed(world: World) -> None:
    assert world.rows("tenancy", "row", enterprise="未到", month=202501) == []
    listed = world.rows("unresolved", "said", "month", "used", "reason", subject="enterprise")
    assert listed == [
        ("搬家有限公司", 202502, False, "迁出日期早于所属月份"),
        ("早走了有限公司", 202501, False, "迁出日期早于所属月份"),
        ("月末走有限公司", 202502, False, "迁出日期早于所属月份"),
        ("未到有限公司", 202501, False, "入驻日期晚于所属月份"),
    ]


def test_an_enterprise_in_two_buildings_counts_once_in_a_street_and_in_the_district(
    world: World,
) -> None:
    assert [world.number("occupants", scope, 202501) for scope in ("东楼", "南楼", "西楼")] == [
        2,
        1,
        2,
    ]
    assert world.number("occupants", STREET, 202501) == 2
    assert world.number("occupants", month=202501) == 3


def test_when_nothing_came_the_last_list_stands_and_says_so(world: World) -> None:
    assert world.rows("tenancy", "carried", enterprise="月末来") == [False, True]
    assert world.number("occupancy_rate", "东楼", 202502) == (500, 10000)  # 未到 has come
    notes = {row["note"] for row in world.explained("occupants", "东楼", 202502)}
    assert notes == {"沿用上期"}


def test_a_late_sender_s_list_is_carried_while_others_are_fresh(world: World) -> None:
    assert world.rows("tenancy", "building", "carried", month=202503) == [
        ("东楼", False),
        ("南楼", False),
        ("西楼", True),
        ("西楼", True),
    ]


def test_of_two_publishers_of_one_building_the_first_in_precedence_holds(world: World) -> None:
    """街镇 before 运营方: the two lists are two views of the same rooms, not two halves."""
    assert world.rows("tenancy", "enterprise", building="南楼", month=202503) == ["街报"]
