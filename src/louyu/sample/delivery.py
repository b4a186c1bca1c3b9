"""交接清单: which files there are, what they are called, and when each was received."""

import datetime
from dataclasses import dataclass

import numpy as np
import polars as pl

from louyu.district import District
from louyu.sample.layout import Layout, clean_layout
from louyu.sample.scale import Scale
from louyu.sample.span import part_rng


@dataclass(frozen=True)
class File:
    """One file: the run of rows of its dataset's table that it states, and its look."""

    dataset: str
    month: int
    sender: str
    start: int
    length: int
    path: str
    layout: Layout
    received: datetime.datetime
    first_try: bool = False
    """Sent first and wrong, replaced by a later file."""

    @property
    def stated_sender(self) -> str:
        return self.sender


CORRECTED = ("tax", "tenancy", "building", "registration")
"""Datasets of which one month was sent wrong first and corrected later, even in clean files."""


def runs(table: pl.DataFrame) -> list[tuple[int, str, int, int]]:
    """Month, sender, first row and number of rows of each file."""
    found = table.group_by("month", "sender", maintain_order=True).len()
    starts = found["len"].cum_sum() - found["len"]
    return list(zip(found["month"], found["sender"], starts, found["len"], strict=True))


def files(tables: dict[str, pl.DataFrame], district: District, scale: Scale) -> list[File]:
    """Every file in the order of receipt."""
    rng = part_rng(scale.seed, "files")
    found: list[File] = []
    for dataset, table in tables.items():
        contract = district.contracts[dataset]
        every = runs(table)
        wrong = len(every) // 2 if dataset in CORRECTED else -1
        for number, (month, sender, start, length) in enumerate(every):
            look = clean_layout(rng, contract, length)
            look = without_empty(look, table[start : start + length])
            when = received(rng, month)
            name = file_name(sender, month, contract.label)
            path = f"files/{dataset}/{month}/{name}"
            end = ".xlsx" if look.workbook else ".csv"
            whole = File(dataset, month, sender, start, length, path + end, look, when)
            if number == wrong:
                first = f"{path}（初报）{end}"
                found.append(
                    File(dataset, month, sender, start, length, first, look, when, first_try=True)
                )
                later = when + datetime.timedelta(days=int(rng.integers(33, 62)))
                whole = File(dataset, month, sender, start, length, path + end, look, later)
            found.append(whole)
    return sorted(found, key=lambda file: (file.received, file.path))


def without_empty(layout: Layout, rows: pl.DataFrame) -> Layout:
    """A sender's file has the columns that the sender states something in."""
    empty = {name for name in layout.headers if rows[name].null_count() == len(rows)}
    optional = {"former_names", "change", "revoked_on", "left_on", "dissolved_on", "moved_out"}
    gone = empty - optional
    headers = {name: header for name, header in layout.headers.items() if name not in gone}
    return Layout(**{**layout.__dict__, "headers": headers})


def file_name(sender: str, month: int, label: str) -> str:
    return f"{sender}_{month // 100}年{month % 100}月_{label}_演示数据"


def received(rng: np.random.Generator, month: int) -> datetime.datetime:
    """Some day of the next month, in office hours, when the files of a month come in."""
    year, next_month = (month // 100 + (month % 100 == 12), month % 100 % 12 + 1)
    day, hour, minute = rng.integers((3, 9, 0), (20, 17, 60)).tolist()
    return datetime.datetime(year, next_month, day, hour, minute)  # noqa: DTZ001 (invented local time)
