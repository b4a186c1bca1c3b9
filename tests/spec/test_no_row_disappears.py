"""Every row taken in is in a register or listed as 未识别 with its reason."""

from collections.abc import Callable

import pytest
from spec_world import World
from test_areas_held import WORLD as AREAS
from test_events_of_buildings import WORLD as EVENTS
from test_identity_of_mentions import WORLD as MENTIONS
from test_standing_of_enterprises import WORLD as ENTERPRISES
from test_tenancies_of_a_month import WORLD as TENANCIES

from louyu.nouns import STATEMENTS

WORLDS = {
    "areas": AREAS,
    "events": EVENTS,
    "mentions": MENTIONS,
    "enterprises": ENTERPRISES,
    "tenancies": TENANCIES,
}
ROW = ("batch", "sheet", "row")


@pytest.mark.parametrize("drawings", WORLDS.values(), ids=WORLDS)
def test_a_row_is_used_or_listed_with_its_reason(
    example: Callable[..., World], drawings: dict[str, str]
) -> None:
    world = example(**drawings)
    # Of a building list and of a word on a building every cell may count.
    for dataset in STATEMENTS.keys() - {"building", "building_correction"}:
        taken = world.engine.arrow(world.statements[dataset].select(ROW)).to_pylist()
        register = world.registers["enterprise" if dataset == "registration" else dataset]
        used = world.engine.arrow(register.select(ROW)).to_pylist()
        listed = world.rows("unresolved", *ROW, "reason", dataset=dataset)
        assert all(reason for *_, reason in listed)
        found = {tuple(row.values()) for row in used} | {tuple(row) for *row, _ in listed}
        assert {tuple(row.values()) for row in taken} <= found, dataset


def test_of_several_rows_on_one_thing_the_beaten_are_listed(example: Callable[..., World]) -> None:
    events = example(**EVENTS).rows("unresolved", "dataset", "said", "used", "reason")
    assert events == [
        ("parcel", "一号", False, "同一对象另有更晚或更优先的一行，以那一行为准"),
        ("recognition", "乙楼", False, "同一对象另有更晚或更优先的一行，以那一行为准"),
        ("renovation", "乙楼", False, "同一对象另有更晚或更优先的一行，以那一行为准"),
    ]
    tenancies = example(**TENANCIES)
    assert tenancies.rows("unresolved", "said", "month", "reason", subject="building") == [
        ("南楼", 202503, "这幢楼宇该月以另一份清单为准"),
    ]
