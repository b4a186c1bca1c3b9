"""An invented district: its buildings and the register that knows most of them (演示数据).

Roads with several complexes, complexes of several towers (each a building of the register),
numbers shared by two, renamed buildings, complexes of one 字号 with another ending, buildings
the register does not have.
"""

from random import Random
from typing import NamedTuple

import polars as pl
from slips import chinese_numeral
from vocabulary import PROVINCES, ROAD_1, ROAD_2, STEMS_1, STEMS_2, WORD_CHARACTERS

PROVINCE, CITY, COUNTY = PROVINCES[0] + "省", "汐岚市", "砚溪区"
STREETS = tuple(STEMS_1[k + 4] + STEMS_2[k] + "街道" for k in range(9))
DIVISIONS = (PROVINCE, CITY, COUNTY, *STREETS)
ENDS = ("大厦", "大厦", "大厦", "广场", "中心", "国际广场", "商务中心", "商务大厦", "大楼", "国际")


class House(NamedTuple):
    """One building: of a complex, perhaps as one of its towers; unregistered without a code."""

    code: str | None
    word: str
    end: str
    tower: str
    road: str
    number: str
    street: str
    floors: int
    alias: str
    old: str
    old_known: bool
    lon: float
    lat: float

    @property
    def name(self) -> str:
        return self.word + self.end


def roads(dice: Random, count: int) -> list[str]:
    """Some differ by a character before or behind: 望江路, 大望江路, 望江东路."""
    words = [a + b for a in ROAD_1 for b in ROAD_2]
    dice.shuffle(words)
    found = [word + dice.choice(("路", "路", "路", "大道", "街", "巷")) for word in words[:count]]
    found += [dice.choice("大小新") + road for road in found[::9]]
    return found + [word + dice.choice("东西南北一二") + "路" for word in words[:count:7]]


def number_of(dice: Random, first: int) -> str:
    """88; or 88-92, 88-1, 88弄3, 88、90."""
    ways = {
        str(first): 86,
        f"{first}-{first + dice.choice((2, 4, 6))}": 5,
        f"{first}-{dice.randint(1, 5)}": 3,
        f"{first}弄{dice.randint(1, 30)}": 3,
        f"{first}、{first + 2}": 3,
    }
    return dice.choices(list(ways), list(ways.values()))[0]


def names(dice: Random, count: int, ways: list[str]) -> list[tuple[str, str]]:
    """字号 and ending of each complex; some share the 字号, some have a road's."""
    made: dict[tuple[str, str], None] = {}
    while len(made) < count:
        word = "".join(dice.sample(WORD_CHARACTERS, 2))
        if made and dice.random() < 0.06:
            word = dice.choice(list(made)[-200:])[0]
        elif dice.random() < 0.04:
            word = dice.choice(ways)[:2]
        made[word, dice.choice(ENDS)] = None
    return list(made)


def houses(count: int, seed: int) -> list[House]:
    """``count`` complexes; a quarter is not registered."""
    dice = Random(f"{seed}/houses")
    ways = roads(dice, max(12, count // 9))
    street_of = {road: dice.choice(STREETS) for road in ways}
    free = {road: iter(range(dice.randint(1, 9), 90_000, dice.choice((2, 3, 7)))) for road in ways}
    made: list[House] = []
    for k, (word, end) in enumerate(names(dice, count, ways)):
        road = dice.choice(ways)
        number = number_of(dice, next(free[road]))
        if made and dice.random() < 0.03:
            road, number = made[-1].road, made[-1].number
        labels = [""]
        if dice.random() < 0.35:
            labels = list(
                dice.choice(("ABCDE", "12345", "12345", "东西南北中"))[: dice.randint(2, 5)]
            )
        registered, apart = dice.random() < 0.75, number.isdecimal() and dice.random() < 0.15
        alias = word + dice.choice(("楼", "商厦", "财富中心")) if dice.random() < 0.2 else ""
        old = "".join(dice.sample(WORD_CHARACTERS, 2)) + "大厦" if dice.random() < 0.2 else ""
        old_known = dice.random() < 0.8
        lon, lat = 120 + dice.random() / 5, 28 + dice.random() / 5
        for j, label in enumerate(labels):
            code = f"B{k:05d}{j}" if registered else None
            own = str(int(number) + 2 * j) if apart else number
            rest = (dice.randint(5, 45), alias, old, old_known, lon + j * 0.0006, lat)
            made.append(House(code, word, end, label, road, own, street_of[road], *rest))
    return made


def label_said(label: str, dice: Random | None = None) -> str:
    """A座, 3幢, 东楼 and their other ways; the register's way without dice."""
    if not label:
        return ""
    if label.isalpha() and label.isascii():
        return label + (dice.choice(("座", "座", "栋", "幢", "楼", "塔", " 座")) if dice else "座")
    if label.isdecimal():
        words = ("幢", "号楼", "栋", "#", "#楼", "座")
        sign = chinese_numeral(int(label)) if dice and dice.random() < 0.2 else label
        if sign != label:
            return sign + dice.choice(("号楼", "幢", "栋")) if dice else ""
        return label + (dice.choice(words) if dice else "幢")
    return label + (dice.choice(("楼", "座", "塔", "塔楼")) if dice else "楼")


def register(made: list[House]) -> pl.DataFrame:
    """The building register: building, name, aliases, address, street, lon, lat, floors_above."""
    rows = []
    for house in made:
        known = [house.alias, house.old if house.old_known else ""]
        rows.append(
            {
                "building": house.code,
                "name": house.name + label_said(house.tower),
                "aliases": "、".join(alias for alias in known if alias) or None,
                "address": f"{COUNTY}{house.street}{house.road}{house.number}号",
                "street": house.street,
                "lon": house.lon,
                "lat": house.lat,
                "floors_above": house.floors,
            }
        )
    return pl.DataFrame([row for row in rows if row["building"]])
