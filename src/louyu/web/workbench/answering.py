"""填数 answering: somebody's table against the registers: which cells could be filled, with what.

Only empty cells are filled, only from what the asker may see; a cell that says something is held
against the register and counted as the same or another. Nothing is filled where the row or the
column is not told.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from louyu.nouns import Type
from louyu.sources.header import column_letter
from louyu.sources.read import Sheet
from louyu.sources.written import written_in
from louyu.standards.address import name_key
from louyu.web.frame.figures import ENTERPRISE_KINDS
from louyu.web.reader import Reader
from louyu.web.workbench.holdings import (
    BUILDING,
    CODE,
    ENTERPRISE,
    HOLDINGS,
    TITLE,
    USCC,
    Holding,
)
from louyu.web.workbench.matching import Found, Match
from louyu.web.workbench.things import Known, Row, rows_told

MOST_ROWS = 20_000
UNTOLD_SHOWN = 20
QUANTITIES = (Type.AREA, Type.MONEY, Type.INTEGER, Type.REAL)


@dataclass
class Count:
    """A column's cells: empty ones that were filled, said ones the same as held or another."""

    empty: int = 0
    filled: int = 0
    same: int = 0
    other: int = 0


@dataclass
class Answer:
    """A sheet's answer: rows, counts by the column's place, and the cells to fill."""

    found: Found
    rows: list[Row]
    listed: bool
    counts: dict[int, Count] = field(default_factory=dict)
    fillings: list[tuple[int, int, str, str]] = field(default_factory=list)


def answered(found: Found, reader: Reader, *, listing: bool) -> Answer:
    """A sheet answered. One without rows is filled with all that is in sight, if so asked."""
    rows = list(rows_said(found))
    listed = not rows and listing
    if listed:
        rows = rows_listed(found, reader)
    told, known = rows_told(rows, found.kinds, reader)
    answer = Answer(found, told, listed)
    held = Held(reader, known, found, told)
    height = found.sheet.cells.height
    for match in found.matches:
        if match.holding is None:
            continue
        count = answer.counts.setdefault(match.place, Count())
        cells = found.sheet.cells[f"c{match.place}"]
        for row in told:
            said = (cells[row.number - 1] if row.number <= height else None) or ""
            value = held.written(match, row) if row.told else None
            if not said:
                count.empty += 1
                if value is not None:
                    count.filled += 1
                    answer.fillings.append((row.number, match.place + 1, *value))
            elif value is not None:
                alike = same(said, *value)
                count.same += alike
                count.other += not alike
    return answer


def rows_said(found: Found) -> Iterator[Row]:
    """The rows in which something tells what they are about."""
    cells: Sheet = found.sheet
    keys = {key.holding: cells.cells[f"c{key.place}"] for key in found.keys if key.holding}
    for at in range(found.data_from, min(cells.cells.height, found.data_from + MOST_ROWS)):
        said = {holding: series[at] for holding, series in keys.items() if series[at]}
        if said:
            yield Row(at + 1, said)


def rows_listed(found: Found, reader: Reader) -> list[Row]:
    """A row for every building in sight, or every enterprise in one of them."""
    month = reader.months[-1]
    first = found.data_from + 1
    if found.kinds[0] == BUILDING:
        every = [{CODE: code} for code in sorted(reader.building_names(month))]
    else:
        columns = ("enterprise", "building", "present")
        here = reader.of_things("tenancy", month, columns=columns, where={})
        pairs = sorted(
            {(row["building"] or "", row["enterprise"]) for row in here if row["present"]}
        )
        names = reader.names_of([enterprise for _, enterprise in pairs])
        every = [
            {USCC: who, CODE: where} if not who.startswith("name:")
            else {TITLE: names.get(who, ""), CODE: where}
            for where, who in pairs if who
        ]  # fmt: skip
    return [Row(first + n, dict(said)) for n, said in enumerate(every[:MOST_ROWS])]


def same(said: str, kind: str, text: str) -> bool:
    """Whether a cell says what the register holds, a number as exactly as it is written."""
    if kind == "number":
        number = said.replace(",", "")
        places = len(number.partition(".")[2])
        try:
            return math.isclose(float(number), round(float(text), places), rel_tol=1e-9)
        except ValueError:
            return False
    if kind == "date":
        digits = "".join(c if c.isdigit() else " " for c in said).split()
        return [int(part) for part in digits[:3]] == [int(part) for part in text.split("-")]
    return name_key(said) == name_key(text)


class Held:
    """What registers hold of the things in a table, each register asked once for all of them."""

    def __init__(self, reader: Reader, known: Known, found: Found, rows: Sequence[Row]) -> None:
        self.reader, self.known = reader, known
        self.month = reader.months[-1]
        self.enterprises = {row.enterprise for row in rows if row.enterprise}
        self.wanted = [match.holding for match in found.matches if match.holding]
        self.by_enterprise: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for noun in {h.noun for h in self.wanted if h.of == ENTERPRISE} - {"enterprise", "tax"}:
            self.by_enterprise[noun] = self.looked_up(noun)
        self.taxes = {
            holding: reader.paid(self.enterprises, self.months_of(holding.window))
            for holding in self.wanted
            if holding.noun == "tax"
        }

    def looked_up(self, noun: str) -> dict[str, list[dict[str, Any]]]:
        """The rows of a register by enterprise, those that hold at the end of the last month."""
        if not self.enterprises:
            return {}
        columns = {h.column for h in HOLDINGS if h.noun == noun}
        columns |= {"enterprise", "building", "present", "left_on", "month"}
        rows = self.reader.of_things(
            noun,
            None if noun == "statistical_unit" else self.month,
            columns=columns,
            where={"enterprise": self.enterprises},
        )
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            if row.get("present", True) and row.get("left_on") is None:
                found.setdefault(row["enterprise"], []).append(row)
        return found

    def months_of(self, window: str) -> tuple[int, ...]:
        year = self.month // 100
        if window == "year":
            return tuple(m for m in self.reader.months if m // 100 == year)
        if window == "last_year":
            return tuple(m for m in self.reader.months if m // 100 == year - 1)
        return tuple(self.reader.months[-12:])

    def written(self, match: Match, row: Row) -> tuple[str, str] | None:
        """A cell's kind (text, number, date) and its text; None where nothing is held."""
        holding = match.holding
        assert holding is not None
        value = self.value(holding, row)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return "text", value
        kind = holding.spec.type
        text = written_in(holding.spec, match.unit, value)
        if kind is Type.DATE:
            return "date", text
        return ("number" if kind in QUANTITIES else "text"), text

    def value(self, holding: Holding, row: Row) -> Any:
        """What is held of a row's thing, as stored; bands of tax are words."""
        if holding.of == BUILDING:
            return self.known.buildings.get(row.building, {}).get(holding.column)
        if holding.noun == "tax":
            return self.taxes[holding].get(row.enterprise)
        if holding.noun == "enterprise":
            value = self.known.enterprises.get(row.enterprise, {}).get(holding.column)
            return ENTERPRISE_KINDS.get(value) if holding.column == "kind" and value else value
        rows = self.by_enterprise[holding.noun].get(row.enterprise, [])
        if holding.noun == "tenancy" and row.building:
            rows = [each for each in rows if each["building"] == row.building]
        said = [each[holding.column] for each in rows if each.get(holding.column) is not None]
        return combined(said, holding.several, self.known) if said else None


def combined(said: Sequence[Any], several: str, known: Known) -> Any:
    """What several rows of one thing come to."""
    match several:
        case "sum":
            return sum(said)
        case "earliest":
            return min(said)
        case "latest":
            return max(said)
        case "names":
            names = (known.buildings.get(code, {}).get("name", code) for code in said)
            return "、".join(dict.fromkeys(names))
        case "each":
            return "、".join(dict.fromkeys(map(str, said)))
        case _:
            return said[0]


def answer_record(answer: Answer) -> dict[str, Any]:
    """An answer as the ledger keeps it."""
    found = answer.found
    cells = found.sheet.cells
    return {
        "sheet": found.sheet.name,
        "header": found.data_from,
        "kinds": list(found.kinds),
        "rows": len(answer.rows),
        "told": sum(row.told for row in answer.rows),
        "listed": answer.listed,
        "keys": [key.said for key in found.keys],
        "untold": list(untold(answer.rows)),
        "filled": len(answer.fillings),
        "columns": [
            {
                "place": match.place,
                "letter": column_letter(match.place),
                "said": match.said,
                "sample": sample(cells[f"c{match.place}"].slice(found.data_from)),
                "holding": match.holding.key if match.holding else "",
                "sure": match.sure,
                "how": match.how,
                "unit": match.unit,
                "suggested": list(match.suggested),
                "closed": match.closed,
                "key": match.is_key,
                **vars(answer.counts.get(match.place, Count())),
            }
            for match in found.matches
        ],
    }


def sample(cells: Iterable[str | None]) -> str:
    return next((cell[:30] for cell in cells if cell), "")


def untold(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    wrong = [row for row in rows if row.why or row.note]
    for row in wrong[:UNTOLD_SHOWN]:
        yield {"row": row.number, "said": row.words[:80], "why": row.why or row.note}


def notes_of(
    answers: Sequence[Answer], sources: Mapping[str, str], edition: str, until: date
) -> Iterator[list[str]]:
    """The lines of the sheet of sources: each filled column, from where, of which edition."""
    for answer in answers:
        for match in answer.found.matches:
            count = answer.counts.get(match.place)
            if match.holding is None or count is None or not count.filled:
                continue
            yield [
                answer.found.sheet.name, column_letter(match.place), match.said,
                f"{match.holding.register} · {match.holding.name}",
                sources[match.holding.key], edition, until.isoformat(), str(count.filled),
                f"按“{match.how}”认列" + (f"，单位 {match.unit}" if match.unit else ""),
            ]  # fmt: skip
