"""统一社会信用代码: what is right passes, and what is wrong is named with what to do."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.standards.uscc import (
    ALPHABET,
    UsccProblem,
    category_of,
    check_character,
    department_of,
    organisation_check,
    registration_number_is_valid,
    uscc_built,
    uscc_finding,
    uscc_is_valid,
    uscc_of,
    uscc_problem,
)

CODE = "91350100M000100Y43"  # the worked example of GB 32100-2015


def test_the_worked_example_of_the_standard() -> None:
    assert check_character(CODE[:17]) == "3"
    assert uscc_finding(CODE) is None
    assert uscc_is_valid(CODE)
    assert department_of(CODE) == "市场监管（工商）"
    assert category_of(CODE) == "企业"


def test_organisation_and_registration_numbers() -> None:
    assert organisation_check("D2143569") == "X"  # the worked example of GB 11714-1997
    assert registration_number_is_valid("110108000000016")  # of GS 15-2006
    assert not registration_number_is_valid("110108000000017")


@pytest.mark.parametrize(
    ("code", "problem", "detail"),
    [
        ("9.13E+17", UsccProblem.SCIENTIFIC, "9.13E+17"),
        ("9.13501E17", UsccProblem.SCIENTIFIC, "9.13501E17"),
        ("91350100M000100Y4３", UsccProblem.FULL_WIDTH, ""),
        (" 91350100M000100Y43", UsccProblem.SPACES, ""),
        ("91350100M000100Y43\u200b", UsccProblem.SPACES, ""),
        ("91350100m000100y43", UsccProblem.LOWER_CASE, ""),
        ("110108000000016", UsccProblem.REGISTRATION_NUMBER, ""),
        ("D2143569-X", UsccProblem.ORGANISATION_CODE, ""),
        ("91350100M000100Y4", UsccProblem.LENGTH, "现为17位"),
        ("9135O100M000100Y43", UsccProblem.ALPHABET, "第5位是“O”，是否为0"),
        ("9I350100M000100Y43", UsccProblem.ALPHABET, "第2位是“I”，是否为1"),
        ("91350100M000100Y44", UsccProblem.CHECK, ""),
        ("91350100M000010Y43", UsccProblem.CHECK, ""),
    ],
)
def test_what_is_wrong_is_named(code: str, problem: UsccProblem, detail: str) -> None:
    finding = uscc_finding(code)
    assert finding is not None
    assert (finding.problem, finding.detail) == (problem, detail)
    assert not uscc_is_valid(code)
    assert finding.sentence.startswith(problem.wrong) and problem.remedy in finding.sentence


def test_a_code_whose_inner_check_fails_is_still_valid() -> None:
    code = uscc_built(department="9", category="2", division="990101", organisation="MA0000001")
    finding = uscc_finding(code)
    assert finding is not None and finding.problem is UsccProblem.INNER_CHECK
    assert uscc_is_valid(code)


@pytest.mark.parametrize("prefix", ["11", "31", "52", "81", "91", "92", "93", "A1", "N2", "Y1"])
def test_every_department_of_the_table_is_at_home(prefix: str) -> None:
    code = uscc_built(
        department=prefix[0], category=prefix[1], division="990101", organisation="D2143569X"
    )
    assert uscc_finding(code) is None


def test_an_unknown_department_is_a_warning_and_a_blank_is_nothing() -> None:
    code = uscc_built(department="H", category="1", division="990101", organisation="D2143569X")
    finding = uscc_finding(code)
    assert finding is not None and finding.problem is UsccProblem.PREFIX and uscc_is_valid(code)
    assert uscc_finding("/") is None and not uscc_is_valid("/") and not uscc_is_valid("")


@settings(deadline=None)
@given(
    st.integers(0, 10**8 - 1),
    st.integers(0, 17),
    st.sampled_from(ALPHABET),
)
def test_one_wrong_character_is_always_noticed(number: int, place: int, other: str) -> None:
    (code,) = uscc_of("990101", np.array([number]))
    assert uscc_finding(code) is None
    changed = code[:place] + other + code[place + 1 :]
    assert uscc_is_valid(changed) == (changed == code)


CODES = st.one_of(
    st.integers(0, 10**8 - 1).map(lambda number: uscc_of("990101", np.array([number]))[0]),
    st.builds(
        lambda body: body + check_character(body), st.text(ALPHABET, min_size=17, max_size=17)
    ),
    st.text("0139AMOIxＡ .E+-　", max_size=19),
    st.text(ALPHABET, min_size=18, max_size=18),
    st.text("九一1", min_size=6, max_size=18),
    st.none(),
)


@settings(deadline=None)
@given(st.lists(CODES, max_size=20))
def test_a_column_says_what_its_codes_say(codes: list[str | None]) -> None:
    single = [uscc_finding(code) if code is not None else None for code in codes]
    assert uscc_problem(pl.Series(codes, dtype=pl.String)).to_list() == [
        finding.problem if finding else None for finding in single
    ]


def test_numbers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="序号"):
        uscc_of("990101", np.array([10**8]))
    with pytest.raises(ValueError, match="不能组成"):
        uscc_built(department="9", category="1", division="99010", organisation="D2143569X")
