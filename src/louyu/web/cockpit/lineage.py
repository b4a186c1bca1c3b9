"""来历 lineage: the rows behind a number, each with the received row it is from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
from django.urls import reverse

from louyu.indicators import Indicator
from louyu.web.frame.figures import DECIMALS, NONE, figure, rounded
from louyu.web.frame.source import NOWHERE, Source, source
from louyu.web.frame.spreadsheet import Cell, Field
from louyu.web.people.disclosure import MASK
from louyu.web.reader import Reader

AT_ONCE = 2000
"""Rows put into words at a time."""


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
    subjects = reader.names_of(table["subject"].to_pylist())
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


def list_of_rows(
    reader: Reader, key: str, level: str, scope: str, month: int, by: str = ""
) -> tuple[list[Field], Iterator[list[Cell]]]:
    """Every row behind a number, as a list to take out: its columns, and its rows one by one.

    They are looked for when the first is asked for: a file of a million has begun by then.
    """
    indicator = reader.indicators[key]
    parts = (
        (f"分子（{indicator.numerator_unit}）", DECIMALS[indicator.numerator_unit]),
        (
            f"分母（{indicator.denominator_unit}）" if indicator.denominator_unit else "分母",
            DECIMALS.get(indicator.denominator_unit, 0),
        ),
    )
    fields = [
        Field("楼宇", width=24), Field("街镇"), Field("对象", width=32),
        *(Field(label, decimals) for label, decimals in parts),
        Field("说明", width=24), Field("报送单位", width=24), Field("所属期"),
        Field("文件", width=32), Field("工作表"), Field("行号", 0), Field("批次", width=20),
    ]  # fmt: skip

    def behind() -> pa.Table:
        return reader.contributions(key, level, scope, month, by, most=None).rows

    return fields, cells_of_rows(reader, indicator, behind, reader.building_names(month))


def cells_of_rows(
    reader: Reader, indicator: Indicator, behind: Callable[[], pa.Table], names: dict[str, str]
) -> Iterator[list[Cell]]:
    table = behind()
    over = (indicator.numerator_scale, indicator.numerator_unit)
    under = (indicator.denominator_scale, indicator.denominator_unit)
    if table.num_rows > AT_ONCE:
        reader.enterprise_names()  # all at once: sooner than some of them time after time
    for batch in table.to_batches(max_chunksize=AT_ONCE):
        counts = zip(
            *(batch.column(c).to_pylist() for c in ("numerator", "denominator")), strict=True
        )
        shown = rows(reader, indicator, pa.Table.from_batches([batch]), names)
        for (numerator, denominator), row in zip(counts, shown, strict=True):
            where = row.source or NOWHERE
            yield [
                row.building, row.street, row.subject,
                row.numerator if row.masked else part(numerator, *over), part(denominator, *under),
                row.note, where.sender, where.month, where.file, where.sheet,
                int(where.row) if where.row else None, where.batch,
            ]  # fmt: skip


def part(count: int | None, scale: Fraction, unit: str) -> Decimal | None:
    """A part of a number as a cell of a list: with the digits its unit asks for."""
    return None if count is None else rounded(count * scale, DECIMALS.get(unit, 0))
