"""One sample, two engines: the edition that Spark builds has the bytes of DuckDB's."""

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from louyu.cli import main

pytest.importorskip("pyspark", reason="make test-spark has Spark")
ROOT = Path(__file__).parents[2]


def louyu(*arguments: str) -> None:
    found = CliRunner().invoke(main, arguments)
    # 1: rows were quarantined, as in any real district.
    assert found.exit_code in (0, 1), found.output


def tables(home: Path) -> dict[str, str]:
    """Every table's file of the one edition, by its path, and its SHA-256."""
    (edition,) = [path.parent for path in (home / "editions").glob("*/manifest.json")]
    files = sorted(path for path in edition.rglob("*.parquet"))
    assert files
    return {
        str(path.relative_to(edition)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_spark_and_duckdb_build_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = tmp_path / "sample"
    size = ("--buildings", "30", "--enterprises", "600", "--from", "2025-12", "--to", "2026-02")
    louyu("sample", str(sample), *size)
    monkeypatch.setenv("LOUYU_DISTRICT", str(ROOT / "districts" / "sample"))
    found = {}
    for engine in ("duckdb", "spark"):
        home = str(tmp_path / engine)
        louyu("submit", "--home", home, "--delivery", str(sample / "delivery.csv"))
        louyu("build", "--home", home, "--engine", engine, "--threads", "1")
        found[engine] = tables(tmp_path / engine)
    assert found["spark"] == found["duckdb"]
