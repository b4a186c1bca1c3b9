"""行政区划: codes of unlike systems join nothing; names do.

test_standards_division.csv: the streets of one district in the statistical codes of 2023
(modood/Administrative-divisions-of-China @ 57a0aa9, WTFPL) and in another code system
(xiangyuecn/AreaCity-JsSpider-StatsGov @ 1ec0580, MIT).
"""

import csv
from pathlib import Path

import polars as pl
import pytest

from louyu.standards.division import Division, DivisionProblem, StreetNames, street_key

ROWS = Path(__file__).with_suffix(".csv").read_text("utf-8").splitlines()
STREETS = [Division(**row) for row in csv.DictReader(ROWS)]
STATISTICAL = [street for street in STREETS if street.edition == "2023"]
OTHER = [street for street in STREETS if street.edition != "2023"]

NAMES = StreetNames(
    {"滨河街道": ("滨河",), "望海街道": ("望海新城",), "望海镇": (), "橘洲镇": ("橘洲", "老橘洲")}
)


def test_two_code_systems_share_seven_codes_that_name_different_streets() -> None:
    shared = [(one, two) for one in STATISTICAL for two in OTHER if one.code == two.code]
    assert len(shared) == 7
    for one, two in shared:
        assert one.name != two.name
        assert not one.is_same(two)


def test_by_name_each_street_finds_its_one_twin() -> None:
    assert len(STATISTICAL) == len(OTHER) == 14
    for one in STATISTICAL:
        assert [two.name for two in OTHER if one.is_same(two)] == [one.name]


def test_within_one_edition_the_code_decides() -> None:
    one = STATISTICAL[0]
    renamed = Division(one.code, one.system, one.edition, "新名街道")
    assert one.is_same(renamed)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("滨河街道", "滨河街道"),
        (" 滨河　街道 ", "滨河街道"),
        ("滨河街道办事处", "滨河街道"),
        ("滨河", "滨河街道"),
        ("橘洲", "橘洲镇"),
        ("橘洲镇人民政府", "橘洲镇"),
        ("老橘洲", "橘洲镇"),
        ("望海新城", "望海街道"),
        ("东海市望海区滨河街道", "滨河街道"),
    ],
)
def test_a_street_is_found_by_what_people_call_it(text: str, name: str) -> None:
    assert NAMES.find(text) == (name, None)


def test_what_is_not_found_is_named() -> None:
    assert NAMES.find("望海") == (None, DivisionProblem.AMBIGUOUS)
    assert NAMES.find("新滨河街道") == (None, DivisionProblem.UNKNOWN)
    assert NAMES.find("橘洲街道") == (None, DivisionProblem.UNKNOWN)
    assert NAMES.find("/") == (None, None)
    values, problems = NAMES.column(pl.Series(["滨河", None, "某处"]))
    assert values.to_list() == ["滨河街道", None, None]
    assert problems.to_list() == [None, None, DivisionProblem.UNKNOWN]


def test_an_alias_of_two_streets_is_an_error_in_the_data() -> None:
    with pytest.raises(ValueError, match="同时指向"):
        StreetNames({"甲街道": ("中心",), "乙街道": ("中心",)})


def test_the_office_is_the_street() -> None:
    assert street_key("望海镇政府") == "望海镇"
