"""Copies of registrations as departments write them, damaged by a seed, with who is who (truth).

Damages of the name's parts (place, 字号, trade, form), slips of characters, old names, other ways
to write an address, what a list leaves out. The noise is of four kinds: ``usual``; ``heavier``, one
and a half times as much of everything and wrong characters in USCCs; ``heavy``, three times as
much; ``no-uscc``, usual but no copy has a USCC.
"""

import string
from dataclasses import dataclass
from math import exp
from random import Random

import polars as pl
from invented import Original
from slips import ADDRESS_SLIPS, NAME_SLIPS, Slip

from louyu.standards.uscc import uscc_is_valid


@dataclass(frozen=True)
class Noise:
    """How much damage: means of slips per text, shares of copies that lack or change a field."""

    name: float = 0.75
    address: float = 0.9
    old_name: float = 0.3
    no_address: float = 0.08
    other_address: float = 0.03
    no_person: float = 0.3
    other_person: float = 0.03
    no_industry: float = 0.3
    no_city: float = 0.3
    uscc: float = 0.5
    uscc_typo: float = 0.0


MOST = 0.75
"""No field is missing more often than this, however heavy the noise."""
USUAL = Noise()


def stronger(times: float, uscc_typo: float) -> Noise:
    """The usual noise so many times, with wrong characters in this share of USCCs."""
    return Noise(
        name=times * USUAL.name,
        address=times * USUAL.address,
        old_name=times * USUAL.old_name,
        no_address=times * USUAL.no_address,
        other_address=times * USUAL.other_address,
        no_person=min(MOST, times * USUAL.no_person),
        other_person=times * USUAL.other_person,
        no_industry=min(MOST, times * USUAL.no_industry),
        no_city=min(MOST, times * USUAL.no_city),
        uscc_typo=uscc_typo,
    )


NOISES = {
    "usual": USUAL,
    "heavier": stronger(1.5, 0.05),
    "heavy": stronger(3, 0.1),
    "no-uscc": Noise(uscc=0.0),
}

FORM_CHANGES = {
    "有限公司": ("有限责任公司", "公司", "有限公司（自然人独资）"),
    "有限责任公司": ("有限公司", "公司"),
    "股份有限公司": ("有限公司", "股份公司"),
    "专业合作社": ("合作社", "农民专业合作社"),
    "律师事务所": ("律所", "事务所"),
    "（个体工商户）": ("", "(个体户)"),
    "": ("（个体工商户）",),
}
PARTS = ("place", "word", "trade", "form")
Parts = dict[str, str]


def place_missing(parts: Parts, _: Random) -> Parts:
    return parts | {"place": ""}


def place_rewritten(parts: Parts, dice: Random) -> Parts:
    """With or without 市, or in brackets behind the 字号."""
    place = parts["place"]
    if len(place) < 2 or "（" in place:
        return parts
    bare = place[:-1] if place[-1] in "省市县区" and len(place) > 2 else place
    if dice.random() < 0.3:
        return parts | {"place": "", "trade": f"（{bare}）{parts['trade']}"}
    return parts | {"place": bare if bare != place else place + "市"}


def form_missing(parts: Parts, _: Random) -> Parts:
    return parts | {"form": ""}


def form_rewritten(parts: Parts, dice: Random) -> Parts:
    options = FORM_CHANGES.get(parts["form"])
    return parts | {"form": dice.choice(options)} if options else parts


def short_name(parts: Parts, _: Random) -> Parts:
    """云帆科技: 字号 and trade."""
    return parts | {"place": "", "form": ""}


def trade_short(parts: Parts, _: Random) -> Parts:
    """电气科技 becomes 电气."""
    trade = parts["trade"]
    return parts | {"trade": trade[:2]} if len(trade) > 3 and "（" not in trade else parts


def signboard(parts: Parts, _: Random) -> Parts:
    """The 字号 alone, as on a door."""
    word = parts["word"]
    return parts | {"place": "", "trade": "", "form": ""} if len(word) > 1 else parts


PART_DAMAGES = {
    place_missing: 18,
    place_rewritten: 10,
    form_missing: 10,
    form_rewritten: 10,
    short_name: 12,
    trade_short: 4,
    signboard: 2,
}


class Copyist:
    """Writes copies of originals, all chances from one seed."""

    def __init__(self, noise: Noise, seed: int) -> None:
        self.noise = noise
        self.dice = Random(f"{seed}/copies")
        self.damages = list(PART_DAMAGES) + list(NAME_SLIPS)
        self.shares = [*PART_DAMAGES.values(), *NAME_SLIPS.values()]
        self.address_slips: list[Slip] = list(ADDRESS_SLIPS)
        self.address_shares = list(ADDRESS_SLIPS.values())

    def happens(self, rate: float) -> bool:
        return self.dice.random() < rate

    def times(self, mean: float) -> int:
        """How often something of this mean happens (Poisson)."""
        count, left, limit = 0, self.dice.random(), exp(-mean)
        while left > limit:
            left *= self.dice.random()
            count += 1
        return count

    def name(self, one: Original) -> str:
        """Parts are damaged first, then the characters; the branch's own part is never left out."""
        parts = {part: getattr(one, part) for part in PARTS}
        whole = one.former if one.former and self.happens(self.noise.old_name) else ""
        drawn = self.dice.choices(self.damages, self.shares, k=self.times(self.noise.name))
        if not whole:
            for damage in drawn:
                if damage in PART_DAMAGES:
                    parts = damage(parts, self.dice)
            whole = "".join(parts.values()) + one.tail
        for slip in drawn:
            if slip in NAME_SLIPS:
                whole = slip(whole, self.dice)
        return whole.strip() or one.name

    def address(self, one: Original, elsewhere: str) -> str | None:
        if self.happens(self.noise.no_address):
            return None
        text = elsewhere if self.happens(self.noise.other_address) else one.address
        times = self.times(self.noise.address)
        for slip in self.dice.choices(self.address_slips, self.address_shares, k=times):
            text = slip(text, self.dice) if text else text
        return text or None

    def industry(self, one: Original) -> str | None:
        """The trade in words or as a code."""
        if self.happens(self.noise.no_industry):
            return None
        return (one.scope if self.happens(0.5) else one.industry) or None

    def uscc(self, one: Original) -> str | None:
        """A code with a wrong character does not hold its check and is not taken over."""
        if not self.happens(self.noise.uscc):
            return None
        code = one.uscc
        if self.happens(self.noise.uscc_typo):
            place = self.dice.randrange(len(code))
            wrong = self.dice.choice(string.digits.replace(code[place], ""))
            code = code[:place] + wrong + code[place + 1 :]
        return code if uscc_is_valid(code) else None

    def copy(self, one: Original, other: Original) -> dict[str, object]:
        """One row of a department's list; ``other`` is the stranger whose field slipped in."""
        person = other.person if self.happens(self.noise.other_person) else one.person
        return {
            "entity": one.entity,
            "uscc": self.uscc(one),
            "name": self.name(one),
            "former_names": None,
            "person": None if self.happens(self.noise.no_person) else person,
            "address": self.address(one, other.address),
            "industry": self.industry(one),
            "city": None if self.happens(self.noise.no_city) else one.city,
            "since": one.since if self.happens(0.3) else None,
            "registered": False,
        }

    def how_many(self) -> int:
        """Copies of one original: mostly one, sometimes none, two or three."""
        return self.dice.choices((0, 1, 2, 3), (10, 78, 9, 3))[0]


def registration(one: Original, dice: Random) -> dict[str, object]:
    """The register's own row; it knows half of the former names."""
    known = one.former if one.former and dice.random() < 0.5 else None
    fields = ("entity", "uscc", "name", "person", "address", "industry", "city", "since")
    row = {field: getattr(one, field) or None for field in fields if field != "entity"}
    return {"entity": one.entity, **row, "former_names": known, "registered": True}


def records(originals: list[Original], noise: Noise, seed: int) -> pl.DataFrame:
    """Originals and copies in an order that tells nothing: records, and ``entity`` as the truth."""
    copyist = Copyist(noise, seed)
    dice = Random(f"{seed}/register")
    rows = [registration(one, dice) for one in originals]
    for one in originals:
        for _ in range(copyist.how_many()):
            rows.append(copyist.copy(one, dice.choice(originals)))
    dice.shuffle(rows)
    width = len(str(len(rows)))
    nothing = dict.fromkeys(("registration_number", "building", "room"), pl.String)
    schema = {"entity": pl.Int64, "registered": pl.Boolean}
    texts = ("uscc", "name", "former_names", "person", "address", "industry", "city", "since")
    table = pl.DataFrame(rows, schema=dict.fromkeys(texts, pl.String) | schema)
    return table.select(
        pl.int_range(pl.len()).cast(pl.String).str.zfill(width).alias("record"),
        pl.col("uscc"),
        *(pl.lit(None, dtype).alias(name) for name, dtype in nothing.items()),
        pl.col(*texts[1:-1]),
        pl.col("since").str.to_date(),
        pl.col("registered", "entity"),
    )
