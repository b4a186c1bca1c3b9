"""地址的组成: a free-text address in its parts, each with its place in the text.

Divisions, road and number (路、门牌), tower (幢, 座, 号楼), floor and room are read by a grammar;
which building a name means is the register's to say (`registers.gazetteer`). Full width, capitals,
brackets, dashes, traditional characters and Chinese numerals are folded; remarks in brackets are
left out. A place beside, behind or opposite something is not that thing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import polars as pl
from opencc import OpenCC

from louyu.standards.address import KEY_FOLD
from louyu.standards.numeral import LETTERS, arabic

KEPT_FOLD = {**KEY_FOLD, ".": ",", "．": ",", "。": ",", "，": ",", "＃": "#", "至": "-"}
SIMPLIFIED = OpenCC("t2s")

LONGEST = 300
"""Characters of a text that are read; what is longer is no address."""
HAN = "[㐀-鿿]"
NOT_A_NUMBER = f"号层楼幢座室期单公米里个年月日{LETTERS}"
N = rf"(?:[0-9]{{1,5}}|[{LETTERS}]{{1,7}})"
HOUSE = rf"[甲乙丙丁]?{N}"
NUMERAL = re.compile(f"[{LETTERS}]+")
LEADING_ZERO = re.compile("(?<![0-9])0+(?=[0-9])")
REMARK = re.compile(
    r"\([^()]*(?:申报|托管|集群|一址多照|仅限|住所|登记|备案|注册|承诺|挂靠)[^()]*\)"
)
DIVISION = re.compile(
    rf"(?:{HAN}{{2,8}}?(?:省|自治[区州县]|特别行政区)|{HAN}{{2,5}}?[市州盟]"
    rf"|(?:{HAN}(?!市)){{1,9}}?(?:街道|社区|[区县旗镇乡村]))"
)
ROAD_NUMBER = re.compile(
    r"(?:路|街|巷|弄|道|胡同|村|里|坊|区|园|桥)"
    rf"(?P<number>{HOUSE}[弄巷]{N}(?:-{N})?(?=[号#](?!楼))|{HOUSE}[弄巷](?!{N})"
    rf"|{HOUSE}(?:-{N})?(?:号?[,、]{N}(?:-{N})?)*(?=[号#](?!楼))"
    rf"|(?<=[路街巷弄道])[0-9]{{1,4}}(?=$|[,( ]|(?![{NOT_A_NUMBER}]){HAN}))[号#]?"
)
BEFORE = re.compile(rf"{HAN}{{1,24}}$")
SIDES = "东西南北中主副裙附前后左右"
ONE_TOWER = rf"(?:T?-?[0-9]{{1,3}}|[A-Z][0-9]{{0,2}}|[{LETTERS}]{{1,4}}|[甲乙丙丁{SIDES}])"
TOWER = re.compile(
    rf"(?<![0-9A-Z])(?P<tower>{ONE_TOWER}(?:[-,、/和]?{ONE_TOWER})*)"
    rf"(?:座|幢|号楼|号厂房|塔楼|塔|#楼|#(?=[0-9( ]|$|[{LETTERS}]{{1,3}}[层楼])"
    rf"|(?<=[A-Z甲乙丙丁{SIDES}])楼)"
)
TOWER_WORD = re.compile("[座幢楼塔#房]")
"""Without one of them the longer search for a tower is in vain."""
FLOOR = re.compile(
    rf"(?P<below>(?<![0-9A-Z])(?:B|负|地下|-))?(?P<floor>{N})(?:[-,、和到]{N})*(?:楼层|层|楼|F(?![A-Z]))"
    r"|(?<![A-Z])B(?P<b>[0-9])(?![0-9])|(?P<ground>底[层楼])"
)
ONE_ROOM = (
    r"(?:T?[0-9]{1,2}-){0,2}[A-Z]{0,2}-?[0-9]{1,5}"
    r"(?:[-到][A-Z]{0,2}[0-9]{1,5})?(?:[A-Z](?![A-Z]))?"
)
ROOM = re.compile(
    rf"(?<![0-9A-Z])(?P<room>{ONE_ROOM}(?:[,、和]{ONE_ROOM})*|[{LETTERS}]{{1,5}})"
    r"(?:号?(?:室(?![0-9一二三四两]厅)|房(?![地产])|商?铺)|(?<=[0-9]{3})(?:号(?!楼)|单元))"
)
BARE_ROOM = re.compile(
    rf"(?<![0-9A-Z-])(?P<room>{ONE_ROOM}(?:[,、和]{ONE_ROOM})*)(?=[ )]*$|[ ]*\()"
    r"|^[,( -]*(?P<first>[A-Z]?-?[0-9]{3,4}(?:-[0-9]{1,4})?)"
    rf"(?![号层楼幢座弄米元年月路街]){HAN}"
)
WING = re.compile(
    r"T?(?P<number>[0-9]{1,2})(?:-[0-9]{1,2})?-(?=[0-9]{3,5}(?![0-9]))"
    r"|(?P<letter>[A-Z])(?!(?<=B)[1-3][0-9]{2}(?![0-9]))-?(?=[0-9])"
)
FLOOR_OF_ROOM = re.compile(
    r"(?:T?[0-9]{1,2}-){0,2}?[A-Z]{0,2}-?(?:([0-9]{1,2})-[0-9]{2}(?![0-9])|([0-9]{1,2})[0-9]{2}(?![0-9]))"
)
HEIGHT = re.compile(r"(?:共|总|高|地上)[0-9]+层")
BESIDE = re.compile(
    r"(?:\([^()]*\))?[,) ]*(?:的|以|正|往|向)?(?:[东西南北]{1,2}(?:侧|面|边|方|[0-9]+米|约)(?!楼)"
    r"|[左右前后][侧面边方](?!楼)|斜?对[面过]|旁|附近|隔壁|后门|相邻|邻近)"
)
NEAR = re.compile(r"(?:靠|临|邻|毗|紧)近?$|近$|毗邻$|紧邻$")


class Part(NamedTuple):
    """A part as folded, and where it stands in the folded text."""

    value: str
    start: int
    end: int


class Inside(NamedTuple):
    """What is said of the inside: towers, floor (below ground negative) and room.

    ``wing`` is the sign before a room's number that may be a tower's: A in A1203, 3 in 3-1203.
    """

    towers: tuple[Part, ...] = ()
    floor: int | None = None
    room: str | None = None
    wing: str | None = None


class PlaceText(NamedTuple):
    """An address in its parts; what is not written is None or empty."""

    text: str
    key: str
    divisions: tuple[Part, ...]
    numbers: tuple[tuple[str, Part], ...]
    inside: Inside

    def quoted(self, start: int, end: int) -> str:
        return quoted(self.text, self.key, start, end)


def place_text(text: str) -> PlaceText:
    """The parts of an address."""
    key = place_keys(pl.Series([text], dtype=pl.String()))[0]
    numbers = tuple(numbers_of(key))
    end = numbers[0][1].end if numbers else 0
    spans = [(part.start, part.end) for _, part in numbers]
    return PlaceText(text, key, tuple(divisions_of(key)), numbers, inside_of(key, end, spans))


def place_keys(texts: pl.Series) -> pl.Series:
    """Folded texts without blanks; remarks become blanks, so that what stood around them stays
    apart."""
    # Simplified all at once; a character beyond one-to-one would move every place behind it.
    lines = texts.str.head(LONGEST).str.replace_all("[\\n\\x00]", " ")
    simple = pl.Series(SIMPLIFIED.convert("\n".join(lines)).split("\n"), dtype=pl.String())
    same = simple.str.len_chars() == lines.str.len_chars()
    keys = simple.zip_with(same, lines).str.replace_many(list(KEPT_FOLD), list(KEPT_FOLD.values()))
    remarked = keys.str.contains("(", literal=True)
    if not remarked.any():
        return keys
    bare = [REMARK.sub(lambda match: " " * len(match[0]), key) for key in keys.filter(remarked)]
    return keys.scatter(remarked.arg_true(), bare)


def quoted(text: str, key: str, start: int, end: int) -> str:
    """What stands in the text, as it was written, where ``start:end`` stands in its key."""
    if len(text) == len(key):
        return text[start:end]
    kept = ((place, KEPT_FOLD.get(said, said)) for place, said in enumerate(text[:LONGEST]))
    places = [place for place, said in kept if said and said not in "\n\x00"]
    return text[places[start] : places[end - 1] + 1] if 0 <= start < end <= len(places) else ""


def divisions_of(key: str) -> Iterator[Part]:
    """The chain of divisions an address begins with, as far as it is one."""
    at = 0
    while match := DIVISION.match(key, at):
        yield Part(match[0], at, match.end())
        at = match.end()


def numbers_of(key: str) -> Iterator[tuple[str, Part]]:
    """What stands before a number, down to the road, and the number: 88, 88-1, 88,90, 88弄3."""
    for match in ROAD_NUMBER.finditer(key):
        before = BEFORE.search(key, max(0, match.start("number") - 24), match.start("number"))
        if before:
            number = digits(match["number"]).replace("号", "").replace("巷", "弄")
            yield before[0], Part(number.replace("、", ","), before.start(), match.end())


def inside_of(key: str, start: int, spans: Sequence[tuple[int, int]] = ()) -> Inside:
    """What is said of the inside from ``start`` on, leaving out ``spans`` that mean something
    else."""
    rest = key[start:]
    for a, b in spans:
        if b > start:
            first, last = max(a - start, 0), b - start
            rest = rest[:first] + " " * (last - first) + rest[last:]
    inside = inside_said(rest)
    if start == 0 or not inside.towers:
        return inside
    moved = tuple(Part(t.value, t.start + start, t.end + start) for t in inside.towers)
    return inside._replace(towers=moved)


@lru_cache(maxsize=1 << 16)
def inside_said(rest: str) -> Inside:
    """Towers, floor and room; remembered, because a district's rooms are called alike.

    Of several floors the first counts; of rooms all. A floor is told by a room of three digits or
    more where it is not written.
    """
    rest = HEIGHT.sub(lambda match: " " * len(match[0]), rest)
    towers = tuple(
        Part(tower_value(match["tower"]), match.start(), match.end())
        for match in (TOWER.finditer(rest) if TOWER_WORD.search(rest) else ())
    )
    rest = rest[towers[-1].end if towers else 0 :]
    floor_at = FLOOR.search(rest)
    floor = floor_said(floor_at) if floor_at else None
    if floor_at:
        rest = f"{rest[: floor_at.start()]} {rest[floor_at.end() :]}"
    room, first, at = room_said(rest, floored=floor is not None)
    if first and (floor is None or (floor_at and at < floor_at.start())):
        floor = floor_of_room(first) or floor
    wing = WING.match(first) if first and (floor is None or floor > 0) else None
    return Inside(towers, floor, room, (wing["number"] or wing["letter"]) if wing else None)


def room_said(rest: str, *, floored: bool) -> tuple[str | None, str | None, int]:
    """The rooms said, the first of them and its place; bare digits are a room at the end only."""
    said = [(match["room"], match.start()) for match in ROOM.finditer(rest)]
    if not said and (bare := BARE_ROOM.search(rest)):
        words = bare["room"] or bare["first"]
        enough = len(re.findall("[0-9]", words)) >= (2 if floored else 3)
        said = [(words, bare.start())] if enough else []
    rooms = [
        room.strip("-").replace("到", "-")
        for words, _ in said
        for room in re.split("[,、和]", digits(words, keep=True))
    ]
    if not rooms:
        return None, None, -1
    return "、".join(dict.fromkeys(rooms)), rooms[0], said[0][1]


def digits(said: str, *, keep: bool = False) -> str:
    """Numerals in Arabic digits, without leading zeros unless kept; other signs stay."""
    if not said.isascii():
        said = NUMERAL.sub(lambda match: arabic(match[0]) or match[0], said)
    return LEADING_ZERO.sub("", said) if "0" in said and not keep else said


def tower_value(said: str) -> str:
    """三, 03 and T3 are tower 3; A and B together stay a list: A,B."""
    if len(said) == 1 and said.isascii():
        return said
    value = re.sub("T-?(?=[0-9])", "", digits(re.sub("[、/和]", ",", said)))
    return re.sub("(?<=[A-Z])(?=[A-Z])", ",", value).lstrip("-")


def floor_said(match: re.Match[str]) -> int | None:
    if match["ground"]:
        return 1
    if match["b"]:
        return -int(match["b"]) or None
    number = digits(match["floor"])
    if not number.isdecimal() or not 0 < int(number) < 1000:
        return None
    return -int(number) if match["below"] else int(number)


def floor_of_room(room: str) -> int | None:
    """The floor a room's number begins with: 1203, A1203, 3-1203 and 12-03 are on floor 12."""
    match = FLOOR_OF_ROOM.match(room)
    return int(match[1] or match[2]) or None if match else None
