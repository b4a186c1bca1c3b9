"""更正 correcting: what may be corrected, how a new value is read, and the file a word becomes.

A value is read as the contract of the list that it corrects would read it in a file, so a form and
a file cannot differ in what they take.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from louyu.district import Contract, ContractColumn, District
from louyu.nouns import Column, Type
from louyu.sources.header import Heading
from louyu.sources.values import reader as column_reader
from louyu.sources.written import headed, written
from louyu.standards.problem import PROBLEMS
from louyu.web.frame.figures import plain
from louyu.web.frame.units import unit_called
from louyu.web.ledger.correction import Correction
from louyu.web.people.rights import Access
from louyu.web.sending import unit_kind


@dataclass(frozen=True)
class Correctable:
    """A register whose cells may be corrected: the list its cells are stated in, and the dataset of
    words on it; without one, words are only handed to the owner."""

    label: str
    listed: str
    words: str
    key: str
    renamed: dict[str, str]

    def column(self, name: str) -> str:
        """The statement's name of a register's column."""
        return self.renamed.get(name, name)


CORRECTABLE = {
    "building": Correctable(
        "一楼一册", "building", "building_correction", "building_code", {"name": "building_name"}
    ),
    "enterprise": Correctable("一企一档", "registration", "", "uscc", {"name": "enterprise_name"}),
}


@dataclass(frozen=True)
class Field:
    """A cell that may be corrected."""

    kind: Correctable
    contract: Contract
    column: Column
    rules: ContractColumn
    owner: str
    owner_name: str

    def read(self, text: str, district: District) -> tuple[object, str]:
        """A value as a file's cell would be read, and what is wrong with it, if anything."""
        reads = column_reader(
            self.column.name, Heading(0, self.rules.header), "", self.contract, district
        )
        values, problems = reads.values(pl.Series([text.strip()], dtype=pl.String))
        code = problems[0]
        if code is None or PROBLEMS[code].warning:
            return values[0], ""
        detail = reads.detail(code, text)
        wrong, remedy = PROBLEMS[code].wrong, PROBLEMS[code].remedy
        return None, f"{wrong}{f'（{detail}）' if detail else ''}。{remedy}。"

    def written(self, stored: object) -> str:
        """A stored value as the contract's files write it: ``86000`` of 0.01 ㎡ is 860."""
        return written(self.column, self.rules, stored)

    @property
    def input(self) -> str:
        """How a form asks for it."""
        return input_of(self.column, self.rules)


def input_of(column: Column, rules: ContractColumn) -> str:
    """How a form asks for a column's value."""
    if rules.allowed:
        return "choice"
    if rules.check == "street":
        return "street"
    numbers = (Type.AREA, Type.MONEY, Type.INTEGER, Type.REAL)
    return "date" if column.type is Type.DATE else "number" if column.type in numbers else "text"


def field(district: District, noun: str, name: str) -> Field | None:
    """A register's column as it may be corrected; None if it may not."""
    kind = CORRECTABLE.get(noun)
    if kind is None or kind.listed not in district.contracts:
        return None
    contract = district.contracts[kind.listed]
    column = kind.column(name)
    if column not in contract.columns or column == kind.key:
        return None
    owner = contract.owner(column)
    shown = unit_called(district, owner)
    return Field(kind, contract, contract.noun[column], contract.columns[column], owner, shown)


def states(access: Access, district: District, asked: Field) -> bool:
    """Whether a unit's word on a cell is a statement, or waits for the owner's."""
    contract = district.contracts.get(asked.kind.words)
    return contract is not None and unit_kind(access, district) in contract.senders


def owns(access: Access, district: District, asked: Field) -> bool:
    """Whether the cell is the unit's own datum: its word is a ruling."""
    return unit_kind(access, district) == asked.owner


def word_write(path: Path, said: Correction, district: District, *, verdict: str) -> None:
    """The file of one row that a word becomes."""
    kind = CORRECTABLE[said.noun]
    columns = district.contracts[kind.words].columns
    cells = {
        "reference": said.reference,
        kind.key: said.thing,
        kind.column(said.column): said.value,
        "holds_from": said.holds_from.isoformat() if said.holds_from else "",
        "verdict": verdict,
        "reason": said.reason,
        "proof": "；".join(filter(None, [said.proof, said.attachment])),
        "said_on": f"{said.said_at.astimezone():%Y-%m-%d}",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.writer(stream)
        out.writerow([headed(columns[name]) for name in cells])
        out.writerow(list(cells.values()))


def day_of(month: str) -> date | None:
    """The first day of a month chosen as 202603; nothing chosen is no day."""
    return date(int(month[:4]), int(month[4:]), 1) if month else None


def bounds_told(rules: ContractColumn) -> str:
    """What a number may be, in words."""
    low, high = rules.minimum, rules.maximum
    said = [f"不小于 {plain(low)}" if low is not None else ""]
    said += [f"不大于 {plain(high)}" if high is not None else ""]
    return "，".join(filter(None, said))
