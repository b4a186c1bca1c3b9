"""The table of indicators' error against the truth of clean, usual and very dirty reports.

    python scripts/indicator_errors.py [--buildings 300] [--enterprises 30000] [--from 2023-01]
                                       [--dirt normal --dirt heavy] [--before FOLDER] [--kept DIR]

For each dirt a sample is written, handed in, built and checked; the Markdown table gives each
indicator's relative error for the district in its last month, and how names were understood.
``--before`` is the root of an older checkout, whose own source and district build the same files.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from louyu.commands.sample import SUBJECTS
from louyu.indicators import INDICATORS

ROOT = Path(__file__).parents[1]


def ran(root: Path, *arguments: str) -> str:
    """What ``louyu`` of a checkout prints."""
    found = subprocess.run(  # noqa: S603 (ourselves)
        [sys.executable, "-m", "louyu", *arguments],
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    # A file that was refused, or a difference, is no failure here.
    if found.returncode > 1:
        raise click.ClickException(f"louyu {arguments[0]}: {found.stdout[-2000:]}")
    return found.stdout


def checked(sample: Path, home: Path, root: Path) -> dict[str, Any]:
    """The sample handed in and built with the code below ``root``, checked with this one."""
    district = str(root / "districts" / "sample")
    delivery = str(sample / "delivery.csv")
    ran(root, "submit", "--home", str(home), "--district", district, "--delivery", delivery)
    built = json.loads(ran(root, "build", "--home", str(home), "--district", district, "--json"))
    edition = str(built["edition"])
    found: dict[str, Any] = json.loads(
        ran(ROOT, "sample", "check", str(sample), edition, "--home", str(home), "--json")
    )
    return found


def table(columns: dict[str, dict[str, Any]]) -> str:
    """Two Markdown tables: indicators, and how ways of naming were understood."""
    heads = list(columns)
    lines = [f"| 指标 | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    by_name = {
        head: {row["indicator"]: row["relative_error"] for row in found["indicators"]}
        for head, found in columns.items()
    }
    for name in sorted({name for rows in by_name.values() for name in rows}):
        shown = [percent(by_name[head].get(name), sign=True) for head in heads]
        lines.append(f"| {INDICATORS[name].name} | {' | '.join(shown)} |")
    lines += ["", f"| 归并：正确 / 成对准确 / 成对召回 | {' | '.join(heads)} |"]
    lines.append("|---|" + "---:|" * len(heads))
    for subject, label in SUBJECTS.items():
        cells = []
        for head in heads:
            row = next(r for r in columns[head]["identity"] if r["subject"] == subject)
            right = row["right"] / row["named"] if row["named"] else None
            cells.append(" / ".join(percent(x) for x in (right, row["precision"], row["recall"])))
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def percent(value: float | None, *, sign: bool = False) -> str:
    if value is None:
        return "—"
    return f"{value:+.2%}" if sign else f"{value:.2%}"


@click.command(help=__doc__)
@click.option("--buildings", default=300)
@click.option("--enterprises", default=30000)
@click.option("--from", "first", default="2023-01")
@click.option("--to", "last", default="2026-10")
@click.option("--seed", default=7)
@click.option("--dirt", "dirts", multiple=True, default=("normal", "heavy"))
@click.option("--before", type=click.Path(path_type=Path, exists=True, resolve_path=True))
@click.option("--kept", type=click.Path(path_type=Path, resolve_path=True))
def main(
    buildings: int,
    enterprises: int,
    first: str,
    last: str,
    seed: int,
    dirts: tuple[str, ...],
    before: Path | None,
    kept: Path | None,
) -> None:
    size = ["--buildings", str(buildings), "--enterprises", str(enterprises), "--from", first]
    size += ["--to", last, "--seed", str(seed), "--district", str(ROOT / "districts" / "sample")]
    codes = {"前": before, "后": ROOT} if before else {"": ROOT}
    columns: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="louyu-errors-") as scratch:
        folder = kept or Path(scratch)
        for dirt in dirts:
            sample = folder / dirt
            ran(ROOT, "sample", str(sample), *size, "--dirt", dirt)
            for when, root in codes.items():
                assert root is not None
                home = folder / f"{dirt}{when}-var"
                columns[f"{dirt} {when}".strip()] = checked(sample, home, root)
                click.echo(f"{dirt} {when}", err=True)
    click.echo(table(columns))


if __name__ == "__main__":
    main()
