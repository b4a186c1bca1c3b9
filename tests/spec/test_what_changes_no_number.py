"""Invariants: neither the order of rows nor rows about nobody change a number; sums add up."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec_world import World
from test_standing_of_enterprises import WORLD as ENTERPRISES
from test_tenancies_of_a_month import WORLD as TENANCIES

from louyu.engine import Engine
from louyu.indicators import INDICATORS
from louyu.registers.area import capped

NOBODY = {
    "tenancy": """
        enterprise_name | building_code | area
        某有限公司      | 不在册的楼    | 900
    """,
    "tax": """
        uscc   | total
        无楼者 | 1000000
    """,
    "registration": """
        uscc   | registered_address
        无楼者 | 别处
    """,
    "recognition": """
        building_code | recognised_on
        不在册的楼    | 2025-01-01
    """,
}
"""What no number is about: an unknown building, an organisation in no building."""


@dataclass
class Shuffled(World):
    """The same statements in another order, with rows about nobody among them."""

    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def statement(self, dataset: str) -> "pa.Table":
        table = self.engine.arrow(super().statement(dataset))
        order = list(range(table.num_rows))
        self.chance.shuffle(order)
        return self.engine.table(table.take(pa.array(order, pa.int64())))


@pytest.mark.parametrize("drawings", [ENTERPRISES, TENANCIES], ids=["enterprises", "tenancies"])
def test_order_and_nobody_s_rows_change_no_number(
    engine: Engine, example: Callable[..., World], drawings: dict[str, str]
) -> None:
    world = example(**drawings)
    said = {name: text for name, text in drawings.items() if name not in ("first", "until")}
    for name, text in NOBODY.items():
        one, other = said.get(name, ""), text
        said[name] = "\n\n".join(part.strip("\n") for part in (other, one) if part)
    shuffled = Shuffled(engine, world.first, world.until, said)
    assert shuffled.numbers == world.numbers


@pytest.mark.parametrize("drawings", [ENTERPRISES, TENANCIES], ids=["enterprises", "tenancies"])
def test_plain_sums_of_buildings_make_streets_and_streets_the_district(
    example: Callable[..., World], drawings: dict[str, str]
) -> None:
    world = example(**drawings)
    streets = {street.name for street in world.district.streets}
    sums = [key for key, each in INDICATORS.items() if each.counts == "sum"]
    months = {month for _, _, month in world.numbers}
    assert len(sums) > 5
    for key in sums:
        for month in months:
            numbers = {
                scope: number if isinstance(number, tuple) else (number,)
                for (indicator, scope, of), number in world.numbers.items()
                if (indicator, of) == (key, month)
            }
            if "district" not in numbers:  # a year without a year before to compare with
                continue
            whole = numbers.pop("district")
            for level in (streets, numbers.keys() - streets):
                parts = [numbers[scope] for scope in level if scope in numbers]
                if parts:  # a parcel is in no building
                    assert tuple(map(sum, zip(*parts, strict=True))) == whole, (key, month)


ROWS = st.lists(
    st.tuples(st.sampled_from(["一", "二", "三"]), st.integers(0, 900)), min_size=1, max_size=12
)


@settings(max_examples=15)
@given(ROWS, st.integers(0, 1500), st.randoms(use_true_random=False))
def test_a_cap_is_exact_takes_from_everyone_and_does_not_mind_order(
    engine: Engine, rows: list[tuple[str, int]], whole: int, chance: random.Random
) -> None:
    said = [
        {"month": 202501, "building": "甲楼", "enterprise": enterprise, "area": area,
         "batch": "b", "sheet": "s", "row": n, "whole": whole}
        for n, (enterprise, area) in enumerate(rows)
    ]  # fmt: skip

    def held() -> dict[int, int]:
        table = engine.table(pa.Table.from_pylist(said))
        scaled = capped(table, group=["month", "building"], weight=table.area)
        found = engine.arrow(scaled.select("row", "held_area")).to_pylist()
        return {row["row"]: row["held_area"] for row in found}

    before = held()
    stated = {row["row"]: row["area"] for row in said}
    if sum(stated.values()) <= whole:
        assert before == {}
    else:
        assert sum(before.values()) == whole
        assert all(0 <= before[row] <= stated[row] for row in stated)
    chance.shuffle(said)
    assert held() == before
