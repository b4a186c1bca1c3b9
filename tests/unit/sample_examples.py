"""Small invented districts for tests, drawn and written once."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine

from louyu.district import District, district_read
from louyu.sample import Scale, Span
from louyu.sample.departments import reports
from louyu.sample.world import World, world

ROOT = Path(__file__).parents[2]


@cache
def district() -> District:
    return district_read(ROOT / "districts" / "sample")


def scale(first: int = 202301, last: int = 202412, seed: int = 7) -> Scale:
    return Scale(buildings=24, enterprises=400, span=Span(first, last), seed=seed)


@cache
def small_world(seed: int = 7) -> World:
    return world(district(), scale(seed=seed))


@cache
def small_reports(seed: int = 7) -> dict[str, pl.DataFrame]:
    return reports(small_world(seed))


def rows_read(path: Path) -> tuple[str, list[list[Any]]]:
    """Sheet name and cells of a workbook, or of a text by the encoding its first bytes tell."""
    if path.suffix == ".xlsx":
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        (name,) = workbook.sheet_names
        return name, workbook.get_sheet_by_name(name).to_python()
    content = path.read_bytes()
    marks = {b"\xff\xfe": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    encoding = next((e for mark, e in marks.items() if content.startswith(mark)), None)
    if encoding is None:
        try:
            content.decode("utf-8")
            encoding = "utf-8"
        except UnicodeDecodeError:
            encoding = "gb18030"
    return "", list(csv.reader(content.decode(encoding).splitlines()))
