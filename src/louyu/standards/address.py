"""地址与名称: keys under which texts are the same beyond doubt, for exact matching.

A key folds only what never tells two things apart: width, blanks, brackets, and for buildings and
addresses also dashes, capitals, punctuation and the two ways of writing numbers (六十八层, 68层).
Likeness beyond that is not decided here. Places are no constants: 省, 市, 区 stay in a key.
"""

import re
from collections.abc import Callable

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
