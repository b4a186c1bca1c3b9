"""楼宇地名 gazetteer: the building register as addresses name it.

Roads and numbers, names in full and short, towers of one complex, streets, heights and points. A
building has a name, and aliases where it was renamed or is called otherwise; the towers of one
complex are buildings of their own.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import polars as pl

from louyu.standards.numeral import arabic, numeral
from louyu.standards.place_text import divisions_of, inside_of, numbers_of, place_keys

NAME_WORD = (
    "大厦|商厦|广场|中心|大楼|商务楼|写字楼|综合楼|科技园|产业园|创业园|商城|公寓|花园|小区|国际|城"
)
MIDDLE_WORD = "商务|国际|金融|科技|商业|财富|时代|总部"
GENERIC = re.compile(rf"(?:{NAME_WORD}|{MIDDLE_WORD}|办公|服务|市民|党群|行政|主|副|裙|楼|商|大)+")
WORD_END = re.compile(rf"(?:{NAME_WORD})$")
MIDDLE_END = re.compile(rf"(?:{MIDDLE_WORD})$")
COUNTED = re.compile(r"(?P<numeral>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?=[期号区幢座])")
NO_ROAD = re.compile(r"[东西南北中大小新老前后上下]?(?:大道|大街|胡同|路|街|巷|弄|道)")
LONGEST_RANGE = 30
"""86-92 are the even numbers between; more than so many are one number written with a dash."""
Key = TypeVar("Key")
DEGREE = 111_320.0
"""Metres in a degree of latitude."""


class Called(NamedTuple):
    """Whom a name means, and whether it is the whole name."""

    buildings: frozenset[str]
    whole: bool


@dataclass(frozen=True)
class Gazetteer:
    """``numbers``: road and number → buildings; ``names``: key → who is called so; ``own``:
    building → its whole names; ``cells``: points by the cell they lie in."""

    numbers: dict[tuple[str, str], frozenset[str]]
    roads: frozenset[str]
    names: dict[str, Called]
    own: dict[str, frozenset[str]]
    towers: dict[str, frozenset[str]]
    streets: dict[str, str]
    street_names: tuple[str, ...]
    floors: dict[str, int]
    cells: dict[tuple[int, int], list[tuple[str, float, float]]]
    divisions: tuple[str, ...]
    stems: tuple[str, ...]

    def near(self, lon: float, lat: float, metres: float) -> list[tuple[float, str]]:
        """Buildings within ``metres`` of a point (at most 300), nearest first."""
        x, y = cell(lon, lat)
        around = (self.cells.get((x + dx, y + dy), ()) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        far = {
            (round(distance(lon, lat, there_lon, there_lat), 1), building)
            for found in around
            for building, there_lon, there_lat in found
        }
        return sorted(one for one in far if one[0] <= metres)


def cell(lon: float, lat: float) -> tuple[int, int]:
    """Cells of 1/200 degree: all within 300 metres lies in the cell or beside it."""
    return math.floor(lon * 200), math.floor(lat * 200)


def distance(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    east = (other_lon - lon) * DEGREE * math.cos(math.radians(lat))
    return math.hypot(east, (other_lat - lat) * DEGREE)


def gazetteer(known: pl.DataFrame, divisions: Sequence[str] = ()) -> Gazetteer:
    """``known``: building, name, aliases (parted by 、), address, and street, lon, lat and
    floors_above if known; a building may have several rows."""
    stems = stems_of(divisions)
    numbers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    own: defaultdict[str, set[str]] = defaultdict(set)
    towers: defaultdict[str, set[str]] = defaultdict(set)
    for building, address in texts(known, "address"):
        for before, part in numbers_of(address):
            road = road_of(before, stems)
            for number in numbers_in(part.value):
                numbers[road, number].add(building)
            for sign in inside_of(address, part.end).towers:
                towers[building] |= set(towers_in(sign.value))
    aliases = known.with_columns(pl.col("aliases").cast(pl.String).str.split("、"))
    for table, column in ((known, "name"), (aliases.explode("aliases"), "aliases")):
        for building, name in texts(table, column):
            base, tower = name_and_tower(name)
            towers[building] |= set(towers_in(tower)) - {""}
            own[building] |= spellings(base) if base else set()
            for key in spellings(name) | spellings(base) if base else ():
                names[key].add(building)
    cells: defaultdict[tuple[int, int], list[tuple[str, float, float]]] = defaultdict(list)
    for building, lon, lat in rows(known, "building", "lon", "lat"):
        if abs(lon) <= 180 and abs(lat) <= 90:
            cells[cell(lon, lat)].append((building, lon, lat))
    roads = frozenset(road for road, _ in numbers)
    streets = dict(rows(known, "building", "street"))
    return Gazetteer(
        numbers=frozen(numbers),
        roads=roads,
        names=called(names, own, roads, stems),
        own=frozen(own),
        towers=frozen(towers),
        streets=streets,
        street_names=tuple(sorted(set(streets.values()))),
        floors=dict(rows(known, "building", "floors_above")),
        cells=dict(cells),
        divisions=tuple(sorted({name for name in divisions if len(name) >= 2})),
        stems=stems,
    )


def stems_of(divisions: Sequence[str]) -> tuple[str, ...]:
    """Divisions with and without their last character, longest first."""
    stems = {stem for name in divisions for stem in (name, name[:-1]) if len(stem) >= 2}
    return tuple(sorted(stems, key=lambda stem: (-len(stem), stem)))


def texts(known: pl.DataFrame, column: str) -> Iterator[tuple[str, str]]:
    """Buildings and a folded text of theirs."""
    said = known.select("building", pl.col(column).cast(pl.String)).drop_nulls().unique()
    said = said.sort("building", column)
    keys = place_keys(said[column]).str.strip_chars(" ,")
    yield from ((b, key) for b, key in zip(said["building"], keys, strict=True) if key)


def rows(known: pl.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows in which all is said, in order; none where the register has no such column."""
    if set(columns) <= set(known.columns):
        yield from known.select(columns).drop_nulls().unique().sort(columns).iter_rows()


def frozen(owners: dict[Key, set[str]]) -> dict[Key, frozenset[str]]:
    return {key: frozenset(found) for key, found in owners.items() if found}


def name_and_tower(key: str) -> tuple[str, str]:
    """云帆广场A座 is tower A of 云帆广场; 1号楼 is a tower without a name; else no tower."""
    plain = key.rstrip(")")
    for part in inside_of(plain, 0).towers:
        if part.start == 0 and part.end == len(plain):
            return "", part.value
        if part.start >= 2 and part.end == len(plain):
            return plain[: part.start].rstrip("(,-"), part.value
    return key, ""


def spellings(name: str) -> set[str]:
    """云帆一期 is also written 云帆1期."""
    digits = COUNTED.sub(lambda match: arabic(match[0]) or match[0], name)
    chinese = COUNTED.sub(
        lambda match: numeral(int(match[0])) if match[0].isdecimal() else match[0], name
    )
    return {name, digits, chinese}


def called(
    names: dict[str, set[str]],
    own: dict[str, set[str]],
    roads: frozenset[str],
    stems: tuple[str, ...],
) -> dict[str, Called]:
    """Whole names, and short ones that are no road, division or other whole name. A name of
    nothing but common words (商务中心) names nothing."""
    taken = {road[a:b] for road in roads for a in range(len(road)) for b in range(a + 2, a + 7)}
    short: defaultdict[str, set[str]] = defaultdict(set)
    for bases in own.values():
        for base in bases:
            for key in short_names(base, stems):
                if key not in names and key not in taken and key not in stems:
                    short[key] |= names[base]
    found = {key: Called(frozenset(short[key]), whole=False) for key in short}
    found |= {key: Called(frozenset(names[key]), whole=True) for key in names}
    return {
        key: found[key] for key in sorted(found) if len(key) >= 2 and not GENERIC.fullmatch(key)
    }


def short_names(name: str, stems: tuple[str, ...]) -> Iterator[str]:
    """云帆国际广场: 云帆国际, 云帆广场, 云帆; without the division it begins with."""
    for stem in stems:
        if name.startswith(stem) and len(name) - len(stem) >= 4:
            yield name[len(stem) :]
    end = WORD_END.search(name)
    if end and end.start() >= 2:
        first = name[: end.start()]
        core = MIDDLE_END.sub("", first)
        yield from (first, core, core + end[0]) if len(core) >= 2 else (first,)


def road_of(before: str, stems: Sequence[str]) -> str:
    """The road's name behind the divisions; 市府路 and 镇海路 begin with none."""
    best = before
    for division in divisions_of(before):
        if is_road(before[division.end :]):
            best = before[division.end :]
    for stem in stems:
        if best.startswith(stem) and is_road(best[len(stem) :]):
            return best[len(stem) :]
    return best


def is_road(said: str) -> bool:
    return len(said) >= 2 and not NO_ROAD.fullmatch(said)


def numbers_in(said: str) -> Iterator[str]:
    """88,90 is two numbers; 86-92 also the even ones between; 88-1 and 88弄3 are their own."""
    for one in said.split(","):
        yield one
        lane, mark, house = one.rpartition("弄")
        first, dash, last = house.partition("-")
        if dash and first.isdecimal() and last.isdecimal():
            span = range(int(first), int(last) + 1, 2)
            if int(last) in span and len(span) <= LONGEST_RANGE:
                yield from (f"{lane}{mark}{number}" for number in span)


def towers_in(said: str) -> Iterator[str]:
    """A,B and 1-3 are a tower's own sign or several towers."""
    yield said
    first, dash, last = said.partition("-")
    if dash and first.isdecimal() and last.isdecimal() and int(last) - int(first) < LONGEST_RANGE:
        yield from map(str, range(int(first), int(last) + 1))
    elif "," in said:
        yield from said.split(",")
