"""``louyu build``, ``editions``, ``verify``: editions made, listed, held to their checksums."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from louyu.commands.figures import month_text
from louyu.commands.listing import listing_print
from louyu.commands.options import (
    answering,
    district_option,
    home_option,
    json_option,
    json_print,
    month_option,
)
from louyu.district import district_read
from louyu.edition import Edition, EditionError, damages, edition_open
from louyu.edition import editions as editions_of
from louyu.pipeline import STAGES, Said
from louyu.pipeline import build as edition_build
from louyu.pipeline import rebuild as edition_rebuild

engine_option = click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True
)


@contextmanager
def progress_bar() -> Iterator[Said]:
    """A bar on standard error that moves with the stages."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(STAGES))

        def said(stage: str, done: int, total: int) -> None:
            bar.update(
                task, description=stage, completed=STAGES.index(stage) + done / max(total, 1)
            )

        yield said


@click.command()
@home_option
@district_option
@month_option
@engine_option
@click.option("--threads", type=click.IntRange(min=1), help="线程数，缺省用全部核心")
@click.option("--memory", help="内存上限，如 4GB；超出部分写到临时文件")
@json_option
@answering
def build(
    home: Path,
    district: Path,
    month: int | None,
    engine: str,
    threads: int | None,
    memory: str | None,
    as_json: bool,
) -> None:
    """编制一期：批次 → 台账 → 指标 → 发布。输入没有变化时不发布新的一期。"""
    with progress_bar() as said:
        built = edition_build(
            home,
            district_read(district),
            month=month,
            engine=engine,
            threads=threads,
            memory=memory,
            said=said,
        )
    rows = {noun: table.rows for noun, table in built.edition.manifest.tables.items()}
    if as_json:
        json_print(
            {
                "edition": built.edition.name,
                "published": built.published,
                "unchanged": built.unchanged,
                "left_out": [batch.batch for batch in built.left_out],
                "renewed": built.renewed,
                "rows": rows,
                "seconds": built.seconds,
            }
        )
        return
    for batch in built.left_out:
        click.echo(f"晚于本期，未计入：{batch.file}（{month_text(batch.month)}）", err=True)
    if built.published:
        click.echo(f"已发布 {built.edition.name}：{sum(rows.values()):,} 行，{len(rows)} 张表")
        if built.renewed is not None:
            months = "、".join(month_text(month) for month in built.renewed) or "无"
            click.echo(f"重编的月份：{months}；其余各月沿用上一期的文件")
    else:
        why = {"inputs": "输入没有变化", "contents": "输入有变化，但结果逐字节相同"}
        click.echo(f"{why[built.unchanged]}，仍是 {built.edition.name}，没有发布新的一期")
    click.echo("用时 " + "，".join(f"{stage} {s:.2f} 秒" for stage, s in built.seconds.items()))


@click.command()
@home_option
@json_option
@answering
def editions(home: Path, as_json: bool) -> None:
    """列出各期，最新一期在前；标“发布”的是网页所用的一期。"""
    found = list(reversed(editions_of(home)))
    published = edition_open(home).name if found else ""
    facts = [edition_facts(edition, published) for edition in found]
    if as_json:
        json_print(facts)
        return
    listing_print(
        ("期号", "状态", "编制时间", "批次", "行数", "文件大小"),
        [
            (
                fact["edition"],
                fact["state"],
                fact["built_at"],
                f"{fact['batches']:,}",
                f"{fact['rows']:,}",
                f"{fact['bytes'] / 1e6:,.1f} MB",
            )
            for fact in facts
        ],
    )


def edition_facts(edition: Edition, published: str) -> dict[str, Any]:
    timings = edition.folder / "timings.json"
    built_at = json.loads(timings.read_text())["built_at"] if timings.exists() else ""
    try:
        manifest = edition.manifest
    except EditionError as error:
        return {
            "edition": edition.name,
            "state": str(error),
            "built_at": built_at,
            "batches": 0,
            "rows": 0,
            "bytes": 0,
        }
    tables = manifest.tables.values()
    return {
        "edition": edition.name,
        "state": "发布" if edition.name == published else "",
        "built_at": built_at,
        "batches": len(manifest.inputs.batches),
        "rows": sum(table.rows for table in tables),
        "bytes": sum(file.bytes for table in tables for file in table.files),
    }


@click.command()
@click.argument("edition", required=False)
@home_option
@district_option
@engine_option
@click.option("--rebuild", is_flag=True, help="用同样的输入重编一遍，比较每个文件的字节")
@json_option
@click.pass_context
@answering
def verify(
    ctx: click.Context,
    edition: str | None,
    home: Path,
    district: Path,
    engine: str,
    rebuild: bool,
    as_json: bool,
) -> None:
    """校验一期或各期的每个文件。有损坏时逐个指出，退出码 1。"""
    chosen = editions_of(home)
    if edition is not None:
        chosen = [each for each in chosen if each.name == edition] or [edition_open(home, edition)]
    if not chosen:
        raise EditionError(f"{home} 里还没有编制过任何一期")
    hashes: dict[tuple[int, int], str] = {}
    found = [damage for each in chosen for damage in damages(each, hashes)]
    if rebuild and not found:
        again = chosen[-1]
        with progress_bar() as said:
            found += edition_rebuild(home, district_read(district), again, engine=engine, said=said)
    if as_json:
        json_print(
            {
                "editions": [each.name for each in chosen],
                "files": len(hashes),
                "rebuilt": chosen[-1].name if rebuild else None,
                "damages": [asdict(damage) for damage in found],
            }
        )
    else:
        for damage in found:
            click.echo(f"{damage.edition} {damage.path}：{damage.wrong}")
        if not found:
            again_text = f"；{chosen[-1].name} 重编后每个文件逐字节相同" if rebuild else ""
            click.echo(f"{len(chosen)} 期、{len(hashes)} 个文件全部完好{again_text}")
    if found:
        ctx.exit(1)
