"""A building's tax: whose it is, split to the fen, and the two attributions beside it."""

from spec_world import World

WORLD = {
    "first": 202401,
    "until": 202502,
    "building": """
        building_code | street   | address    | floor_area
        甲楼          | 潮声街道 | 江湾路1号  | 1000
        乙楼          | 潮声街道 | 江湾路2号  | 1000
        丙楼          | 锦帆街道 | 海防路3号  | 1000
    """,
    "registration": """
        uscc   | head_office_uscc | organisation_type | registered_address
        总公司 |                  | 有限责任公司      | 海防路3号
        分公司 | 总公司           | 分公司            | 江湾路1号
        外分   | 区外总           | 分公司            | 江湾路1号
    """,
    "tenancy": """
        uscc   | building_code | area | room
        三处   | 甲楼          | 100  | 1
        三处   | 甲楼          | 100  | 2
        三处   | 乙楼          | 100  | 1
        三处   | 丙楼          | 100  | 1
        不知   | 甲楼          | 900  | 3
        不知   | 乙楼          |      | 3
        总公司 | 丙楼          | 100  | 9
        分公司 | 甲楼          | 100  | 9
        外分   | 乙楼          | 100  | 9
    """,
    "tax": """
        uscc   | total  | local | month
        三处   | 0.07   | 0.03  | 202401
        三处   | -0.07  |       | 202402
        不知   | 0.05   | 0.01  | 202403
        总公司 | 500    | 50    | 202405
        分公司 | 70     | 7     | 202405
        外分   | 9      | 1     | 202405
        无楼   | 1000   | 100   | 202405
        总公司 | 100    |       | 202412
        总公司 | 40     |       | 202501
        总公司 | -60    |       | 202502
    """,
}


def by_attribution(world: World, attribution: str, month: int) -> dict[str, int]:
    return dict(
        world.rows("building_tax", "building", "total", attribution=attribution, month=month)
    )


def test_tax_is_split_by_area_and_adds_up_to_the_fen(world: World) -> None:
    """7 fen over 乙 100, 丙 100, 甲 200 ㎡ (in order of code): 1, 2 and 4."""
    assert by_attribution(world, "occupancy", 202401) == {"丙楼": 1, "乙楼": 2, "甲楼": 4}


def test_a_refund_is_a_negative_month_split_the_same_way(world: World) -> None:
    assert by_attribution(world, "occupancy", 202402) == {"丙楼": -1, "乙楼": -2, "甲楼": -4}
    assert world.rows("building_month", "tax_year", building="甲楼", month=202402) == [0]


def test_where_an_area_is_unknown_tax_is_split_equally(world: World) -> None:
    """5 fen over two buildings: 2 and 3."""
    assert by_attribution(world, "occupancy", 202403) == {"乙楼": 2, "甲楼": 3}


def test_tax_of_an_organisation_in_no_building_stays_in_no_building(world: World) -> None:
    assert world.rows("tax", "building", "street", "total", enterprise="无楼") == [
        (None, None, 100_000)
    ]
    assert world.number("building_tax", month=202405) * 100 == 50000 + 7000 + 900 + 5


def test_a_branch_taxed_at_its_head_office_s_seat(world: World) -> None:
    """By occupancy its tax is where it sits, by head office where the head office sits; a head
    office in no building of the district takes the tax away."""
    assert by_attribution(world, "occupancy", 202405) == {"丙楼": 50000, "甲楼": 7000, "乙楼": 900}
    assert by_attribution(world, "head_office", 202405) == {"丙楼": 57000}


def test_by_registered_address(world: World) -> None:
    assert by_attribution(world, "registered", 202405) == {"丙楼": 50000, "甲楼": 7900}


def test_a_year_s_tax_the_year_before_and_twelve_months(world: World) -> None:
    cube = ("tax", "tax_year", "tax_last_year", "tax_12_months")
    assert world.rows("building_month", *cube, building="丙楼", month=202502) == [
        (-6000, -2000, 60000, 58000)
    ]
    assert world.rows("building_month", *cube, building="丙楼", month=202501) == [
        (4000, 4000, 60000, 63999)
    ]


def test_tax_per_square_metre_is_twelve_months_over_floor_area(world: World) -> None:
    assert world.number("tax_per_square_metre", "丙楼") == (580, 1000)


def test_the_rows_behind_a_building_s_tax_are_the_tax_file_s(world: World) -> None:
    rows = world.explained("building_tax", "丙楼")
    assert [(row["subject"], row["numerator"], row["batch"], row["row"]) for row in rows] == [
        ("总公司", -6000, "tax-tax-202502", 2),
        ("总公司", 4000, "tax-tax-202501", 2),
    ]
