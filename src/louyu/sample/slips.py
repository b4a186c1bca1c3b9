"""笔误 slips: how people write a name or an address otherwise than it is, as texts.

Every function gives the text written instead, or None where the slip has nothing to befall. Which
of several ways is taken depends on the text alone.
"""

import re
import zlib
from collections.abc import Callable
from functools import cache

from opencc import OpenCC
from pypinyin import lazy_pinyin

from louyu.sample.enterprises import PLACES
from louyu.sample.names import RARE, TRADES
from louyu.sample.towers import WINGS

HOMOPHONES = dict(
    zip(
        "翀翯翥翮翾羿聿胤昶暄曈曦曜朔枥栩桁桢梓棠棣楫槿樾檀沄沅泓浔淏淙湉滢漪潆澍澧濂瀚灏烜熠犀珺琚琬璟璨砚硕禧",
        "冲贺助和宣一玉印常宣同西要硕利许衡真子唐地集锦月谈云元红寻浩从天赢一迎树里连汗浩选一西君居晚景灿燕说喜",
        strict=True,
    )
)
SHAPES = dict(
    zip(
        "曈栩桢棣楫樾橦檀沄沅滢澍澧濂瀚灏炘烜爔珩琚琛琬瑄瑭璟璨畹皓硕筠箫绡绮翊芃苒荃莳菀蔚薇蘅虬赟暄暾朔枥",
        "瞳诩祯隶揖越撞擅云元莹树礼廉翰颢忻恒曦衍据深碗喧塘憬灿婉浩颁均萧销倚诩凡再茎时苑尉微衡虹斌喧墩溯砺",
        strict=True,
    )
)
DIGITS = "零一二三四五六七八九"
REMARKS = ("（自主申报）", "(一址多照)", "（住所申报）")
SIDES = ("东侧", "西侧", "对面", "北侧附属房")
OLD = "旧"
WORKS = [trade.word for trade in TRADES]
ENGLISH = ("Technology", "Trading", "Consulting", "Network", "Design")
FORMS = (("有限责任公司", "有限公司"), ("股份有限公司", "股份公司"), ("有限公司", "有限责任公司"))


def way(text: str, of: int) -> int:
    """One of several ways, by the text."""
    return zlib.crc32(text.encode()) % of


def parts(name: str, fronts: tuple[str, ...]) -> tuple[str, str, str]:
    """Place, 字号 and the rest of an invented name; the rest begins with the trade."""
    front = next((f for f in (*fronts, *PLACES) if name.startswith(f)), "")
    rest = name[len(front) :]
    length = next((k for k, c in enumerate(rest) if c not in RARE), len(rest))
    return front, rest[:length], rest[length:]


def place_dropped(name: str, fronts: tuple[str, ...]) -> str | None:
    front, word, rest = parts(name, fronts)
    return word + rest if front and word else None


def signboard(name: str, fronts: tuple[str, ...]) -> str | None:
    """What stands over the door: 字号 and the first word of the trade."""
    _, word, rest = parts(name, fronts)
    work = next((w for w in WORKS if rest.startswith(w)), None)
    return word + work[:2] if work and word else None


def bracketed(name: str, fronts: tuple[str, ...]) -> str | None:
    """The place in brackets behind the 字号."""
    front, word, rest = parts(name, fronts)
    marks = ("（", "）") if way(name, 2) else ("(", ")")
    return f"{word}{marks[0]}{front}{marks[1]}{rest}" if front and word else None


def form_mixed(name: str, _: tuple[str, ...]) -> str | None:
    for written, instead in FORMS:
        if name.endswith(written):
            return name.removesuffix(written) + instead
    return None


def slipped(name: str, fronts: tuple[str, ...], table: dict[str, str]) -> str | None:
    """One character of the 字号 is another one."""
    front, word, rest = parts(name, fronts)
    where = [k for k, c in enumerate(word) if c in table]
    if not where:
        return None
    k = where[way(name, len(where))]
    return front + word[:k] + table[word[k]] + word[k + 1 :] + rest


def homophone(name: str, fronts: tuple[str, ...]) -> str | None:
    return slipped(name, fronts, HOMOPHONES)


def shape(name: str, fronts: tuple[str, ...]) -> str | None:
    return slipped(name, fronts, SHAPES)


def mistyped(name: str, fronts: tuple[str, ...]) -> str | None:
    """A character missing, doubled, or in the place of the next one; never a 字号's last one."""
    front, word, rest = parts(name, fronts)
    if len(rest) < 4:
        return None
    k = 1 + way(name, len(rest) - 2)
    wrong = (rest[:k] + rest[k + 1 :], rest[:k] + rest[k - 1 :])
    swapped = rest[: k - 1] + rest[k] + rest[k - 1] + rest[k + 1 :]
    return front + word + (*wrong, swapped)[way(name[::-1], 3)]


@cache
def to_traditional() -> OpenCC:
    return OpenCC("s2t")


def traditional(name: str, _: tuple[str, ...]) -> str | None:
    written = str(to_traditional().convert(name))
    return written if written != name else None


def english(name: str, fronts: tuple[str, ...]) -> str | None:
    _, word, rest = parts(name, fronts)
    if not word or not rest.endswith("有限公司"):
        return None
    said = "".join(lazy_pinyin(word)).capitalize()
    return f"{said} {ENGLISH[way(rest, len(ENGLISH))]} Co., Ltd."


def numeral(number: int) -> str:
    """188 as 一百八十八."""
    said, gap = "", False
    for place, unit in zip(range(3, -1, -1), ("千", "百", "十", ""), strict=True):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return said[1:] if said.startswith("一十") else said


def numerals(address: str) -> str | None:
    """The road's number in Chinese numerals."""
    return replaced(r"(\d{1,4})号", lambda m: f"{numeral(int(m[1]))}号", address)


def ranged(address: str) -> str | None:
    """A range of numbers on one side of the road that ends with the true one."""
    return replaced(
        r"(\d+)号", lambda m: f"{int(m[1]) - 2}-{m[1]}号" if int(m[1]) > 2 else m[0], address
    )


def room_dropped(address: str) -> str | None:
    return replaced(r"(\d{3,4})室$", lambda _: "", address)


def room_formed(address: str) -> str | None:
    """Floor and room in other forms: 12层1203室, 12楼1203号, -1203."""

    def formed(found: re.Match[str]) -> str:
        room = found[1]
        floor = room[:-2]
        forms = (f"{floor}层{room}室", f"{floor}楼{room}号", f"-{room}", f"{floor}F-{room}")
        return forms[way(address, len(forms))]

    return replaced(r"(\d{3,4})室$", formed, address)


def road_renamed(address: str) -> str | None:
    """By a road's name of old, which no register knows."""
    road = r"(.)((?:大道|东路|西路|北街|路|街|巷)\d+号)"
    return replaced(road, lambda m: f"{m[1]}{OLD}{m[2]}", address)


def remarked(address: str) -> str | None:
    return address + REMARKS[way(address, len(REMARKS))]


def beside(address: str) -> str | None:
    """Not in the building but beside it."""
    gone = room_dropped(address)
    return gone + SIDES[way(address, len(SIDES))] if gone else None


def wing_mixed(text: str) -> str | None:
    """Another word for a tower: A座 as A幢, 2幢 as 2号楼, 一号楼 as 1号楼, 东楼 as 东座."""
    changes = (("座", "幢"), ("号楼", "幢"), ("幢", "号楼"), ("楼", "座"))
    for wing in (w for pair in WINGS for w in pair):
        if wing in text:
            ending, instead = next(c for c in changes if wing.endswith(c[0]))
            written = wing.removesuffix(ending) + instead
            return text.replace(wing, written.replace("一", "1").replace("二", "2"))
    return None


def wing_dropped(text: str) -> str | None:
    """The complex alone, without saying which of its towers."""
    wing = next((w for pair in WINGS for w in pair if text.endswith(w)), None)
    return text.removesuffix(wing) if wing else None


def replaced(pattern: str, by: Callable[[re.Match[str]], str], text: str) -> str | None:
    written = re.sub(pattern, by, text, count=1)
    return written if written != text else None
