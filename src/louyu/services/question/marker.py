"""序号 marker: what a line begins with (第三章, 第十二条, 一、, (二), 1.) and its rank."""

import re
from typing import NamedTuple

from louyu.standards.numeral import LETTERS, number
from louyu.standards.width import half_width

N = rf"(?:[{LETTERS}]{{1,7}}|[0-9]{{1,3}})"
GAP = r"[ \t]*"


class Marker(NamedTuple):
    """``rank`` counts downwards from the annex; ``label`` is how a reader is told where it is."""

    rank: int
    label: str
    value: int
    start: int
    end: int


ANNEX, PART, CHAPTER, SECTION, ARTICLE = range(5)
HAN, HAN_BRACKET, NOTE, DIGIT, DIGIT_BRACKET, CIRCLE = range(5, 11)
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
SIGNS = (
    (ANNEX, re.compile(rf"附{GAP}件{GAP}(?P<n>{N}|){GAP}(?=$|:|\n)"), "附件{0}"),
    (PART, re.compile(rf"第{GAP}(?P<n>{N}){GAP}(?:编|部分)(?={GAP})"), "第{0}编"),
    (
        CHAPTER,
        re.compile(rf"第{GAP}(?P<n>{N}){GAP}章(?![程节]|规定|所|的|第|、|和|及|至)"),
        "第{0}章",
    ),
    (SECTION, re.compile(rf"第{GAP}(?P<n>{N}){GAP}节"), "第{0}节"),
    (
        ARTICLE,
        re.compile(
            rf"第{GAP}(?P<n>{N}){GAP}条(?:之[一二三四五六七八九十])?(?!规定|所|的|第|、|和|及|至|款|例|件)"
        ),
        "{0}",
    ),
    (HAN, re.compile(rf"(?P<n>[{LETTERS}]{{1,4}}){GAP}[、.](?![0-9])"), "{0}、"),
    (HAN_BRACKET, re.compile(rf"\({GAP}(?P<n>[{LETTERS}]{{1,4}}){GAP}\)[、.]?"), "（{0}）"),
    (NOTE, re.compile(r"(?:备?注|说明)(?P<n>[0-9]{0,2}):"), "注{0}"),
    (DIGIT, re.compile(r"(?P<n>[0-9]{1,2})(?:[、.](?![0-9])|\)[、.]?)"), "{0}."),
    (DIGIT_BRACKET, re.compile(rf"\({GAP}(?P<n>[0-9]{{1,2}}){GAP}\)[、.]?"), "（{0}）"),
    (CIRCLE, re.compile(rf"(?P<n>[{CIRCLES}])"), "{0}"),
)
LEAD = re.compile(r"[ \t#*>\-]*")
LATER = re.compile(
    r"(?<=[。;:!?])[ \t]*(?=[(0-9一二三四五六七八九十①-⑳第])"
    r"|(?<=[ \t])(?=\([一二三四五六七八九十]|[0-9]{1,2}[.、](?![0-9]))"
)
"""Where inside a line an item may begin: behind a stop."""


def marker_at(folded: str, start: int) -> Marker | None:
    """The marker a half-width text has at a place, after blanks and signs of emphasis."""
    lead = LEAD.match(folded, start)
    at = lead.end() if lead else start
    for rank, sign, label in SIGNS:
        if found := sign.match(folded, at):
            said = found["n"]
            if said in CIRCLES and said:
                value = CIRCLES.index(said) + 1
            else:
                value = int(said) if said.isdigit() else (number(said) or 0)
            shown = found[0].replace(" ", "") if rank == ARTICLE else label.format(said)
            return Marker(rank, shown, value, at, found.end())
    return None


def markers_of(line: str) -> list[Marker]:
    """The markers of a line: the one it begins with, and items that follow inside it.

    An item inside a line counts when it is the first of its kind or the next after the last one:
    a 2. that follows no 1. is a number.
    """
    folded = half_width(line)
    found = []
    if first := marker_at(folded, 0):
        found.append(first)
    last = {marker.rank: marker.value for marker in found}
    for place in LATER.finditer(folded):
        here = marker_at(folded, place.end())
        if here is None or here.rank <= HAN or (found and here.start < found[-1].end):
            continue
        if here.value == last.get(here.rank, 0) + 1:
            found.append(here)
            last = {rank: value for rank, value in last.items() if rank <= here.rank}
            last[here.rank] = here.value
    return found
