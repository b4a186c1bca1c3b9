"""Originals of a file of real names (--names FILE): columns name, uscc, address, city, scope.

The format is in docs/how-to/bench-identity.md. Persons, former names and industry codes are not in
it: persons are invented, the scope stands as the industry. A name is taken apart by ending and by
the place written before it; what is left is 字号 and trade, parted at a known trade word.
"""

import re
from pathlib import Path

import numpy as np
import polars as pl
from invented import Original, Place, World
from vocabulary import FIELDS, SHOPS

COLUMNS = ("name", "uscc", "address", "city", "scope")
KIND = "[（(](?:有限合伙|普通合伙|特殊普通合伙|个体工商户)[）)]"
FORM = re.compile(
    f"(?:(?:股份|集团)?有限(?:责任)?公司|集团公司|公司|合伙企业|专业合作社|律师事务所|事务所|代表处)(?:{KIND})?"
    f"|{KIND}"
)
TRADES = {*FIELDS, *SHOPS, "科技", "贸易", "实业", "管理", "技术", "商务", "（", "("}
TRADE_START = re.compile("|".join(map(re.escape, sorted(TRADES, key=len, reverse=True))))


class FileWorld(World):
    """Gives the rows of a file in an order drawn by the seed; hard negatives are added to them."""

    def __init__(self, path: Path, count: int, seed: int) -> None:
        table = pl.read_csv(path, infer_schema=False)
        missing = [column for column in COLUMNS if column not in table.columns]
        if missing:
            raise SystemExit(f"{path}: columns missing: {', '.join(missing)}")
        rows = table.select(COLUMNS).filter(pl.col("name").is_not_null()).fill_null("")
        own = pl.when(pl.col("uscc") == "").then("name").otherwise("uscc")
        rows = rows.filter(own.is_first_distinct())
        order = np.random.default_rng([seed, 2]).permutation(len(rows))
        self.rows = iter(rows[order.tolist()].rows())
        self.cities = sorted(set(rows["city"].to_list()) - {""})
        if not self.cities:
            raise SystemExit(f"{path}: no row names its city")
        super().__init__(count, seed)

    def place_list(self) -> list[Place]:
        return [Place("", city, "", f"{k % 900000 + 100000}") for k, city in enumerate(self.cities)]

    def first(self) -> Original:
        name, uscc, address, city, scope = next(self.rows, (None,) * 5)
        if name is None:
            raise SystemExit(f"the file has too few names: {len(self.made)} originals made of it")
        parts = parted(name, city)
        kind = "shop" if uscc.startswith("92") else "branch" if parts["tail"] else "company"
        rest = {"uscc": uscc} if uscc else {}
        rest |= {"kind": kind, "address": address, "scope": scope, "industry": scope}
        place = Place("", city, "", "100000")
        return self.add(place, **parts, **rest, city=city)


def parted(name: str, city: str) -> dict[str, str]:
    """Place, 字号, trade, form and what follows the form; together they are the name again."""
    found = FORM.search(name)
    form = found[0] if found else ""
    front, _, tail = name.partition(form) if form else (name, "", "")
    place = ""
    for division in re.split(r"(?<=[省市县区])", city):
        for written in (division, division[:-1]):
            if len(written) > 1 and front.startswith(place + written):
                place += written
                break
    core = front[len(place) :]
    start = TRADE_START.search(core, 2)
    cut = start.start() if start else len(core) if core.isascii() else min(2, len(core))
    parts = {"place": place, "word": core[:cut], "trade": core[cut:]}
    return parts | {"form": form, "tail": tail}


def file_chains(path: Path) -> list[tuple[str, ...]]:
    """The nested divisions that the file's cities name, each once: province, city, county."""
    cities = pl.read_csv(path, infer_schema=False)["city"].drop_nulls().unique().sort()
    return [tuple(part for part in re.split(r"(?<=[省市县区])", city) if part) for city in cities]
