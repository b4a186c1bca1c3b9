"""填好 filled: somebody's own workbook back, its empty cells filled in, a sheet of sources added.

Runs in the parsing process, since the workbook is a stranger's. Only empty cells are written, each
coloured; what looks like a formula is written as text. Formulas, formats and rules of the workbook
stay as they are; what is not a workbook of moderate size is copied as text into a new one.
"""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from louyu.sources import cells
from louyu.sources.container import Container
from louyu.sources.limits import Limits
from louyu.sources.marked import EDITED, FORMULA, rows
from louyu.sources.visible import visible

FILE = "filled.xlsx"
FILLINGS = "fillings.json"
"""``sheets``: of each sheet its fillings, [row, column, kind, text] from 1; ``notes``: lines."""
NOTES = "已有此数说明"
COLOUR = "DDEBF7"
WIDTHS = (18, 8, 24, 30, 26, 16, 16, 12, 44)

Filling = tuple[int, int, str, str]


def filled_write(path: Path, folder: Path, found: Container, limits: Limits) -> dict[str, Any]:
    """Writes ``filled.xlsx`` into the folder from its ``fillings.json``; says how many cells."""
    asked = json.loads((folder / FILLINGS).read_text(encoding="utf-8"))
    small = sum(scan.cells for scan in found.sheets.values()) <= EDITED
    if found.kind == "xlsx" and small:
        written = edited(path, folder / FILE, asked)
        if written is not None:
            return {"edited": True, "written": written}
    said = cells.cells_write(path, folder, found, limits)
    return {"edited": False, "written": copied(said["sheets"], folder, asked)}


def edited(path: Path, target: Path, asked: dict[str, Any]) -> int | None:
    """Fills the workbook itself; None when it cannot be edited."""
    import openpyxl  # two hundred milliseconds that reading does not need
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import PatternFill

    try:
        book = openpyxl.load_workbook(path, keep_links=False)
    except Exception:  # openpyxl raises whatever a malformed part makes it raise
        return None
    fill = PatternFill("solid", start_color=COLOUR, end_color=COLOUR)
    written = 0
    for name, fillings in asked["sheets"].items():
        page = book[name]
        for row, column, kind, text in fillings:
            cell = page.cell(row, column)
            # A merged cell is its first one's; a formula is no empty cell, whatever it shows.
            if isinstance(cell, MergedCell) or cell.value not in (None, ""):
                continue
            cell_fill(cell, kind, text)
            cell.fill = fill
            written += 1
    if NOTES in book.sheetnames:
        del book[NOTES]
    page = book.create_sheet(NOTES)
    for line, said in enumerate(asked["notes"], 1):
        for column, text in enumerate(said, 1):
            cell_fill(page.cell(line, column), "text", visible(text))
    for column, width in enumerate(WIDTHS):
        page.column_dimensions["ABCDEFGHI"[column]].width = width
    book.save(target)
    return written


def cell_fill(cell: Any, kind: str, text: str) -> None:
    if kind == "number":
        cell.value = float(text) if "." in text else int(text)
    elif kind == "date":
        cell.value = date.fromisoformat(text)
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA)
        # Eighteen digits are a code, not a number to be rounded.
        if text.isdigit():
            cell.number_format = "@"


def copied(sheets: Iterable[dict[str, Any]], folder: Path, asked: dict[str, Any]) -> int:
    """Copies the cells into a new workbook as text, the empty ones filled in."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    written = 0
    with xlsxwriter.Workbook(str(folder / FILE), options) as book:
        text = book.add_format({"num_format": "@"})
        filled = {
            kind: book.add_format({"num_format": form, "bg_color": f"#{COLOUR}"})
            for kind, form in (("text", "@"), ("number", "General"), ("date", "yyyy-mm-dd"))
        }
        for sheet in sheets:
            if not sheet["file"] or sheet["name"] == NOTES:
                continue
            page = book.add_worksheet(sheet["name"] or "数据")
            page.set_column(0, max(sheet["width"] - 1, 0), 18)
            here = by_row(asked["sheets"].get(sheet["name"], ()))
            for number, cells_of in enumerate(rows(folder / sheet["file"]), 1):
                new = here.get(number, {})
                for column, value in enumerate(cells_of, 1):
                    if value is not None:
                        page.write_string(number - 1, column - 1, value[:32_767], text)
                    elif column in new:
                        kind, said = new[column]
                        cell_write(page, number - 1, column - 1, kind, said, filled[kind])
                        written += 1
            for number in sorted(n for n in here if n > sheet["height"]):
                for column, (kind, said) in sorted(here[number].items()):
                    cell_write(page, number - 1, column - 1, kind, said, filled[kind])
                    written += 1
        notes_write(book, asked["notes"], text)
    return written


def by_row(fillings: Iterable[Filling]) -> dict[int, dict[int, tuple[str, str]]]:
    found: dict[int, dict[int, tuple[str, str]]] = {}
    for row, column, kind, text in fillings:
        found.setdefault(row, {})[column] = (kind, text)
    return found


def cell_write(page: Any, row: int, column: int, kind: str, text: str, style: Any) -> None:
    if kind == "number":
        page.write_number(row, column, float(text), style)
    elif kind == "date":
        page.write_datetime(row, column, date.fromisoformat(text), style)
    else:
        page.write_string(row, column, text[:32_767], style)


def notes_write(book: Any, notes: Iterable[Iterable[str]], text: Any) -> None:
    page = book.add_worksheet(NOTES)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    for line, said in enumerate(notes):
        for column, cell in enumerate(said):
            page.write_string(line, column, visible(cell)[:32_767], text)
