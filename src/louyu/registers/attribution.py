"""楼宇归属 attribution: the building, floor and room a free-text address means.

Road and number first, then names and aliases, then a tower's letter or number among the towers of
one complex, then coordinates. Two parts that say different buildings are asked about, never
guessed; a place beside a building is not in it.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from louyu.standards.place_text import (
    BESIDE,
    NAME,
    NAME_WORD,
    PlaceText,
    digits,
    place_key,
    place_text,
    towers_of,
)

TOLD = {
    "text": pl.String(),
    "building": pl.String(),
    "floor": pl.Int32(),
    "room": pl.String(),
    "confidence": pl.String(),
    "reason": pl.String(),
    "candidates": pl.List(pl.String()),
}
SHORT = re.compile(rf"(?:{NAME_WORD})$")
BOUND = re.compile(r"(?:^|[省市区县镇乡村道社园旗州盟,) ])$")
Key = TypeVar("Key")
METRES = 111_320.0
"""A degree of latitude."""


@dataclass(frozen=True)
class Known:
    """The register as addresses name it."""

    roads: tuple[str, ...]
    numbers: dict[tuple[str, str], frozenset[str]]
    names: dict[str, frozenset[str]]
    short: dict[str, frozenset[str]]
    towers: dict[str, frozenset[str]]
    floors: dict[str, int]
    points: tuple[tuple[str, float, float], ...]
    stems: tuple[str, ...]
    heads: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Told:
    building: str | None
    confidence: str | None
    reason: str
    candidates: tuple[str, ...]


def attributed(
    said: pl.DataFrame,
    known: pl.DataFrame,
    *,
    divisions: Sequence[str] = (),
    metres: float = 60.0,
) -> pl.DataFrame:
    """The building of each distinct address: text → building, floor, room, confidence, reason,
    candidates.

    ``said``: text, and lon, lat in degrees if known. ``known``: building, name, aliases (parted by
    、), address, and lon, lat, floors_above if known; a building may have several rows.
    ``metres``: how far a point may lie from a building it tells. ``confidence`` is certain, likely,
    ask, or null where no building is meant that the register has.
    """
    register = known_of(known, divisions)
    columns = [name for name in ("lon", "lat") if name in said.columns]
    rows = said.select("text", *columns).drop_nulls("text").unique("text").sort("text")
    found = []
    for text, *point in rows.iter_rows():
        place = place_text(text)
        told = told_of(place, register)
        if told.confidence in (None, "ask") and len(point) == 2 and None not in point:
            told = by_point(told, register, point[0], point[1], metres)
        floor = place.floor
        if told.building and floor and floor > register.floors.get(told.building, floor):
            floor = None
        candidates = list(told.candidates)
        found.append(
            (text, told.building, floor, place.room, told.confidence, told.reason, candidates)
        )
    return pl.DataFrame(found, schema=TOLD, orient="row")


def known_of(known: pl.DataFrame, divisions: Sequence[str]) -> Known:
    numbers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    towers: defaultdict[str, set[str]] = defaultdict(set)
    floors: dict[str, int] = {}
    points: set[tuple[str, float, float]] = set()
    stems = tuple(sorted({stem for name in divisions for stem in (name, name[:-1])} - {""}))
    for row in known.sort(known.columns).iter_rows(named=True):
        building = row["building"]
        for name in filter(None, [row["name"], *(row["aliases"] or "").split("、")]):
            key, tower = name_and_tower(place_key(name)[0])
            if len(key) >= 2:
                names[key].add(building)
            if tower:
                towers[building].add(tower)
        for place in numbers_at(row["address"] or "", stems):
            numbers[place].add(building)
        if row.get("floors_above") is not None:
            floors[building] = row["floors_above"]
        if row.get("lon") is not None and row.get("lat") is not None:
            points.add((building, row["lon"], row["lat"]))
    short = short_names(names, {road for road, _ in numbers}, stems)
    heads: defaultdict[str, set[str]] = defaultdict(set)
    for key in [*names, *short]:
        heads[key[:2]].add(key)
    return Known(
        roads=tuple(sorted({road for road, _ in numbers}, key=lambda road: (-len(road), road))),
        numbers=frozen(numbers),
        names=frozen(names),
        short=short,
        towers=frozen(towers),
        floors=floors,
        points=tuple(sorted(points)),
        stems=stems,
        heads={
            head: tuple(sorted(keys, key=lambda k: (-len(k), k))) for head, keys in heads.items()
        },
    )


def numbers_at(address: str, stems: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every road and number in a building's own address."""
    for before, part in place_text(address).numbers:
        for number in numbers_in(part.value):
            yield road_of(before, stems), number


def short_names(
    names: dict[str, set[str]], roads: set[str], stems: Sequence[str]
) -> dict[str, frozenset[str]]:
    """云帆 for 云帆广场, where nothing else and no road or division is called so."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for key in names:
        stem = SHORT.sub("", key)
        if len(stem) >= 2 and stem != key and stem not in names:
            sources[stem].add(key)
    return {
        stem: frozenset(names[min(whole)])
        for stem, whole in sorted(sources.items())
        if len(whole) == 1 and stem not in stems and not any(stem in road for road in roads)
    }


def frozen(owners: dict[Key, set[str]]) -> dict[Key, frozenset[str]]:
    return {key: frozenset(buildings) for key, buildings in owners.items()}


def name_and_tower(key: str) -> tuple[str, str | None]:
    """云帆广场A座 is tower A of 云帆广场."""
    for part in towers_of(key, 0):
        if part.start >= 2 and part.end == len(key):
            return key[: part.start], part.value
    return digits(key), None


def road_of(before: str, stems: Sequence[str]) -> str:
    """The road's name behind the divisions; 市 in 市府路 is none."""
    best = before
    for match in re.finditer("自治区|社区|街道|开发区|商务区|园区|[省市区县镇乡村]", before):
        rest = before[match.end() :]
        if len(rest) >= 3 or (len(rest) == 2 and rest[-1] in "路街巷道"):
            best = rest
    for stem in sorted(stems, key=len, reverse=True):
        if best.startswith(stem) and len(best) - len(stem) >= 2:
            best = best[len(stem) :]
    return best


def numbers_in(said: str) -> Iterator[str]:
    """88,90 is two numbers, 86-92 the even ones between, 88-1 a number of its own."""
    for one in said.split(","):
        first, _, last = one.partition("-")
        if last.isdecimal() and first.isdecimal() and 0 < int(last) - int(first) <= 60:
            yield from map(str, range(int(first), int(last) + 1, 2))
            yield last
        else:
            yield one


def told_of(place: PlaceText, known: Known) -> Told:
    at_number, number_said = by_number(place, known)
    by_name, name_said, whole, end, beside = named(place, known)
    if not at_number and not by_name:
        if beside:
            return Told(None, None, f"写的是“{beside}”，在楼宇旁边，不在楼内", ())
        return Told(None, None, "没有写台账中有的路名门牌或楼宇名称", ())
    if at_number and by_name and not at_number & by_name:
        both = at_number | by_name
        return asked(both, f"门牌“{number_said}”与名称“{name_said}”指的不是同一幢楼")
    if beside and not by_name:
        return asked(at_number, f"门牌“{number_said}”在台账中，但又写了“{beside}”")
    options = at_number & by_name if at_number and by_name else at_number or by_name
    parts = "、".join(
        [f"门牌“{number_said}”"] * bool(at_number) + [f"名称“{name_said}”"] * bool(by_name)
    )
    start = end if by_name else last_number(place)
    stranger = None if by_name else NAME.search(place.key, start)
    told, own = in_tower(options, parts, place, start, known)
    if told.building is None:
        return told
    if stranger:
        return asked(
            told.candidates, f"{parts}只有一幢楼，但写的名称“{stranger['name']}”不在台账中"
        )
    if not at_number and place.numbers:
        return Told(told.building, "likely", f"{told.reason}，门牌与台账不一样", told.candidates)
    if not at_number and not whole:
        return Told(told.building, "likely", f"{told.reason}，名称是简称", told.candidates)
    return Told(told.building, "certain" if own else "likely", told.reason, told.candidates)


def in_tower(
    options: frozenset[str], parts: str, place: PlaceText, start: int, known: Known
) -> tuple[Told, bool]:
    """The one building of several that the tower said chooses; whether the register knows the
    tower, or none is said."""
    part = next(towers_of(place.key, start), None)
    own = True
    if part is not None:
        words = place.quoted(part.start, part.end)
        fitting = frozenset(b for b in options if part.value in known.towers.get(b, ()))
        if not fitting and any(b in known.towers for b in options):
            return asked(options, f"{parts}在台账中，但没有“{words}”"), False
        options, own = fitting or options, bool(fitting)
        parts += f"、楼幢“{words}”"
    if len(options) > 1:
        return asked(options, f"{parts}有{len(options)}幢楼，没有写明是哪一幢"), own
    building = min(options)
    return Told(building, "certain", f"{parts}与台账相符", (building,)), own


def asked(options: Iterable[str], reason: str) -> Told:
    return Told(None, "ask", reason, tuple(sorted(options)))


def last_number(place: PlaceText) -> int:
    return place.numbers[-1][1].end if place.numbers else 0


def by_number(place: PlaceText, known: Known) -> tuple[frozenset[str], str]:
    """Buildings at the road and numbers said, and the words that say so."""
    found: set[str] = set()
    words = ""
    for before, part in place.numbers:
        road = next((r for r in known.roads if ends_in(before, r, known.stems)), None)
        if road is None:
            continue
        here: set[str] = set()
        for number in numbers_in(part.value):
            here |= known.numbers.get((road, number), frozenset())
        if here:
            found |= here
            words = place.quoted(part.start + len(before) - len(road), part.end)
    return frozenset(found), words


def ends_in(before: str, road: str, stems: Sequence[str]) -> bool:
    """江湾路 also ends 大江湾路, which is another road."""
    if not before.endswith(road):
        return False
    rest = before[: len(before) - len(road)]
    return bool(BOUND.search(rest)) or any(rest.endswith(stem) for stem in stems)


def named(place: PlaceText, known: Known) -> tuple[frozenset[str], str, bool, int, str | None]:
    """Buildings a name in the text may mean: which, the words, whether written in full, where
    the name ends, and the words that say it is only nearby."""
    key = place.key
    hits: list[tuple[frozenset[str], str, bool, int]] = []
    beside: str | None = None
    at = 0
    taken = [(part.start, part.end) for _, part in place.numbers]
    while at < len(key) - 1:
        inside = any(start <= at < end for start, end in taken)
        hit = None
        if not inside:
            keys = known.heads.get(key[at : at + 2], ())
            hit = next((name for name in keys if key.startswith(name, at)), None)
        if hit is None:
            at += 1
            continue
        end = at + len(hit)
        whole = hit in known.names
        word = BESIDE.match(key, end)
        if word:
            beside = place.quoted(at, word.end())
        else:
            owners = known.names[hit] if whole else known.short[hit]
            hits.append((owners, place.quoted(at, end), whole, end))
        at = end
    full = [hit for hit in hits if hit[2]] or hits
    if not full:
        return frozenset(), "", False, 0, beside
    common = frozenset.intersection(*(hit[0] for hit in full))
    owners = common or frozenset().union(*(hit[0] for hit in full))
    return owners, "、".join(dict.fromkeys(hit[1] for hit in full)), full[0][2], full[-1][3], beside


def by_point(told: Told, known: Known, lon: float, lat: float, metres: float) -> Told:
    """The nearest building within ``metres``, if the next is more than twice as far."""
    allowed = set(told.candidates)
    near = sorted(
        (math.hypot((x - lon) * METRES * math.cos(math.radians(lat)), (y - lat) * METRES), building)
        for building, x, y in known.points
        if not allowed or building in allowed
    )
    if not near or near[0][0] > metres:
        return told
    close = tuple(sorted({building for far, building in near if far <= 2 * near[0][0]}))
    if told.confidence is None and len(close) > 1:
        return asked(close, f"{told.reason}；坐标附近有{len(close)}幢楼")
    if len(close) > 1:
        return told
    said = f"{told.reason}；坐标离这幢楼{near[0][0]:.0f}米，别的楼都远得多"
    return Told(close[0], "likely", said, close)
