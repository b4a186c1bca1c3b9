"""行报告 report: what the sender is told: sheet, row, column, what is wrong, what to do."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from louyu.sources import filled
from louyu.sources.marked import FILE, FINDINGS
from louyu.sources.read import PARSER, Parser
from louyu.sources.visible import visible

SEVERITIES = {"quarantine": "隔离", "warnings": "提示"}
"""A quarantined row is not used until it is sent again; a warned row is used without the cell."""


def row_report(quarantine: pl.DataFrame, warnings: pl.DataFrame) -> pl.DataFrame:
    """Every finding in the order of the file, with ``severity``: 隔离 or 提示."""
    parts = [
        frame.with_columns(pl.lit(severity).alias("severity"))
        for frame, severity in zip((quarantine, warnings), SEVERITIES.values(), strict=True)
    ]
    return pl.concat(parts).sort("sheet", "row", maintain_order=True)


def report_read(folder: Path) -> pl.DataFrame:
    """The row report of a batch's folder."""
    quarantine, warnings = (pl.read_parquet(folder / f"{name}.parquet") for name in SEVERITIES)
    return row_report(quarantine, warnings)


def report_lines(report: pl.DataFrame, limit: int | None = None) -> Iterator[str]:
    """The report as sentences, one per finding; the rest beyond ``limit`` is counted."""
    shown = report if limit is None else report.head(limit)
    for finding in shown.iter_rows(named=True):
        sheet = f"“{finding['sheet']}”" if finding["sheet"] else ""
        where = f"{sheet}第 {finding['row']} 行"
        if finding["column"]:
            where += f" {finding['column']} 列“{finding['header']}”"
        value = f"，内容“{finding['value']}”" if finding["value"] else ""
        said = f"{where}{value}：{finding['message']}。{finding['advice']}。"
        yield visible(f"[{finding['severity']}] {said}")
    if report.height > shown.height:
        yield f"……其余 {report.height - shown.height:,} 处见报告"


def report_record(record: dict[str, Any], report: pl.DataFrame, non_data: pl.DataFrame) -> str:
    """The report as JSON: the batch's record, every finding, every row that is no data."""
    said = {**record, "findings": report.to_dicts(), "non_data_rows": non_data.to_dicts()}
    return json.dumps(said, ensure_ascii=False, indent=1)


def marked_workbook(
    original: Path, report: pl.DataFrame, target: Path, parser: Parser = PARSER
) -> None:
    """Writes the workbook back with its cells marked and the sheet 核对报告 added.

    A text file or an old workbook comes back as .xlsx. Raises `RefusalError` when the file cannot
    be parsed within its bounds.
    """
    with tempfile.TemporaryDirectory(prefix="louyu-") as name:
        folder = Path(name)
        findings = json.dumps(report.to_dicts(), ensure_ascii=False)
        (folder / FINDINGS).write_text(findings, encoding="utf-8")
        parser.answer("mark", original, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / FILE, target)


def filled_workbook(
    original: Path,
    fillings: dict[str, list[filled.Filling]],
    notes: list[list[str]],
    target: Path,
    parser: Parser = PARSER,
) -> int:
    """Writes the workbook back with empty cells filled in by sheet, and a sheet of notes added.

    Returns how many cells were written. Raises `RefusalError` as `marked_workbook` does.
    """
    with tempfile.TemporaryDirectory(prefix="louyu-") as name:
        folder = Path(name)
        said = json.dumps({"sheets": fillings, "notes": notes}, ensure_ascii=False)
        (folder / filled.FILLINGS).write_text(said, encoding="utf-8")
        answer = parser.answer("fill", original, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / filled.FILE, target)
    return int(answer["written"])
