"""What is told of a file: its findings row by row, and what it would change cell by cell."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from louyu.explain.reading import cell_text
from louyu.nouns import Noun
from louyu.sources.report import report_read
from louyu.web.ledger.submission import Submission

PAGE = 50


@dataclass(frozen=True)
class Findings:
    """A page of the row report."""

    count: int
    page: int
    pages: int
    rows: list[dict[str, Any]]


def findings_told(submission: Submission, page: int) -> Findings | None:
    """The row report, as far as there is one."""
    if not (submission.folder / "quarantine.parquet").exists():
        return None
    report: pl.DataFrame = report_read(submission.folder)
    pages = max(1, -(-report.height // PAGE))
    page = min(max(page, 1), pages)
    rows = report.slice((page - 1) * PAGE, PAGE).to_dicts()
    return Findings(report.height, page, pages, rows)


@dataclass(frozen=True)
class Cell:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeTold:
    kind: str
    thing: str
    cells: list[Cell]


def changes_told(comparison: dict[str, Any], noun: Noun) -> list[ChangeTold]:
    """What differs from the file before, in words a sender knows."""
    told = []
    for change in comparison.get("shown", ()):
        before, after = change["before"], change["after"]
        kind = "改动" if before and after else "新增" if after else "不再有"
        cells = [
            Cell(noun[name].label, said(noun, name, before), said(noun, name, after))
            for name in (before or after)
        ]
        told.append(ChangeTold(kind, change["thing"], cells))
    return told


def said(noun: Noun, name: str, row: dict[str, Any]) -> str:
    value = row.get(name)
    return "" if value is None else cell_text(noun[name], value)
