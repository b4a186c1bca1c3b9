"""表头 header: where a sheet's columns are named, and which column of the contract each one is.

A header stands within the first 20 rows, below titles and notes; it may have two levels (a merged
group over its parts), units in brackets, marks for required columns, and aliases. What is matched
is exact after folding width and blanks; nothing is matched by likeness.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from louyu.district import Contract
from louyu.nouns import Type
from louyu.sources.refusal import FileProblem, RefusalError
from louyu.standards.quantity import AREA_UNITS, MONEY_UNITS
from louyu.standards.width import half_width, unspaced

SEARCHED = 20
"""Rows in which a header is looked for."""
LONGEST_HEADER, LONGEST_UNIT = 60, 9
"""Characters; a unit's with its mark and 单位."""
FEWEST = 2
"""Columns that must be known: one word alone may stand in a title."""
NUMBERED = frozenset({"序号", "行号", "行次", "no", "no."})
"""Running numbers: ignored by name."""
PERIOD = frozenset(
    {"所属期", "税款所属期", "所属月份", "数据所属期", "数据月份", "统计月份", "报送月份", "月份"}
)
"""Columns that say which month a row is about."""
BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
UNITS = {Type.MONEY: frozenset(MONEY_UNITS), Type.AREA: frozenset(AREA_UNITS)}
PLAIN_UNITS = {
    "人": {"人", "名", "个"},
    "层": {"层"},
    "个": {"个", "个数"},
    "分": {"分"},
    "%": {"%", "百分比"},
    "kwh": {"kwh", "千瓦时", "度", "千瓦·时"},
    "m": {"m", "米"},
    "°": {"°", "度"},
}
"""Words for one and the same unit; another one is refused, never converted by guess."""
OWN_SHEETS = frozenset({"说明", "填报说明", "填表说明", "核对报告", "已有此数说明"})
"""Sheets of our own templates and reports: never data, and no surprise."""
KNOWN_UNITS = frozenset().union(*UNITS.values(), *PLAIN_UNITS.values())


@dataclass(frozen=True)
class Heading:
    """A column of the file: its place from 0, its header as written, the unit written there."""

    place: int
    said: str
    unit: str | None = None
    note: str = ""
    """Words in brackets that are no unit."""


@dataclass(frozen=True)
class Layout:
    """A sheet's header: its first row from 0, its levels, and what each column is."""

    first: int
    depth: int
    columns: dict[str, Heading]
    period: Heading | None
    unknown: tuple[Heading, ...]
    clashes: tuple[tuple[str, Heading, Heading], ...]

    @property
    def data_from(self) -> int:
        return self.first + self.depth

    def missing(self, contract: Contract) -> list[str]:
        """Required columns that the file does not have, by their headers."""
        lacking = [
            column.header
            for name, column in contract.columns.items()
            if column.required and name not in self.columns
        ]
        for group in contract.one_of:
            if not any(name in self.columns for name in group):
                lacking.append(" 或 ".join(contract.columns[name].header for name in group))
        return lacking


@lru_cache(maxsize=4096)
def header_text(cell: str | None) -> str:
    """A header folded: half width, no blanks, no mark for required."""
    return unspaced(half_width(cell or "")).strip("*:△▲").lower()


@dataclass(frozen=True)
class Names:
    """The headers of a contract, folded, each with its column and rank (0 is the header proper)."""

    of: dict[str, tuple[str, int]]

    @classmethod
    def of_contract(cls, contract: Contract) -> "Names":
        found: dict[str, tuple[str, int]] = {}
        for name, column in contract.columns.items():
            for rank, said in enumerate(column.headers):
                found.setdefault(header_text(said), (name, rank))
        for name in contract.columns:
            found.setdefault(header_text(contract.noun[name].label), (name, 1))
        return cls(found)

    def match(self, label: str) -> tuple[str, int, str | None, str] | None:
        """Column, rank, unit and note of a folded header; None when it is not known."""
        if label in self.of:
            return (*self.of[label], None, "")
        if len(label) > LONGEST_HEADER:
            return None
        inside = [word for match in BRACKETED.findall(label) for word in match if word]
        bare = BRACKETED.sub("", label).strip("*:/,")
        if bare in self.of:
            said = [word.removeprefix("单位:") for word in inside]
            unit = next((word for word in said if word in KNOWN_UNITS), None)
            return (*self.of[bare], unit, "、".join(word for word in said if word != unit))
        # 建筑面积㎡, 税收合计/单位:万元
        for cut in range(len(bare) - 1, max(len(bare) - LONGEST_UNIT, 0), -1):
            rest = bare[cut:].lstrip("/,:_-").removeprefix("单位:")
            if bare[:cut] in self.of and rest in KNOWN_UNITS:
                return (*self.of[bare[:cut]], rest, "")
        return None


Rows = Sequence[Sequence[str | None]]


def layout(rows: Rows, contract: Contract) -> Layout | None:
    """The header among a sheet's first rows that names most of the contract's columns."""
    names = Names.of_contract(contract)
    searched = range(min(len(rows), SEARCHED))
    plain = [read_as_header(rows, first, 1, names) for first in searched]
    best = max(plain, key=lambda each: len(each.columns), default=None)
    if best is None or best.unknown or best.missing(contract):
        # A group's header alone, or its parts' alone, names some column too.
        grouped = [
            read_as_header(rows, upper.first, 2, names)
            for upper, lower in pairwise(plain)
            if upper.columns or lower.columns
        ]
        # Of two that name as many, the simpler one: a title is no group.
        best = max([*plain, *grouped], key=lambda each: len(each.columns), default=None)
    return best if best and len(best.columns) >= FEWEST else None


def read_as_header(rows: Rows, first: int, depth: int, names: Names) -> Layout:
    """What the columns are if the header stands here."""
    columns: dict[str, tuple[int, Heading]] = {}
    unknown: list[Heading] = []
    clashes: list[tuple[str, Heading, Heading]] = []
    period: Heading | None = None
    for place, said, labels in labelled(rows, first, depth, names):
        matched = next((m for m in map(names.match, labels) if m), None)
        if matched is None:
            folded = {BRACKETED.sub("", label) for label in labels}
            if folded & PERIOD:
                period = period or Heading(place, said)
            elif not folded & NUMBERED:
                unknown.append(Heading(place, said))
            continue
        name, rank, unit, note = matched
        heading = Heading(place, said, unit or group_unit(labels), note)
        if name not in columns:
            columns[name] = (rank, heading)
        elif min(rank, columns[name][0]) == 0 and rank != columns[name][0]:
            # The header proper is meant; the other column only shares an alias.
            unknown.append(heading if rank else columns[name][1])
            columns[name] = min((rank, heading), columns[name], key=lambda found: found[0])
        else:
            clashes.append((name, columns[name][1], heading))
    return Layout(
        first=first,
        depth=depth,
        columns={name: heading for name, (_, heading) in columns.items()},
        period=period,
        unknown=tuple(unknown),
        clashes=tuple(clashes),
    )


def labelled(
    rows: Rows, first: int, depth: int, names: Names
) -> Iterator[tuple[int, str, list[str]]]:
    """Each named column: its place, its header as written, and the labels to look up in order."""
    if depth == 1:
        for place, cell in enumerate(rows[first]):
            if cell:
                yield place, cell, [header_text(cell)]
        return
    group: str | None = None
    for place, below in enumerate(rows[first + 1]):
        above = rows[first][place]
        if not below:
            group = None
            if above:
                yield place, above, [header_text(above)]
            continue
        group = above or group
        if not group:
            yield place, below, [header_text(below)]
            continue
        over, under = header_text(group), header_text(below)
        labels = [f"{over}{under}", f"{BRACKETED.sub('', over)}{under}", under]
        if names.match(over) and not names.match(f"{over}{under}"):
            # 地上 under 建筑面积 is not the column 地上.
            labels = labels[:2]
        yield place, f"{group}/{below}", [*labels, ""] if over == under else labels


def group_unit(labels: list[str]) -> str | None:
    """The unit that a group's header carries for its parts: 税收（万元） over 合计."""
    words = [word for label in labels for match in BRACKETED.findall(label) for word in match]
    return next((word for word in words if word in KNOWN_UNITS), None)


def layout_hold(found: Layout, contract: Contract) -> None:
    """Raises `RefusalError` when the header cannot carry the contract."""
    if lacking := found.missing(contract):
        seen = "、".join(h.said for h in [*found.columns.values(), *found.unknown])
        raise RefusalError(
            FileProblem.MISSING_COLUMNS,
            f"缺少：{'、'.join(lacking)}；表里有：{seen}",
        )
    for name, first, second in found.clashes:
        header = contract.columns[name].header
        raise RefusalError(
            FileProblem.AMBIGUOUS_COLUMNS, f"“{first.said}”和“{second.said}”都对应“{header}”"
        )
    for name, heading in found.columns.items():
        unit_hold(contract, name, heading)


def unit_hold(contract: Contract, name: str, heading: Heading) -> None:
    """A known unit must be one of the column's kind."""
    kind, unit = contract.noun[name].type, heading.unit
    if unit is None or kind in (Type.TEXT, Type.DATE, Type.FLAG):
        return
    expected = contract.columns[name].unit.lower()
    allowed = UNITS.get(kind) or PLAIN_UNITS.get(expected, {expected})
    if unit not in allowed:
        raise RefusalError(
            FileProblem.UNIT,
            f"“{heading.said}”的单位是“{unit}”，应为{contract.columns[name].unit or '无单位'}",
        )


def sheet_units(rows: Rows, before: int) -> dict[Type, str]:
    """Units that a line above the header gives for the whole sheet: 单位：万元、㎡."""
    found: dict[Type, str] = {}
    for row in rows[:before]:
        for cell in filter(None, row):
            match = re.search(
                r"(?:^|[^报送表填位制])单位:(?P<units>[^:]+)$", half_width(f" {cell}")
            )
            for word in re.split(r"[、,;/\s]+", match["units"].strip().lower()) if match else ():
                for kind, units in UNITS.items():
                    if word in units:
                        found.setdefault(kind, word)
    return found


def column_letter(place: int) -> str:
    """A for the first column, AA for the 27th."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
