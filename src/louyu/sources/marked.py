"""标注 marked: the sender's workbook back, its wrong cells marked, a report sheet added.

Runs in the parsing process, since the workbook is still a stranger's. Values only: what looks like
a formula in received text stays text, and formulas come back as the values they had. What is not a
workbook of moderate size is copied as text into a new one, every cell in text format.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from louyu.sources import cells
from louyu.sources.container import Container, column_number
from louyu.sources.limits import Limits

FILE = "marked.xlsx"
FINDINGS = "findings.json"
SHEET = "核对报告"
HEADER = ("工作表", "行", "列", "表头", "内容", "处理", "问题", "怎么改")
WIDTHS = (12, 8, 6, 20, 24, 8, 50, 50)
COLOURS = {"隔离": "FFC7CE", "提示": "FFEB9C"}
EDITED = 500_000
"""Cells up to which the workbook itself is edited; beyond, editing takes minutes and gigabytes."""
COMMENTED = 3_000
"""Comments a workbook still opens quickly with; the report sheet holds every finding."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Finding = dict[str, Any]


def marked_write(path: Path, folder: Path, found: Container, limits: Limits) -> dict[str, Any]:
    """Writes ``marked.xlsx`` into the folder from its ``findings.json``."""
    findings = json.loads((folder / FINDINGS).read_text(encoding="utf-8"))
    small = sum(scan.cells for scan in found.sheets.values()) <= EDITED
    if found.kind == "xlsx" and small and edited(path, folder / FILE, findings):
        return {"edited": True}
    said = cells.cells_write(path, folder, found, limits)
    copied(said["sheets"], folder, findings)
    return {"edited": False}


def edited(path: Path, target: Path, findings: list[Finding]) -> bool:
    """Marks the workbook itself; False when it cannot be edited."""
    import openpyxl  # two hundred milliseconds that reading does not need
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    try:
        book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except Exception:  # openpyxl raises whatever a malformed part makes it raise
        return False
    fills = {
        name: PatternFill("solid", start_color=colour, end_color=colour)
        for name, colour in COLOURS.items()
    }
    if SHEET in book.sheetnames:
        del book[SHEET]
    for number, finding in enumerate(findings):
        page = book[finding["sheet"]]
        cell = page[f"{finding['column'] or 'A'}{finding['row']}"]
        if isinstance(cell, MergedCell):
            continue
        cell.fill = fills[finding["severity"]]
        if number < COMMENTED:
            cell.comment = Comment(sentence(finding), "louyu", width=320, height=120)
    page = book.create_sheet(SHEET)
    for line, row in enumerate([HEADER, *map(report_row, findings)], 1):
        for place, value in enumerate(row, 1):
            cell = page.cell(line, place)
            cell.value = printable(value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(FORMULA)
    for place, width in enumerate(WIDTHS):
        page.column_dimensions["ABCDEFGH"[place]].width = width
    page.freeze_panes = "A2"
    book.save(target)
    return True


def copied(sheets: Iterable[dict[str, Any]], folder: Path, findings: list[Finding]) -> None:
    """Copies the cells into a new workbook, every one as text, the wrong ones marked."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(folder / FILE), options) as book:
        text = book.add_format({"num_format": "@"})
        marks = {
            name: book.add_format({"num_format": "@", "bg_color": f"#{colour}"})
            for name, colour in COLOURS.items()
        }
        left = COMMENTED
        for sheet in sheets:
            if not sheet["file"]:
                continue
            here = [f for f in findings if f["sheet"] == sheet["name"]]
            page = book.add_worksheet(sheet["name"] or "数据")
            page.set_column(0, max(sheet["width"] - 1, 0), 18, text)
            places = {(f["row"] - 1, column_number(f["column"] or "A") - 1): f for f in here}
            for line, row in enumerate(rows(folder / sheet["file"])):
                for place, value in enumerate(row):
                    finding = places.get((line, place))
                    style = marks[finding["severity"]] if finding else text
                    if value is not None:
                        page.write_string(line, place, value[:32_767], style)
                    elif finding:
                        page.write_blank(line, place, None, style)
            for (line, place), finding in list(places.items())[:left]:
                page.write_comment(line, place, sentence(finding), {"x_scale": 2, "y_scale": 1.5})
            left = max(left - len(places), 0)
        report_sheet(book, findings, text)


def report_sheet(book: Any, findings: list[Finding], text: Any) -> None:
    page = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True})
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width, text)
    page.write_row(0, 0, HEADER, bold)
    for line, finding in enumerate(findings, 1):
        for place, value in enumerate(report_row(finding)):
            if isinstance(value, str):
                page.write_string(line, place, value[:32_767], text)
            else:
                page.write_number(line, place, value)
    page.freeze_panes(1, 0)


def rows(file: Path) -> Iterable[tuple[str | None, ...]]:
    with pa.memory_map(str(file)) as source:
        reader = pa.ipc.open_file(source)
        for number in range(reader.num_record_batches):
            batch = reader.get_batch(number)
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def report_row(finding: Finding) -> tuple[str | int, ...]:
    return (
        finding["sheet"],
        finding["row"],
        finding["column"],
        finding["header"],
        finding["value"] or "",
        finding["severity"],
        finding["message"],
        finding["advice"],
    )


def sentence(finding: Finding) -> str:
    return f"【{finding['severity']}】{finding['message']}。{finding['advice']}。"


def printable(value: str | int) -> str | int:
    """Text without the control characters that a workbook cannot hold."""
    if isinstance(value, int):
        return value
    return "".join(letter for letter in value if letter >= " " or letter in "\n\t")
