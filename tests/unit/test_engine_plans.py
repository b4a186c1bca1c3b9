"""Plans: a call known from before is not made again, and gives the same rows."""

from functools import partial
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from louyu.engine import Blank, Engine, engine_open

CALLED: list[int] = []


def above(rows: ibis.Table, limit: int) -> ibis.Table:
    CALLED.append(limit)
    return rows.filter(rows.n > limit)


def doubled(rows: ibis.Table) -> ibis.Table:
    return rows.select(twice=rows.n * 2)


def numbers(engine: Engine, rows: pa.Table, limit: int) -> list[int]:
    table = engine.table(rows)
    kept = engine.materialise(partial(doubled, partial(above, table, limit)))
    return sorted(engine.arrow(kept)["twice"].to_pylist())


ROWS = pa.table({"n": [1, 2, 3]})


def test_a_call_is_made_once_for_all_builds(tmp_path: Path) -> None:
    CALLED.clear()
    file = tmp_path / "cache" / "plans-1.json"
    for rows, limit, expected in [
        (ROWS, 1, [4, 6]),
        (pa.table({"n": [7]}), 1, [14]),
        (ROWS, 2, [6]),
        (pa.table({"n": [2.5]}), 2, [5.0]),
    ]:
        with engine_open("duckdb", threads=1, plans=file) as engine:
            assert numbers(engine, rows, limit) == expected
    assert CALLED == [1, 2, 2], "other rows: the same call; another limit or type: another one"


def test_a_file_of_plans_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "plans-1.json"
    for damage in ("", '{"a": {"sql"', '{"a": {"sql": ""}}'):
        file.write_text(damage, encoding="utf-8")
        with engine_open("duckdb", threads=1, plans=file) as engine:
            assert numbers(engine, ROWS, 1) == [4, 6]


def test_plans_of_another_version_go(tmp_path: Path) -> None:
    (tmp_path / "plans-old.json").write_text("{}", encoding="utf-8")
    with engine_open("duckdb", threads=1, plans=tmp_path / "plans-new.json") as engine:
        numbers(engine, ROWS, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["plans-new.json"]


def test_an_argument_that_says_nothing_of_itself_is_loud() -> None:
    with engine_open("duckdb", threads=1) as engine, pytest.raises(AttributeError):
        engine.materialise(partial(above, engine.table(ROWS), object()))


def of_name(rows: ibis.Table, name: str, least: int) -> ibis.Table:
    return rows.filter(rows["name"] == name, rows.n >= least)


def test_one_plan_serves_every_value_of_its_blanks() -> None:
    rows = pa.table({"name": ["甲", "乙'; DROP", "乙'; DROP"], "n": [1, 2, 2_000_000_000]})
    made = []
    with engine_open(threads=1) as engine:
        table = engine.table(rows)
        compiled = engine.compiled
        engine.compiled = lambda expr: made.append(expr) or compiled(expr)
        found = [
            engine.arrow(partial(of_name, table, Blank("name", name), Blank("least", least)))["n"]
            for name, least in (("甲", 1), ("乙'; DROP", 2), ("乙'; DROP", 3), ("丙", 0))
        ]
    assert [column.to_pylist() for column in found] == [
        [1],
        [2, 2_000_000_000],
        [2_000_000_000],
        [],
    ]
    assert len(made) == 1
