"""District folders: what is right reads, what is wrong is said with its place."""

import shutil
from pathlib import Path

import pytest

from louyu.district import DistrictError, district_read

DISTRICTS = Path(__file__).parents[2] / "districts"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DISTRICTS / "sample", tmp_path / "place")
    return tmp_path / "place"


def test_the_plan_of_lucheng_is_whole() -> None:
    district = district_read(DISTRICTS / "lucheng")
    assert (len(district.streets), len(district.targets), len(district.goals)) == (14, 12, 12)
    assert (len(district.tasks), len(district.projects)) == (32, 45)
    assert sum(project.floor_area or 0 for project in district.projects) == 6_011_702
    units = {d.id for d in district.departments} | {s.name for s in district.streets}
    for task in district.tasks:
        assert {*task.lead, *task.units} <= units | {"street", "sector"}


def test_a_parameter_has_the_value_of_its_month(folder: Path) -> None:
    path = folder / "parameters.yml"
    dated = "values: [{from: 2023-01, value: 5000}, {from: 2025-07, value: 3000}]"
    path.write_text(path.read_text().replace("values: [{from: 2023-01, value: 5000}]", dated))
    minimum = district_read(folder).parameters["office_area_minimum"]
    assert [minimum.at(month) for month in (202301, 202506, 202507)] == [5000, 5000, 3000]
    with pytest.raises(DistrictError, match="202212"):
        minimum.at(202212)


@pytest.mark.parametrize(
    ("file", "was", "now", "said"),
    [
        ("district.yml", "datum: CGCS2000", "datum: 北京54", "datum"),
        ("district.yml", "first_month: 2023-01", "first_month: 2023年1月", "月份应写作 2024-01"),
        ("sources/tax.yml", "senders: [tax]", "senders: [taxes]", "taxes"),
        ("sources/tax.yml", "  local:", "  locale:", "locale"),
        ("sources/tax.yml", "cadence: month", "cadence: weekly", "cadence"),
        ("parameters.yml", "clause: note:1", "klause: note:1", "clause"),
    ],
)
def test_a_slip_is_named_with_its_place(
    folder: Path, file: str, was: str, now: str, said: str
) -> None:
    path = folder / file
    text = path.read_text()
    assert was in text
    path.write_text(text.replace(was, now, 1))
    with pytest.raises(DistrictError, match=said):
        district_read(folder)


def test_every_change_of_the_folder_changes_its_fingerprint(folder: Path) -> None:
    before = district_read(folder).fingerprint
    (folder / "parameters.yml").write_text((folder / "parameters.yml").read_text() + "\n")
    assert district_read(folder).fingerprint != before
