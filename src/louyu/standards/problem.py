"""问题: what can be wrong with a received value, what it means and what the sender should do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

PROBLEMS: dict[str, "Problem"] = {}
"""Code to problem, for every module of standards that has been imported."""


class Problem(StrEnum):
    """A problem is its code; it carries what is wrong (``wrong``) and what to do (``remedy``).

    A ``warning`` leaves the value standing; any other problem comes with an empty value.
    Subclasses sit in the module that can find them.
    """

    wrong: str
    remedy: str
    warning: bool

    def __new__(cls, code: str, wrong: str = "", remedy: str = "", warning: bool = False) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.wrong = wrong
        member.remedy = remedy
        member.warning = warning
        if code in PROBLEMS:
            raise ValueError(f"problem {code!r} is already defined")
        PROBLEMS[code] = member
        return member

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in Chinese."""
        return f"{self.wrong}。{self.remedy}。"


@dataclass(frozen=True)
class Finding:
    """A problem met in one value, with what is particular to it (a position, a character)."""

    problem: Problem
    detail: str = ""

    @property
    def sentence(self) -> str:
        detail = f"（{self.detail}）" if self.detail else ""
        return f"{self.problem.wrong}{detail}。{self.problem.remedy}。"
