"""单位: names of units in a plan: lists taken apart, lead marks, several names of one unit.

A short name is read as another name of a longer one when its characters all occur in it in order
and both end alike (市场监管局, 市场监督管理局), or when it stands in its brackets.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from louyu.plan.piece import key

LEAD_MARKS = "*★☆▲△※"
SEPARATOR = re.compile(r"[、，,;；\n]+")
SEGMENT = re.compile(
    r"(?P<who>责任(?:单位|部门)|牵头(?:单位|部门)|主责(?:单位|部门)|(?:配合|协同|协办|参与)(?:单位|部门))[:：]"
)
LED_BY = re.compile(
    r"(?P<lead>[^，,；;]+?)牵头(?:负责)?[，,；;、](?P<others>.+?)(?:配合|参与|协同|协办|负责)+"
)
LEADING = re.compile(r"[（(]牵头(单位|部门)?[）)]$")
REMARK = re.compile(r"[（(](牵头|配合|协同|参与|按职责分工)[^（）()]*[）)]$")
GENERIC = re.compile(r"^(各|属地|相关|有关|其他|所在|全体)|(主管部门|相关部门|有关部门|单位)$")
STREET = re.compile(r"[^各属地]{1,8}(街道|镇|乡)$")
STREETS = re.compile(r"(街镇|镇街|街道|乡镇|镇（街道）|街办|街道办事处)")
BRACKETED = re.compile(r"\(([^()]*)\)")
LEVEL = "省市区县"


@dataclass(frozen=True)
class Responsible:
    """Leads and others of one list of units; ``marked``: the list says who leads."""

    lead: tuple[str, ...]
    others: tuple[str, ...]
    marked: bool

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.lead, *self.others)


def unit_names(text: str) -> list[str]:
    """The names of a list, marks kept; what stands in a bracket is not taken apart."""
    held = re.sub(r"[（(〈<][^（）()〈〉<>]*[）)〉>]", lambda match: guard(match[0]), text)
    parts = (unguard(part).strip(" 。.") for part in SEPARATOR.split(held))
    return [re.sub(r"等$", "", part) for part in parts if part]


def guard(text: str) -> str:
    return text.replace("、", "\1").replace("，", "\2").replace(",", "\3")


def unguard(text: str) -> str:
    return text.replace("\1", "、").replace("\2", "，").replace("\3", ",")


def responsible(text: str) -> Responsible:
    """A cell or bracket of responsible units: starred, or 牵头单位：…；配合单位：…, or plain."""
    if SEGMENT.search(text):
        lead, others = list[str](), list[str]()
        parts = SEGMENT.split(text)
        for who, names in zip(parts[1::2], parts[2::2], strict=True):
            found = responsible(names)
            leading = who.startswith(("牵头", "主责"))
            lead += found.all if leading else found.lead
            others += () if leading else found.others
        return Responsible(tuple(lead), tuple(others), bool(lead))
    if match := LED_BY.fullmatch(text.strip(" 。（）()")):
        lead, others = unit_names(match["lead"]), unit_names(match["others"])
        return Responsible(tuple(lead), tuple(others), True)
    names = [name for name in unit_names(text) if name.strip(LEAD_MARKS)]
    lead = [REMARK.sub("", name).strip(LEAD_MARKS) for name in names if is_marked(name)]
    others = [REMARK.sub("", name) for name in names if not is_marked(name)]
    return Responsible(tuple(lead), tuple(others), bool(lead))


def is_marked(name: str) -> bool:
    return name[:1] in LEAD_MARKS or name[-1:] in LEAD_MARKS or bool(LEADING.search(name))


def units_in_brackets(text: str) -> tuple[str, ...]:
    """The units of （责任单位：…） in a section's text; empty where it names none."""
    match = re.search(r"[（(]?((责任|牵头)(单位|部门)[:：].*)$", text)
    if not match:
        led = re.search(r"[（(]([^（）()]+牵头[^（）()]*)[）)]。?$", text)
        return responsible(led[1]).all if led else ()
    inside, depth = "", 1
    for letter in match[1]:
        depth += (letter in "（(") - (letter in "）)")
        if depth == 0:
            break
        inside += letter
    return responsible(inside.rstrip("。")).all


def generic(name: str) -> bool:
    """各行业主管部门, 属地街镇: whoever is concerned, nobody by name."""
    return bool(GENERIC.search(key(name)))


def bare(name: str) -> str:
    """The name without its bracket and without marks of writing."""
    return BRACKETED.sub("", key(name))


def names_of(name: str) -> set[str]:
    """The name and what stands in its brackets, with and without the level in front."""
    inner = {part for part in BRACKETED.findall(key(name)) if len(part) >= 3}
    every = {bare(name), *inner}
    return every | {part[1:] for part in inner if part[0] in LEVEL}


def shortens(short: str, long: str) -> bool:
    """Whether one name is a shorter writing of the other, as offices shorten names."""
    if len(short) >= len(long) or short[0] != long[0] or len(short) < 3:
        return False
    if not (short[-1] == long[-1] or (short[-1] == "办" and long.endswith("办公室"))):
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


def same_unit(one: str, other: str) -> bool:
    """Two writings of one unit."""
    ours, theirs = names_of(one), names_of(other)
    if ours & theirs:
        return True
    mine, yours = bare(one), bare(other)
    return shortens(mine, yours) or shortens(yours, mine)


def called(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each unit's first-met name and all its writings, in order of meeting."""
    groups: list[list[str]] = []
    for name in dict.fromkeys(names):
        for group in groups:
            if any(same_unit(name, known) for known in group):
                group.append(name)
                break
        else:
            groups.append([name])
    return {group[0]: tuple(group) for group in groups}


def find_unit(name: str, known: Sequence[str]) -> str | None:
    """The one of the known names that means the same unit."""
    exact = [one for one in known if key(one) == key(name)]
    return next(iter(exact or [one for one in known if same_unit(name, one)]), None)
