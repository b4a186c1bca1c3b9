"""What has come makes only its months anew, and every byte is that of a build of everything."""

import csv
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from louyu.cli import main
from louyu.district import district_read
from louyu.door import batches, submit, withdraw
from louyu.edition import damages
from louyu.pipeline import Built, build

DISTRICT = district_read(Path(__file__).parents[2] / "districts" / "sample")
LATE = ("tenancy", "tax", "registration", "building", "statistical_unit", "space", "insured")


def deliveries(folder: Path) -> list[dict[str, str]]:
    with (folder / "delivery.csv").open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    size = ["--buildings", "24", "--enterprises", "400", "--from", "2024-07", "--to", "2024-10"]
    asked = CliRunner().invoke(main, ["sample", str(folder), *size, "--dirt", "heavy"])
    assert asked.exit_code == 0, asked.output
    return folder


def handed(home: Path, sample: Path, said: dict[str, str]) -> None:
    month = int(said["month"].replace("-", ""))
    submit(
        home, DISTRICT, sample / said["file"],
        dataset=said["dataset"], sender=said["sender"], month=month,
    )  # fmt: skip


def corrected(home: Path, file: Path) -> None:
    """A street says that a building is twice as large as listed."""
    edition = build(home, DISTRICT, threads=2).edition
    row = min(edition.rows("building", 202410).to_pylist(), key=lambda row: row["building"])
    said = f"楼宇编码,建筑面积,性质,理由\n{row['building']},{row['floor_area'] / 50},更正,实测\n"
    file.write_text(said, encoding="utf-8")
    submit(home, DISTRICT, file, sender=row["street"], month=202409)


def files(built: Built) -> dict[str, str]:
    return built.edition.manifest.contents


def made_anew(home: Path, other: Path) -> dict[str, str]:
    """The same batches built where no edition is."""
    other.mkdir()
    (other / "batches").symlink_to(home / "batches")
    return files(build(other, DISTRICT, threads=2))


def test_a_build_over_the_last_edition_is_a_build_of_everything(
    sample: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    draw = random.Random(7)
    every = deliveries(sample)
    late = [draw.choice([said for said in every if said["dataset"] == name]) for name in LATE]
    for said in every:
        if said not in late:
            handed(home, sample, said)
    build(home, DISTRICT, threads=2)
    renewed = 0
    for number, said in enumerate(draw.sample(late, len(late))):
        handed(home, sample, said)
        if number == 2:
            corrected(home, tmp_path / "2024年9月楼宇更正.csv")
        if number == 3:
            lists = (b for b in batches(home) if (b.dataset, b.month) == ("tenancy", 202409))
            withdraw(home, next(lists).batch)
        built = build(home, DISTRICT, threads=2)
        renewed += built.renewed is not None
        assert not list(damages(built.edition))
        if number % 3 == 0:
            assert files(built) == made_anew(home, tmp_path / f"other{number}"), said
    assert renewed >= 5, "it was not all made anew each time"
