"""Invented registrations in any number: places, trades, trade names (字号) (演示数据).

Nothing is taken from the sample or the linkage: places, 字号 and persons are put together here
from characters, so that a scorer trained elsewhere meets other names. 字号 are drawn unevenly, as
in real registers: a few are borne by hundreds, thousands differ by one character.

One row per original; its entity is its own, a branch's too (``parent`` names its head office).
``place, word, trade, form, tail`` are the parts its name is made of.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from vocabulary import (
    BUILDING_ENDS,
    FIELD_TAILS,
    FIELDS,
    PROVINCES,
    RARE_CHARACTERS,
    ROAD_1,
    ROAD_2,
    SHOPS,
    STEMS_1,
    STEMS_2,
    STREET_ENDS,
    SURNAMES,
    WORD_CHARACTERS,
)

from louyu.standards.uscc import uscc_of


class Place(NamedTuple):
    """A county in its city and province; ``code`` is its invented six-digit division code."""

    province: str
    city: str
    county: str
    code: str


class Original(NamedTuple):
    """One registration and what it was made of."""

    entity: int
    kind: str
    parent: int | None
    place: str
    word: str
    trade: str
    form: str
    tail: str
    former: str
    uscc: str
    person: str
    address: str
    industry: str
    scope: str
    city: str
    since: str

    @property
    def name(self) -> str:
        return self.place + self.word + self.trade + self.form + self.tail


def places() -> list[Place]:
    """Four provinces of 12 cities with 8 counties each."""
    stems = [a + b for b in STEMS_2 for a in STEMS_1]
    found = []
    for k in range(48):
        city = stems[k]
        for j in range(8):
            county = stems[(48 + k * 8 + j) % len(stems)] + "区县县市"[min(j // 2, 3)]
            code = f"{90 + k // 12:02d}{k % 12 + 1:02d}{j + 1:02d}"
            found.append(Place(PROVINCES[k // 12] + "省", city + "市", county, code))
    return found


def chains() -> list[tuple[str, ...]]:
    """The nested divisions of the invented provinces: province, city, county."""
    return [(place.province, place.city, place.county) for place in places()]


class World:
    """Draws originals one after another; the same seed and count give the same rows."""

    def __init__(self, count: int, seed: int) -> None:
        self.rng = np.random.default_rng([seed, 1])
        self.places = self.place_list()
        self.by_city: dict[str, list[Place]] = {}
        for place in self.places:
            self.by_city.setdefault(place.city, []).append(place)
        shares = 1 / np.arange(1, len(self.places) + 1) ** 0.7
        self.drawn_places = self.rng.choice(len(self.places), count * 2, p=shares / shares.sum())
        self.words = self.word_list(max(2000, count // 6))
        skew = 1 / (np.arange(len(self.words)) + 20) ** 0.9
        self.drawn_words = self.rng.choice(len(self.words), count * 3, p=skew / skew.sum())
        self.next_word = self.next_place = 0
        self.dice = iter([0.0])
        self.roads = [a + b for a in ROAD_1 for b in ROAD_2]
        self.numbers = self.rng.choice(10**8, count + 10, replace=False)
        self.made: list[Original] = []
        self.names: set[str] = set()

    def place_list(self) -> list[Place]:
        return places()

    def word_list(self, count: int) -> list[str]:
        """字号 of two to four characters; some begin like a place and are none (澜江月, 汐临风)."""
        weights = 1 / np.arange(1, len(WORD_CHARACTERS) + 1) ** 0.55
        picks = self.rng.choice(len(WORD_CHARACTERS), (count * 2, 4), p=weights / weights.sum())
        sizes = self.rng.choice([2, 3, 4], count * 2, p=[0.62, 0.26, 0.12])
        words = dict.fromkeys(
            "".join(WORD_CHARACTERS[c] for c in row[:size])
            for row, size in zip(picks.tolist(), sizes.tolist(), strict=True)
        )
        listed = list(words)[:count]
        for k in range(37, len(listed), 211):
            listed[k] = PROVINCES[k % 4] + listed[k][0]
        for k in range(59, len(listed), 307):
            listed[k] = STEMS_1[k % 16] + STEMS_2[k % 12] + listed[k][0]
        for k in range(83, len(listed), 997):
            listed[k] = listed[k][0] + RARE_CHARACTERS[k % len(RARE_CHARACTERS)]
        return listed

    def die(self) -> float:
        """The next uniform number, drawn a million at a time."""
        value = next(self.dice, None)
        if value is None:
            self.dice = iter(self.rng.random(1_000_000).tolist())
            value = next(self.dice)
        return value

    def one(self, options: Sequence[Any]) -> Any:
        return options[int(self.die() * len(options))]

    def word(self) -> str:
        self.next_word = (self.next_word + 1) % len(self.drawn_words)
        return self.words[self.drawn_words[self.next_word]]

    def somewhere(self) -> Place:
        self.next_place = (self.next_place + 1) % len(self.drawn_places)
        return self.places[self.drawn_places[self.next_place]]

    def place_of(self, one: Original) -> Place:
        """A county of the original's city."""
        return self.by_city[one.city][0]

    def person(self) -> str:
        given = "".join(self.one(WORD_CHARACTERS) for _ in range(2 if self.die() < 0.8 else 1))
        return self.one(SURNAMES[: 6 + int(self.die() * 40)]) + given

    def address(self, place: Place) -> str:
        """Road and number; in a building four times in ten, with 幢, floor and room."""
        die = self.die
        street = self.one(STEMS_1) + self.one(STEMS_2) + self.one(STREET_ENDS)
        text = f"{place.province if die() < 0.6 else ''}{place.city}{place.county}{street}"
        text += f"{self.one(self.roads)}{self.one(('路', '路', '大道', '街', '巷'))}"
        text += f"{int(die() * 600) + 1}号"
        if die() < 0.4:
            text += self.one(self.roads) + self.one(BUILDING_ENDS)
            if die() < 0.5:
                text += f"{int(die() * 12) + 1}幢"
            floor = int(die() * 28) + 1
            text += f"{floor}{int(die() * 20) + 1:02d}室"
        elif die() < 0.4:
            text += f"{int(die() * 9) + 1}幢{int(die() * 6) + 1}0{int(die() * 8) + 1}室"
        return text

    def prefix(self, place: Place) -> str:
        city, county = place.city[:-1], place.county
        options = (place.city, city, city, county, place.city + county, place.province[:-1])
        return self.one(options)

    def company(self, place: Place) -> dict[str, str]:
        field = self.one(tuple(FIELDS))
        code, scope = FIELDS[field].split(" ")
        prefix, trade = self.prefix(place), field + self.one(FIELD_TAILS)
        form = "有限公司" if self.die() < 0.93 else self.one(("股份有限公司", "有限责任公司"))
        if self.die() < 0.04:
            prefix, trade = "", f"（{place.city[:-1]}）{trade}"
        return {"kind": "company", "place": prefix, "word": self.word(), "trade": trade} | {
            "form": form,
            "industry": code,
            "scope": scope,
        }

    def shop(self, place: Place) -> dict[str, str]:
        trade = self.one(tuple(SHOPS))
        code, scope = SHOPS[trade].split(" ")
        street = self.one(STEMS_1) + self.one(STEMS_2) if self.die() < 0.5 else ""
        prefix = self.one((place.county, place.city + place.county, place.county)) + street
        form = "（个体工商户）" if self.die() < 0.4 else ""
        parts = {"kind": "shop", "place": prefix, "word": self.word(), "trade": trade}
        return parts | {"form": form, "industry": code, "scope": scope}

    def other(self, place: Place) -> dict[str, str]:
        """Co-operatives, law firms, partnerships, foreign offices, English and very long names."""
        word, die = self.word(), self.die()
        long = f"促进{place.county}{'产业协同创新与高质量发展' * 3}联合工作委员会"
        kind, prefix, word, trade, form, industry, scope = self.one(
            (
                ("coop", place.county, word, "果蔬", "专业合作社", "0141", "蔬菜种植"),
                ("coop", place.county, word, "水产养殖", "专业合作社", "0412", "内陆养殖"),
                ("law", place.province[:-1], word, "", "律师事务所", "7231", "律师服务"),
                ("partner", place.city[:-1], word, "投资", "合伙企业（有限合伙）", "7212", ""),
                ("partner", place.city[:-1], word, "会计师", "事务所", "7241", "审计"),
                ("school", place.county, word, "培训", "学校", "8391", "职业技能培训"),
                ("foreign", "（境外）", word, "国际", "株式会社代表处", "7299", ""),
                ("foreign", "", f"{english(word)} Trading", "", " Co., Ltd.", "5199", "贸易"),
            )
            if die < 0.995
            else (("council", place.city, word, "", long, "9521", "专业性团体"),)
        )
        parts = {"kind": kind, "place": prefix, "word": word, "trade": trade, "form": form}
        return parts | {"industry": industry, "scope": scope}

    def add(self, at: Place, /, **parts: Any) -> Original:
        entity = len(self.made)
        rest: dict[str, Any] = {"parent": None, "tail": "", "former": "", "person": self.person()}
        rest |= {"address": self.address(at), "city": at.city}
        rest |= {"since": f"{1995 + int(self.die() ** 0.5 * 30)}-{int(self.die() * 12) + 1:02d}-15"}
        category = "2" if parts["kind"] == "shop" else "1"
        if "uscc" not in parts:
            number = self.numbers[entity : entity + 1]
            rest["uscc"] = uscc_of(at.code, number, category=category)[0]
        row = Original(entity=entity, **(rest | parts))
        self.made.append(row)
        self.names.add(row.name)
        return row

    def first(self) -> Original:
        """An ordinary registration whose name nobody else bears."""
        while True:
            place, die = self.somewhere(), self.die()
            make = self.company if die < 0.62 else self.shop if die < 0.9 else self.other
            parts = make(place)
            name = "".join(parts[part] for part in ("place", "word", "trade", "form"))
            if name not in self.names:
                break
        former = parts["place"] + self.word() + parts["trade"] + parts["form"]
        return self.add(place, **parts, former=former if self.die() < 0.06 else "")


def english(word: str) -> str:
    """A Latin word of the same length for a 字号."""
    syllables = ("Lu", "Mar", "Ven", "Tor", "Kal", "Sen", "Bri", "Dor", "Fel", "Nov", "Qua", "Zir")
    return "".join(syllables[ord(c) % 12] for c in word + word[::-1]).capitalize()
