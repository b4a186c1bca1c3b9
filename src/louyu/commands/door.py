"""``louyu submit``, ``template``, ``batches``: files in through the door, and what to fill in.

``submit`` exits with 0 when every row was accepted, 1 when rows were quarantined, 2 when a file was
refused.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import polars as pl
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from louyu.commands.figures import month_text
from louyu.commands.listing import listing_print
from louyu.commands.options import (
    NotDone,
    answering,
    district_option,
    home_option,
    json_option,
    json_print,
    month_option,
)
from louyu.district import District, district_read
from louyu.door import DoorError, Receipt, deliver
from louyu.door import batches as batches_of
from louyu.door import submit as submit_one
from louyu.sources.refusal import RefusalError
from louyu.sources.report import marked_workbook, report_lines, report_read, report_record
from louyu.sources.template import template_write

SHOWN = 10
"""Findings of one file that are printed; all of them are in the report."""
STEM = 60
"""Characters of a file's name in its report's: a name may have 255 bytes."""
OUTCOMES = {
    "accepted": "已收",
    "quarantined": "已收，有隔离行",
    "unchanged": "没有改动",
    "refused": "退回",
}
STATUS = {"in_force": "在用", "replaced": "已被替代", "withdrawn": "已撤回"}


@click.command()
@click.argument(
    "files", metavar="文件…", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@district_option
@home_option
@click.option("--dataset", metavar="数据集", help="数据集名，如 tenancy；缺省按表头辨认")
@click.option("--sender", metavar="单位", help="报送单位；缺省按表内、文件名辨认")
@month_option
@click.option(
    "--delivery",
    metavar="清单",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="交接清单（CSV：file,dataset,sender,month,received_at），按次序报送其中的文件",
)
@click.option(
    "--report",
    metavar="目录",
    type=click.Path(path_type=Path, file_okay=False),
    help="写出每个文件的行报告和标注好的工作簿",
)
@json_option
@click.pass_context
@answering
def submit(
    context: click.Context,
    files: tuple[Path, ...],
    district: Path,
    home: Path,
    dataset: str | None,
    sender: str | None,
    month: int | None,
    delivery: Path | None,
    report: Path | None,
    as_json: bool,
) -> None:
    """报送文件：读取、核对，合格的行入库，不合格的行隔离，并说明原因和改法。"""
    if bool(files) == bool(delivery):
        raise NotDone("请给出要报送的文件，或用 --delivery 给出交接清单（二者选一）")
    place = district_read(district)
    if dataset is not None and dataset not in place.contracts:
        known = "、".join(f"{name}（{c.label}）" for name, c in place.contracts.items())
        raise NotDone(f"没有名为“{dataset}”的数据集；可用：{known}")
    said = Said(dataset, sender, month)
    try:
        receipts = receipts_of(home, place, files, delivery, said)
    except DoorError as error:
        raise NotDone(str(error)) from error
    if report is not None:
        with progress_bar("写报告", len(receipts)) as advance:
            for done, receipt in enumerate(receipts, 1):
                report_write(receipt, report)
                advance(done, len(receipts))
    if as_json:
        json_print([receipt_record(receipt) for receipt in receipts])
    elif delivery is not None:
        delivery_print(receipts)
    else:
        for receipt in receipts:
            receipt_print(receipt)
    outcomes = {receipt.outcome for receipt in receipts}
    context.exit(2 if "refused" in outcomes else 1 if "quarantined" in outcomes else 0)


@dataclass(frozen=True)
class Said:
    """What the options say of every file."""

    dataset: str | None
    sender: str | None
    month: int | None


def receipts_of(
    home: Path, district: District, files: Sequence[Path], delivery: Path | None, said: Said
) -> list[Receipt]:
    """Submits the files, or those of the handover list."""
    with progress_bar("报送", len(files)) as advance:
        if delivery is not None:
            return deliver(home, district, delivery, progress=lambda *at: advance(at[0], at[1]))
        receipts: list[Receipt] = []
        for file in files:
            receipts.append(submit_one(home, district, file, **asdict(said)))
            advance(len(receipts), len(files))
        return receipts


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Any]:
    """A bar on standard error; it is gone when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(label, total=total or None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def findings_of(receipt: Receipt) -> pl.DataFrame | None:
    """The row report of a receipt; None where the file made no batch."""
    return report_read(receipt.folder) if receipt.batch is not None else None


def receipt_print(receipt: Receipt) -> None:
    batch = receipt.batch
    click.echo(f"{receipt.file}：{OUTCOMES[receipt.outcome]}")
    if batch is None:
        click.echo(f"  {receipt.message}")
        click.echo("  文件已原样留存，改正后可以再报送")
        return
    click.echo(f"  {batch.dataset}　{batch.sender}　{month_text(batch.month)}　批次 {batch.batch}")
    click.echo(f"  {receipt.message}")
    for warning in batch.warnings:
        click.echo(f"  注意：{warning}")
    findings = findings_of(receipt)
    if findings is not None and receipt.outcome != "unchanged":
        for line in report_lines(findings, SHOWN):
            click.echo(f"  {line}")


def delivery_print(receipts: Sequence[Receipt]) -> None:
    """A whole delivery: what became of how many, and every file that needs someone's eye."""
    counts = Counter(receipt.outcome for receipt in receipts)
    for outcome, count in counts.items():
        click.echo(f"{OUTCOMES[outcome]}：{count:,} 个文件")
    taken = [r.batch for r in receipts if r.batch is not None and r.outcome != "unchanged"]
    for label, count in (
        ("读取", sum(batch.rows_read for batch in taken)),
        ("采用", sum(batch.accepted for batch in taken)),
        ("隔离", sum(batch.quarantined for batch in taken)),
        ("非数据", sum(batch.non_data for batch in taken)),
    ):
        click.echo(f"{label} {count:,} 行")
    refused = [r for r in receipts if r.outcome == "refused"]
    with_rows = [r for r in receipts if r.outcome == "quarantined"]
    with_rows.sort(key=lambda r: -r.batch.quarantined if r.batch else 0)
    for receipt in (*refused, *with_rows[:SHOWN]):
        click.echo(f"{OUTCOMES[receipt.outcome]}　{receipt.file}：{receipt.message}")
    if len(with_rows) > SHOWN:
        said = f"以上是隔离最多的 {SHOWN} 个文件，共 {len(with_rows):,} 个"
        click.echo(f"{said}，逐个见 louyu batches")


def receipt_record(receipt: Receipt) -> dict[str, Any]:
    batch = receipt.batch
    said: dict[str, Any] = {
        "outcome": receipt.outcome,
        "file": receipt.file,
        "sha256": receipt.sha256,
        "message": receipt.message,
        "rule": receipt.rule,
        "batch": None,
    }
    if batch is not None:
        names = ("batch", "dataset", "publisher", "sender", "month", "sequence", "status")
        counts = ("rows_read", "accepted", "quarantined", "non_data", "warnings")
        said |= {name: getattr(batch, name) for name in (*names, *counts)}
        said["cell_warnings"] = receipt.cell_warnings
    return said


def report_write(receipt: Receipt, folder: Path) -> None:
    """Writes a file's report: JSON and text, and the marked workbook where cells are marked."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{Path(receipt.file).stem[:STEM]}.{receipt.sha256[:8]}"
    findings = findings_of(receipt)
    record = receipt_record(receipt)
    if findings is None:
        (folder / f"{name}.退回.json").write_text(
            json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        return
    non_data = pl.read_parquet(receipt.folder / "non_data.parquet")
    text = report_record(record, findings, non_data)
    (folder / f"{name}.核对.json").write_text(text, encoding="utf-8")
    lines = [receipt.message, *record["warnings"], *report_lines(findings)]
    (folder / f"{name}.核对.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if findings.height and receipt.batch is not None:
        try:
            marked_workbook(receipt.batch.original, findings, folder / f"{name}.核对.xlsx")
        except RefusalError as error:
            click.echo(f"{receipt.file}：标注的工作簿没有写出。{error.sentence}", err=True)


@click.command()
@click.argument("dataset", metavar="数据集")
@district_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件"
)
@click.option("--sender", metavar="单位", help="预先填好的报送单位")
@month_option
@answering
def template(
    dataset: str, district: Path, output: Path | None, sender: str | None, month: int | None
) -> None:
    """生成报送模板：表头带单位，可选值有下拉列表，填好即可报送。"""
    place = district_read(district)
    if dataset not in place.contracts:
        known = "、".join(f"{name}（{c.label}）" for name, c in place.contracts.items())
        raise NotDone(f"没有名为“{dataset}”的数据集；可用：{known}")
    path = output or Path(f"{place.contracts[dataset].label}模板.xlsx")
    template_write(path, place, dataset, sender=sender, month=month)
    click.echo(f"已写出 {path}")


@click.command()
@home_option
@json_option
@answering
def batches(home: Path, as_json: bool) -> None:
    """列出已收批次，按收到的次序。"""
    try:
        found = batches_of(home)
    except DoorError as error:
        raise NotDone(str(error)) from error
    if as_json:
        names = ("batch", "dataset", "publisher", "sender", "month", "file", "sha256", "sequence")
        counts = ("rows_read", "accepted", "quarantined", "non_data", "status", "received_at")
        json_print([{n: getattr(one, n) for n in (*names, *counts)} for one in found])
        return
    headers = ("次序", "批次", "数据集", "报送单位", "所属期", "文件", "采用", "隔离", "状态")
    listing_print(
        headers,
        [
            (
                str(one.sequence),
                one.batch,
                one.dataset,
                one.sender,
                month_text(one.month),
                one.file,
                f"{one.accepted:,}",
                f"{one.quarantined:,}",
                STATUS[one.status],
            )
            for one in found
        ],
    )
