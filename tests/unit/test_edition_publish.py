"""Editions: published whole or not at all, shared by hash, read without what is not cleared."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from edition_examples import MONTH, edition_made, inputs

from louyu.edition import (
    EditionError,
    ManifestDamagedError,
    damages,
    drafting,
    edition_open,
    editions,
)
from louyu.engine import Engine, engine_open, looked_up


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_open(threads=1) as opened:
        yield opened


def test_the_newest_is_published_and_old_ones_stay_readable(engine: Engine, tmp_path: Path) -> None:
    first = edition_made(tmp_path, engine, paid=200)
    second = edition_made(tmp_path, engine, paid=300)
    assert (first.name, second.name) == ("2025-02.1", "2025-02.2")
    assert edition_open(tmp_path).name == "2025-02.2"
    assert [edition.name for edition in editions(tmp_path)] == ["2025-02.1", "2025-02.2"]
    for edition, paid in ((first, 600), (second, 900)):
        values = edition_open(tmp_path, edition.name).rows("indicator_value", MONTH)
        assert values["numerator"].to_pylist() == [paid]
    assert not list(damages(first)) + list(damages(second))


def test_an_edition_of_older_code_is_read_with_what_it_did_not_know_empty(
    engine: Engine, tmp_path: Path
) -> None:
    edition = edition_made(tmp_path, engine, paid=200)
    (file,) = edition.files("indicator_value", MONTH)
    rows = pq.read_table(file, partitioning=None)
    file.unlink()  # it is shared by hash
    pq.write_table(rows.drop_columns(["denominator"]), file)
    read = edition_open(tmp_path).rows("indicator_value", MONTH)
    assert read["denominator"].null_count == read.num_rows == rows.num_rows
    assert read["numerator"].to_pylist() == rows["numerator"].to_pylist()
    by_engine = engine.arrow(edition_open(tmp_path).table(engine, "indicator_value", MONTH))
    assert by_engine["denominator"].null_count == rows.num_rows


def test_an_unchanged_month_is_the_same_object(engine: Engine, tmp_path: Path) -> None:
    first = edition_made(tmp_path, engine, paid=200)
    second = edition_made(tmp_path, engine, paid=300)
    assert first.files("tax", 202501)[0].samefile(second.files("tax", 202501)[0])
    assert not first.files("tax", 202502)[0].samefile(second.files("tax", 202502)[0])
    objects = list((tmp_path / "editions" / "objects").iterdir())
    assert {path.stem for path in objects} == {
        sha256 for each in (first, second) for sha256 in each.manifest.contents.values()
    }


def test_without_clearance_tax_is_not_there(engine: Engine, tmp_path: Path) -> None:
    edition = edition_made(tmp_path, engine)
    assert {"total", "local"}.isdisjoint(edition.table(engine, "tax", MONTH).columns)
    assert {"total", "local"}.isdisjoint(edition.rows("tax", columns=["total"]).column_names)
    cleared = edition_open(tmp_path, clearance="restricted")
    assert cleared.rows("tax", MONTH)["total"].to_pylist() == [200, 200, 200]
    assert engine.arrow(cleared.table(engine, "tax")).num_rows == 6


def test_no_rows_are_told_where_an_edition_has_none_and_no_table_that_there_is_not(
    engine: Engine, tmp_path: Path
) -> None:
    edition = edition_made(tmp_path, engine)
    assert engine.arrow(edition.table(engine, "tax", 202412)).num_rows == 0
    assert edition.rows("tax", 202412).num_rows == 0
    # A noun that the code has learnt since the edition was built: as a column it did not know.
    assert edition.rows("tenancy").num_rows == 0
    assert edition.rows("tenancy").column_names, "empty, with its columns"
    with pytest.raises(EditionError, match="没有“tenant”表"):
        edition.files("tenant")


def test_a_build_that_fails_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    edition_made(tmp_path, engine)
    before = sorted(tmp_path.rglob("*.parquet"))
    with pytest.raises(ZeroDivisionError), drafting(tmp_path, MONTH) as draft:
        draft.folder.joinpath("half.parquet").write_bytes(b"PAR1")
        raise ZeroDivisionError
    assert sorted(tmp_path.rglob("*.parquet")) == before
    assert edition_open(tmp_path).name == "2025-02.1"


def test_a_second_build_at_once_is_refused(tmp_path: Path) -> None:
    with (
        drafting(tmp_path, MONTH),
        pytest.raises(EditionError, match="另一个编制正在进行"),
        drafting(tmp_path, MONTH),
    ):
        pass


def test_the_lock_dies_with_its_holder(tmp_path: Path) -> None:
    holder = (
        "import os, signal, sys; from pathlib import Path; from louyu.edition import drafting\n"
        "with drafting(Path(sys.argv[1]), 202502): os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", holder, str(tmp_path)], check=False)
    assert done.returncode == -9
    with drafting(tmp_path, MONTH) as draft:
        assert draft.name == "2025-02.1"


def test_nothing_built_yet(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="请先运行 louyu build"):
        edition_open(tmp_path)


def test_an_unknown_edition_lists_the_known(engine: Engine, tmp_path: Path) -> None:
    edition_made(tmp_path, engine)
    with pytest.raises(EditionError, match=r"没有 2025-03.1 这一期（现有：2025-02.1）"):
        edition_open(tmp_path, "2025-03.1")
    with pytest.raises(EditionError, match="不是期号"):
        edition_open(tmp_path, "../2025-02.1")


def test_a_manifest_of_another_form_is_refused(engine: Engine, tmp_path: Path) -> None:
    edition = edition_made(tmp_path, engine)
    path = edition.folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": 2}))
    with pytest.raises(EditionError, match="清单版本是 2，本程序只认识版本 1"):
        edition_open(tmp_path)


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [
        ('"rows": 3', '"rows": 4'),
        ('"version": 1,', '"version": 1'),
        ('"month": 202502', '"moon": 2'),
    ],
)
def test_a_damaged_manifest_is_passed_over(
    engine: Engine, tmp_path: Path, sound: str, damaged: str
) -> None:
    edition_made(tmp_path, engine, paid=200)
    second = edition_made(tmp_path, engine, paid=300)
    path = second.folder / "manifest.json"
    path.write_text(path.read_text().replace(sound, damaged, 1))
    with pytest.raises(ManifestDamagedError, match="已损坏"):
        edition_open(tmp_path, second.name)
    assert edition_open(tmp_path).name == "2025-02.1"


def test_same_inputs_same_seal_but_for_the_name(engine: Engine, tmp_path: Path) -> None:
    first = edition_made(tmp_path, engine)
    second = edition_made(tmp_path, engine)
    assert first.manifest.contents == second.manifest.contents
    assert first.manifest.inputs == second.manifest.inputs == inputs()
    assert "timings.json" not in first.manifest.contents


def test_a_lookup_in_many_files_is_what_reading_them_finds(engine: Engine, tmp_path: Path) -> None:
    edition = edition_made(tmp_path, engine, paid=200)
    noun, column = "indicator_value", "scope"
    every = edition.rows(noun)
    files = edition.files(noun)
    assert len(files) > 1
    for name in set(every[column].to_pylist()):
        found = edition.rows(noun, where={column: [name, "nobody'; --"]})
        assert found.equals(every.filter(pc.equal(every[column], name)))
    assert edition.rows(noun, where={column: []}).num_rows == 0
    lacking = pa.schema([*every.schema, pa.field("unheard_of", pa.string())])
    assert looked_up(files, lacking, {column: ["x"]}) is None
