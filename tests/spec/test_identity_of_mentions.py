"""Which enterprise and which building a row means; what cannot be told is listed."""

from spec_world import World

WORLD = {
    "first": 202501,
    "until": 202501,
    "building": """
        building_code | building_name | aliases        | street   | address
        B1            | 潮声大厦      | 潮声中心、老楼 | 潮声街道 | 江湾路88号
        B2            | 同名大厦      |                | 潮声街道 | 江湾路90号
        B3            | 同名大厦      |                | 锦帆街道 | 海防路5号
    """,
    "registration": """
        uscc | enterprise_name | former_names | authority            | registered_address
        甲   | 甲（临澜）公司  | 旧甲公司     | 望潮区市场监督管理局 | 江湾路88号12层1201室
        乙一 | 乙公司          |              | 望潮区市场监督管理局 | 锦帆街道海防路5号
        乙二 | 乙公司          |              | 邻区市场监督管理局   | 他处
    """,
    "tenancy": """
        uscc | enterprise_name | building_code | building_name | street   | room | area
             | 甲(临澜)公司    | B1            |               |          | 1    | 100
             | 旧甲公司        |               | 潮声中心      |          | 2    | 100
             | 乙公司          | B1            |               |          | 3    | 100
             | 招牌店          | B1            |               |          | 4    | 100
             | 丙有限公司      |               | 同名大厦      | 锦帆     | 5    | 100
             | 丁有限公司      |               | 同名大厦      |          | 6    | 100
             | 戊有限公司      | X9            | 无此楼        |          | 7    | 100
    """,
    "recognition": """
        building_name | recognised_on
        无此楼        | 2025-01-01
    """,
}


def test_a_name_that_is_or_was_one_organisation_s_is_that_organisation(world: World) -> None:
    """Brackets and width are folded; two rooms, one enterprise."""
    assert world.rows("tenancy", "enterprise", "room", building="B1") == [
        ("name:乙公司", "3"),
        ("name:招牌店", "4"),
        ("甲", "1"),
        ("甲", "2"),
    ]


def test_an_unresolved_name_is_listed_and_still_occupies_its_room(world: World) -> None:
    assert world.rows("unresolved", "said", "used", "reason", subject="enterprise") == [
        ("丁有限公司", True, "没有填统一社会信用代码，市场主体登记中没有这个名称"),
        ("丙有限公司", True, "没有填统一社会信用代码，市场主体登记中没有这个名称"),
        ("乙公司", True, "没有填统一社会信用代码，登记中有多个市场主体用过这个名称"),
        ("戊有限公司", True, "没有填统一社会信用代码，市场主体登记中没有这个名称"),
        ("招牌店", True, "没有填统一社会信用代码，市场主体登记中没有这个名称"),
    ]
    assert world.number("occupancy_rate", "B1") == (300, 10_000)


def test_a_kind_comes_from_the_type_or_else_from_the_name_or_is_unknown(world: World) -> None:
    """A shop sign says nothing about its kind: it is shown apart, not in the rates."""
    kinds = dict(world.rows("tenancy", "enterprise", "kind"))
    assert kinds["甲"] == kinds["name:乙公司"] == "company"
    assert kinds["name:招牌店"] is None
    assert world.number("occupants", "B1") == 2
    assert world.number("vacant_area", "B1") == 10_000 - 400


def test_a_building_is_meant_by_code_or_by_a_name_that_only_it_has(world: World) -> None:
    """With the street said, 同名大厦 is one; without it, and under an unknown code, it is none."""
    assert world.rows("tenancy", "building", enterprise="name:丙有限公司") == ["B3"]
    assert world.rows("unresolved", "dataset", "said", "used", "reason", subject="building") == [
        ("recognition", "无此楼", False, "楼宇台账中没有这个编码或名称"),
        ("tenancy", "同名大厦", False, "有多幢楼宇用这个名称，请填楼宇编码"),
        ("tenancy", "无此楼", False, "楼宇台账中没有这个编码或名称"),
    ]


def test_a_registered_address_has_its_building(world: World) -> None:
    seats = dict(world.rows("enterprise", "enterprise", "registered_building"))
    assert [seats["甲"], seats["乙一"], seats["乙二"]] == ["B1", "B3", None]
