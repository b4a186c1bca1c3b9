"""来历 lineage: the received row behind a register row, and the rows behind a number."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
from django.urls import reverse

from louyu.indicators import Indicator
from louyu.web.frame.figures import NONE, figure, month_short
from louyu.web.people.disclosure import MASK
from louyu.web.reader import Reader


@dataclass(frozen=True)
class Source:
    """A row of a file as received."""

    file: str
    sheet: str
    row: str
    sender: str
    month: str
    batch: str
    link: str


@dataclass(frozen=True)
class Row:
    """What one register row adds, and the row of the file it came in."""

    building: str
    building_link: str
    street: str
    subject: str
    numerator: str
    denominator: str
    note: str
    source: Source | None
    masked: bool


def part_figure(count: int | None, unit: str, scale: Fraction, *, hidden: bool = False) -> str:
    if hidden:
        return MASK
    return NONE if count is None else figure(count * scale, unit)


def rows(
    reader: Reader, indicator: Indicator, table: pa.Table, names: dict[str, str]
) -> Iterator[Row]:
    """Contributions with the names people use, each with its file, sheet and row."""
    subjects = reader.enterprise_names()
    for row in table.to_pylist():
        code, subject = row["building"], row["subject"]
        yield Row(
            building=names.get(code, code) if code else NONE,
            building_link=building_link(code, row["month"]) if code in names else "",
            street=row["street"] or NONE,
            subject=names.get(subject) or subjects.get(subject) or plain_subject(subject),
            numerator=part_figure(
                row["numerator"],
                indicator.numerator_unit,
                indicator.numerator_scale,
                hidden=not reader.open(indicator.key),
            ),
            denominator=part_figure(
                row["denominator"], indicator.denominator_unit, indicator.denominator_scale
            ),
            note=row["note"] or "",
            source=source(reader, row),
            masked=not reader.open(indicator.key),
        )


def plain_subject(subject: str | None) -> str:
    """An enterprise without a USCC is known by its name alone."""
    return NONE if not subject else subject.removeprefix("name:")


def building_link(code: str, month: int) -> str:
    return f"{reverse('building', args=[code])}?month={month}"


def source(reader: Reader, row: dict[str, Any], prefix: str = "") -> Source | None:
    """The received row that a register row names."""
    batch = row.get(f"{prefix}batch")
    if not batch:
        return None
    said = reader.batches().get(batch, {})
    return Source(
        file=said.get("file") or batch,
        sheet=row[f"{prefix}sheet"] or "",
        row="" if row[f"{prefix}row"] is None else str(row[f"{prefix}row"]),
        sender=sender_name(reader, said),
        month=month_short(said["month"]) if said.get("month") else "",
        batch=batch,
        link=received_link(batch, row[f"{prefix}sheet"], row[f"{prefix}row"]),
    )


def received_link(batch: str, sheet: str | None, row: int | None) -> str:
    if row is None:
        return ""
    return f"{reverse('received', args=[batch])}?{urlencode({'sheet': sheet or '', 'row': row})}"


def sender_name(reader: Reader, batch: dict[str, Any]) -> str:
    """The unit that sent a file, by its official name."""
    said = batch.get("sender") or ""
    known = reader.district.department_named(said)
    return known.name if known else said


NOWHERE = Source("", "", "", "", "", "", "")

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """A spreadsheet runs a cell that starts like a formula; an apostrophe makes it text."""
    number = text.replace(",", "").replace("−", "-")
    if text.startswith(FORMULA) and not number.lstrip("+-").replace(".", "", 1).isdigit():
        return f"'{text}"
    return text


def rows_csv(reader: Reader, key: str, level: str, scope: str, month: int) -> Iterator[str]:
    """Every row behind a number as CSV (UTF-8 with a mark, so that Excel reads the Chinese)."""
    indicator = reader.indicators[key]
    table = reader.contributions(key, level, scope, month)
    names = reader.building_names(month)

    def line(*cells: str) -> str:
        out = io.StringIO()
        csv.writer(out).writerow([guarded(cell) for cell in cells])
        return out.getvalue()

    yield "\ufeff"
    yield line(
        "楼宇", "街镇", "对象", f"分子（{indicator.numerator_unit}）",
        f"分母（{indicator.denominator_unit}）" if indicator.denominator_unit else "分母",
        "说明", "报送单位", "所属期", "文件", "工作表", "行号", "批次",
    )  # fmt: skip
    for batch in table.to_batches(max_chunksize=2000):
        for row in rows(reader, indicator, pa.Table.from_batches([batch]), names):
            where = row.source or NOWHERE
            yield line(
                row.building, row.street, row.subject, row.numerator, row.denominator, row.note,
                where.sender, where.month, where.file, where.sheet, where.row, where.batch,
            )  # fmt: skip
