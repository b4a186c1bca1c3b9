"""The benchmark of enterprise identity itself: its measures count right, its truth is the truth."""

import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

BENCH = Path(__file__).parents[2] / "bench"
TRUTH = pl.DataFrame({"record": list("abcdef"), "entity": [1, 1, 1, 2, 2, 3]})
"""Four pairs are to be found: ab, ac, bc, de."""


@pytest.fixture(autouse=True)
def bench_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])


def test_pairs_are_measured_against_all_pairs_of_one_entity() -> None:
    from identity_measures import pair_measures

    found = pl.DataFrame(
        [
            ("a", "b", 0.99, "same"),
            ("d", "e", 0.95, "same"),
            ("a", "c", 0.80, "ask"),
            ("c", "d", 0.60, "ask"),
            ("e", "f", 0.30, "ask"),
        ],
        schema=["left", "right", "score", "band"],
        orient="row",
    )
    measures = pair_measures(found, TRUTH)
    assert measures == {
        "P": 3 / 4,
        "R": 3 / 4,
        "F1": 3 / 4,
        "auto P": 1.0,
        "auto R": 2 / 4,
        "R@.999": 3 / 4,
    }


def test_clusters_are_measured_by_pairs_by_record_and_by_branches() -> None:
    from identity_measures import ask_share, cluster_measures

    clusters = pl.DataFrame({"record": list("abcdef"), "cluster": list("aacdcf")})
    branches = pl.DataFrame({"entity": [2, 3], "parent": [1, 1]})
    measures = cluster_measures(clusters, TRUTH, branches)
    assert (measures["cl P"], measures["cl R"]) == (1 / 2, 1 / 4)
    assert measures["B3 P"] == pytest.approx((1 + 1 + 1 / 2 + 1 + 1 / 2 + 1) / 6)
    assert measures["B3 R"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 / 2 + 1 / 2 + 1) / 6)
    assert measures["branches"] == 1 / 2
    pairs = pl.DataFrame({"left": ["a", "e"], "right": ["b", "f"], "band": ["ask", "ask"]})
    records = pl.DataFrame({"record": list("abcdef"), "uscc": [None] * 4 + ["U1", None]})
    assert ask_share(pairs, clusters, records) == 2 / 6
    two_codes = records.with_columns(uscc=pl.lit("U") + pl.col("record"))
    assert ask_share(pairs, clusters, two_codes) == 0


def noisy(noise: str) -> tuple[pl.DataFrame, list[Any]]:
    from invented import World
    from negatives import originals
    from noise import NOISES, records

    made = originals(World(400, 5), 400)
    return records(made, NOISES[noise], 5), made


def test_the_same_seed_gives_the_same_records_and_every_original_once() -> None:
    table, made = noisy("heavy")
    assert table.equals(noisy("heavy")[0])
    assert table["record"].is_unique().all()
    registered = table.filter("registered").sort("entity")
    assert registered["name"].to_list() == [one.name for one in made]
    assert registered["uscc"].is_unique().all()


def test_a_copy_bears_its_own_code_or_none() -> None:
    table, made = noisy("heavy")
    code = {one.entity: one.uscc for one in made}
    told = table.drop_nulls("uscc").select("entity", "uscc").rows()
    assert all(code[entity] == uscc for entity, uscc in told)
    assert noisy("no-uscc")[0].filter(~pl.col("registered"))["uscc"].is_null().all()


def test_a_real_name_is_taken_apart_without_loss() -> None:
    from names_file import parted

    branch = parted("汐临云帆电气科技有限公司岚溪分公司", "澜江省汐临市")
    assert branch == {
        "place": "汐临",
        "word": "云帆",
        "trade": "电气科技",
        "form": "有限公司",
        "tail": "岚溪分公司",
    }
    for name in (
        "鲜",
        "云帆（汐临）网络有限公司",
        "Acme Co., Ltd.",
        "汐临县云帆小吃店（个体工商户）",
    ):
        assert "".join(parted(name, "澜江省汐临市").values()) == name
