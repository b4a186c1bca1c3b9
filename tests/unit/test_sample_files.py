"""Files of a sample: the same each time, readable, and saying what they should."""

import datetime as dt
import hashlib
from pathlib import Path

import polars as pl
import pytest
from sample_examples import district, rows_read, scale

from louyu.nouns.noun import Type
from louyu.sample import Dirt, sample_write
from louyu.sample.departments import reports
from louyu.sample.world import world

FIRST, LAST = 202311, 202402


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("none")
    sample_write(folder, district(), scale(FIRST, LAST), dirt=Dirt.NONE, workers=1)
    return folder


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("heavy")
    sample_write(folder, district(), scale(FIRST, LAST), dirt=Dirt.HEAVY, workers=1)
    return folder


@pytest.fixture(params=["clean", "heavy"])
def written(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    """Whoever writes them: one process or two."""
    dirt, workers = (Dirt.HEAVY, 1) if "heavy" in written.name else (Dirt.NONE, 2)
    sample_write(tmp_path, district(), scale(FIRST, LAST), dirt=dirt, workers=workers)
    assert hashes(tmp_path) == hashes(written)


def test_every_file_of_the_handover_list_can_be_read(written: Path) -> None:
    delivery = pl.read_csv(written / "delivery.csv")
    assert delivery.columns == ["file", "dataset", "sender", "month", "received_at"]
    assert delivery["received_at"].is_sorted()
    on_disk = {path.relative_to(written).as_posix() for path in (written / "files").rglob("*.*")}
    assert set(delivery["file"]) == on_disk
    assert {path.rpartition(".")[2] for path in on_disk} == {"xlsx", "csv"}
    for path, dataset in zip(delivery["file"], delivery["dataset"], strict=True):
        _, rows = rows_read(written / path)
        headers = {
            h for column in district().contracts[dataset].columns.values() for h in column.headers
        }
        assert any(sum(str(cell) in headers for cell in row) >= 2 for row in rows[:4]), path
        assert "演示数据" in path


def test_later_files_replace_earlier_ones(written: Path) -> None:
    delivery = pl.read_csv(written / "delivery.csv")
    delivery = delivery.with_columns(
        pl.col("sender").map_elements(official, return_dtype=pl.String)
    )
    twice = delivery.filter(pl.struct("dataset", "sender", "month").is_duplicated())
    assert set(twice["dataset"]) >= {"tax", "tenancy", "building", "registration"}
    for _, files in twice.group_by("dataset", "sender", "month", maintain_order=True):
        assert ["初报" in file for file in files["file"]] == [True, False]


def official(sender: str) -> str:
    street, department = district().street_named(sender), district().department_named(sender)
    return street.name if street else department.name if department else sender


def test_rows_are_where_the_truth_says(written: Path) -> None:
    """Every row of the occupants' lists names, in some way, the organisation it is about."""
    names = pl.read_csv(written / "truth" / "enterprises.csv")
    by_id: dict[str, set[str]] = {}
    for enterprise, name in zip(names["enterprise"], names["name"], strict=True):
        by_id.setdefault(enterprise, set()).add(name)
    identity = pl.read_parquet(written / "truth" / "identity.parquet")
    identity = identity.filter(pl.col("dataset") == "tenancy")
    damage = pl.read_csv(written / "truth" / "dirt.csv", schema_overrides={"row": pl.Int64})
    damage = damage.filter(pl.col("kind").str.starts_with("name_"))
    otherwise = set(damage.select("file", "row").rows())
    seen = 0
    for (file,), rows in identity.group_by(["file"], maintain_order=True):
        sheet, lines = rows_read(written / str(file))
        for row in rows.iter_rows(named=True):
            assert (row["sheet"] or "") == sheet
            cells = [str(cell) for cell in lines[row["row"] - 1]]
            known = {
                name.replace("(", "（").replace(")", "）") for name in by_id[row["enterprise"]]
            }
            said = cells[0].replace("(", "（").replace(")", "）").replace(" ", "")
            told = row["enterprise"] in cells or said in known
            assert told or (row["file"], row["row"]) in otherwise, (file, row)
            assert row["enterprise_name"] == cells[0], "what a row says is in the truth too"
            seen += 1
    assert seen == len(identity) > 500


def value(cell: object, kind: Type) -> object:
    if cell in ("", None):
        return None
    if kind in (Type.MONEY, Type.AREA):
        return round(float(str(cell)) * 100)
    if kind in (Type.INTEGER,):
        return int(float(str(cell)))
    if kind is Type.REAL:
        return float(str(cell))
    if kind is Type.DATE:
        return cell if isinstance(cell, dt.date) else dt.date.fromisoformat(str(cell))
    return cell


@pytest.mark.parametrize("dataset", ["tenancy", "tax", "building", "space"])
def test_clean_files_say_the_world_exactly(clean: Path, dataset: str) -> None:
    contract = district().contracts[dataset]
    table = reports(world(district(), scale(FIRST, LAST)))[dataset]
    delivery = pl.read_csv(clean / "delivery.csv").filter(pl.col("dataset") == dataset)
    for file in delivery.filter(~pl.col("file").str.contains("初报")).iter_rows(named=True):
        _, rows = rows_read(clean / file["file"])
        head = next(
            k
            for k, row in enumerate(rows)
            if contract.columns[
                "building_code" if "building_code" in contract.columns else "uscc"
            ].header
            in row
        )
        names = {column.header: name for name, column in contract.columns.items()}
        month = int(file["month"].replace("-", ""))
        expected = table.filter(pl.col("month") == month, pl.col("sender") == file["sender"])
        assert len(rows) - head - 1 == len(expected)
        for place, header in enumerate(rows[head]):
            name = names[header]
            kind = contract.noun[name].type
            said = [value(row[place], kind) for row in rows[head + 1 :]]
            assert said == expected[name].to_list(), (file["file"], header)


def test_damage_is_listed_where_it_is(clean: Path, heavy: Path) -> None:
    kinds = set(pl.read_csv(clean / "truth" / "dirt.csv")["kind"])
    assert kinds == {"file_first", "file_late"}
    listed = pl.read_csv(heavy / "truth" / "dirt.csv", schema_overrides={"row": pl.Int64})
    kinds = set(listed["kind"])
    assert kinds >= {"uscc_missing", "uscc_typo", "name_short", "row_duplicate", "total_row"}
    for row in listed.filter(pl.col("kind") == "total_row").iter_rows(named=True):
        _, lines = rows_read(heavy / row["file"])
        assert lines[row["row"] - 1][0] == "合计"
    identity = pl.read_parquet(heavy / "truth" / "identity.parquet")
    blank = listed.filter(pl.col("kind") == "uscc_missing").join(
        identity, on=["file", "row"], how="inner"
    )
    assert len(blank) > 50
    for row in blank.head(200).iter_rows(named=True):
        _, lines = rows_read(heavy / row["file"])
        assert row["enterprise"] not in [str(cell) for cell in lines[row["row"] - 1]]
