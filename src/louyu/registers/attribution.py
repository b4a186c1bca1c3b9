"""楼宇归属 attribution: the building, floor and room a free-text address means.

Road and number first, then names and aliases, then a tower's sign among the towers of one complex,
then coordinates. Two parts that say different buildings are asked about, never guessed; a place
beside a building is not in it, and a road of another city is not the district's.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import NamedTuple

import polars as pl

from louyu.registers.gazetteer import Gazetteer, gazetteer, towers_in
from louyu.registers.place_said import Said, elsewhere, named, numbered, stranger
from louyu.standards.place_text import Inside, inside_of, numbers_of, place_keys

TOLD = {
    "text": pl.String(),
    "building": pl.String(),
    "floor": pl.Int32(),
    "room": pl.String(),
    "confidence": pl.String(),
    "reason": pl.String(),
    "candidates": pl.List(pl.String()),
}
CHUNK = 50_000
"""Texts told at a time; more are shared out among processes."""


class Told(NamedTuple):
    building: str | None
    confidence: str | None
    reason: str
    candidates: tuple[str, ...] = ()
    closed: bool = False
    """A point does not change it: the text says it is not in the building, or not here."""


def attributed(
    said: pl.DataFrame,
    known: pl.DataFrame,
    *,
    divisions: Sequence[str] = (),
    metres: float = 60.0,
    workers: int = 2,
) -> pl.DataFrame:
    """The building of each distinct address: text → building, floor, room, confidence, reason,
    candidates; in the order of the texts.

    ``said``: text, and lon, lat in degrees if known. ``known``: building, name, aliases (parted by
    、), address, and street, lon, lat, floors_above if known. ``divisions``: province, city, county
    and streets of the place; without them a road of another city cannot be told apart. ``metres``:
    how far, up to 150, a point may lie from a building it tells. ``workers``: processes for more
    than 50,000 texts. ``confidence`` is certain, likely, ask, or null where no building of the
    register is meant.
    """
    register = gazetteer(known, divisions)
    rows = texts_and_points(said)
    tell = partial(told_rows, known=register, metres=metres)
    chunks = [rows.slice(start, CHUNK) for start in range(0, max(rows.height, 1), CHUNK)]
    if len(chunks) == 1 or workers == 1:
        return pl.concat(map(tell, chunks))
    # Spawned, not forked: polars has threads of its own, which a fork would leave locked.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as crew:
        return pl.concat(crew.map(tell, chunks))


def texts_and_points(said: pl.DataFrame) -> pl.DataFrame:
    """Each text once, with its point if it has one and no two."""
    columns = [name for name in ("lon", "lat") if name in said.columns]
    rows = said.select("text", *columns).drop_nulls("text")
    if len(columns) < 2:
        nowhere = [pl.lit(None, pl.Float64).alias(name) for name in ("lon", "lat")]
        return rows.select("text").unique().sort("text").with_columns(nowhere)
    on_earth = (pl.col("lon").abs() <= 180) & (pl.col("lat").abs() <= 90)
    place = pl.struct("lon", "lat").filter(on_earth & pl.col("lon").is_not_nan())
    rows = rows.group_by("text").agg(place=place.unique())
    sole = pl.when(pl.col("place").list.len() == 1).then(pl.col("place").list.first())
    return rows.with_columns(place=sole).unnest("place").sort("text")


def told_rows(rows: pl.DataFrame, known: Gazetteer, metres: float) -> pl.DataFrame:
    keys = place_keys(rows["text"])
    found = []
    columns = zip(rows["text"], keys, names_in(keys, known), rows["lon"], rows["lat"], strict=True)
    for text, key, names, lon, lat in columns:
        told, inside = told_of(text, key, names, known)
        if told.building is None and not told.closed and lon is not None and lat is not None:
            told = by_point(told, known, lon, lat, metres)
        floor, highest = inside.floor, known.floors.get(told.building or "")
        if floor and highest and floor > highest:
            higher = f"{told.reason}；写的是{floor}层，台账中只有{highest}层"
            told, floor = told._replace(confidence="likely", reason=higher), None
        candidates = list(told.candidates)
        found.append(
            (text, told.building, floor, inside.room, told.confidence, told.reason, candidates)
        )
    return pl.DataFrame(found, schema=TOLD, orient="row")


def names_in(keys: pl.Series, known: Gazetteer) -> list[list[str]]:
    """The register's names in each text, the longest at each place."""
    longest_first = sorted(known.names, key=lambda name: (-len(name), name))
    if not longest_first or keys.is_empty():
        return [[] for _ in keys]
    hits = pl.DataFrame({"key": keys}).select(
        pl.col("key").str.extract_many(longest_first, leftmost=True)
    )
    return hits["key"].to_list()


def told_of(text: str, key: str, names: Sequence[str], known: Gazetteer) -> tuple[Told, Inside]:
    numbers = tuple(numbers_of(key))
    at = numbered(text, key, numbers, known)
    by = named(text, key, names, at.spans, known)
    spans = sorted([*at.spans, *by.spans])
    inside = inside_of(key, spans[0][1] if spans else 0, spans)
    foreign = elsewhere(key[: spans[0][0]], known.divisions) if spans else ""
    if foreign and not (at.buildings & by.buildings):
        return Told(None, None, f"写的是“{foreign}”，不在本地", closed=True), inside
    told = told_by(at, by, has_number=bool(numbers))
    if told.confidence in (None, "ask"):
        return told, inside
    told = in_tower(told, key, inside, known)
    if foreign:
        told = asked(told.candidates, f"{told.reason}，但又写了“{foreign}”")
    if told.building and not by.buildings and not by.beside:
        name, own = stranger(key, at.spans[-1][1], told.candidates, known)
        if own:
            told = told._replace(
                confidence="likely", reason=f"{told.reason}，名称“{name}”与台账差不多"
            )
        elif name:
            told = asked(told.candidates, f"{told.reason}，但名称“{name}”不在台账中")
    return told, inside


def told_by(at: Said, by: Said, *, has_number: bool) -> Told:
    """What number and name say together; candidates are the buildings they leave."""
    options = (at.buildings & by.buildings) or at.buildings | by.buildings
    beside = at.beside_words or by.beside_words
    if not options:
        if beside:
            return Told(None, None, f"写的是“{beside}”，在楼宇旁边，不在楼内", closed=True)
        return Told(None, None, "没有写台账中有的路名门牌或楼宇名称")
    number, name = f"门牌“{at.words}”" * bool(at.words), f"名称“{by.words}”" * bool(by.words)
    words = "、".join(filter(None, [number, name]))
    if at.buildings and by.buildings and not at.buildings & by.buildings:
        return asked(options, f"{number}与{name}指的不是同一幢楼")
    if options & (at.beside | by.beside):
        return asked(options, f"{words}在台账中，但又写了“{beside}”")
    if at.buildings and not at.whole and not by.whole:
        return asked(options, f"{words}在台账中只有主号")
    if not at.buildings and by.loose:
        return asked(options, f"{name}在台账中，但前后还有别的字")
    if not at.buildings and not by.whole and has_number:
        return asked(options, f"{name}不是全称，门牌也不在台账中")
    candidates = tuple(sorted(options))
    if not at.buildings and has_number:
        return Told(None, "likely", f"{name}在台账中，但门牌与台账不一样", candidates)
    if not at.buildings and not by.whole:
        return Told(None, "likely", f"{name}是台账中一处名称的简称", candidates)
    return Told(None, "certain", f"{words}与台账相符", candidates)


def in_tower(told: Told, key: str, inside: Inside, known: Gazetteer) -> Told:
    """The one building of the candidates that the street or tower said chooses."""
    options = frozenset(told.candidates)
    if len(options) > 1:
        here = {b for b in options if known.streets.get(b) and known.streets[b] in key}
        options = frozenset(here) or options
    own = frozenset().union(*(known.towers.get(b, frozenset()) for b in options))
    values = [part.value for part in inside.towers] or wings(inside, own)
    signs = {sign for value in values for sign in signs_of(value, own)}
    words = "、".join(values)
    fitting = {b for b in options if signs <= known.towers.get(b, frozenset())}
    fitting = fitting or {b for b in options if signs & known.towers.get(b, frozenset())}
    if signs and own and not fitting:
        return asked(options, f"{told.reason}，但台账中没有“{words}”这一幢")
    options = frozenset(fitting) or options
    if len(options) > 1:
        which = f"“{words}”不止一幢" if signs else f"但没有写明是{len(options)}幢楼中的哪一幢"
        return asked(options, f"{told.reason}，{which}")
    building = min(options)
    sure = not signs or (bool(fitting) and bool(inside.towers))
    reason = f"{told.reason}，楼幢“{words}”" if signs else told.reason
    if told.confidence == "likely":
        street = next((name for name in known.street_names if name in key), "")
        if street and street != known.streets.get(building, street):
            return asked(options, f"{reason}，但写的是“{street}”")
    return Told(building, told.confidence if sure else "likely", reason, (building,))


def wings(inside: Inside, own: frozenset[str]) -> list[str]:
    """The sign before the room's number, where towers bear signs of its kind."""
    wing = inside.wing
    alike = [sign for sign in own if wing and sign.isdecimal() == wing.isdecimal()]
    return [wing] if wing and alike else []


def signs_of(value: str, own: frozenset[str]) -> list[str]:
    """The tower called so, else the several towers a list or span means."""
    return [value] if value in own else list(towers_in(value))[1:] or [value]


def asked(options: Iterable[str], reason: str) -> Told:
    return Told(None, "ask", reason, tuple(sorted(options)))


def by_point(told: Told, known: Gazetteer, lon: float, lat: float, metres: float) -> Told:
    """The nearest building, if every other is more than twice as far; of the candidates if there
    are any."""
    near = known.near(lon, lat, metres * 2)
    if told.candidates:
        near = [one for one in near if one[1] in told.candidates]
    if not near or near[0][0] > metres:
        return told
    close = tuple(sorted({building for far, building in near if far <= 2 * near[0][0]}))
    if len(close) > 1:
        reason = f"{told.reason}；坐标附近有{len(close)}幢楼"
        return told if told.candidates else asked(close, reason)
    said = f"{told.reason}；坐标离这幢楼{near[0][0]:.0f}米，别的楼都远得多"
    return Told(close[0], "likely", said, close)
