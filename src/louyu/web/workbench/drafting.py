"""起草 drafting: a draft as it stands: its rows with the edits over them, and what is wrong in it.

It is checked by the very check that a file of it goes through at the door, so the page and the door
cannot differ in what they take.
"""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from django.db.models import Count, Max

from louyu.district import Contract, District
from louyu.sources.check import Lineage, check
from louyu.sources.header import Heading, Layout, column_letter
from louyu.sources.read import Reading, Sheet
from louyu.sources.row_problem import RowProblem
from louyu.sources.written import headed
from louyu.web.frame.spreadsheet import guarded
from louyu.web.kept import Kept
from louyu.web.ledger.draft import GONE, NEW, Draft, Edit

Wrong = dict[str, str]
"""By column, what is wrong; what is wrong with the row stands at the empty name."""


@dataclass
class Line:
    """A row of a draft, counted from 0."""

    number: int
    cells: dict[str, str]
    was: dict[str, str]
    new: bool = False
    gone: bool = False
    wrong: Wrong = field(default_factory=dict)

    @property
    def touched(self) -> set[str]:
        return {name for name, said in self.cells.items() if said != self.was.get(name, "")}

    @property
    def changed(self) -> bool:
        return self.new or self.gone or bool(self.touched)


def lines_of(draft: Draft) -> list[Line]:
    """Every row as it stands, those that are gone too."""
    rows = pl.read_parquet(draft.path).to_dicts()
    lines = [Line(n, dict(row), row) for n, row in enumerate(rows)]
    blank = dict.fromkeys(pl.read_parquet_schema(draft.path), "")
    for number, column, value in draft.edits.values_list("line", "column", "value"):
        if column == NEW:
            lines.append(Line(number, {**blank, **json.loads(value)}, blank, new=True))
        elif column == GONE:
            lines[number].gone = bool(value)
        else:
            lines[number].cells[column] = value
    return lines


def edit_write(draft: Draft, author: str, line: int, column: str, value: str) -> None:
    Edit.objects.create(draft=draft, line=line, column=column, value=value, author=author)


FIRST_SEEN = re.compile(r"第 ([0-9]+) 行")
WRONGS = Kept(most=64)
"""What is wrong in drafts as they stood lately: pages turned are not checked again."""


def wrongs_noted(
    draft: Draft, lines: Sequence[Line], contract: Contract, district: District
) -> int:
    """Notes at each line what the door would say of it. Returns how many lines that is."""
    edits = draft.edits.aggregate(last=Max("pk"), count=Count("pk"))
    key = (draft.pk, draft.began_at, edits["last"], edits["count"])
    found = WRONGS.get(key, lambda: wrongs_of(draft, lines, contract, district))
    for line in lines:
        line.wrong = found.get(line.number, {})
    return len(found)


def wrongs_of(
    draft: Draft, lines: Sequence[Line], contract: Contract, district: District
) -> dict[int, Wrong]:
    """By line, what the door's own check says of a draft as it stands."""
    staying = [line for line in lines if not line.gone]
    if not staying:
        return {}
    names = list(contract.columns)
    headings = {
        name: Heading(n, headed(rules)) for n, (name, rules) in enumerate(contract.columns.items())
    }
    cells = {
        f"c{n}": [headings[name].said, *(line.cells[name].strip() or None for line in staying)]
        for n, name in enumerate(names)
    }
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    sheet = Sheet("", hidden=False, cells=frame)
    found = Layout(0, 1, headings, None, (), ())
    checked = check(
        Reading("form", "", big5=False, sheets=(sheet,)),
        [(sheet, frame.head(1).rows(), found)],
        Lineage(draft.month, "", draft.unit, ""),
        contract=contract,
        district=district,
    )
    wrong: dict[int, Wrong] = {}
    of_letter = {column_letter(n): name for n, name in enumerate(names)}
    for finding in pl.concat([checked.quarantine, checked.warnings]).iter_rows(named=True):
        number = staying[finding["row"] - 2].number
        said = f"{finding['message']}。{finding['advice']}。"
        if finding["rule"] == RowProblem.DUPLICATE:
            # The first one's row in the file is another than on the page.
            said = FIRST_SEEN.sub(lambda m: f"第 {staying[int(m[1]) - 2].number + 1} 行", said)
        wrong.setdefault(number, {}).setdefault(of_letter.get(finding["column"] or "", ""), said)
    for row, why in checked.non_data.select("row", "why").iter_rows():
        if row > 1:
            said = f"这一行会被当作“{why}”，不计入"
            wrong.setdefault(staying[row - 2].number, {}).setdefault("", said)
    return wrong


def file_write(path: Path, lines: Sequence[Line], contract: Contract) -> None:
    """The file that a draft becomes: as a sender would write it, and no formula in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.writer(stream)
        out.writerow([headed(rules) for rules in contract.columns.values()])
        for line in lines:
            if not line.gone:
                out.writerow([quoted(line.cells[name]) for name in contract.columns])


def quoted(text: str) -> str:
    """The door takes the apostrophe off again: what begins with one of its own gets another."""
    return f"'{text}" if text.startswith("'") else guarded(text)
