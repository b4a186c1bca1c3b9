"""Verifying and comparing editions: damage is named by file, differences by number."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from edition_examples import edition_made

from louyu.edition import (
    Damage,
    batch_changes,
    damages,
    months_changed,
    other_inputs_changed,
    value_changes,
)
from louyu.engine import Engine, engine_open

FEBRUARY = "tax/202502.parquet"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_open(threads=1) as opened:
        yield opened


def overwrite(path: Path, position: int) -> None:
    """Flips one byte in place, as a failing disk would."""
    path.chmod(0o644)
    with path.open("r+b") as stream:
        stream.seek(position)
        byte = stream.read(1)[0]
        stream.seek(position)
        stream.write(bytes([byte ^ 0xFF]))


def test_one_flipped_byte_is_found_in_the_file_and_its_object(
    engine: Engine, tmp_path: Path
) -> None:
    edition = edition_made(tmp_path, engine)
    overwrite(edition.folder / FEBRUARY, 100)
    sha256 = edition.manifest.contents[FEBRUARY]
    assert [(d.path, d.wrong) for d in damages(edition)] == [
        (FEBRUARY, "内容与清单的校验和不符"),
        (f"objects/{sha256}.parquet（{FEBRUARY}）", "内容与清单的校验和不符"),
    ]


def test_missing_short_and_strange_files_are_named(engine: Engine, tmp_path: Path) -> None:
    edition = edition_made(tmp_path, engine)
    (edition.folder / "lead.parquet").unlink()
    (edition.folder / "tax" / "202503.parquet").write_bytes(b"PAR1")
    size = (edition.folder / FEBRUARY).stat().st_size
    (edition.folder / FEBRUARY).unlink()
    (edition.folder / FEBRUARY).write_bytes(b"PAR1")
    assert list(damages(edition)) == [
        Damage(edition.name, "lead.parquet", "文件不见了"),
        Damage(edition.name, FEBRUARY, f"大小是 4 字节，应为 {size}"),
        Damage(edition.name, "tax/202503.parquet", "清单中没有这个文件"),
    ]


def test_a_damaged_object_is_not_shared_with_the_next_edition(
    engine: Engine, tmp_path: Path
) -> None:
    first = edition_made(tmp_path, engine, paid=200)
    overwrite(first.folder / FEBRUARY, 100)
    second = edition_made(tmp_path, engine, paid=200)
    assert not list(damages(second))
    assert [d.path for d in damages(first)] == [FEBRUARY]


def test_a_number_that_differs_and_nothing_else(engine: Engine, tmp_path: Path) -> None:
    first = edition_made(tmp_path, engine, paid=200)
    second = edition_made(tmp_path, engine, paid=300)
    assert months_changed(first, second, "tax") == [202502]
    assert engine.arrow(value_changes(engine, first, second)).to_pylist() == [
        {
            "indicator": "building_tax",
            "level": "district",
            "scope": "演示区",
            "month": 202502,
            "numerator_before": 600,
            "denominator_before": None,
            "numerator_after": 900,
            "denominator_after": None,
        }
    ]
    assert engine.arrow(value_changes(engine, first, first)).num_rows == 0
    assert set(other_inputs_changed(first, second)) == {"code_sha256"}
    assert batch_changes(first, second) == []
