"""``louyu diff``: what two editions were made from, which numbers differ, and by which rows."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from louyu.commands.explain import changes_plain, changes_print, counts_text, value_plain
from louyu.commands.figures import figure, month_text
from louyu.commands.listing import listing_print
from louyu.commands.options import (
    answering,
    district_option,
    home_option,
    json_option,
    json_print,
)
from louyu.district import district_read
from louyu.edition import (
    BatchChange,
    Edition,
    batch_changes,
    edition_open,
    other_inputs_changed,
    value_counts,
)
from louyu.engine import engine_open
from louyu.explain.changes import ValueChange, value_changes_explained
from louyu.explain.names import indicator_named, scope_named
from louyu.explain.reading import Reading
from louyu.indicators import INDICATORS

LEVELS = {"district": "区县", "street": "街镇", "building": "楼宇"}


@click.command()
@click.argument("before")
@click.argument("after")
@home_option
@district_option
@click.option("--indicator", help="只看一个指标：代号、序号或名称")
@click.option("--scope", help="只看一个范围：区县、街镇或楼宇，缺省看全区")
@click.option(
    "--limit", type=click.IntRange(min=0), default=10, show_default=True, help="每个数列出多少行"
)
@json_option
@answering
def diff(
    before: str,
    after: str,
    home: Path,
    district: Path,
    indicator: str | None,
    scope: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """比较两期：输入有何不同，哪些数变了，是哪些行使它变的。"""
    place = district_read(district)
    with engine_open() as engine:
        old, new = (Reading(engine, edition_open(home, name), place) for name in (before, after))
        where = scope_named(new, scope or place.name, new.edition.month)
        counts = value_counts(engine, old.edition, new.edition)
        found = value_changes_explained(
            old,
            new,
            level=where.level,
            scope=where.scope,
            indicator=indicator_named(indicator).key if indicator else None,
            limit=limit,
        )
        if as_json:
            json_print(
                {
                    **inputs_plain(old.edition, new.edition),
                    "changed": counts,
                    "scope": asdict(where),
                    "numbers": [number_plain(change) for change in found],
                }
            )
            return
        inputs_print(old.edition, new.edition)
        said = "，".join(f"{LEVELS[level]} {n:,}" for level, n in counts.items())
        click.echo(f"变动的数：{said or '没有'}")
        for change in found:
            number_print(change)


def inputs_plain(a: Edition, b: Edition) -> dict[str, Any]:
    return {
        "before": a.name,
        "after": b.name,
        "batches": [
            {"change": c.change, "before": c.before, "after": c.after, **c.batch.model_dump()}
            for c in batch_changes(a, b)
        ],
        "other_inputs": other_inputs_changed(a, b),
    }


def inputs_print(a: Edition, b: Edition) -> None:
    changed = batch_changes(a, b)
    click.echo(f"{a.name} → {b.name}：批次变动 {len(changed):,} 个")
    if changed:
        listing_print(
            ("变动", "数据集", "报送单位", "所属期", "文件", "批次"),
            [
                (
                    batch_text(change),
                    change.batch.dataset,
                    change.batch.sender,
                    month_text(change.batch.month),
                    change.batch.file,
                    change.batch.batch,
                )
                for change in changed
            ],
        )
    for name, (old, new) in other_inputs_changed(a, b).items():
        click.echo(f"其他输入 {name}：{old} → {new}")


def batch_text(change: BatchChange) -> str:
    if change.change == "status":
        return f"{change.before} → {change.after}"
    return {"entered": "新增", "left": "减少"}[change.change]


def number_plain(change: ValueChange) -> dict[str, Any]:
    return {
        "indicator": change.after.indicator,
        "scope": asdict(change.after.scope),
        "before": value_plain(change.before),
        "after": value_plain(change.after),
        "rows": changes_plain(change.rows) if change.rows else None,
    }


def number_print(change: ValueChange) -> None:
    indicator = INDICATORS[change.after.indicator]
    old, new = (figure(value.shown, indicator.unit) for value in (change.before, change.after))
    why = counts_text(change.rows) if change.rows else "只有一期有这个月"
    where = f"{change.after.scope.name} {month_text(change.after.month)}"
    click.echo(f"{indicator.name} {where}：{old} → {new}（{why}）")
    if change.rows:
        changes_print(indicator, change.rows)
