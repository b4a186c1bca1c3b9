"""A correction to a closed month: the later file speaks, that month moves, and no other."""

from collections.abc import Callable

import pytest
from spec_world import World

BEFORE = {
    "first": 202501,
    "until": 202503,
    "building": """
        building_code | street
        甲楼          | 潮声街道
    """,
    "tenancy": """
        uscc | building_code | area | month
        一   | 甲楼          | 3000 | 202501
        一   | 甲楼          | 3000 | 202502
        一   | 甲楼          | 3000 | 202503
    """,
    "tax": """
        uscc | total | month
        一   | 100   | 202501
        一   | 100   | 202502
        一   | 100   | 202503
    """,
}

AFTER = BEFORE | {
    "tenancy": """
        uscc | building_code | area | month
        一   | 甲楼          | 3000 | 202501
        一   | 甲楼          | 2000 | 202502
        二   | 甲楼          | 2500 | 202502
        一   | 甲楼          | 3000 | 202503
    """,
    "tax": """
        uscc | total | month
        一   | 100   | 202501
        一   | 70    | 202502
        一   | 100   | 202503
    """,
}


@pytest.fixture(scope="module")
def before(example: Callable[..., World]) -> World:
    return example(**BEFORE)


@pytest.fixture(scope="module")
def after(example: Callable[..., World]) -> World:
    return example(**AFTER)


def test_a_stock_changes_in_the_corrected_month_only(before: World, after: World) -> None:
    months = (202501, 202502, 202503)
    assert [before.number("occupancy_rate", "甲楼", m)[0] for m in months] == [3000, 3000, 3000]
    assert [after.number("occupancy_rate", "甲楼", m)[0] for m in months] == [3000, 4500, 3000]


def test_a_year_s_tax_changes_from_the_corrected_month_on(before: World, after: World) -> None:
    months = (202501, 202502, 202503)
    assert [before.number("building_tax", month=m) for m in months] == [100, 200, 300]
    assert [after.number("building_tax", month=m) for m in months] == [100, 170, 270]
