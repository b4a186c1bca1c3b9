"""检索 search: an index of an edition's buildings and enterprises, one SQLite file per edition.

Chinese is found by pairs of characters that follow one another (FTS5 knows no words of it), Latin
spelling by pinyin and initials from any character on. Where a thing is stands in the index as words
of their own: a scope is looked up with what is asked. What is found is ordered by how it matches
and then by name: never by how rare a word is among rows that the reader may not see.
"""

import os
import re
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from pypinyin import Style, lazy_pinyin
from pypinyin.seg.mmseg import seg

from louyu.ahead import older_gone
from louyu.web.opened import Opened
from louyu.web.people.rights import Scope
from louyu.web.people.roles import Reach

SHAPE = 5
"""Counts up when the index is made otherwise."""
MOST = 20
LOOKED_AT = 5_000
"""Hits within the scope that are put in order: a word that everything has needs no more."""
SPELT = 12
"""Characters of a name that are spelt in Latin."""
BUILDING = threading.Lock()

SCHEMA = """
CREATE TABLE thing (
    id INTEGER PRIMARY KEY, kind TEXT, code TEXT, name TEXT, more TEXT, code_as_told TEXT
);
CREATE TABLE site (enterprise TEXT, building TEXT, PRIMARY KEY (enterprise, building))
    WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
    said, street, building, content='', detail='full', tokenize='unicode61'
);
"""


@dataclass(frozen=True)
class Found:
    """A building or an enterprise that was looked for."""

    kind: str
    code: str
    name: str
    more: str


def index_path(home: Path, edition: str) -> Path:
    return home / "cache" / f"search-{edition}.{SHAPE}.sqlite3"


def index_newest(home: Path) -> Path | None:
    """The index made last: while the next is being made, one still finds by the one before."""
    there = (home / "cache").glob(f"search-*.{SHAPE}.sqlite3")
    made = sorted(there, key=lambda path: path.stat().st_mtime)
    return made[-1] if made else None


def index_made(home: Path, edition: Opened) -> Path:
    """The index of an edition, made when it is not there; it appears whole or not at all."""
    path = index_path(home, edition.name)
    with BUILDING:
        if path.exists():
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.unlink(missing_ok=True)
        with sqlite3.connect(part) as base:
            base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
            fill(base, edition)
            fill_sites(base, edition)
            base.execute("CREATE INDEX thing_code ON thing (code)")
            base.execute("CREATE INDEX site_building ON site (building)")
        base.close()
        part.replace(path)
        older_gone(path, path.parent.glob("search-*.sqlite3"))
    return path


def fill(base: sqlite3.Connection, edition: Opened) -> None:
    """Every building of the last month and every enterprise by its last known name."""
    month = edition.months[-1]
    number = 0
    columns: tuple[str, ...] = ("building", "name", "aliases", "street", "address")
    for row in told(edition.rows("building", month, columns=columns).sort_by("building")):
        number += 1
        more = " · ".join(part for part in (row["street"], row["address"]) if part)
        enter(base, number, "building", row["building"], row["name"], more,
              (row["name"], row["aliases"], row["address"], row["building"]),
              [(row["street"], row["building"])])  # fmt: skip
    columns = ("enterprise", "building", "street", "room")
    rooms = edition.rows("tenancy", month, columns=columns)
    sites = Following(told(rooms.sort_by([(name, "ascending") for name in columns])))
    for row in last_spans(edition):
        code, name, more = row["enterprise"], row["name"], row["uscc"] or ""
        here = sites.of(code)
        number += 1
        said = (name, row["former_names"], row["uscc"], row["registered_address"])
        places = [(site["street"], site["building"]) for site in here]
        enter(base, number, "enterprise", code, name, more, said, places)
        # A room is a line of its own: who sees only one street must not find by a room in another.
        for site in here:
            if site["room"]:
                number += 1
                enter(base, number, "enterprise", code, name, more, (site["room"],),
                      [(site["street"], site["building"])], spelling=False)  # fmt: skip


def fill_sites(base: sqlite3.Connection, edition: Opened) -> None:
    """In which buildings an enterprise is or was: where its rows of every month are looked for."""
    pair = ["enterprise", "building"]
    held: pa.Table | None = None
    for month in edition.months:
        rows = edition.rows("tenancy", month, columns=pair).group_by(pair).aggregate([])
        held = rows if held is None else pa.concat_tables([held, rows])
        held = held.group_by(pair).aggregate([])
    if held is not None:
        known = held.drop_null().sort_by([(name, "ascending") for name in pair])
        base.executemany("INSERT INTO site VALUES (:enterprise, :building)", told(known))


def sites_of(path: Path, enterprises: Collection[str]) -> dict[str, list[str]] | None:
    """The buildings in which some enterprises are or were; None where no index tells it."""
    if not path.exists():
        return None
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        asked = "SELECT building FROM site WHERE enterprise = ?"
        found = {
            each: [building for (building,) in base.execute(asked, (each,))] for each in enterprises
        }
    base.close()
    return found


def occupants_of(path: Path, buildings: Collection[str]) -> set[str] | None:
    """The enterprises that are or were in some buildings; None where no index tells it."""
    if not path.exists():
        return None
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        asked = "SELECT enterprise FROM site WHERE building = ?"
        found = {one for each in buildings for (one,) in base.execute(asked, (each,))}
    base.close()
    return found


def names_of(path: Path, enterprises: Collection[str]) -> dict[str, str] | None:
    """The last known names of some enterprises; None where no index tells them."""
    if not path.exists():
        return None
    wanted = "SELECT name FROM thing WHERE code = ? AND kind = 'enterprise' LIMIT 1"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        found = {each: row for each in enterprises for row in base.execute(wanted, (each,))}
    base.close()
    return {each: name for each, (name,) in found.items() if name}


def told(rows: pa.Table) -> Iterator[dict[str, Any]]:
    """Rows one by one, some thousands of them in memory at a time."""
    for batch in rows.to_batches(max_chunksize=5000):
        yield from batch.to_pylist()


class Following:
    """Rows in the order of their enterprises, asked for enterprise by enterprise."""

    def __init__(self, rows: Iterator[dict[str, Any]]) -> None:
        self.rows = rows
        self.next: dict[str, Any] | None = next(rows, None)

    def of(self, enterprise: str) -> list[dict[str, Any]]:
        found = []
        while self.next is not None and (self.next["enterprise"] or "") <= enterprise:
            if self.next["enterprise"] == enterprise:
                found.append(self.next)
            self.next = next(self.rows, None)
        return found


def last_spans(edition: Opened) -> Iterator[dict[str, Any]]:
    """What is known last of every enterprise, in the order of their ids."""
    columns = (
        "enterprise", "name", "uscc", "former_names", "registered_address", "from_month",
    )  # fmt: skip
    rows = edition.rows("enterprise", columns=columns)
    order = [("enterprise", "ascending"), ("from_month", "descending")]
    before = None
    for row in told(rows.sort_by(order)):
        if row["enterprise"] != before:
            yield row
        before = row["enterprise"]


def enter(
    base: sqlite3.Connection, number: int, kind: str, code: str, name: str, more: str,
    said: Iterable[str | None], places: Sequence[tuple[str | None, str | None]], *,
    spelling: bool = True,
) -> None:  # fmt: skip
    row = (number, kind, code, name, more, folded(code))
    base.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", row)
    latin = spelt(name or "") if spelling else []
    words = " ".join([*(tokens(text) for text in said if text), *latin])
    streets, buildings = (
        " ".join(sorted({place_word(each) for each in some if each}))
        for some in ([street for street, _ in places], [building for _, building in places])
    )
    base.execute(
        "INSERT INTO words (rowid, said, street, building) VALUES (?, ?, ?, ?)",
        (number, words, streets, buildings),
    )


def place_word(name: str) -> str:
    """A street's name or a building's code as one word, whatever characters it has."""
    return name.encode().hex()


def folded(text: str) -> str:
    return re.sub(r"[\s（）()·,，、;；-]+", "", text).lower()


def tokens(text: str) -> str:
    """``云海科技`` is ``云海 海科 科技 技``; Latin and digits stay whole."""
    parts = []
    for run in re.findall(r"[A-Za-z0-9]+|[^\W_A-Za-z0-9]+", folded(text)):
        if run[0].isascii():
            parts.append(run)
        else:
            parts += [run[at : at + 2] for at in range(len(run))]
    return " ".join(parts)


def spelt(name: str) -> list[str]:
    """Pinyin and initials from each of the first characters on."""
    letters = re.sub(r"[^\u3400-\u9fff]", "", name)[:SPELT]
    syllables = [syllable for word in seg.cut(letters) for syllable in word_spelt(word)]
    whole = ["".join(syllables[at:]) for at in range(len(syllables))]
    initials = ["".join(s[0] for s in syllables[at:] if s) for at in range(len(syllables) - 1)]
    return [*whole, *initials]


@lru_cache(maxsize=100_000)
def word_spelt(word: str) -> list[str]:
    """A word is spelt as one, 重庆 not as 重 and 庆; names are made of few words."""
    return lazy_pinyin(word, style=Style.NORMAL)


def query_of(said: str) -> str:
    """What is asked of FTS5: every run of it, Chinese as pairs in a row, Latin by its beginning."""
    parts = []
    for run in re.findall(r"[A-Za-z0-9]+|[^\W_A-Za-z0-9]+", said.lower()):
        if run[0].isascii() or len(run) == 1:
            parts.append(f'"{run}"*')
        else:
            parts.append('"' + " ".join(run[at : at + 2] for at in range(len(run) - 1)) + '"')
    return " AND ".join(parts)


def search(path: Path, said: str, scope: Scope, most: int = MOST) -> list[Found]:
    """What is found within a scope: by code, by name from its start, within it, by spelling."""
    query, within = query_of(said), within_query(scope)
    if not query or within is None:
        return []
    word, own = folded(said), scope.reach is Reach.ENTERPRISE
    names = sorted(scope.names) if own else []
    # ``+rowid``: words are looked up first and then held against what is one's own.
    things = f"SELECT id FROM thing WHERE code IN ({marks(names)})"  # noqa: S608 - marks only
    limits = f"AND +rowid IN ({things})" if own else ""
    statement = f"""
        SELECT kind, code, name, more FROM thing JOIN (SELECT min(id) AS id FROM thing
        WHERE id IN (SELECT rowid FROM words WHERE words MATCH ? {limits} LIMIT {LOOKED_AT})
        GROUP BY kind, code) USING (id)
        ORDER BY CASE WHEN code_as_told = ? THEN 0 WHEN name = ? THEN 1
            WHEN instr(name, ?) = 1 THEN 2 WHEN instr(name, ?) > 0 THEN 3 ELSE 4 END,
            kind, length(name), name, code
        LIMIT ?
    """  # noqa: S608 - the limits are marks, values are given apart
    asked = f"said : ({query}){within}"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        rows = base.execute(statement, (asked, *names, word, said, said, said, most)).fetchall()
    base.close()
    return [Found(*row) for row in rows]


def marks(names: Collection[str]) -> str:
    return ", ".join("?" for _ in names)


def within_query(scope: Scope) -> str | None:
    """What keeps a query of FTS5 to the places of a scope; None where nothing is in it."""
    if scope.reach in (Reach.DISTRICT, Reach.ENTERPRISE):
        return ""
    if scope.reach is Reach.NOTHING or not scope.names:
        return None
    column = "street" if scope.reach is Reach.STREETS else "building"
    return f" AND {column} : ({' OR '.join(place_word(name) for name in sorted(scope.names))})"
