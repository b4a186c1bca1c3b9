"""导出表 spreadsheet: a list taken out as CSV or Excel: marked, and no formula in it.

The first lines say where the list is from, who took it out and when. Text that looks like a formula
stays text; codes keep their zeros; numbers are numbers.
"""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localtime

from louyu.web.people.rights import Access
from louyu.web.reader import Reader

CSV, XLSX = "csv", "xlsx"
MOST_ROWS = 1_000_000
"""What a worksheet holds (1,048,576 lines), rounded down."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Field:
    """A column of a list: its heading, and the digits after the point if it holds numbers."""

    label: str
    decimals: int | None = None
    width: int = 16


def taken_out(
    kind: str,
    name: str,
    fields: Sequence[Field],
    rows: Iterable[Sequence[Cell]],
    *,
    reader: Reader,
    access: Access,
) -> HttpResponseBase:
    """The answer that gives a list as a file of a kind, ``csv`` or ``xlsx``."""
    marks = marks_of(name, reader, access)
    title = f"{name}-{localtime():%Y%m%d}"
    if kind == CSV:
        lines = csv_lines(marks, fields, rows)
        answer: HttpResponseBase = StreamingHttpResponse(
            lines, content_type="text/csv; charset=utf-8"
        )
    else:
        answer = FileResponse(workbook(marks, name, fields, rows), content_type=WORKBOOK)
    answer["Content-Disposition"] = attachment(f"{title}.{kind}")
    return answer


def attachment(name: str) -> str:
    """Content-Disposition of a download whose name may be Chinese (RFC 6266)."""
    plain = f"louyu.{name.rpartition('.')[2]}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def marks_of(name: str, reader: Reader, access: Access) -> list[str]:
    """What every list that is taken out says of itself."""
    demo = ["演示数据：单位、楼宇、企业和数字均为虚构"] if reader.district.demo else []
    when = localtime()
    return [
        *demo,
        f"{name}　{reader.district.name}　第 {reader.name} 期",
        f"{access.unit} {access.author} 于 {when:%Y-%m-%d %H:%M} 导出，记入日志，仅限工作使用",
    ]


def csv_lines(
    marks: Iterable[str], fields: Sequence[Field], rows: Iterable[Sequence[Cell]]
) -> Iterator[str]:
    """UTF-8 with a mark, so that Excel reads the Chinese."""
    yield "\ufeff"
    for mark in marks:
        yield line([mark])
    yield line([field.label for field in fields])
    for row in rows:
        yield line([written(cell) for cell in row])


def line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def written(cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def guarded(text: str) -> str:
    """A spreadsheet runs a cell that starts like a formula; an apostrophe makes it text."""
    number = text.replace(",", "").replace("−", "-")
    if text.lstrip(" ").startswith(FORMULA) and not is_number(number):
        return f"'{text}"
    return text


def is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()


def workbook(
    marks: Iterable[str], name: str, fields: Sequence[Field], rows: Iterable[Sequence[Cell]]
) -> io.BufferedIOBase:
    """A workbook of one sheet, its heading frozen, written a row at a time."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd",
    }  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet(name[:31])
        quiet = book.add_format({"font_color": "#565F6B"})
        head = book.add_format({"bold": True, "bg_color": "#EFECE4", "bottom": 1})
        formats = {
            places: book.add_format(
                {"num_format": "#,##0" + ("." + "0" * places if places else "")}
            )
            for places in {field.decimals for field in fields} - {None}
        }
        text = book.add_format({"num_format": "@"})
        for at, field in enumerate(fields):
            page.set_column(at, at, field.width)
        top = 0
        for mark in marks:
            page.write_string(top, 0, mark, quiet)
            top += 1
        page.freeze_panes(top + 1, 1)
        for at, field in enumerate(fields):
            page.write_string(top, at, field.label, head)
        last = top
        for last, row in enumerate(rows, top + 1):
            for at, (field, cell) in enumerate(zip(fields, row, strict=True)):
                if isinstance(cell, str):
                    page.write_string(last, at, cell, text)
                elif isinstance(cell, dt.date):
                    page.write_datetime(last, at, cell)
                elif cell is not None:
                    page.write_number(last, at, cell, formats.get(field.decimals))
        page.autofilter(top, 0, max(last, top), len(fields) - 1)
    file.seek(0)
    return file
