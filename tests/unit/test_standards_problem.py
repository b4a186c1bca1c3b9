"""问题: every code leads to one sentence that says what is wrong and what to do."""

import subprocess
import sys

import pytest

from louyu.standards import PROBLEMS, Problem


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_says_what_is_wrong_and_what_to_do(code: str) -> None:
    problem = PROBLEMS[code]
    assert problem == code
    assert problem.wrong and problem.remedy
    assert not {problem.wrong[-1], problem.remedy[-1]} & set("。，；")


def test_all_problems_are_known_as_soon_as_the_package_is() -> None:
    # A process of its own: other packages add theirs, here perhaps before this test.
    said = subprocess.check_output(
        [sys.executable, "-c", "from louyu.standards import PROBLEMS; print(*PROBLEMS)"], text=True
    )
    families = {code.partition("-")[0] for code in said.split()}
    assert families == {"date", "month", "quantity", "uscc", "industry", "division"}


def test_a_code_is_given_once() -> None:
    with pytest.raises(ValueError, match="already defined"):

        class Again(Problem):
            LENGTH = "uscc-length", "又一个", "无"
