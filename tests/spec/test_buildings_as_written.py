"""A building as people write it: told within its street where only one can be meant."""

import pytest
from spec_world import World

WORLD = {
    "first": 202501,
    "until": 202501,
    "building": """
        building_code | building_name  | aliases  | street   | address
        B1            | 潮声大厦       | 潮声中心 | 潮声街道 | 江湾路88号
        B2            | 听涛广场A座    |          | 潮声街道 | 江湾路90号
        B3            | 听涛广场B座    |          | 潮声街道 | 江湾路90号
        B4            | 海棠商务楼     |          | 锦帆街道 | 海防路5号
        B5            | 海桐商务楼     |          | 锦帆街道 | 海防路7号
    """,
    "tenancy": """
        enterprise_name | building_name   | street   | room | area
        某某有限公司    | 潮声大厦        | 潮声街道 | 301  | 100
        某某有限公司    | 潮声大          | 潮声街道 | 302  | 100
        某某有限公司    | 潮大厦          | 潮声     | 303  | 100
        某某有限公司    | 江湾路88号      | 潮声街道 | 304  | 100
        某某有限公司    | 江湾路90号B座   | 潮声街道 | 305  | 100
        某某有限公司    | 江湾路90号      | 潮声街道 | 306  | 100
        某某有限公司    | 海商务楼        | 锦帆街道 | 307  | 100
        某某有限公司    | 海堂商务楼      | 锦帆街道 | 308  | 100
        某某有限公司    | 潮大厦          | 锦帆街道 | 309  | 100
        某某有限公司    | 江湾路88号      |          | 310  | 100
    """,
}
BY_PART = "街镇内只有这幢楼宇的名称与它只差漏字或多字"


@pytest.mark.parametrize(
    ("name", "street", "building", "word"),
    [
        ("潮声大厦", "潮声街道", "B1", "一致"),
        ("潮声大", "潮声街道", "B1", BY_PART),
        ("潮大厦", "潮声", "B1", BY_PART),
        ("江湾路88号", "潮声街道", "B1", "门牌"),
        ("江湾路90号B座", "潮声街道", "B3", "楼幢“B”"),
        ("江湾路90号", "潮声街道", None, "2幢"),
        ("海商务楼", "锦帆街道", None, "多幢"),
        ("海堂商务楼", "锦帆街道", None, "没有这个编码或名称"),
        ("潮大厦", "锦帆街道", None, "没有这个编码或名称"),
        ("江湾路88号", "", None, "没有这个编码或名称"),
    ],
)
def test_a_building_as_written(
    name: str, street: str, building: str | None, word: str, world: World
) -> None:
    """Another letter is another name; a number with two towers is asked about."""
    (told,) = world.rows(
        "building_mention", "building", "evidence", "reason", building_name=name, street=street
    )
    assert told[0] == building
    assert word in (told[1] or told[2]), told
