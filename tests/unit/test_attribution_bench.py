"""The benchmark of building attribution: its measures count right, ours reaches what is wanted."""

import sys
from pathlib import Path

import polars as pl
import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(autouse=True)
def bench_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])


def test_what_is_outside_every_building_counts_only_where_it_is_told_one() -> None:
    from attribution import measures

    both = pl.DataFrame(
        [
            ("A", "A", "certain", ["A"]),
            ("A", "B", "likely", ["B"]),
            ("A", None, "ask", ["A", "B"]),
            ("A", None, None, []),
            (None, "B", "certain", ["B"]),
            (None, None, None, []),
        ],
        schema=["truth", "building", "confidence", "candidates"],
        orient="row",
    )
    found = measures(both)
    assert found == {"answered": 2 / 4, "right": 1 / 3, "ask": 1 / 6, "reach": 2 / 4}


def test_one_seed_writes_one_district() -> None:
    from invented_addresses import addresses
    from invented_district import houses, register

    made = houses(60, 5)
    assert register(made).equals(register(houses(60, 5)))
    assert addresses(made, 200, 5).equals(addresses(made, 200, 5))
    assert not addresses(made, 200, 5).equals(addresses(made, 200, 6))


@pytest.mark.parametrize("noise", ["ways", "slips"])
def test_what_is_wanted_is_reached(noise: str) -> None:
    from attribution import SLIPS, measures, ours, slipped
    from invented_addresses import addresses
    from invented_district import houses, register

    made = houses(300, 12)
    said = addresses(made, 3000, 12) if noise == "ways" else slipped(made, 3000, 12, SLIPS[noise])
    found = measures(said.join(ours(said.select("text"), register(made)), on="text"))
    assert found["right"] >= 0.99
    assert found["answered"] >= 0.92
