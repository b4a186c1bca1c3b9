"""行政区划: a division is a code, the system and edition the code belongs to, and a name.

Two code systems in use give the same code to different streets, so a bare code joins nothing:
divisions of unlike systems or editions are matched by name. Names and aliases come from the
district's data; nothing here knows a place.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from louyu.standards.column import BLANKS, Values, by_rule, text_of
from louyu.standards.problem import Problem
from louyu.standards.width import half_width, unspaced


class DivisionProblem(Problem):
    """What can be wrong with the name of a street or town."""

    UNKNOWN = (
        "division-unknown",
        "街镇名称不在本区的街道、镇名单内",
        "请填街道或镇的全称；如是常用别名，请管理员在本区资料里登记",
    )
    AMBIGUOUS = (
        "division-ambiguous",
        "街镇名称没有写明是街道还是镇（乡），本区有同名的几个",
        "请填全称，如“某某街道”“某某镇”",
    )


@dataclass(frozen=True)
class Division:
    """A street, town, district … as one edition of one code system knows it."""

    code: str
    system: str
    edition: str
    name: str

    def is_same(self, other: "Division") -> bool:
        """By code within one edition of one system; by name across them."""
        if (self.system, self.edition) == (other.system, other.edition):
            return self.code == other.code
        return street_key(self.name) == street_key(other.name)


FORM = re.compile(r"(?P<stem>.+?)(?P<form>街道|镇|乡)(?:办事处|人民政府|政府)?")
PARENT_END = "省市区县州盟旗"


def street_key(name: str) -> str:
    """A street's or town's full name: 某某街道办事处 is 某某街道, 某某镇人民政府 is 某某镇."""
    key = unspaced(half_width(name))
    match = FORM.fullmatch(key)
    return match["stem"] + match["form"] if match else key


def street_stem(name: str) -> str:
    """The name without 街道, 镇 or 乡."""
    key = street_key(name)
    match = FORM.fullmatch(key)
    return match["stem"] if match else key


class StreetNames:
    """The streets and towns of one district, found by what people call them.

    ``aliases`` maps each full name to its other names. A word that two streets claim as an alias
    is an error in the district's data; a stem that two share (甲街道, 甲镇) is merely ambiguous.
    """

    def __init__(self, aliases: Mapping[str, Iterable[str]]) -> None:
        self.names: dict[str, str] = {}
        for name, others in aliases.items():
            for word in (name, *others):
                key = street_key(word)
                if self.names.setdefault(key, name) != name:
                    raise ValueError(f"街镇名称 {word!r} 同时指向 {self.names[key]} 和 {name}")
        self.stems: dict[str, set[str]] = {}
        for name in aliases:
            self.stems.setdefault(street_stem(name), set()).add(name)

    def find(self, text: str) -> tuple[str | None, DivisionProblem | None]:
        """The full name of the street or town a text means, or why there is none."""
        key = street_key(text)
        if key.lower() in BLANKS:
            return None, None
        if key in self.names:
            return self.names[key], None
        stems = self.stems.get(key, set())
        if len(stems) == 1:
            return next(iter(stems)), None
        if stems:
            return None, DivisionProblem.AMBIGUOUS
        # 某市某区某某街道: the full name stands behind the name of what it belongs to.
        tails = {
            name
            for full, name in self.names.items()
            if key.endswith(full) and FORM.fullmatch(full) and key[: -len(full)][-1] in PARENT_END
        }
        return (tails.pop(), None) if len(tails) == 1 else (None, DivisionProblem.UNKNOWN)

    def column(self, series: pl.Series) -> Values:
        """`find` of a column: full names and problem codes."""
        return by_rule(text_of(series), self.find, pl.String())
