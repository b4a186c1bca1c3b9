"""地址所指: what the numbers and names in an address say of the buildings of the register.

A road must begin where a road can begin (大江湾路 is not 江湾路), a short name must stand alone
(云帆 is not 云帆社区), and what is beside, behind or near a building is kept apart from it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from louyu.registers.gazetteer import (
    GENERIC,
    MIDDLE_WORD,
    NAME_WORD,
    WORD_END,
    Gazetteer,
    numbers_in,
)
from louyu.standards.place_text import BESIDE, HAN, NEAR, TOWER, Part, divisions_of, quoted

LONGEST_ROAD = 14
BOUND = frozenset("省市区县镇乡村社园道旗州盟号弄巷路口与,)( #-/0123456789")
BOUND_WORDS = ("地址", "位于", "住所", "坐落", "座落", "在", "于", "原", "现", "即")
NOT_IT = re.compile(r"大?[路街]|大道|巷|弄|社区|村|公园|公交|小学|中学|医院|地铁|桥")
"""云帆社区 and 云帆路 are not 云帆."""
LONGER = re.compile(
    rf"第?[一二三四五六1-6]期|[东南西北新]区|(?:{MIDDLE_WORD})?(?:大厦|商厦|广场|中心|国际|公寓|花园|城)"
)
"""云帆大厦二期 need not be 云帆大厦, nor 云帆国际广场 be 云帆国际."""
ALONE = re.compile(
    rf"(?!{HAN})|[整内一二三四五六七八九十百东西南北中主副裙负地底]|大[堂厅]|楼|商铺"
)
STRANGER = re.compile(
    rf"[,( 0-9]*(?P<name>{HAN}{{2,10}}?(?:{NAME_WORD})(?:{HAN}{{0,2}}(?:{NAME_WORD}))*)"
)
LEVELS = {"省": "省", "市": "市", "区": "区县旗", "县": "区县旗", "旗": "区县旗"}
FUNCTIONAL = re.compile(
    r".*(?:[小社园街片城校厂景市库新老]|开发|商务|保税|试验|示范|度假|工业|高新|合作)区"
)
LONGEST_COUNTY = 5
"""Characters of a county's name; longer ones are zones (集聚区, 旅游度假区)."""
SIDE = re.compile("[侧面边方米约对旁近壁门邻]")
"""Without one of them the longer search for a word of place is in vain."""
SHORTEST_TYPO = 4
"""Characters a name needs to be known with one of them wrong."""


class Said(NamedTuple):
    """Which buildings, in which words; whether said in whole, or in a longer name (``loose``);
    which buildings it only stands beside."""

    buildings: frozenset[str] = frozenset()
    words: str = ""
    whole: bool = False
    loose: bool = False
    beside: frozenset[str] = frozenset()
    beside_words: str = ""
    spans: tuple[tuple[int, int], ...] = ()


class Hit(NamedTuple):
    buildings: frozenset[str]
    whole: bool
    loose: bool
    start: int
    end: int


def meant(options: Sequence[frozenset[str]]) -> frozenset[str]:
    """What all mean; all that any means where nothing is common."""
    if not options:
        return frozenset()
    return frozenset.intersection(*options) or frozenset().union(*options)


def numbered(text: str, key: str, numbers: Iterable[tuple[str, Part]], known: Gazetteer) -> Said:
    """Buildings at the road and numbers said; not whole where only the lane or main number is
    the register's (88-1 of 88)."""
    exact: list[frozenset[str]] = []
    coarse: list[frozenset[str]] = []
    words: list[str] = []
    beside: list[tuple[frozenset[str], str]] = []
    spans: list[tuple[int, int]] = []
    for before, part in numbers:
        road = known_road(before, known)
        start = part.start + len(before) - len(road or "")
        spans.append((start, part.end))
        if road is None:
            continue
        places = [(road, number) for number in numbers_in(part.value)]
        here = meant([known.numbers[place] for place in places if place in known.numbers])
        main = known.numbers.get((road, main_number(part.value)), frozenset())
        word = beside_at(key, part.end)
        if word and (here or main):
            beside.append((here or main, quoted(text, key, start, word.end())))
        elif here or main:
            (exact if here else coarse).append(here or main)
            words.append(quoted(text, key, start, part.end))
    return Said(
        buildings=meant(exact or coarse),
        words="、".join(dict.fromkeys(words)),
        whole=bool(exact),
        beside=frozenset().union(*(found for found, _ in beside)),
        beside_words=beside[0][1] if beside else "",
        spans=tuple(spans),
    )


def beside_at(key: str, end: int) -> re.Match[str] | None:
    """The word that makes it a place beside: behind a name or number, or its tower."""
    if not SIDE.search(key, end):
        return None
    tower = TOWER.match(key, end)
    return BESIDE.match(key, end) or (BESIDE.match(key, tower.end()) if tower else None)


def main_number(said: str) -> str:
    """88 of 88-1, 88弄 of 88弄3."""
    lane, mark, _ = said.partition("弄")
    return lane + mark if mark else said.partition("-")[0]


def known_road(before: str, known: Gazetteer) -> str | None:
    for length in range(min(LONGEST_ROAD, len(before)), 1, -1):
        road = before[-length:]
        if road in known.roads and begins(before, len(before) - length, known.stems):
            return road
    return None


def begins(key: str, at: int, stems: tuple[str, ...]) -> bool:
    """Whether a name can begin here: behind a division, number, mark or word of place."""
    if at == 0 or key[at - 1] in BOUND:
        return True
    return key.endswith(BOUND_WORDS, 0, at) or key.endswith(stems, 0, at)


def named(
    text: str, key: str, hits: Sequence[str], taken: tuple[tuple[int, int], ...], known: Gazetteer
) -> Said:
    """Buildings a name in the text may mean; whole names count before short ones."""
    found: list[Hit] = []
    beside: list[tuple[frozenset[str], str]] = []
    end = 0
    for name in hits:
        start = key.index(name, end)
        end = start + len(name)
        if any(a < end and start < b for a, b in taken) or NOT_IT.match(key, end):
            continue
        called = known.names[name]
        first = begins(key, start, known.stems) and not LONGER.match(key, end)
        if key[end - 1].isalnum() and key[end - 1].isascii() and key[end : end + 1].isalnum():
            continue
        if not called.whole and not (first and ALONE.match(key, end)):
            continue
        word = beside_at(key, end)
        if word or NEAR.search(key, max(0, start - 3), start):
            beside.append((called.buildings, quoted(text, key, start, word.end() if word else end)))
        else:
            found.append(Hit(called.buildings, called.whole and first, not first, start, end))
    best = [hit for hit in found if hit.whole] or found
    return Said(
        buildings=meant([hit.buildings for hit in best]),
        words="、".join(dict.fromkeys(quoted(text, key, hit.start, hit.end) for hit in best)),
        whole=any(hit.whole for hit in best),
        loose=any(hit.loose for hit in best),
        beside=frozenset().union(*(owners for owners, _ in beside)),
        beside_words=beside[0][1] if beside else "",
        spans=tuple((hit.start, hit.end) for hit in found),
    )


def stranger(key: str, end: int, buildings: Iterable[str], known: Gazetteer) -> tuple[str, bool]:
    """The name written behind a number that is not the register's ("" where none is), and whether
    it is the building's own with one character wrong or another last word."""
    match = STRANGER.match(key, end)
    if not match or GENERIC.fullmatch(match["name"]):
        return "", False
    name = match["name"]
    core = WORD_END.sub("", name)
    for own in sorted(frozenset().union(*(known.own.get(b, frozenset()) for b in buildings))):
        typo = len(own) >= SHORTEST_TYPO and OSA.distance(name, own, score_cutoff=1) <= 1
        if typo or (len(core) >= 2 and core == WORD_END.sub("", own)):
            return name, True
    return name, False


@lru_cache(maxsize=1 << 16)
def elsewhere(head: str, divisions: tuple[str, ...]) -> str:
    """A division an address begins with that is not the place's; "" where none is."""
    for part in divisions_of(head):
        said, level = part.value, LEVELS.get(part.value[-1])
        ours = [division for division in divisions if level and division[-1] in level]
        if (
            not ours
            or FUNCTIONAL.fullmatch(said)
            or (said[-1] == "区" and len(said) > LONGEST_COUNTY)
        ):
            continue
        if not any(said[:-1].endswith(division[:-1]) for division in ours):
            return said
    return ""
