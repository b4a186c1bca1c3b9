"""``louyu sample``: an invented district's files with known truth, and an edition held against it.

``louyu sample DIR`` generates, ``louyu sample check DIR EDITION`` compares. Exit codes: 0 done;
1 compared with ``--exact`` and something differs; 2 not done (a Chinese message says why).
"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from louyu.commands.listing import listing_print
from louyu.commands.options import (
    MonthType,
    NotDone,
    answering,
    district_option,
    home_option,
    json_option,
    json_print,
)
from louyu.district import District, district_read
from louyu.edition import edition_open
from louyu.indicators import INDICATORS
from louyu.sample import Dirt, Sample, Scale, Span, sample_write
from louyu.sample.check import Comparison, comparisons, truth_read
from louyu.sample.identity_check import (
    BUILDINGS,
    ENTERPRISES,
    Resolution,
    identity_read,
    resolutions,
    rows_said,
)


class OrGenerate(click.Group):
    """A group whose first argument is a folder unless it is the name of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        helps = {*ctx.help_option_names}
        if args and args[0] not in self.commands and args[0] not in helps:
            args = ["generate", *args]
        return super().parse_args(ctx, args)


@click.group(cls=OrGenerate, context_settings={"help_option_names": ["-h", "--help"]})
def sample() -> None:
    """生成演示区县的部门文件与真值；用真值对照一期。

    \b
    louyu sample 目录 [选项]        等同于 louyu sample generate 目录 [选项]
    louyu sample check 目录 期号
    """


@sample.command()
@click.argument("folder", metavar="目录", type=click.Path(path_type=Path, file_okay=False))
@district_option
@click.option(
    "--buildings", type=click.IntRange(min=1), default=300, show_default=True, help="楼宇数"
)
@click.option(
    "--enterprises", type=click.IntRange(min=1), default=30000, show_default=True, help="企业数"
)
@click.option(
    "--from", "first", type=MonthType(), default="2023-01", show_default=True, help="起始月份"
)
@click.option(
    "--to", "last", type=MonthType(), default="2026-10", show_default=True, help="截止月份"
)
@click.option(
    "--dirt",
    type=click.Choice([dirt.value for dirt in Dirt]),
    default=Dirt.NORMAL.value,
    show_default=True,
    help="污损程度：none 与真值完全一致，normal 如实际报送，heavy 约三倍",
)
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="随机种子")
@click.option(
    "--workers", type=click.IntRange(min=1), default=2, show_default=True, help="写文件的进程数"
)
@json_option
@answering
def generate(
    folder: Path,
    district: Path,
    buildings: int,
    enterprises: int,
    first: int,
    last: int,
    dirt: str,
    seed: int,
    workers: int,
    as_json: bool,
) -> None:
    """在目录下写出部门文件（files）、交接清单（delivery.csv）和真值（truth）。全部为演示数据。"""
    if folder.exists() and any(folder.iterdir()):
        raise NotDone(f"{folder} 不是空目录，请换一个目录")
    if last < first:
        raise NotDone("截止月份早于起始月份")
    scale = Scale(buildings, enterprises, Span(first, last), seed)
    made = written(folder, district_read(district), scale, Dirt(dirt), workers)
    if as_json:
        json_print({**asdict(made), "folder": str(made.folder)})
        return
    click.echo(f"已写出 {made.files:,} 个文件、{made.rows:,} 行（演示数据）：{folder}/files")
    click.echo(f"交接清单 {folder}/delivery.csv，真值 {made.truths:,} 个：{folder}/truth")


def written(folder: Path, district: District, scale: Scale, dirt: Dirt, workers: int) -> Sample:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def said(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        try:
            return sample_write(folder, district, scale, dirt=dirt, workers=workers, said=said)
        except ValueError as error:
            raise NotDone(str(error)) from error


@sample.command()
@click.argument("folder", metavar="目录", type=click.Path(path_type=Path, file_okay=False))
@click.argument("edition", metavar="期号")
@home_option
@click.option("--exact", is_flag=True, help="有一个数不同就以 1 退出")
@json_option
@answering
def check(folder: Path, edition: str, home: Path, exact: bool, as_json: bool) -> None:
    """用目录里的真值对照一期的指标值和归并；期号也可以是 indicator_value 的 Parquet 文件。"""
    if not (folder / "truth" / "indicators.csv").exists():
        raise NotDone(f"{folder} 里没有真值（truth/indicators.csv）")
    found = comparisons(truth_read(str(folder)), values_of(home, edition))
    understood = understood_in(folder, home, edition)
    if as_json:
        json_print(
            {
                "indicators": [asdict(comparison) for comparison in found],
                "identity": [asdict(resolution) for resolution in understood],
            }
        )
    else:
        listing_print(HEADERS, lines(found))
        differing = sum(not comparison.is_exact for comparison in found)
        click.echo(
            f"{len(found)} 项指标，{len(found) - differing} 项逐行相同，{differing} 项有差异"
        )
        if understood:
            listing_print(IDENTITY_HEADERS, identity_lines(understood))
    if exact and not all(comparison.is_exact for comparison in found):
        raise SystemExit(1)


def values_of(home: Path, edition: str) -> pl.DataFrame:
    """Indicator values of an edition by name, or of a Parquet file."""
    path = Path(edition)
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    return pl.concat(
        [pl.read_parquet(f) for f in edition_open(home, edition).files("indicator_value")]
    )


HEADERS = (
    "指标", "单位", "对照", "相同", "缺少", "多出", "最大误差", "平均误差",
    "末月真值", "末月所得", "相对误差",
)  # fmt: skip


def lines(found: list[Comparison]) -> Iterator[tuple[str, ...]]:
    """Each comparison in the indicator's own words and unit."""
    for comparison in found:
        indicator = INDICATORS[comparison.indicator]
        scale, shown = float(indicator.scale), comparison.relative_error
        yield (
            indicator.name,
            indicator.unit,
            f"{comparison.compared:,}",
            f"{comparison.exact:,}",
            f"{comparison.missing:,}",
            f"{comparison.surplus:,}",
            number(comparison.largest_error * scale),
            number(comparison.mean_error * scale),
            number(None if (truth := comparison.district_truth) is None else truth * scale),
            number(None if (value := comparison.district_value) is None else value * scale),
            "—" if shown is None else f"{shown:+.4%}",
        )


def understood_in(folder: Path, home: Path, edition: str) -> list[Resolution]:
    """Whom and which building the edition took rows to mean; nothing of a Parquet file alone."""
    if edition.endswith(".parquet"):
        return []
    opened = edition_open(home, edition)
    nouns = {"batch", "enterprise", "unresolved", *ENTERPRISES, *BUILDINGS}
    tables = {
        noun: pl.concat([pl.read_parquet(file) for file in files])
        for noun in nouns
        if (files := opened.files(noun))
    }
    return resolutions(identity_read(folder), rows_said(tables))


IDENTITY_HEADERS = (
    "归并对照",
    "称谓数",
    "已归并",
    "未归并",
    "正确",
    "正确率",
    "成对准确率",
    "成对召回率",
)
SUBJECTS = {
    "enterprise": "企业",
    "enterprise_without_code": "企业（无代码或代码有误）",
    "building": "楼宇",
    "building_without_code": "楼宇（无编码）",
    "registered_building": "住所所在楼宇",
}


def identity_lines(understood: list[Resolution]) -> Iterator[tuple[str, ...]]:
    for resolution in understood:
        right = resolution.right / resolution.named if resolution.named else None
        yield (
            SUBJECTS[resolution.subject],
            f"{resolution.named:,}",
            f"{resolution.answered:,}",
            f"{resolution.unresolved:,}",
            f"{resolution.right:,}",
            *(
                "—" if x is None else f"{x:.4%}"
                for x in (right, resolution.precision, resolution.recall)
            ),
        )


def number(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4f}"
