"""The engine: tables in and out, and a writer whose bytes depend on the rows alone."""

import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from duckdb import ConversionException
from edition_examples import rows, tax_rows

from louyu.engine import Engine, EngineError, engine_open, grown
from louyu.nouns import NOUNS

SORT = ["street", "building"]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_open(threads=2) as opened:
        yield opened


def hashes(paths: list[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def test_a_table_goes_in_and_comes_out(engine: Engine) -> None:
    table = engine.table(pa.table({"month": [1, 2, 2], "paid": [5, 6, 7]}))
    paid = engine.materialise(table.group_by("month").agg(paid=table["paid"].sum()))
    assert engine.arrow(paid.order_by("month")).to_pylist() == [
        {"month": 1, "paid": 5},
        {"month": 2, "paid": 13},
    ]


def test_released_tables_are_gone_and_the_kept_stay(engine: Engine) -> None:
    kept, other = (engine.table(pa.table({"n": [number]})) for number in (1, 2))
    assert engine.arrow(other).num_rows == 1, "made, so that nothing is left to wait for"
    engine.release([kept.filter(kept["n"] > 0)])
    assert engine.arrow(kept).to_pylist() == [{"n": 1}]
    with pytest.raises(Exception, match="does not exist"):
        engine.arrow(other)


def test_what_goes_wrong_in_a_run_is_told_by_who_needs_its_rows() -> None:
    with engine_open("duckdb", threads=2) as running:
        said = running.table(pa.table({"text": ["1", "no number"]}))
        wrong = running.materialise(said.select(number=said.text.cast("int64")))
        after = running.materialise(wrong.mutate(more=wrong.number + 1))
        running.release([said, after])
        called: list[int] = []
        told = running.when_made(lambda: called.append(1))
        with pytest.raises(ConversionException, match="no number"):
            running.arrow(after)
        with pytest.raises(ConversionException):
            told.result()
        assert not called
        assert running.arrow(said).num_rows == 2, "the engine goes on"


def test_no_file_is_an_empty_table_of_the_noun(engine: Engine) -> None:
    table = engine.parquet([], NOUNS["tax"])
    assert table.columns == tuple(NOUNS["tax"].schema)
    assert engine.arrow(table).num_rows == 0
    with pytest.raises(EngineError, match="空表"):
        engine.parquet([])


def test_a_folder_named_like_a_pattern_is_a_folder(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "a=1" / "区[1]*'x'.parquet"
    path.parent.mkdir()
    pq.write_table(pa.table({"n": [7]}), path)
    assert engine.arrow(engine.parquet([path])).to_pylist() == [{"n": 7}]


def test_one_file_a_month_sorted_and_complete(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(tax_rows(200))
    paths = engine.write(table, tmp_path, noun=NOUNS["tax"], sort=SORT, partition="month")
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "tax/202501.parquet",
        "tax/202502.parquet",
    ]
    february = pq.read_table(paths[1])
    assert february.column_names == list(NOUNS["tax"].schema)
    assert february.select(["street", "building", "total"]).to_pylist() == [
        {"street": "乙街道", "building": "B2", "total": 200},
        {"street": "甲街道", "building": "B1", "total": 200},
        {"street": "甲街道", "building": "B3", "total": 200},
    ]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    """In any order, with any number of threads, over several row groups."""
    table = tax_rows(200, buildings=150_000)
    backwards = table.take(pa.array(range(table.num_rows - 1, -1, -1)))
    seen = []
    for number, (given, threads) in enumerate([(table, 1), (backwards, 2), (table, 3)]):
        with engine_open(threads=threads) as engine:
            held = engine.table(given)
            paths = engine.write(
                held, tmp_path / str(number), noun=NOUNS["tax"], sort=SORT, partition="month"
            )
            seen.append(hashes(paths))
    assert pq.read_metadata(paths[0]).num_row_groups > 1
    assert seen[0] == seen[1] == seen[2]


def test_a_missing_or_unknown_column_is_loud(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(
        rows("lead", {"lead": "L1"}).rename_columns(
            ["said" if name == "state" else name for name in NOUNS["lead"].schema]
        )
    )
    with pytest.raises(EngineError, match=r"缺少 \['state'\]，多出 \['said'\]"):
        engine.write(table, tmp_path, noun=NOUNS["lead"], sort=["lead"])


def test_files_of_older_and_newer_code_are_read_together(engine: Engine, tmp_path: Path) -> None:
    older, newer = tmp_path / "older.parquet", tmp_path / "newer.parquet"
    whole = tax_rows(200)
    pq.write_table(whole.drop_columns(["local", "sheet"]), older)
    pq.write_table(whole.drop_columns(["sheet"]), newer)
    for paths in ([older, newer], [newer, older]):
        read = engine.arrow(grown(engine.parquet(paths), NOUNS["tax"]))
        assert read["local"].null_count == whole.num_rows == read.num_rows / 2
        assert read["sheet"].null_count == read.num_rows


def test_scratch_goes_with_the_engine(tmp_path: Path) -> None:
    with engine_open(scratch=tmp_path) as engine:
        assert [engine.scratch] == list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(EngineError, match="没有名为“oracle”的引擎，可用：duckdb、spark"):
        engine_open("oracle")


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="Spark is installed")
def test_without_spark_the_message_says_what_to_install() -> None:
    with pytest.raises(EngineError, match=r"pip install 'louyu\[spark\]'"):
        engine_open("spark")


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="Spark is not installed")
def test_spark_writes_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("duckdb", "spark"):
        with engine_open(name, threads=2) as engine:
            table = engine.table(tax_rows(200))
            doubled = table.mutate(total=table["total"] * 2)
            paths = engine.write(
                doubled, tmp_path / name, noun=NOUNS["tax"], sort=SORT, partition="month"
            )
            written.append(hashes(paths))
    assert written[0] == written[1]
