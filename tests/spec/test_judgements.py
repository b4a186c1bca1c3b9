"""Judgements: people's word on who is who outranks names, and never makes two codes one."""

from collections.abc import Callable

from spec_world import World

COMMON = {
    "first": 202501,
    "until": 202502,
    "building": """
        building_code
        B1
    """,
    "registration": """
        uscc | enterprise_name
        甲   | 云帆科技有限公司
        乙   | 云帆贸易有限公司
    """,
    "tenancy": """
        month  | uscc | enterprise_name  | building_code | room | area
        202501 |      | 云帆             | B1            | 101  | 100
        202501 |      | 云帆贸易有限公司 | B1            | 102  | 100
        202501 |      | 云帆咖啡         | B1            | 103  | 100
        202501 |      | 云帆咖啡店       | B1            | 104  | 100
    """,
}


def who(example: Callable[..., World], judgement: str = "") -> tuple[dict[str, str], World]:
    """In January, which enterprise each name is."""
    drawn = {"judgement": judgement} if judgement else {}
    world = example(**COMMON, **drawn)
    rows = world.rows("tenancy", "enterprise_name", "enterprise", month=202501)
    return dict(rows), world


def test_names_alone_tell_what_is_exactly_the_same(example: Callable[..., World]) -> None:
    names, _ = who(example)
    assert names == {
        "云帆": "name:云帆",
        "云帆贸易有限公司": "乙",
        "云帆咖啡": "name:云帆咖啡",
        "云帆咖啡店": "name:云帆咖啡店",
    }


def test_a_name_judged_to_be_an_organisation_has_its_flags(example: Callable[..., World]) -> None:
    names, world = who(
        example,
        """
        month  | enterprise_name | other_uscc | other_name | verdict | reason
        202501 | 云帆            | 甲         |            | 同一    | 门牌
        202501 | 云帆咖啡店      |            | 云帆咖啡   | 同一    | 招牌
        """,
    )
    assert names["云帆"] == "甲"
    assert names["云帆咖啡"] == names["云帆咖啡店"] == "name:云帆咖啡"
    flags = world.rows("tenancy", "registered_in_district", month=202501, enterprise="甲")
    assert flags == [True]
    said = world.rows("enterprise_mention", "evidence", "reason", enterprise_name="云帆")
    assert said == [("人工判断", None)]


def test_a_judgement_of_difference_outranks_the_same_name(example: Callable[..., World]) -> None:
    names, world = who(
        example,
        """
        month  | enterprise_name  | other_uscc | verdict | reason
        202501 | 云帆贸易有限公司 | 乙         | 不同    | 同名的外地公司
        """,
    )
    assert names["云帆贸易有限公司"] == "name:云帆贸易有限公司"
    (reason,) = world.rows("enterprise_mention", "reason", enterprise_name="云帆贸易有限公司")
    assert "不是同一家" in reason


def test_the_last_word_stands_and_what_is_withdrawn_never_was(
    example: Callable[..., World],
) -> None:
    names, world = who(
        example,
        """
        month  | enterprise_name  | uscc | other_uscc | other_name       | verdict | reason
        202501 | 云帆             |      | 甲         |                  | 同一    | 门牌
        202501 |                  | 乙   |            | 云帆咖啡         | 同一    | 门牌
        202502 | 云帆             |      | 甲         |                  | 撤回    | 看错
        202502 | 云帆咖啡         |      | 乙         |                  | 不同    | 又去看过
        202502 | 云帆咖啡店       |      | 乙         |                  | 不确定  | 无人
        """,
    )
    assert names["云帆"] == "name:云帆"
    assert names["云帆咖啡"] == "name:云帆咖啡"
    assert names["云帆咖啡店"] == "name:云帆咖啡店"
    verdicts = world.rows("judgement", "right", "verdict", "followed")
    assert verdicts == [("乙", "不同", True), ("乙", "不确定", True)]


def test_two_codes_are_never_one_and_the_refusal_is_told(example: Callable[..., World]) -> None:
    names, world = who(
        example,
        """
        month  | enterprise_name | uscc | other_uscc | verdict | reason
        202501 |                 | 甲   | 乙         | 同一    | 同一老板
        202501 | 云帆            |      | 甲         | 同一    | 门牌
        202501 | 云帆            |      | 乙         | 同一    | 门牌
        """,
    )
    assert names["云帆"] == "甲", "the first word that can be followed is"
    told = world.rows("unresolved", "subject", "reason", dataset="judgement")
    assert len(told) == 2
    assert all(subject == "row" and "统一社会信用代码" in reason for subject, reason in told)
