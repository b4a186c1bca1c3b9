"""认列 matching: which column of somebody's table is which column of the registers, and how surely.

The header is the line among a sheet's first that names the most of what is known, and something by
which its rows are told. What a person has said of a column stands before what its header says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from louyu.district import District
from louyu.nouns import Type
from louyu.sources.header import (
    BRACKETED,
    KNOWN_UNITS,
    OWN_SHEETS,
    PLAIN_UNITS,
    SEARCHED,
    UNITS,
    Names,
    Rows,
    header_text,
    labelled,
    sheet_units,
)
from louyu.sources.read import Sheet
from louyu.sources.written import DEFAULT
from louyu.web.people.rights import Access
from louyu.web.workbench.holdings import (
    BUILDING,
    BY_KEY,
    ENTERPRISE,
    KEYS,
    WAYS,
    Holding,
    alike,
    seen_by,
    vocabulary,
)

SURE, CHECK, CHOSEN = "sure", "check", "chosen"
NOT_SAID = "＊"
"""What a person's choice holds for a column they left as it was proposed."""


@dataclass(frozen=True)
class Match:
    """A column of a sheet: its place from 0, its header, and what it is taken for."""

    place: int
    said: str
    holding: Holding | None
    sure: str
    how: str
    unit: str
    suggested: tuple[str, ...]
    closed: bool = False
    """Asks for what its reader may not be given."""

    @property
    def is_key(self) -> bool:
        return self.holding in KEYS


@dataclass(frozen=True)
class Found:
    """A sheet whose header was found: data begin at a row from 0."""

    sheet: Sheet
    data_from: int
    kinds: tuple[str, ...]
    matches: tuple[Match, ...]

    @property
    def keys(self) -> list[Match]:
        mapped = {each.holding: each for each in self.matches if each.is_key}
        return [mapped[key] for key in KEYS if key in mapped]


def found_sheets(
    sheets: Sequence[Sheet],
    district: District,
    access: Access,
    chosen: Mapping[str, Mapping[str, str]],
) -> Iterator[Found]:
    """The sheets that have a header by which rows are told."""
    for sheet in sheets:
        if sheet.hidden or not sheet.cells.height or sheet.name in OWN_SHEETS:
            continue
        rows: Rows = sheet.cells.head(SEARCHED + 2).rows()
        header = header_of(rows, vocabulary(district, (ENTERPRISE, BUILDING)))
        if header is not None:
            yield matched(sheet, rows, *header, district, access, chosen.get(sheet.name, {}))


def header_of(rows: Rows, names: Names) -> tuple[int, int] | None:
    """Where the header stands and its levels: the most known columns, the simpler of two."""
    best: tuple[int, int, int] | None = None
    keys = {key.key for key in KEYS}
    for depth in (1, 2):
        for first in range(min(len(rows) - depth + 1, SEARCHED)):
            labels = list(labelled(rows, first, depth, names))
            told = {
                matched[0]
                for _, _, each in labels
                if (matched := next(filter(None, map(names.match, each)), None))
            }
            score = len(told)
            if len(labels) < 2 or not told & keys:
                continue
            if best is None or score > best[0]:
                best = (score, first, depth)
    return best[1:] if best else None


def matched(
    sheet: Sheet,
    rows: Rows,
    first: int,
    depth: int,
    district: District,
    access: Access,
    chosen: Mapping[str, str],
) -> Found:
    every = vocabulary(district, (ENTERPRISE, BUILDING))
    columns = list(labelled(rows, first, depth, every))
    told = [next(filter(None, map(every.match, labels)), None) for _, _, labels in columns]
    of = {BY_KEY[each[0]].of for each in told if each and BY_KEY[each[0]] in KEYS}
    of |= {BY_KEY[key].of for key in chosen.values() if key in BY_KEY and BY_KEY[key] in KEYS}
    kinds = tuple(kind for kind in (ENTERPRISE, BUILDING) if kind in of)
    names = vocabulary(district, kinds)
    units = sheet_units(rows, first)
    taken: set[str] = set()
    matches = []
    for place, said, labels in columns:
        choice = chosen.get(str(place), NOT_SAID)
        proposed = proposal(said, labels, names, kinds, units, access)
        if choice != NOT_SAID:
            proposed = as_chosen(proposed, choice, units, access)
        if proposed.holding is not None and proposed.holding.key in taken:
            proposed = Match(place, said, None, "", "与前面一列相同", "", (proposed.holding.key,))
        elif proposed.holding is not None:
            taken.add(proposed.holding.key)
        matches.append(
            Match(place, said, proposed.holding, proposed.sure, proposed.how, proposed.unit,
                  proposed.suggested, proposed.closed)
        )  # fmt: skip
    return Found(sheet, first + depth, kinds, tuple(matches))


def proposal(
    said: str,
    labels: Sequence[str],
    names: Names,
    kinds: Sequence[str],
    units: Mapping[Type, str],
    access: Access,
) -> Match:
    """What a header is taken for by its words alone."""
    told = next(filter(None, map(names.match, labels)), None)
    if told is None:
        likes = tuple(
            key for key in alike(header_text(labels[0]), names) if seen_by(access, BY_KEY[key])
        )
        return Match(0, said, None, "", "", "", likes)
    holding, unit = BY_KEY[told[0]], told[2]
    unit = unit or next((word for label in labels for word in units_within(label)), None)
    if not seen_by(access, holding):
        return Match(0, said, None, "", "当前权限看不到这一列", "", (), closed=True)
    if unit and not unit_fits(holding, unit):
        return Match(0, said, None, "", f"单位“{unit}”对不上", "", (holding.key,))
    sure = SURE if holding.of == kinds[0] or holding in KEYS else CHECK
    return Match(0, said, holding, sure, WAYS[told[1]], unit_of(holding, unit, units), ())


def as_chosen(proposed: Match, choice: str, units: Mapping[Type, str], access: Access) -> Match:
    """What a person said a column is: a register's column that they may see, or none."""
    holding = BY_KEY.get(choice)
    if holding is None or not seen_by(access, holding):
        return Match(0, proposed.said, None, CHOSEN, "", "", proposed.suggested)
    if holding == proposed.holding:
        return proposed
    unit = next(units_within(header_text(proposed.said)), None)
    if unit and not unit_fits(holding, unit):
        return Match(0, proposed.said, None, "", f"单位“{unit}”对不上", "", (choice,))
    return Match(
        0, proposed.said, holding, CHOSEN, "您选的", unit_of(holding, unit, units), ()
    )  # fmt: skip


def units_within(label: str) -> Iterator[str]:
    for match in BRACKETED.findall(label):
        for word in match:
            if word.removeprefix("单位:") in KNOWN_UNITS:
                yield word.removeprefix("单位:")


def unit_fits(holding: Holding, unit: str) -> bool:
    """Whether a column can be written in a unit; what is no quantity has none to be wrong in."""
    kind = holding.spec.type
    if kind in UNITS:
        return unit in UNITS[kind]
    if kind in (Type.INTEGER, Type.REAL):
        own = holding.spec.unit.lower()
        return not own or unit in PLAIN_UNITS.get(own, {own}) or unit in ("家", "户", "人", "个")
    return True


def unit_of(holding: Holding, unit: str | None, units: Mapping[Type, str]) -> str:
    """The unit to write in: the header's, else the sheet's, else ours."""
    kind = holding.spec.type
    return unit or units.get(kind, "") or DEFAULT[kind] if kind in UNITS else ""
