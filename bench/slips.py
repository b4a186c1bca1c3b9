"""Slips of the hand and the eye: what happens to a name or an address text when it is copied.

Every slip takes a text and a ``random.Random`` and gives the text back changed, or as it was where
there is nothing for it to change.
"""

import re
from collections.abc import Callable
from functools import cache
from random import Random

import opencc
from pypinyin import lazy_pinyin

Slip = Callable[[str, Random], str]

SHAPES = (
    "己已末未土士日曰人入大太天夫千干刀力午牛由田甲申晴睛欧殴洋样鸿鸣佳住嘉喜泰秦兴光昌冒宏宠诚城盛威华毕博搏晟最瑞端源原祥详"
    "恒桓辰晨旺汪润涧达迖亿忆隆降德徳康庚和知益盖利刹通适正止美羔东车联取新亲中申海侮江汪龙尤凯剀创刨优忧腾滕云去翔翎宇字辉挥"
    "亚业捷婕骏俊杰木铭名豪毫森林雅稚艺乞尚向众从聚娶智暂远运航般跃妖世卅朗郎明朋星是贸贺科料技枝商啇限跟公么司可有冇服报饰饬"
    "电甩气乞店居厂广阀伐网冈络洛信倍息悬建健设没材村管菅理埋汇江"
)
"""Characters that look alike, two by two."""
SHAPE = dict(zip(SHAPES[::2] + SHAPES[1::2], SHAPES[1::2] + SHAPES[::2], strict=True))
DIGITS = "零一二三四五六七八九"


@cache
def sounds() -> dict[str, str]:
    """A common character (GB 2312, level 1) to the others that sound alike but for the tone."""
    rows = (bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    common = [code.decode("gb2312", "ignore") for code in rows]
    common = [character for character in common if character]
    groups: dict[str, str] = {}
    for character, sound in zip(common, lazy_pinyin("".join(common)), strict=True):
        groups[sound] = groups.get(sound, "") + character
    return {c: group.replace(c, "") for group in groups.values() for c in group}


@cache
def traditional_of() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def replaced(text: str, dice: Random, table: dict[str, str]) -> str:
    """One character, of those the table knows, changed into one it may be taken for."""
    found = [place for place, c in enumerate(text) if table.get(c)]
    if not found:
        return text
    place = dice.choice(found)
    return text[:place] + dice.choice(table[text[place]]) + text[place + 1 :]


def homophone(text: str, dice: Random) -> str:
    return replaced(text, dice, sounds())


def look_alike(text: str, dice: Random) -> str:
    return replaced(text, dice, SHAPE)


def missing(text: str, dice: Random) -> str:
    place = dice.randrange(len(text))
    return text[:place] + text[place + 1 :] if len(text) > 2 else text


def doubled(text: str, dice: Random) -> str:
    place = dice.randrange(len(text))
    return text[:place] + text[place] + text[place:]


def swapped(text: str, dice: Random) -> str:
    if len(text) < 3:
        return text
    place = dice.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def traditional(text: str, _: Random) -> str:
    return traditional_of().convert(text)


def misread(text: str, dice: Random) -> str:
    """As a scanner reads: look-alikes, letters for digits, brackets gone."""
    text = look_alike(look_alike(text, dice), dice)
    return re.sub("[（）()]", " ", text).translate(str.maketrans("0158", "OlSB", ""))


def brackets(text: str, dice: Random) -> str:
    """Brackets in half width, of another kind or spaced; full-width letters; blanks within."""
    if "（" in text:
        a, b = dice.choice((("(", ")"), ("〔", "〕"), (" (", ") "), ("【", "】")))
        return text.replace("（", a).replace("）", b)
    if re.search("[A-Za-z]", text):
        return text.upper() if dice.random() < 0.5 else text.replace(".", "").replace(",", "")
    place = dice.randrange(1, max(2, len(text)))
    return text[:place] + dice.choice((" ", "　", "\t")) + text[place:]


def chinese_numeral(number: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


def divisions_missing(text: str, dice: Random) -> str:
    """The address begins later: after the province, city, county or street."""
    ends = [found.end() for found in re.finditer(r"[^省市县区镇乡]{1,6}(?:省|市|县|区)", text[:24])]
    return text[dice.choice(ends) :] if ends else text


def street_missing(text: str, _: Random) -> str:
    return re.sub(r"(?<=[县区市])[^县区市]{1,5}(?:街道|镇|乡)", "", text, count=1)


def unit_rewritten(text: str, dice: Random) -> str:
    """幢 as 号楼, 栋, 座 (A for 1) or #."""

    def written(found: re.Match[str]) -> str:
        number = int(found[1])
        kinds = [f"{number}号楼", f"{number}栋", f"{number}#", f"{chinese_numeral(number)}幢"]
        return dice.choice([*kinds, f"{'ABCDEFGHJKLM'[number - 1]}座"] if number < 13 else kinds)

    return re.sub(r"(\d{1,2})幢", written, text)


def room_rewritten(text: str, dice: Random) -> str:
    """1203室 as 12层1203, 十二楼1203室, 12-03, 1203."""

    def written(found: re.Match[str]) -> str:
        floor, room = int(found[1]), found[2]
        kinds = (f"{floor}层{floor}{room}", f"{chinese_numeral(floor)}楼{floor}{room}室")
        return dice.choice((*kinds, f"{floor}-{room}", f"{floor}{room}", f"{floor}楼{room}室"))

    return re.sub(r"(?<!\d)(\d{1,2})(\d{2})室", written, text)


def room_missing(text: str, _: Random) -> str:
    return re.sub(r"(?<=[幢号\u4e00-\u9fff])\d{3,4}室$", "", text)


def building_missing(text: str, _: Random) -> str:
    """Ends with the road's number, or with the building where there is no number."""
    found = re.match(r".*?[路道街巷]\d+号", text)
    return found[0] if found else text


def building_alone(text: str, _: Random) -> str:
    """The building's name and room without road and number."""
    found = re.search(r"\d号([\u4e00-\u9fff]{4,}.*)", text)
    return found[1] if found else text


NAME_SLIPS: dict[Slip, int] = {
    brackets: 12,
    homophone: 6,
    look_alike: 5,
    missing: 4,
    doubled: 2,
    swapped: 3,
    traditional: 4,
    misread: 2,
}
ADDRESS_SLIPS: dict[Slip, int] = {
    divisions_missing: 20,
    street_missing: 10,
    unit_rewritten: 12,
    room_rewritten: 12,
    room_missing: 8,
    building_missing: 8,
    building_alone: 4,
    homophone: 3,
    look_alike: 3,
    missing: 2,
}
"""How often each slip is the one that happens."""
