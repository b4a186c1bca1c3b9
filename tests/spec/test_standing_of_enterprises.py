"""Registered here, taxed here, in the statistical register, headquarters: as of a month's end."""

from spec_world import STREET, World

WORLD = {
    "first": 202501,
    "until": 202504,
    "building": """
        building_code | street   | address
        甲楼          | 潮声街道 | 江湾路1号
        乙楼          | 锦帆街道 | 海防路2号
    """,
    "registration": """
        uscc   | authority          | state | organisation_type | registered_address | month
        本地   | 望潮区市场监督管理局 | 存续  | 有限责任公司      | 江湾路1号          |
        别楼   | 望潮区市场监督管理局 |       | 有限责任公司      | 海防路2号          |
        外地   | 邻区市场监督管理局 | 存续  | 有限责任公司      | 他处               |
        将销   | 望潮区市场监督管理局 | 存续  | 有限责任公司      | 江湾路1号          |
        将销   | 望潮区市场监督管理局 | 注销  | 有限责任公司      | 江湾路1号          | 202503
        后登   | 望潮区市场监督管理局 | 存续  | 有限责任公司      | 江湾路1号          | 202502
        总部分 | 望潮区市场监督管理局 | 存续  | 分公司            | 江湾路1号          |
        个体   | 望潮区市场监督管理局 | 存续  | 个体工商户        | 江湾路1号          |
        古怪   | 望潮区市场监督管理局 | 存续  | 从未见过的类型    | 江湾路1号          |
    """,
    "tenancy": """
        uscc   | building_code | area | room
        本地   | 甲楼          | 100  | 1
        本地   | 乙楼          | 100  | 1
        别楼   | 甲楼          | 100  | 2
        外地   | 甲楼          | 100  | 3
        将销   | 甲楼          | 100  | 4
        后登   | 甲楼          | 100  | 5
        总部分 | 甲楼          | 100  | 6
        个体   | 甲楼          | 100  | 7
        古怪   | 甲楼          | 100  | 8
    """,
    "tax": """
        uscc   | tax_authority | total | month
        本地   | 望潮区税务局  | 1     | 202501
        本地   | 邻区税务局    | 1     | 202503
        本地   | 望潮区税务局  | 1     | 202504
        别楼   | 邻区税务局    | 1     | 202501
        个体   | 望潮区税务局  | 1     | 202501
    """,
    "statistical_unit": """
        uscc   | kind       | entered_on | left_on    | month
        本地   | 限上零售   | 2025-01-15 |            |
        本地   | 规上服务业 | 2025-02-15 |            |
        个体   | 限上住餐   | 2024-05-01 |            |
        外地   | 规上服务业 | 2025-01-01 |            |
        外地   | 规上服务业 | 2025-01-01 | 2025-03-10 | 202503
        未入驻 | 规上服务业 | 2025-01-01 |            |
    """,
    "headquarters": """
        uscc   | level      | recognised_on | revoked_on
        本地   | 区域型总部 | 2025-02-01    |
        外地   | 职能型总部 | 2024-02-01    | 2025-04-01
        未入驻 | 综合型总部 | 2025-02-01    |
    """,
}


def test_registered_in_the_district_wherever_in_it(world: World) -> None:
    """本地, 别楼 (registered in another building), 将销 and the branch, of six; 后登 is not yet."""
    assert world.number("local_registration_rate", "甲楼", 202501) == (4, 6)
    assert world.number("local_registration_rate", "甲楼", 202502) == (5, 6)


def test_a_deregistered_tenant_is_an_occupant_but_no_longer_registered(world: World) -> None:
    assert world.number("local_registration_rate", "甲楼", 202503) == (4, 6)


def test_an_enterprise_in_two_buildings_is_one_in_the_rate_of_the_district(world: World) -> None:
    assert world.number("local_registration_rate", "乙楼", 202503) == (1, 1)
    assert world.number("local_registration_rate", month=202503) == (4, 6)


def test_taxed_in_the_district_is_of_the_registered_only(world: World) -> None:
    """The branch is taxed at its head office elsewhere: no tax row of its own, not taxed here."""
    assert world.number("local_tax_rate", STREET, 202501) == (1, 4)


def test_the_last_tax_row_tells_the_authority(world: World) -> None:
    assert [world.number("local_tax_rate", "乙楼", m) for m in (202502, 202503, 202504)] == [
        (1, 1),
        (0, 1),
        (1, 1),
    ]


def test_sole_traders_and_unknown_kinds_are_shown_apart(world: World) -> None:
    assert world.rows("tenancy", "kind", "in_rates", enterprise="个体", month=202501) == [
        ("sole_trader", False)
    ]
    assert world.rows("tenancy", "kind", "in_rates", enterprise="古怪", month=202501) == [
        (None, False)
    ]
    assert world.number("occupants", "甲楼") == 6


def test_an_enterprise_entered_under_two_kinds_is_one(world: World) -> None:
    assert world.number("new_statistical_enterprises", month=202502) == 2  # 本地, 外地
    assert world.number("new_statistical_enterprises", "乙楼", 202502) == 1


def test_one_of_any_kind_in_the_statistical_register_counts_while_it_occupies(
    world: World,
) -> None:
    """个体 has been in since last year; 未入驻 is nobody's occupant; 外地 leaves in March."""
    assert world.number("statistical_enterprises", month=202502) == 3
    assert world.number("statistical_enterprises", month=202503) == 2
    assert world.number("new_statistical_enterprises", month=202503) == 1
    assert world.rows("tenancy", "statistical", enterprise="外地", month=202503) == [False]


def test_a_recognised_headquarters_must_occupy(world: World) -> None:
    assert world.number("new_headquarters", month=202501) == 0
    assert world.number("new_headquarters", month=202502) == 1
    assert world.number("headquarters", month=202503) == 2
    assert world.number("headquarters", month=202504) == 1  # 外地's is revoked


def test_the_row_behind_a_headquarters_is_its_recognition(world: World) -> None:
    row, again = world.explained("new_headquarters", month=202502)
    assert (row["batch"], row["row"], row["note"]) == (
        "headquarters-development-202501",
        2,
        "区域型总部",
    )
    assert (row["building"], again["building"]) == ("乙楼", "甲楼")


def test_a_span_of_an_enterprise_names_the_rows_it_is_known_by(world: World) -> None:
    columns = ("from_month", "to_month", "row", "registered_in_district", "taxed_in_district",
               "tax_batch")  # fmt: skip
    assert world.rows("enterprise", *columns, enterprise="本地") == [
        (202501, 202502, 2, True, True, "tax-tax-202501"),
        (202503, 202503, 2, True, False, "tax-tax-202503"),
        (202504, 999912, 2, True, True, "tax-tax-202504"),
    ]
