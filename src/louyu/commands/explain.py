"""``louyu explain``: a number down to its rows, and why it is another than last month."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from louyu.commands.figures import figure, month_text, part
from louyu.commands.options import (
    MonthType,
    answering,
    district_option,
    home_option,
    json_option,
    json_print,
)
from louyu.district import District, district_read
from louyu.edition import edition_open
from louyu.engine import engine_open
from louyu.explain.building import Said, building_cells
from louyu.explain.changes import Changes, changes
from louyu.explain.names import UnknownError, indicator_named, scope_named
from louyu.explain.reading import Line, Lines, Reading, Scope, Value, cell_text
from louyu.indicators import Indicator
from louyu.nouns import STATEMENTS, Column
from louyu.standards.calendar import month_add
from louyu.standards.clause import clause_name

limit_option = click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="列出多少行"
)


@click.command()
@click.argument("indicator")
@click.argument("scope")
@click.argument("month", type=MonthType(), required=False)
@home_option
@district_option
@click.option("--edition", "name", help="期号，缺省为发布的一期")
@limit_option
@json_option
@answering
def explain(
    indicator: str,
    scope: str,
    month: int | None,
    home: Path,
    district: Path,
    name: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """追溯一个数：louyu explain 企业入驻率 某街道 2025-06；一幢楼：louyu explain building 编码。

    指标可写代号、序号或名称；范围可写区县、街镇、楼宇的名称或楼宇编码。
    """
    opened = edition_open(home, name)
    until = month or opened.month
    with engine_open() as engine:
        reading = Reading(engine, opened, district_read(district))
        if until not in opened.months("building"):
            raise UnknownError(f"{opened.name} 没有 {month_text(until)} 的数")
        if indicator == "building":
            building_print(reading, scope_named(reading, scope, until), until, as_json)
            return
        answer = Answer.of(reading, indicator_named(indicator), scope, until, limit)
    if as_json:
        json_print(answer.plain)
    else:
        answer.print()


@dataclass(frozen=True)
class Answer:
    """Everything that explains one number."""

    edition: str
    indicator: Indicator
    value: Value
    last: Value
    progress: dict[str, Any] | None
    target: float | None
    lines: Lines
    changes: Changes | None

    @classmethod
    def of(
        cls, reading: Reading, indicator: Indicator, said: str, month: int, limit: int
    ) -> "Answer":
        scope = scope_named(reading, said, month)
        before = month_add(month, -1)
        value = reading.value(indicator.key, scope, month)
        last = reading.value(indicator.key, scope, before)
        moved = None
        if last.numerator is not None:
            moved = changes(reading, reading, indicator.key, scope, (before, month), limit)
        rows = reading.edition.rows("progress").to_pylist()
        at = [r for r in rows if (r["indicator"], r["month"]) == (indicator.key, month)]
        return cls(
            edition=reading.edition.name,
            indicator=indicator,
            value=value,
            last=last,
            progress=at[0] if at and scope.level == "district" else None,
            target=target_of(reading.district, indicator, month),
            lines=reading.lines(indicator.key, scope, month, limit),
            changes=moved,
        )

    @property
    def plain(self) -> dict[str, Any]:
        i = self.indicator
        return {
            "edition": self.edition,
            "indicator": {
                "key": i.key,
                "number": i.number,
                "name": i.name,
                "unit": i.unit,
                "course": i.course,
                "clause": i.clause,
                "decision": i.decision,
                "numerator": i.numerator,
                "denominator": i.denominator,
            },
            "scope": asdict(self.value.scope),
            "month": self.value.month,
            "value": value_plain(self.value),
            "target": self.target,
            "progress": self.progress,
            "last_month": value_plain(self.last),
            "changes": changes_plain(self.changes) if self.changes else None,
            "contributions": {
                "count": self.lines.count,
                "first": [asdict(line) for line in self.lines.first],
            },
        }

    def print(self) -> None:
        i, value = self.indicator, self.value
        click.echo(f"{i.name}　{value.scope.name}　{month_text(value.month)}　（{self.edition}）")
        click.echo(f"  数值　{figure(value.shown, i.unit)}　= {parts_text(i, value)}")
        if self.target is not None:
            click.echo(f"  全区目标　{figure(Fraction(self.target), i.unit)}{self.pace_text}")
        click.echo(f"  依据　{clause_name(i.clause)}")
        click.echo(f"  口径　{i.decision}")
        if self.changes is not None:
            was = f"{month_text(self.last.month)} 是 {figure(self.last.shown, i.unit)}"
            click.echo(f"  比上月　{was}；{counts_text(self.changes)}")
            changes_print(i, self.changes)
        click.echo(f"  构成　共 {self.lines.count:,} 行，列出 {len(self.lines.first):,} 行")
        for line in self.lines.first:
            line_print(i, line)

    @property
    def pace_text(self) -> str:
        if self.progress is None:
            return ""
        expected, gap = (Fraction(self.progress[name] or 0) for name in ("expected", "gap"))
        word = "达到" if self.progress["on_pace"] else "未达到"
        unit = self.indicator.unit
        return f"　序时 {figure(expected, unit)}（{word}）　差距 {figure(gap, unit)}"


def target_of(district: District, indicator: Indicator, month: int) -> float | None:
    """The plan's number for the year, or by the year in which a goal falls due."""
    for target in district.targets:
        if target.indicator == indicator.key:
            return target.targets.get(month // 100)
    return next((g.target for g in district.goals if g.indicator == indicator.key), None)


def value_plain(value: Value) -> dict[str, Any]:
    shown = value.shown
    return {
        "month": value.month,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": None if shown is None else round(float(shown), 6),
    }


def changes_plain(found: Changes) -> dict[str, Any]:
    return {"counts": dict(found.counts), "first": [asdict(change) for change in found.first]}


def parts_text(indicator: Indicator, value: Value) -> str:
    numerator = part(value.numerator, indicator.numerator_unit, indicator.numerator_scale)
    text = f"{indicator.numerator} {numerator}"
    if value.denominator is None:
        return text
    denominator = part(value.denominator, indicator.denominator_unit, indicator.denominator_scale)
    return f"{text} ÷ {indicator.denominator} {denominator}"


def counts_text(found: Changes) -> str:
    said = [f"{KINDS[kind]} {n:,}" for kind, n in sorted(found.counts.items())]
    return "，".join(said) or "构成没有变化"


def place_text(line: Line) -> str:
    """File, sheet and row as a reader looks them up."""
    if line.row is None:
        return line.file
    return f"{line.file} {line.sheet} 第 {line.row} 行"


def stated_text(line: Line) -> str:
    return "，".join(f"{label} {value}" for label, value in line.stated.items())


def line_print(indicator: Indicator, line: Line) -> None:
    where = "　".join(filter(None, (line.building_name, line.subject_name, line.note)))
    click.echo(f"    {share_text(indicator, line.numerator, line.denominator)}　{where}")
    if line.row is not None:
        click.echo(f"      {place_text(line)}：{stated_text(line)}")


KINDS = {"entered": "进入", "left": "退出", "changed": "变化"}


def changes_print(indicator: Indicator, found: Changes) -> None:
    for change in found.first:
        line = (change.after or change.before)[0]
        was, now = (
            share_text(indicator, *share)
            for share in (
                (change.numerator_before, change.denominator_before),
                (change.numerator_after, change.denominator_after),
            )
        )
        where = "　".join(filter(None, (line.building_name, line.subject_name)))
        click.echo(f"    {KINDS[change.change]}　{where}：{was} → {now}")
        for word, lines in (("原", change.before), ("现", change.after)):
            for each in lines:
                if each.row is not None:
                    click.echo(f"      {word}　{place_text(each)}")


def share_text(indicator: Indicator, numerator: int | None, denominator: int | None) -> str:
    text = part(numerator, indicator.numerator_unit, indicator.numerator_scale)
    if not indicator.denominator or not denominator:
        return text
    unit, scale = indicator.denominator_unit, indicator.denominator_scale
    return f"{text} / {part(denominator, unit, scale)}"


def building_print(reading: Reading, scope: Scope, month: int, as_json: bool) -> None:
    """Every cell of a building: the value that stands, and what it beat."""
    if scope.level != "building":
        raise UnknownError(f"“{scope.name}”不是楼宇，请写楼宇名称或编码")
    cells = building_cells(reading, scope.scope, month)
    if as_json:
        json_print(
            {
                "edition": reading.edition.name,
                "building": scope.scope,
                "name": scope.name,
                "month": month,
                "cells": [asdict(cell) for cell in cells],
            }
        )
        return
    click.echo(f"{scope.name}　{scope.scope}　{month_text(month)}　（{reading.edition.name}）")
    for cell in cells:
        column = STATEMENTS["building"][cell.column]
        click.echo(f"  {cell.label}　{said_text(column, cell.won)}")
        for beaten in cell.beaten:
            click.echo(f"    未采用　{said_text(column, beaten)}")


def said_text(column: Column, said: Said) -> str:
    value = cell_text(column, said.value)
    return f"{value}　（{said.sender}，{said.file} {said.sheet} 第 {said.row} 行）"
