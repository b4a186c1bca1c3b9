"""地址的组成: a free-text address in its parts, each with its place in the text.

Road and number, tower (幢, 座, 号楼), floor and room are read by a grammar; which building a name
means is the register's to say (`registers.attribution`). Full width, capitals, brackets, dashes,
traditional characters and Chinese numerals are folded. Remarks in brackets are left out. A place
beside, behind or opposite something is not that thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opencc import OpenCC

from louyu.standards.address import KEY_FOLD
from louyu.standards.numeral import LETTERS, arabic

KEPT_FOLD = {**KEY_FOLD, ".": ",", "．": ",", "，": ",", "＃": "#", "棟": "幢"}
SIMPLIFIED = OpenCC("t2s")

N = rf"(?:[0-9]+|[{LETTERS}]+)"
REMARK = re.compile(
    r"\([^()]*(?:申报|托管|集群|一址多照|仅限|住所|登记|备案|注册|承诺|挂靠)[^()]*\)"
)
NUMBER = re.compile(
    rf"(?P<before>[一-鿿]*?(?:大道|大街|路|街|巷|胡同|道))"
    rf"(?P<number>{N}弄{N}|{N}(?:-{N})?(?:[,、]{N}(?:-{N})?)*)"
    rf"(?:号|#|(?=[^0-9{LETTERS}层楼幢座室F-]|$))(?!楼)"
)
TOWER = re.compile(
    rf"(?P<tower>(?<![0-9A-Z])[A-Z](?:[,、/]?[A-Z])*|{N}(?:[-,、]{N})*|[东西南北中主裙副])"
    r"(?:座|幢|号楼|塔楼|塔|(?<=[东西南北中主裙副])楼|#楼|#(?=[0-9]))"
)
FLOOR = re.compile(
    rf"(?:(?P<below>B|负|地下|-)?(?P<floor>{N})(?:楼层|层|楼|F(?![A-Z]))|(?<![A-Z])B(?P<b>[0-9])(?![0-9]))"
)
ONE_ROOM = r"(?:[A-Z]{0,2}-?[0-9]{1,5}(?:-[0-9]{1,4})?[A-Z]?)"
ROOM = re.compile(
    rf"(?<![0-9A-Z])(?P<room>{ONE_ROOM}(?:[,、]{ONE_ROOM})*|[{LETTERS}]{{3,5}})(?:室|房(?!地))"
)
BARE_ROOM = re.compile(rf"(?<![0-9A-Z-])(?P<room>{ONE_ROOM}(?:[,、]{ONE_ROOM})*)\)?$")
HEIGHT = re.compile(r"(?:共|总|高|地上)[0-9]+层")
BESIDE = re.compile(
    r"[,)]?(?:的)?(?:以[东西南北]|[东西南北]{1,2}[侧面边](?!楼)|[左右前后][侧面边]|斜?对面|对过|旁|附近|隔壁|后门)"
)
NAME_WORD = (
    "大厦|广场|中心|大楼|商务楼|写字楼|综合楼|科技园|产业园|商城|国际|大楼|公寓|小区|花园|城"
)
NAME = re.compile(rf"(?P<name>[一-鿿]{{2,12}}?(?:{NAME_WORD}))")


@dataclass(frozen=True)
class Part:
    """A part as folded, and where it stands in the folded text."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class PlaceText:
    """An address in its parts; what is not written is None or empty."""

    text: str
    key: str
    places: tuple[int, ...]
    numbers: tuple[tuple[str, Part], ...]
    towers: tuple[Part, ...]
    floor: int | None
    room: str | None

    def quoted(self, start: int, end: int) -> str:
        """What stands in the text as it was written."""
        return self.text[self.places[start] : self.places[end - 1] + 1] if end > start else ""


def place_text(text: str) -> PlaceText:
    """The parts of an address. A floor is told by a room of three digits or more where it is not
    written."""
    key, places = place_key(text)
    numbers = tuple(numbers_of(key))
    end = numbers[-1][1].end if numbers else 0
    towers = tuple(towers_of(key, end))
    after = towers[-1].end if towers else end
    rest = HEIGHT.sub(lambda match: " " * len(match[0]), key[after:])
    floor_at = FLOOR.search(rest)
    behind = (rest[floor_at.end() :] if floor_at else rest).rstrip(" ")
    room_at = ROOM.search(behind) or BARE_ROOM.search(behind)
    floor = floor_said(floor_at) if floor_at else None
    room = room_said(room_at["room"]) if room_at else None
    if room and len(re.findall("[0-9]", room)) < (1 if floor_at else 3):
        room = None
    if floor is None and room:
        floor = floor_of_room(room)
    return PlaceText(text, key, places, numbers, towers, floor, room)


def place_key(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text without blanks and remarks, and where each character stood."""
    plain = SIMPLIFIED.convert(text)
    source = plain if len(plain) == len(text) else text
    kept = [
        (letter, place) for place, said in enumerate(source) for letter in KEPT_FOLD.get(said, said)
    ]
    key = "".join(letter for letter, _ in kept)
    # A remark becomes blanks so that places hold; what stood around it stays apart.
    key = REMARK.sub(lambda match: " " * len(match[0]), key)
    return key, tuple(place for _, place in kept)


def numbers_of(key: str) -> Iterator[tuple[str, Part]]:
    """What stands before a number, down to the road, and the number."""
    for match in NUMBER.finditer(key):
        if not BESIDE.match(key, match.end()):
            number = digits(match["number"])
            yield match["before"], Part(number, match.start(), match.end())


def towers_of(key: str, start: int) -> Iterator[Part]:
    for match in TOWER.finditer(key, start):
        yield Part(digits(match["tower"]), match.start(), match.end())


def digits(said: str) -> str:
    """Numerals in Arabic digits, without leading zeros; other signs stay."""
    return re.sub(
        rf"[{LETTERS}]+|0+(?=[0-9])",
        lambda match: "" if match[0][0] == "0" else arabic(match[0]) or match[0],
        said,
    )


def floor_said(match: re.Match[str]) -> int | None:
    if match["b"]:
        return -int(match["b"])
    number = arabic(match["floor"]) if not match["floor"].isdecimal() else match["floor"]
    if number is None or not 0 < len(number) <= 3:
        return None
    return -int(number) if match["below"] else int(number)


def room_said(said: str) -> str:
    number = arabic(said) or said
    return number.replace(",", "、").strip("-")


def floor_of_room(room: str) -> int | None:
    """The floor a room's number begins with: 1203 and 12-03 are on floor 12."""
    first = re.match(
        r"(?:[A-Z]{0,2}-?)(?:([0-9]{1,2})-[0-9]{2}(?![0-9])|([0-9]{1,2})[0-9]{2}(?![0-9]))", room
    )
    floor = int(first[1] or first[2]) if first else 0
    return floor or None
