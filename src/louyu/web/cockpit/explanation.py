"""追溯 explanation: a number taken apart: fraction, law, target, change, parts, rows."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pyarrow as pa
from django.urls import reverse

from louyu.web.cockpit import charts
from louyu.web.cockpit.board import (
    STATE,
    chart_of,
    course,
    course_in_words,
    explain_link,
    shown,
    value_of,
)
from louyu.web.cockpit.figures import (
    NONE,
    clause_name,
    figure,
    month_name,
    month_short,
    plain,
    signed,
)
from louyu.web.measure import Measure
from louyu.web.people.rights import MASK
from louyu.web.reader import Reader, Value

PAGE = 50
"""Rows of a page of contributions: what one reads before paging on or downloading."""

LEVEL = {"district": "全区", "street": "街镇", "building": "楼宇"}


@dataclass(frozen=True)
class Part:
    """The same number one level down."""

    name: str
    link: str
    value: str
    numerator: str
    denominator: str
    share: str


@dataclass(frozen=True)
class Source:
    """A row of a file as received."""

    file: str
    sheet: str
    row: str
    sender: str
    month: str
    batch: str


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


@dataclass(frozen=True)
class Change:
    """Against the month before."""

    month: str
    link: str
    value: str
    numerator: str
    denominator: str
    restarts: bool


@dataclass(frozen=True)
class Explanation:
    indicator: str
    number: int | None
    name: str
    unit: str
    level: str
    level_name: str
    scope: str
    scope_name: str
    month: int
    value: str
    hidden: bool
    money: bool
    numerator: str
    numerator_name: str
    numerator_unit: str
    denominator: str
    denominator_name: str
    denominator_unit: str
    clause: str
    decision: str
    target: str
    expected: str
    gap: str
    state: str
    state_name: str
    change: Change | None
    chart: charts.Chart | None
    chart_words: str
    chart_first: str
    chart_last: str
    stock: bool
    untargeted: bool
    parts: tuple[Part, ...]
    parts_name: str
    rows: tuple[Row, ...]
    rows_total: int
    page: int
    pages: int
    csv_link: str


def part_figure(count: int | None, unit: str, scale: Fraction, *, hidden: bool = False) -> str:
    if hidden:
        return MASK
    return NONE if count is None else figure(count * scale, unit)


def numerator(measure: Measure, value: Value | None) -> str:
    return part_figure(
        value.numerator if value else None,
        measure.numerator_unit,
        measure.numerator_scale,
        hidden=bool(value and value.hidden),
    )


def denominator(measure: Measure, value: Value | None) -> str:
    return part_figure(
        value.denominator if value else None, measure.denominator_unit, measure.denominator_scale
    )


def explanation(
    reader: Reader, indicator: str, level: str, scope: str, month: int, *, page: int = 1
) -> Explanation | None:
    """Everything a page says of one number; None where the edition has no such number."""
    measure = reader.measures[indicator]
    found = reader.value(indicator, level, scope, month)
    if found is None:
        return None
    held = reader.progress(indicator, month) if level == "district" else None
    target = held.target if held else None
    state, state_name = STATE[held.on_pace if held and target is not None else None]
    flow = measure.course == "flow"
    series = course(reader, measure, level, scope, month, months=36)
    table = reader.contributions(indicator, level, scope, month)
    pages = max(1, -(-table.num_rows // PAGE))
    page = min(max(page, 1), pages)
    names = reader.building_names(month)
    return Explanation(
        indicator=indicator,
        number=measure.number,
        name=measure.name,
        unit=measure.unit,
        level=level,
        level_name=LEVEL[level],
        scope=scope,
        scope_name=names.get(scope, scope) if level == "building" else scope,
        month=month,
        value=shown(measure, found),
        hidden=found.hidden,
        money=measure.money,
        numerator=numerator(measure, found),
        numerator_name=measure.numerator,
        numerator_unit=measure.numerator_unit,
        denominator=denominator(measure, found),
        denominator_name=measure.denominator,
        denominator_unit=measure.denominator_unit,
        clause=clause_name(measure.clause),
        decision=measure.decision,
        target=NONE if target is None else plain(target),
        expected=figure(held.expected if held else None, measure.unit),
        gap=signed(held.gap if held else None, measure.unit),
        state=state,
        state_name=state_name,
        change=change(reader, measure, level, scope, month),
        chart=chart_of(measure, series, month, target, width=960, height=150),
        chart_words=course_in_words(measure, series),
        chart_first="1月" if flow else month_name(series[0][0]) if series else "",
        chart_last="12月" if flow else month_name(series[-1][0]) if series else "",
        stock=not flow,
        untargeted=target is None,
        parts=tuple(parts(reader, measure, level, scope, month)),
        parts_name="各街镇" if level == "district" else "各楼宇",
        rows=tuple(rows(reader, measure, table.slice((page - 1) * PAGE, PAGE), names)),
        rows_total=table.num_rows,
        page=page,
        pages=pages,
        csv_link=reverse("explain_csv", args=[indicator, level, scope, month]),
    )


def change(reader: Reader, measure: Measure, level: str, scope: str, month: int) -> Change | None:
    """What moved since the month before; a flow starts anew in January and is said to."""
    earlier = [m for m in reader.months if m < month]
    if not earlier:
        return None
    before = earlier[-1]
    now = reader.value(measure.key, level, scope, month)
    then = reader.value(measure.key, level, scope, before)
    if now is None or then is None or now.hidden or then.hidden:
        return None
    assert now.numerator is not None and then.numerator is not None
    value, was = value_of(measure, now), value_of(measure, then)
    moved_under = None
    if now.denominator is not None and then.denominator is not None:
        moved_under = (now.denominator - then.denominator) * measure.denominator_scale
    return Change(
        month=month_name(before),
        link=explain_link(measure.key, level, scope, before),
        value=NONE if value is None or was is None else signed(value - was, measure.unit),
        numerator=signed(
            (now.numerator - then.numerator) * measure.numerator_scale, measure.numerator_unit
        ),
        denominator="" if moved_under is None else signed(moved_under, measure.denominator_unit),
        restarts=measure.course == "flow" and month % 100 == 1,
    )


def parts(reader: Reader, measure: Measure, level: str, scope: str, month: int) -> Iterator[Part]:
    """A district's streets, a street's buildings: largest numerator first, empty ones left out."""
    if level == "building":
        return
    if level == "district":
        below, names = "street", {s.name: s.name for s in reader.district.streets}
    else:
        within = [row for row in reader.buildings(month) if row["street"] == scope]
        below, names = "building", {row["building"]: row["name"] for row in within}
    found = {key: reader.value(measure.key, below, key, month) for key in names}
    ordered = sorted(found, key=lambda key: -((v.numerator or 0) if (v := found[key]) else 0))
    most = max((v.numerator or 0 for v in found.values() if v), default=0)
    for key in ordered:
        value = found[key]
        if value is None or not (value.numerator or value.denominator or value.hidden):
            continue
        yield Part(
            name=names[key],
            link=explain_link(measure.key, below, key, month),
            value=shown(measure, value),
            numerator=numerator(measure, value),
            denominator=denominator(measure, value),
            share=charts.number(max(value.numerator or 0, 0) / most * 100) if most else "0",
        )


def rows(reader: Reader, measure: Measure, table: pa.Table, names: dict[str, str]) -> Iterator[Row]:
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
                measure.numerator_unit,
                measure.numerator_scale,
                hidden=measure.money,
            ),
            denominator=part_figure(
                row["denominator"], measure.denominator_unit, measure.denominator_scale
            ),
            note=row["note"] or "",
            source=source(reader, row),
            masked=measure.money,
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
    )


def sender_name(reader: Reader, batch: dict[str, Any]) -> str:
    """The unit that sent a file, by its official name."""
    said = batch.get("sender") or ""
    known = reader.district.department_named(said)
    return known.name if known else said


FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """A spreadsheet runs a cell that starts like a formula; an apostrophe makes it text."""
    number = text.replace(",", "").replace("−", "-")
    if text.startswith(FORMULA) and not number.lstrip("+-").replace(".", "", 1).isdigit():
        return f"'{text}"
    return text


def explanation_csv(
    reader: Reader, indicator: str, level: str, scope: str, month: int
) -> Iterator[str]:
    """Every row behind a number as CSV (UTF-8 with a mark, so that Excel reads the Chinese)."""
    measure = reader.measures[indicator]
    table = reader.contributions(indicator, level, scope, month)
    names = reader.building_names(month)

    def line(*cells: str) -> str:
        out = io.StringIO()
        csv.writer(out).writerow([guarded(cell) for cell in cells])
        return out.getvalue()

    yield "\ufeff"
    yield line(
        "楼宇", "街镇", "对象", f"分子（{measure.numerator_unit}）",
        f"分母（{measure.denominator_unit}）" if measure.denominator_unit else "分母",
        "说明", "报送单位", "所属期", "文件", "工作表", "行号", "批次",
    )  # fmt: skip
    for batch in table.to_batches(max_chunksize=2000):
        for row in rows(reader, measure, pa.Table.from_batches([batch]), names):
            where = row.source or Source("", "", "", "", "", "")
            yield line(
                row.building, row.street, row.subject, row.numerator, row.denominator, row.note,
                where.sender, where.month, where.file, where.sheet, where.row, where.batch,
            )  # fmt: skip
