"""国民经济行业分类: GB/T 4754-2017, its 20 sections, 97 divisions, 473 groups and 1,381 classes.

A code means nothing without its edition (7221 is lawyers in 2011 and park management in 2017), so
every entry carries it. The table is the standard as published in 2017, without Amendment 1 of
2019; its counts and chain of parents are tested. Unknown codes are loud.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import polars as pl

from louyu.standards.column import BLANKS, Values, by_rule, text_of
from louyu.standards.problem import Problem
from louyu.standards.width import half_width, unspaced

EDITION = "2017"


class IndustryProblem(Problem):
    """What can be wrong with an industry code."""

    UNKNOWN = (
        "industry-unknown",
        "行业代码不在《国民经济行业分类》（GB/T 4754-2017）内",
        "请填2017版的4位小类代码（可带门类字母）；2011版的代码请先对照换成2017版",
    )
    ZERO_LOST = (
        "industry-zero-lost",
        "行业代码开头的0可能被表格软件去掉了",
        "请把这一列设为文本格式，补上开头的0（如“0111”）",
    )
    OTHER_SECTION = (
        "industry-other-section",
        "门类字母与数字代码不属于同一门类",
        "请核对行业代码，字母或数字有一个写错",
    )


class UnknownIndustryError(LookupError):
    """A code that this edition of the standard does not have."""

    def __init__(self, code: str) -> None:
        super().__init__(f"GB/T 4754-{EDITION} 没有行业代码 {code!r}")


@dataclass(frozen=True)
class Industry:
    """One entry: ``level`` is section 门类, division 大类, group 中类 or class 小类."""

    code: str
    name: str
    level: str
    parent: str | None
    edition: str = EDITION


@cache
def industries() -> dict[str, Industry]:
    """Every entry by its code."""
    text = resources.files("louyu.standards").joinpath("gbt4754_2017.csv").read_text("utf-8")
    return {
        row["code"]: Industry(row["code"], row["name"], row["level"], row["parent"] or None)
        for row in csv.DictReader(text.splitlines())
    }


def industry(code: str) -> Industry:
    """The entry of a code; `UnknownIndustryError` when there is none."""
    found = industries().get(code)
    if found is None:
        raise UnknownIndustryError(code)
    return found


def lineage(code: str) -> tuple[Industry, ...]:
    """The entry and all above it, the section last."""
    entry = industry(code)
    return (entry,) if entry.parent is None else (entry, *lineage(entry.parent))


def ancestor(code: str, level: str) -> Industry:
    """The entry of a given level at or above a code; LookupError when the code stands higher."""
    for entry in lineage(code):
        if entry.level == level:
            return entry
    raise LookupError(f"行业代码 {code!r} 比所问的层级更高")


def is_valid(code: str) -> bool:
    return code in industries()


def name_of(code: str) -> str:
    return industry(code).name


def section_of(code: str) -> str:
    """The section's letter (门类)."""
    return ancestor(code, "section").code


@cache
def sections_of_divisions() -> dict[str, str]:
    """The section's letter of every division's two digits; a letter alone is its own."""
    return {
        code: section_of(code)
        for code, entry in industries().items()
        if entry.level in ("section", "division")
    }


def division_of(code: str) -> str:
    """The division's two digits (大类)."""
    return ancestor(code, "division").code


def code_of(text: str) -> tuple[str | None, IndustryProblem | None]:
    """The code as written, alone or after its section's letter (6513, I6513)."""
    cell = unspaced(half_width(text)).upper()
    if cell.lower() in BLANKS:
        return None, None
    if is_valid(cell):
        return cell, None
    letter, digits = cell[:1], cell[1:]
    if re.fullmatch(r"[A-T][0-9]{2,4}", cell) and is_valid(digits):
        if section_of(digits) == letter:
            return digits, None
        return None, IndustryProblem.OTHER_SECTION
    if is_valid(f"0{cell}"):
        return None, IndustryProblem.ZERO_LOST
    return None, IndustryProblem.UNKNOWN


def codes(series: pl.Series) -> Values:
    """`code_of` of a column: codes and problem codes."""
    return by_rule(text_of(series), code_of, pl.String())


def sections(series: pl.Series) -> pl.Series:
    """The section's letter of each code of a column; an unknown code is an error."""
    return by_rule(text_of(series), lambda code: (section_of(code), None), pl.String())[0]
