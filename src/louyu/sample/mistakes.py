"""差错 mistakes: how one kind of damage changes the cells of the rows it befalls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl

from louyu.sample.cells import Damaged, has, put
from louyu.sample.enterprises import Enterprises
from louyu.sample.respelling import KINDS as RESPELT
from louyu.sample.respelling import Respelling
from louyu.sample.span import Flags, Ints, part_rng
from louyu.sample.world import World
from louyu.standards.uscc import ALPHABET

FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
LAND_USE_WORDS = {
    "商务用地": "商务",
    "商务金融用地": "商务金融",
    "商业商务用地": "商业/商务",
    "工业用地": "工业",
}


@dataclass(frozen=True)
class Mistakes:
    """What a mistaken sender would write for each organisation and building."""

    short: list[str]
    wide: list[str]
    former: list[str]
    later: list[str]
    typo: list[str | None]
    alias: list[str | None]
    unknown: list[str]
    tax_aliases: list[str]
    respelling: Respelling

    @classmethod
    def of(cls, world: World) -> Self:
        rng = part_rng(world.scale.seed, "mistakes")
        district, firms, houses = world.district, world.enterprises, world.buildings
        fronts = (district.city, district.city.removesuffix("市"), district.name, district.province)
        return cls(
            short=[short(name, fronts) for name in firms.name],
            wide=[wide(name) for name in firms.later_name],
            former=firms.name,
            later=firms.later_name,
            typo=typos(rng, firms),
            alias=[names.split("、")[0] if names else None for names in houses.aliases],
            unknown=[name[:1] + name[2:] for name in houses.name],
            tax_aliases=list(district.authorities.tax[1:]),
            respelling=Respelling.of(world, fronts),
        )

    def make(self, dirty: Damaged, kind: str, where: Flags) -> None:
        """Changes the rows, as far as they have what the mistake is about, and logs those."""
        if kind in RESPELT:
            done = self.respelling.make(dirty, kind, where)
        elif kind in CHANGES:
            done = CHANGES[kind](dirty, where)
        else:
            done = KNOWING[kind](self, dirty, where)
        dirty.logged(done, kind)


def short(name: str, fronts: tuple[str, ...]) -> str:
    """The name as people say it: without place and legal form."""
    for front in fronts:
        name = name.removeprefix(front)
    for end in ("股份有限公司", "有限公司", "(有限合伙)", "(个体工商户)"):
        name = name.removesuffix(end)
    return name.replace("有限公司", "")


def wide(name: str) -> str:
    """Full-width brackets, or a blank where none belongs."""
    if "(" in name:
        return name.replace("(", "（").replace(")", "）")
    return f"{name[:4]} {name[4:]}"


def typos(rng: np.random.Generator, firms: Enterprises) -> list[str | None]:
    """Each code with one character changed."""
    places = rng.integers(8, 17, size=len(firms)).tolist()
    steps = rng.integers(1, 9, size=len(firms)).tolist()
    found: list[str | None] = []
    for code, place, step in zip(firms.uscc, places, steps, strict=True):
        if code is None:
            found.append(None)
            continue
        wrong = ALPHABET[(ALPHABET.index(code[place]) + step) % 10]
        wrong = wrong if wrong != code[place] else "7" if code[place] != "7" else "1"
        found.append(code[:place] + wrong + code[place + 1 :])
    return found


def of_firm(dirty: Damaged, values: list[str] | list[str | None]) -> pl.Series:
    return pl.Series(values, dtype=pl.String).gather(dirty.table["_enterprise"])


def of_building(dirty: Damaged, values: list[str] | list[str | None]) -> pl.Series:
    return pl.Series(values, dtype=pl.String).gather(dirty.table["_building"])


Change = Callable[[Damaged, Flags], Flags]


def emptied(*names: str) -> Change:
    """A change that leaves cells blank."""

    def change(dirty: Damaged, where: Flags) -> Flags:
        where = where & has(dirty, names[0])
        put(dirty, where, **dict.fromkeys(names))
        return where

    return change


def uscc_typo(m: Mistakes, dirty: Damaged, where: Flags) -> Flags:
    where = where & has(dirty, "uscc")
    put(dirty, where, uscc=of_firm(dirty, m.typo))
    return where


def name_short(m: Mistakes, dirty: Damaged, where: Flags) -> Flags:
    put(dirty, where, enterprise_name=of_firm(dirty, m.short))
    return where


def name_former(m: Mistakes, dirty: Damaged, where: Flags) -> Flags:
    former, name = of_firm(dirty, m.former), dirty.table["enterprise_name"]
    where = where & ((name == of_firm(dirty, m.later)) & (name != former)).to_numpy()
    put(dirty, where, enterprise_name=former)
    return where


def name_width(m: Mistakes, dirty: Damaged, where: Flags) -> Flags:
    same = of_firm(dirty, m.former) == dirty.table["enterprise_name"]
    where = where & same.to_numpy()
    written = of_firm(dirty, [wide(name) for name in m.former])
    put(dirty, where, enterprise_name=written)
    return where


def building_alias(m: Mistakes, dirty: Damaged, where: Flags) -> Flags:
    alias = of_building(dirty, m.alias)
    where = where & alias.is_not_null().to_numpy()
    put(dirty, where, building_name=alias)
    if "floor_area" not in dirty.table.columns:
        put(dirty, where, building_code=None)
    return where


def building_unknown(m: Mistakes, dirty: Damaged, where: Flags) -> Flags:
    put(dirty, where, building_name=of_building(dirty, m.unknown), building_code=None)
    return where


def area_rounded(dirty: Damaged, where: Flags) -> Flags:
    where = where & has(dirty, "area")
    rounded = (pl.col("area") / 1000).round().cast(pl.Int64) * 1000
    put(dirty, where, area=rounded)
    return where


def area_conflict(dirty: Damaged, where: Flags) -> Flags:
    """Only what the street says: it differs by a few per cent from the planning department."""
    where = where & has(dirty, "parking") & has(dirty, "floor_area")
    part = dirty.table["_building"].to_numpy() % 9 - 4
    other = dirty.table["floor_area"].to_numpy() * (100 + np.where(part == 0, 5, part)) // 100
    put(dirty, where, floor_area=pl.Series(other))
    return where


def land_use_words(dirty: Damaged, where: Flags) -> Flags:
    use = dirty.table["land_use"]
    where = where & use.is_in(list(LAND_USE_WORDS)).fill_null(value=False).to_numpy()
    put(dirty, where, land_use=use.replace(LAND_USE_WORDS))
    return where


def lon_lat_swapped(dirty: Damaged, where: Flags) -> Flags:
    where = where & has(dirty, "lon")
    put(dirty, where, lon=dirty.table["lat"], lat=dirty.table["lon"])
    return where


def room_words(dirty: Damaged, where: Flags) -> Flags:
    where = where & has(dirty, "room")
    put(dirty, where, room=dirty.table["room"] + "室")
    return where


def staff_wide(dirty: Damaged, where: Flags) -> Flags:
    return staff_written(dirty, where, lambda n: str(n).translate(FULL_DIGITS))


def staff_words(dirty: Damaged, where: Flags) -> Flags:
    return staff_written(dirty, where, lambda n: f"约{n}人")


def staff_written(dirty: Damaged, where: Flags, write: Callable[[int], str]) -> Flags:
    where = where & has(dirty, "staff")
    staff = dirty.table["staff"]
    rows = np.flatnonzero(where)
    dirty.said += [
        (k, "staff", write(n)) for k, n in zip(rows.tolist(), staff.gather(rows), strict=True)
    ]
    return where


def state_words(dirty: Damaged, where: Flags) -> Flags:
    where = where & (dirty.table["state"] == "存续").fill_null(value=False).to_numpy()
    put(dirty, where, state=pl.lit("在业"))
    return where


def authority_alias(m: Mistakes, dirty: Damaged, where: Flags) -> Flags:
    own = dirty.table["tax_authority"] == dirty.table["tax_authority"].mode().sort()[0]
    where = where & own.to_numpy() & bool(m.tax_aliases)
    which: Ints = dirty.table["_enterprise"].to_numpy() % max(len(m.tax_aliases), 1)
    put(dirty, where, tax_authority=pl.Series(m.tax_aliases, dtype=pl.String).gather(which))
    return where


def left_unsaid(dirty: Damaged, where: Flags) -> Flags:
    name = "moved_out" if "moved_out" in dirty.table.columns else "left_on"
    return emptied(name)(dirty, where)


CHANGES: dict[str, Change] = {
    "uscc_missing": emptied("uscc"),
    "code_missing": emptied("building_code"),
    "area_missing": emptied("area"),
    "room_missing": emptied("room"),
    "area_rounded": area_rounded,
    "area_conflict": area_conflict,
    "completed_missing": emptied("completed_on"),
    "land_use_words": land_use_words,
    "lon_lat_swapped": lon_lat_swapped,
    "room_words": room_words,
    "moved_in_missing": emptied("moved_in"),
    "left_unsaid": left_unsaid,
    "staff_words": staff_words,
    "staff_wide": staff_wide,
    "state_words": state_words,
}
KNOWING: dict[str, Callable[[Mistakes, Damaged, Flags], Flags]] = {
    "uscc_typo": uscc_typo,
    "name_short": name_short,
    "name_former": name_former,
    "name_width": name_width,
    "building_alias": building_alias,
    "building_unknown": building_unknown,
    "authority_alias": authority_alias,
}
"""Changes that take what a mistaken sender would write."""
