"""下载 files: a table as CSV, Excel or Parquet: marked, safe to open, and logged.

CSV and Excel are for people: Chinese headings, 元 and ㎡. Parquet is for programs: the names and
whole numbers of `nouns`, with the marks among its metadata.
"""

import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.timezone import localtime
from ninja.errors import HttpError

from louyu.nouns import NOUNS, Column, Type
from louyu.web.api.shown import binary
from louyu.web.frame.spreadsheet import (
    MOST_ROWS,
    WORKBOOK,
    XLSX,
    Cell,
    Field,
    attachment,
    marks_of,
    taken_out,
)
from louyu.web.reader import Reader

Kind = Literal["csv", "xlsx", "parquet"]
PARQUET = "application/vnd.apache.parquet"
TYPES = binary("text/csv", WORKBOOK, PARQUET)
UNITS = {Type.AREA: "㎡", Type.MONEY: "元"}
HUNDREDTHS = 2


def table_file(
    request: HttpRequest, reader: Reader, noun: str, rows: pa.Table, name: str, kind: Kind
) -> HttpResponseBase:
    """A table of a register as a file."""
    columns = [NOUNS[noun][each] for each in rows.column_names]
    if kind == "parquet":
        return parquet(request, reader, rows, columns, name)
    if kind == XLSX and rows.num_rows > MOST_ROWS:
        raise HttpError(413, f"{rows.num_rows:,} 行，一张工作表放不下，请用 csv 或 parquet")
    fields = [heading(column) for column in columns]
    return taken_out(kind, name, fields, cells(rows, columns), reader=reader, access=request.access)


def heading(column: Column) -> Field:
    unit = UNITS.get(column.type, column.unit)
    label = f"{column.label}（{unit}）" if unit else column.label
    if column.type in UNITS:
        return Field(label, HUNDREDTHS)
    return Field(label, 0 if column.type is Type.INTEGER else None)


def cells(rows: pa.Table, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    """Row by row, so that a large table is never whole in memory as Python's values."""
    for batch in rows.to_batches(max_chunksize=10_000):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield [cell(column, value) for column, value in zip(columns, values, strict=True)]


def cell(column: Column, value: Any) -> Cell:
    if value is None:
        return None
    match column.type:
        case Type.AREA | Type.MONEY:
            return Decimal(value).scaleb(-HUNDREDTHS)
        case Type.FLAG:
            return "是" if value else "否"
        case Type.REAL:
            return Decimal(repr(value))
        case _:
            return value


def parquet(
    request: HttpRequest, reader: Reader, rows: pa.Table, columns: Sequence[Column], name: str
) -> HttpResponseBase:
    """The stored numbers; each column says its Chinese name and unit."""
    said = [
        field.with_metadata({"label": column.label, "unit": column.unit})
        for field, column in zip(rows.schema, columns, strict=True)
    ]
    marks = "\n".join(marks_of(name, reader, request.access))
    about = {"louyu": marks, "edition": reader.name}
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with pq.ParquetWriter(file, pa.schema(said, about)) as out:
        out.write_table(rows.cast(pa.schema(said, about)))
    file.seek(0)
    answer = FileResponse(file, content_type=PARQUET)
    title = f"{name}-{localtime():%Y%m%d}.parquet"
    answer["Content-Disposition"] = attachment(title)
    return answer
