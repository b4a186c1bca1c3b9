"""更正 corrections: a word on a building's cell outranks the lists, the owner's word most.

资规 owns the floor area (the first of the list's senders); the street owns who operates a building.
"""

from collections.abc import Callable
from textwrap import dedent

import pytest
from spec_world import World

from louyu.registers.months import months
from louyu.registers.precedence import cells

LISTS = {
    "first": 202501,
    "until": 202503,
    "building": """
        month  | sender        | building_code | floor_area | operator
        202501 | planning      | 甲楼          | 8000       | 旧运营
        202501 | street:潮声街道 | 甲楼        | 9000       |
        202501 | planning      | 乙楼          | 5000       |
        202503 | planning      | 甲楼          | 8000       | 旧运营
        202503 | planning      | 乙楼          | 5000       |
    """,
}
STREET_SAYS = """
    month  | sender        | reference | building_code | floor_area | holds_from | verdict | reason
    202501 | street:潮声街道 | G1      | 甲楼          | 8600       |            | 更正    | 实测
"""


def areas(example: Callable[..., World], *words: str) -> list[int]:
    """The floor area of 甲楼 in each month, in ㎡."""
    world = example(
        **LISTS, building_correction="\n\n".join(dedent(said).strip() for said in words)
    )
    rows = world.rows("building", "month", "floor_area", building="甲楼")
    return [area // 100 for _, area in rows]


def test_a_word_outranks_the_lists_in_every_month(example: Callable[..., World]) -> None:
    assert areas(example, STREET_SAYS) == [8600, 8600, 8600]


def test_a_word_holds_from_its_day(example: Callable[..., World]) -> None:
    assert areas(example, STREET_SAYS.replace("            | 更正", " 2025-02-01 | 更正")) == [
        8000, 8600, 8600,
    ]  # fmt: skip


def test_the_last_word_stands(example: Callable[..., World]) -> None:
    later = STREET_SAYS.replace("202501 ", "202502 ").replace("G1", "G2").replace("8600", "8700")
    assert areas(example, STREET_SAYS, later) == [8700, 8700, 8700]


def test_the_owner_s_word_stands_whenever_it_came(example: Callable[..., World]) -> None:
    owner = STREET_SAYS.replace("street:潮声街道", "planning").replace("8600", "8000")
    later = STREET_SAYS.replace("202501 ", "202503 ").replace("G1", "G2")
    assert areas(example, STREET_SAYS, owner, later) == [8000, 8000, 8000]


def test_a_word_taken_back_was_never_said(example: Callable[..., World]) -> None:
    back = STREET_SAYS.replace("202501 ", "202502 ").replace("更正", "撤回")
    assert areas(example, STREET_SAYS, back) == [8000, 8000, 8000]


def test_nobody_takes_back_another_s_word(example: Callable[..., World]) -> None:
    back = STREET_SAYS.replace("更正", "撤回").replace("street:潮声街道", "housing")
    assert areas(example, STREET_SAYS, back) == [8600, 8600, 8600]


def test_a_word_makes_no_building(example: Callable[..., World]) -> None:
    world = example(**LISTS, building_correction=STREET_SAYS.replace("甲楼", "丙楼"))
    assert set(world.rows("building", "building")) == {"甲楼", "乙楼"}
    assert world.rows("unresolved", "said", dataset="building_correction") == ["丙楼"]


def test_who_owns_a_cell_is_the_district_s_word(example: Callable[..., World]) -> None:
    """资规 lists an operator too; the street's word on it is the owner's."""
    world = example(
        **LISTS,
        building_correction="""
            sender        | reference | building_code | operator | verdict | reason
            street:潮声街道 | G1      | 甲楼          | 新运营   | 更正    | 合同
            planning      | G2        | 甲楼          | 别家     | 更正    | 听说
        """,
    )
    assert world.rows("building", "operator", building="甲楼", month=202503) == ["新运营"]


@pytest.mark.parametrize(
    ("who", "standing"), [("street:潮声街道", "更正"), ("planning", "裁定")]
)  # fmt: skip
def test_what_a_word_beats_is_a_disagreement(
    example: Callable[..., World], who: str, standing: str
) -> None:
    """An owner is not at odds with its own list; what it ruled is told from what is still open."""
    world = example(**LISTS, building_correction=STREET_SAYS.replace("street:潮声街道", who))
    told = world.rows(
        "disagreement", "value", "standing", "beaten_value", "beaten_publisher", month=202501
    )
    other = {"更正": ("800000", "planning"), "裁定": ("900000", "street")}[standing]
    assert told == [("860000", standing, *other)]


def test_a_word_is_named_with_its_row(example: Callable[..., World]) -> None:
    world = example(**LISTS, building_correction=STREET_SAYS)
    said = cells(
        world.statements["building"], world.coverage, world.batch,
        months(world.coverage, until=world.until), world.statements["building_correction"],
        district=world.district,
    )  # fmt: skip
    found = world.engine.arrow(
        said.filter(
            said.column == "floor_area", said.building == "甲楼", said.month == 202501
        ).order_by("place")
    )
    assert [(row["value"], row["sender"], row["standing"]) for row in found.to_pylist()] == [
        ("860000", "street:潮声街道", "更正"),
        ("800000", "planning", "清单"),
        ("900000", "street:潮声街道", "清单"),
    ]
