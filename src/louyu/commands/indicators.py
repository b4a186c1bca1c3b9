"""``louyu indicators``: the numbers of an edition, for people, scripts and spreadsheets."""

import csv
import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import pyarrow.compute as pc

from louyu.commands.figures import figure, month_text
from louyu.commands.listing import listing_print
from louyu.commands.options import answering, home_option, json_option, json_print, month_option
from louyu.edition import Edition, edition_open
from louyu.explain.names import UnknownError, indicator_named
from louyu.indicators import INDICATORS


@click.command()
@home_option
@click.option("--edition", "name", help="期号，缺省为发布的一期")
@click.option(
    "--level",
    type=click.Choice(["district", "street", "building"]),
    default="district",
    show_default=True,
)
@month_option
@click.option("--indicator", help="只看一个指标：代号、序号或名称")
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV（带 BOM，Excel 可直接打开）")
@answering
def indicators(
    home: Path,
    name: str | None,
    level: str,
    month: int | None,
    indicator: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """查看指标值：分子、分母和数值；全区的还有目标和进度。"""
    edition = edition_open(home, name)
    until = month or edition.month
    if until not in edition.months("indicator_value"):
        raise UnknownError(f"{edition.name} 没有 {month_text(until)} 的数")
    rows = numbers(edition, level, until)
    if indicator is not None:
        key = indicator_named(indicator).key
        rows = [row for row in rows if row["indicator"] == key]
    if as_json:
        json_print({"edition": edition.name, "level": level, "month": until, "numbers": rows})
    elif as_csv:
        click.echo(csv_text(rows), nl=False)
    else:
        numbers_print(edition, rows)


def numbers(edition: Edition, level: str, month: int) -> list[dict[str, Any]]:
    """Every indicator of a level in a month, in the indicators' order."""
    values = edition.rows("indicator_value", month)
    values = values.filter(pc.equal(values["level"], level))
    pace = {
        row["indicator"]: row
        for row in edition.rows("progress", month).to_pylist()
        if level == "district"
    }
    place = {key: number for number, key in enumerate(INDICATORS)}
    rows = sorted(values.to_pylist(), key=lambda row: (place[row["indicator"]], row["scope"]))
    return [number(row, pace.get(row["indicator"], {})) for row in rows]


def number(row: dict[str, Any], pace: dict[str, Any]) -> dict[str, Any]:
    indicator = INDICATORS[row["indicator"]]
    shown = indicator.value(row["numerator"], row["denominator"])
    return {
        "indicator": indicator.key,
        "name": indicator.name,
        "level": row["level"],
        "scope": row["scope"],
        "month": row["month"],
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "value": None if shown is None else round(float(shown), 6),
        "unit": indicator.unit,
        "target": pace.get("target"),
        "expected": pace.get("expected"),
        "gap": pace.get("gap"),
        "on_pace": pace.get("on_pace"),
    }


def csv_text(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def numbers_print(edition: Edition, rows: list[dict[str, Any]]) -> None:
    click.echo(edition.name)
    listing_print(
        ("指标", "范围", "月份", "数值", "目标", "序时", "进度"),
        [
            (
                row["name"],
                row["scope"],
                month_text(row["month"]),
                *(said(row, key) for key in ("value", "target", "expected")),
                {True: "达到", False: "未达到", None: ""}[row["on_pace"]],
            )
            for row in rows
        ],
    )


def said(row: dict[str, Any], key: str) -> str:
    return "" if row[key] is None else figure(Fraction(row[key]), row["unit"])
