"""地址与名称: keys under which texts are the same beyond doubt, for exact matching.

A key folds only what never tells two things apart: width, blanks, brackets, and for buildings and
addresses also dashes, capitals, punctuation and the two ways of writing numbers (六十八层, 68层).
Likeness beyond that is not decided here. Places are no constants: 省, 市, 区 stay in a key.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from louyu.standards.column import by_rule, text_of
from louyu.standards.numeral import LETTERS, arabic
from louyu.standards.width import FULL, HALF, SPACES

BRACKETS = {
    **dict.fromkeys("[{〔【〖「『", "("),
    **dict.fromkeys("]}〕】〗」』", ")"),
}
MARKS = {
    **BRACKETS,
    **dict.fromkeys("‐‑‒–—―−─﹣~～", "-"),
    **dict.fromkeys("、;", ","),
    **dict.fromkeys("·•・‧。:'\"‘’“”<>《》_|", ""),
    **{chr(code): chr(code).upper() for code in range(ord("a"), ord("z") + 1)},
    "栋": "幢",
    "＃": "#",
}
"""栋 and 幢 are two characters for one word; 座 and 号楼 are other words and stay."""


def fold(marks: dict[str, str]) -> dict[str, str]:
    """Marks, blanks and widths in one table of single characters."""
    widths = {full: marks.get(half, half) for full, half in zip(FULL, HALF, strict=True)}
    return {**widths, **marks, **dict.fromkeys(SPACES, "")}


NAME_FOLD = fold(BRACKETS)
KEY_FOLD = fold(MARKS)
NAME_TABLE = str.maketrans(NAME_FOLD)
KEY_TABLE = str.maketrans(KEY_FOLD)

COUNTERS = "号|#|幢|座|层|楼|室|单元|期|弄|巷"
NUMERAL = re.compile(rf"第?(?P<numeral>[{LETTERS}]{{1,7}})(?=(?:{COUNTERS}))")
ORDINAL = re.compile(rf"第(?=[0-9]+(?:{COUNTERS}))")
NUMBER_SIGN = re.compile(r"(?<=[0-9])#")
LOOSE_MARK = re.compile(r"(?<![0-9A-Z])[,.]|[,.](?![0-9A-Z])")
"""Between two numbers a comma parts them (1203,1204室); elsewhere it says nothing."""
FLOOR_WORD = re.compile(r"(?<=[0-9])(?:楼层|楼|F(?![0-9A-Z]))")


def name_key(text: str) -> str:
    """An enterprise's name with brackets, width and blanks folded; divisions and forms stay."""
    return text.translate(NAME_TABLE)


def building_key(text: str) -> str:
    """A building's name: 3＃楼, 三号楼 and 第3号楼 are one."""
    key = LOOSE_MARK.sub("", text.translate(KEY_TABLE))
    key = NUMERAL.sub(lambda match: arabic(match["numeral"]) or match[0], key)
    return NUMBER_SIGN.sub("号", ORDINAL.sub("", key))


def address_key(text: str) -> str:
    """An address: as a building's name, and 12F, 12楼 and 十二层 are one floor."""
    return ORDINAL.sub("", FLOOR_WORD.sub("层", building_key(text)))


def name_keys(series: pl.Series) -> pl.Series:
    """`name_key` of a column."""
    return folded(series, NAME_FOLD)


def building_keys(series: pl.Series) -> pl.Series:
    """`building_key` of a column."""
    return keys(series, building_key, rf"[,.#第]|[{LETTERS}](?:{COUNTERS})")


def address_keys(series: pl.Series) -> pl.Series:
    """`address_key` of a column."""
    return keys(series, address_key, rf"[,.#第]|[{LETTERS}](?:{COUNTERS})|[0-9](?:楼|F)")


def folded(series: pl.Series, table: dict[str, str]) -> pl.Series:
    return text_of(series).str.replace_many(list(table), list(table.values()))


def keys(series: pl.Series, key: Callable[[str], str], special: str) -> pl.Series:
    """Folds a column; gives what has a mark or numeral that needs its neighbours to the key."""
    plain = folded(series, KEY_FOLD)
    needs_key = plain.str.contains(special).fill_null(value=False)
    if not needs_key.any():
        return plain
    slow, _ = by_rule(plain.filter(needs_key), lambda text: (key(text), None), pl.String())
    return plain.scatter(needs_key.arg_true(), slow)


@dataclass(frozen=True)
class Address:
    """The parts of an address that are beyond doubt; the others are None."""

    road: str | None = None
    number: str | None = None
    building: str | None = None
    floor: int | None = None
    room: str | None = None


ROAD_NUMBER = re.compile(r"(?P<before>[一-鿿]+)(?P<number>[0-9]+(?:-[0-9]+)?)号(?!楼)")
ROAD = re.compile(r"[一-鿿]{2,}(?:大道|大街|路|街|巷|弄|胡同|(?<!街)道)")
DIVISION_END = re.compile(r"自治区|社区|街道|[省市区县镇乡村]")
APART = r"(?<![0-9A-Z,.\-至到和])"
BUILDING = re.compile(rf"{APART}(?P<building>[A-Z]?[0-9]{{1,3}}|[0-9]{{0,2}}[A-Z])(?:幢|座|号楼)")
FLOOR = re.compile(rf"{APART}(?P<below>B|负|地下)?(?P<floor>[0-9]{{1,3}})层")
ROOM = re.compile(rf"{APART}(?P<room>[A-Z]?[0-9]{{2,5}}[A-Z]?)室")
LAST_ROOM = re.compile(r"(?:幢|座|号楼|层)(?P<room>[0-9]{3,5}[A-Z]?)$")
HEIGHT = re.compile(r"(?:共|总|高|地上)[0-9]+层")


def address_parts(text: str) -> Address:
    """Road and number, building, floor and room as far as they are written beyond doubt.

    A part that is written twice or as a range (3-5幢, 1203、1204室) stays None.
    """
    key = address_key(text)
    road, number = road_and_number(key)
    floor = sole(FLOOR, key, "层") if not HEIGHT.search(key) else None
    room = sole(ROOM, key, "室") or (LAST_ROOM.search(key) if "室" not in key else None)
    building = sole(BUILDING, key, "幢|座|号楼")
    return Address(
        road=road,
        number=number,
        building=building["building"] if building else None,
        floor=int(floor["floor"]) * (-1 if floor["below"] else 1) if floor else None,
        room=room["room"] if room else None,
    )


def sole(pattern: re.Pattern[str], key: str, counters: str) -> re.Match[str] | None:
    """The one match of a part, if its word stands after a number once only."""
    if len(re.findall(rf"[0-9A-Z](?:{counters})", key)) != 1:
        return None
    return pattern.search(key)


def road_and_number(key: str) -> tuple[str | None, str | None]:
    match = ROAD_NUMBER.search(key)
    if not match:
        return None, None
    before = match["before"]
    # The last 市, 区, 镇 … that leaves a whole road's name behind it: 某市市府路 is 市府路.
    for end in reversed([0, *(found.end() for found in DIVISION_END.finditer(before))]):
        if ROAD.fullmatch(before[end:]):
            return before[end:], match["number"]
    return None, None
