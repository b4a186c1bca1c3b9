"""国民经济行业分类: the table is the standard's, and unknown codes are loud."""

from collections import Counter

import polars as pl
import pytest

from louyu.standards.industry import (
    IndustryProblem,
    UnknownIndustryError,
    code_of,
    codes,
    division_of,
    industries,
    industry,
    is_valid,
    name_of,
    section_of,
    sections,
)


def test_the_counts_are_the_standards() -> None:
    levels = Counter(entry.level for entry in industries().values())
    assert levels == {"section": 20, "division": 97, "group": 473, "class": 1381}


def test_every_entry_hangs_from_the_level_above_and_begins_with_its_code() -> None:
    above = {"class": "group", "group": "division", "division": "section"}
    for entry in industries().values():
        assert entry.edition == "2017" and entry.name
        if entry.level == "section":
            assert entry.parent is None
            continue
        parent = industry(entry.parent or "")
        assert parent.level == above[entry.level]
        assert parent.level == "section" or entry.code.startswith(parent.code)


def test_lookups() -> None:
    assert name_of("6513") == "应用软件开发"
    assert (section_of("6513"), division_of("6513")) == ("I", "65")
    assert section_of("K") == "K"
    assert name_of("7221") == "园区管理服务"  # in the edition of 2011 these were lawyers
    assert not is_valid("9999")


def test_the_unknown_is_loud() -> None:
    with pytest.raises(UnknownIndustryError, match="9999"):
        section_of("9999")
    with pytest.raises(LookupError, match="层级"):
        division_of("K")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("6513", ("6513", None)),
        ("I6513", ("6513", None)),
        ("ｉ６５１３", ("6513", None)),
        ("L6513", (None, IndustryProblem.OTHER_SECTION)),
        ("9999", (None, IndustryProblem.UNKNOWN)),
        ("130", (None, IndustryProblem.UNKNOWN)),
        ("211", ("211", None)),
        ("190", (None, IndustryProblem.ZERO_LOST)),
        ("/", (None, None)),
    ],
)
def test_codes_as_written(text: str, answer: tuple[str | None, IndustryProblem | None]) -> None:
    assert code_of(text) == answer


def test_columns() -> None:
    written = pl.Series(["I6513", None, "0000", "6513"])
    values, problems = codes(written)
    assert values.to_list() == ["6513", None, None, "6513"]
    assert problems.to_list() == [None, None, IndustryProblem.UNKNOWN, None]
    assert sections(values).to_list() == ["I", None, None, "I"]
    with pytest.raises(UnknownIndustryError):
        sections(pl.Series(["0000"]))
