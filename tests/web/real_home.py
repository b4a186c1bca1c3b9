"""A small district's home as departments' files make it: sent through the door and built once."""

import csv
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pyarrow.parquet as pq
from click.testing import CliRunner

from louyu.cli import main
from louyu.door import batches

SIZE = ("--buildings", "30", "--enterprises", "600", "--from", "2026-01", "--to", "2026-03")
IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
"""Jobs done at once: what the worker does beside the pages, these tests do in between."""


def louyu(*arguments: str) -> None:
    found = CliRunner().invoke(main, arguments)
    assert found.exit_code in (0, 1), found.output


@cache
def made(root: Path, dirt: str = "none") -> Path:
    """Made once a run: ``sample`` (files and truth) and ``home``."""
    folder = Path(mkdtemp(dir=root))
    sample, home = str(folder / "sample"), str(folder / "home")
    louyu("sample", sample, *SIZE, "--dirt", dirt)
    louyu("submit", "--delivery", f"{sample}/delivery.csv", "--home", home)
    louyu("build", "--home", home)
    return folder


def copied(root: Path, target: Path, dirt: str = "none") -> Path:
    """The home, to do with as a test likes."""
    shutil.copytree(made(root, dirt) / "home", target, dirs_exist_ok=True)
    return target


def tax_file(root: Path, target: Path, *, times: int, wrong: int = 0) -> Path:
    """The last month's tax, every amount ``times`` as large, the first ``wrong`` no numbers."""
    (batch,) = [b for b in batches(made(root) / "home") if (b.dataset, b.month) == ("tax", 202603)]
    path = target / f"{'脏' if wrong else '改'}_2026年3月_税收.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(
            ["统一社会信用代码", "企业名称", "主管税务机关", "税收合计（元）", "地方留成（元）"]
        )
        for n, row in enumerate(pq.read_table(batch.folder / "clean.parquet").to_pylist()):
            total = "见附件" if n < wrong else row["total"] * times / 100
            told = (row["uscc"], row["enterprise_name"], row["tax_authority"])
            out.writerow([*told, total, (row["local"] or 0) / 100])
    return path
