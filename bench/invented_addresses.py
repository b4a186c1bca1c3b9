"""Addresses of an invented district's buildings, as people write them, with the truth (演示数据).

Written from a building's parts; nothing here knows how an address is read.
"""

from collections.abc import Callable
from random import Random

import opencc
import polars as pl
from invented_district import (
    CITY,
    COUNTY,
    ENDS,
    PROVINCE,
    House,
    label_said,
)
from slips import chinese_numeral, homophone, look_alike, missing
from vocabulary import WORD_CHARACTERS

OTHER_CITIES = (("濮泉市", "黛川区"), ("琅汀市", "浦坪县"), ("澄桥市", "棠湾区"))
REMARKS = ("（自主申报）", "（集群注册）", "(托管)", "（仅限办公）", "[住所申报]", "（承诺制）")
KINDS = {
    "plain": 400,
    "number only": 140,
    "name only": 70,
    "tower unsaid": 30,
    "short name": 50,
    "alias": 60,
    "name not known": 15,
    "name slip": 25,
    "road slip": 15,
    "wrong number": 12,
    "sub-number": 13,
    "name first": 40,
    "unregistered": 90,
    "beside": 15,
    "other city": 15,
    "shared, unregistered": 10,
}
"""How often of a thousand."""
OUTSIDE = ("unregistered", "beside", "other city", "shared, unregistered")
"""Kinds that are in no building of the register."""
Parts = dict[str, str]


class Writer:
    """Writes addresses of houses, all chances from one seed."""

    def __init__(self, made: list[House], seed: int) -> None:
        self.dice = Random(f"{seed}/texts")
        self.known = [house for house in made if house.code]
        self.unknown = [house for house in made if not house.code]
        self.several = [house for house in self.known if house.tower]
        self.renamed = [h for h in self.known if h.alias or (h.old and h.old_known)]
        self.traditional = opencc.OpenCC("s2t")

    def happens(self, rate: float) -> bool:
        return self.dice.random() < rate

    def head(self, house: House) -> str:
        chain = (PROVINCE, CITY, COUNTY, house.street)
        dice = self.dice.random()
        if dice < 0.35:
            return "".join(chain)
        if dice < 0.65:
            return "".join(chain[1:3])
        if dice < 0.75:
            return CITY[:-1] + COUNTY
        if dice < 0.9:
            return self.dice.choice((COUNTY, COUNTY + house.street, house.street, CITY))
        return ""

    def number(self, said: str) -> str:
        if said.isdecimal() and int(said) < 100 and self.happens(0.06):
            return chinese_numeral(int(said)) + "号"
        return said + self.dice.choices(("号", "#", ""), (95, 3, 2))[0]

    def room(self, house: House) -> tuple[str, int, str]:
        """The words, the floor and the room's last number."""
        floor, unit = self.dice.randint(1, house.floors), self.dice.randint(1, 24)
        room = f"{floor}{unit:02d}"
        ways = {
            f"{room}室": 40,
            f"{floor}层{room}室": 15,
            f"{floor}楼{room}": 8,
            f"{floor}F-{room}": 3,
            room: 8,
            f"{floor}-{unit:02d}": 3,
            f"{floor}楼": 4,
            f"{chinese_numeral(floor)}层": 4,
            f"{chinese_numeral(floor)}楼{room}室": 3,
            f"{room}、{floor}{unit + 1:02d}室": 4,
            f"{room}-{floor}{unit + 2:02d}室": 3,
            f"第{floor}层{unit:02d}号房": 1,
            f"{room}室-{self.dice.randint(1, 9)}": 3,
            f"{self.dice.randint(1, 3)}单元{room}室": 2,
        }
        words = self.dice.choices(list(ways), list(ways.values()))[0]
        return words, floor, room

    def dressed(self, text: str) -> str:
        """Width, blanks, traditional characters, remarks."""
        if self.happens(0.08):
            text = text.translate({k: k + 0xFEE0 for k in range(0x30, 0x5B)})
        if self.happens(0.06):
            place = self.dice.randrange(1, len(text))
            text = text[:place] + self.dice.choice((" ", "　")) + text[place:]
        if self.happens(0.03):
            text = self.traditional.convert(text)
        return text + (self.dice.choice(REMARKS) if self.happens(0.08) else "")

    def extra(self, parts: Parts) -> Parts:
        """Words that say nothing of the building: community, zone, yard, corner, old name, firm."""
        dice, more = self.dice, dict(parts)
        word = "".join(dice.sample(WORD_CHARACTERS, 2))
        if self.happens(0.04):
            more["head"] += word + dice.choice(("社区", "社区", "经济开发区", "商务区"))
        if self.happens(0.02) and more["number"].endswith("号"):
            more["number"] += dice.choice(("院", "院内", "内"))
        if self.happens(0.02):
            more["name"] += f"（原{word}大厦）"
        if self.happens(0.01):
            more["road"] += f"与{word}路交叉口"
            more["number"] = ""
        tails = (
            f"{word}科技有限公司",
            f"({word}商行)",
            " 0571-88001102",
            "A08工位",
            "东侧",
            " 325000",
        )
        more["room"] += dice.choice(tails) if self.happens(0.06) else ""
        return more

    def row(self) -> dict[str, object]:
        """text, truth (a code or null), floor, kind."""
        kind = self.dice.choices(list(KINDS), list(KINDS.values()))[0]
        pools = {"tower unsaid": self.several, "alias": self.renamed, "unregistered": self.unknown}
        house = self.dice.choice(pools.get(kind, self.known))
        parts, floor = self.parts(house)
        text = WAYS.get(kind, as_it_is)(parts, house, self.dice)
        out = kind in OUTSIDE
        return {
            "text": self.dressed(text),
            "truth": None if out else house.code,
            "floor": None if out else floor,
            "kind": kind,
        }

    def parts(self, house: House) -> tuple[Parts, int]:
        room, floor, digits = self.room(house)
        tower = label_said(house.tower, self.dice)
        parts = {"head": self.head(house), "road": house.road, "number": self.number(house.number)}
        parts |= {"name": house.name, "tower": tower, "room": room, "digits": digits}
        return self.extra(parts), floor


ORDER = ("head", "road", "number", "name", "tower", "room")


def as_it_is(parts: Parts, _: House, __: Random) -> str:
    return "".join(parts[part] for part in ORDER)


def without(parts: Parts, *left_out: str) -> Parts:
    return parts | dict.fromkeys(left_out, "")


def number_only(parts: Parts, house: House, dice: Random) -> str:
    return as_it_is(without(parts, "name"), house, dice)


def name_only(parts: Parts, house: House, dice: Random) -> str:
    return as_it_is(without(parts, "road", "number"), house, dice)


def tower_unsaid(parts: Parts, house: House, dice: Random) -> str:
    """Half of them with the tower's sign before the room: A1203, 3-1203."""
    if house.tower.isascii() and dice.random() < 0.5:
        dash = "-" if house.tower.isdecimal() else dice.choice(("", "-"))
        parts = parts | {"room": house.tower + dash + parts["digits"]}
    return as_it_is(without(parts, "tower"), house, dice)


def called(parts: Parts, name: str, alone: float, house: House, dice: Random) -> str:
    if dice.random() < alone:
        parts = without(parts, "road", "number")
    return as_it_is(parts | {"name": name}, house, dice)


def short_name(parts: Parts, house: House, dice: Random) -> str:
    return called(parts, house.word, 0.3, house, dice)


def alias(parts: Parts, house: House, dice: Random) -> str:
    options = [house.alias, house.old if house.old_known else ""]
    return called(parts, dice.choice([name for name in options if name]), 0.2, house, dice)


def other_name(parts: Parts, house: House, dice: Random) -> str:
    name = "".join(dice.sample(WORD_CHARACTERS, 2)) + dice.choice(ENDS)
    return as_it_is(parts | {"name": name}, house, dice)


def name_slip(parts: Parts, house: House, dice: Random) -> str:
    slip = dice.choice((homophone, look_alike, missing))
    return as_it_is(parts | {"name": slip(house.name, dice)}, house, dice)


def road_slip(parts: Parts, house: House, dice: Random) -> str:
    slip = dice.choice((homophone, look_alike))
    return as_it_is(parts | {"road": slip(house.road[:-1], dice) + house.road[-1]}, house, dice)


def wrong_number(parts: Parts, house: House, dice: Random) -> str:
    return as_it_is(parts | {"number": f"{dice.randint(1, 900)}号"}, house, dice)


def sub_number(parts: Parts, house: House, dice: Random) -> str:
    end = dice.choice(("-1号", "-2号", "号附1号", "号-1"))
    return as_it_is(parts | {"number": house.number + end}, house, dice)


def name_first(parts: Parts, _: House, dice: Random) -> str:
    p = parts
    if dice.random() < 0.5:
        return f"{p['head']}{p['name']}（{p['road']}{p['number']}）{p['tower']}{p['room']}"
    return f"{p['head']}{p['road']}{p['number']}（{p['name']}{p['tower']}）{p['room']}"


def beside(parts: Parts, house: House, dice: Random) -> str:
    side = dice.choice(("东侧", "对面", "旁", "北面", "附近", "西南侧", "斜对面", "隔壁"))
    left_out = ("tower", "room") if dice.random() < 0.5 else ("tower", "room", "number", "road")
    return as_it_is(without(parts, *left_out), house, dice) + side


def other_city(parts: Parts, house: House, dice: Random) -> str:
    head = "".join(dice.choice(OTHER_CITIES))
    other = "".join(dice.sample(WORD_CHARACTERS, 2)) + "大厦"
    more = {
        "head": PROVINCE + head if dice.random() < 0.4 else head,
        "name": dice.choice((parts["name"], "", other)),
    }
    return as_it_is(parts | more, house, dice)


def shared(parts: Parts, house: House, dice: Random) -> str:
    return other_name(without(parts, "tower"), house, dice)


WAYS: dict[str, Callable[[Parts, House, Random], str]] = {
    "number only": number_only,
    "name only": name_only,
    "tower unsaid": tower_unsaid,
    "short name": short_name,
    "alias": alias,
    "name not known": other_name,
    "name slip": name_slip,
    "road slip": road_slip,
    "wrong number": wrong_number,
    "sub-number": sub_number,
    "name first": name_first,
    "beside": beside,
    "other city": other_city,
    "shared, unregistered": shared,
}


def addresses(made: list[House], count: int, seed: int) -> pl.DataFrame:
    """text, truth, floor, kind; a text that two houses may have stands once, as the first said."""
    writer = Writer(made, seed)
    rows = [writer.row() for _ in range(count)]
    schema = {"text": pl.String, "truth": pl.String, "floor": pl.Int32, "kind": pl.String}
    return pl.DataFrame(rows, schema=schema).unique("text", keep="first", maintain_order=True)


def plain(made: list[House], count: int, seed: int) -> pl.DataFrame:
    """Undamaged addresses of registered houses in full, for slips made elsewhere to damage."""
    dice = Random(f"{seed}/plain")
    rows = []
    for house in dice.choices(made, k=count):
        floor = dice.randint(1, house.floors)
        text = f"{PROVINCE}{CITY}{COUNTY}{house.street}{house.road}{house.number}号{house.name}"
        text += f"{label_said(house.tower)}{floor}{dice.randint(1, 24):02d}室"
        rows.append({"text": text, "truth": house.code, "floor": floor})
    schema = {"text": pl.String, "truth": pl.String, "floor": pl.Int32}
    return pl.DataFrame(rows, schema=schema)
