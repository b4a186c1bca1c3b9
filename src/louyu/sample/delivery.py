"""交接清单: which files there are, what they are called, and when each was received."""

import datetime
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from louyu.sample.layout import Layout, clean_layout, rough_layout
from louyu.sample.rates import COLLECTED, FACTOR, FILE_SHARES, Dirt
from louyu.sample.span import part_rng
from louyu.sample.world import World


@dataclass(frozen=True)
class File:
    """One file: the run of rows of its dataset's table that it states, and its look.

    ``sender`` is the name under which the sender hands it in, official or not.
    """

    dataset: str
    month: int
    sender: str
    start: int
    length: int
    path: str
    layout: Layout
    received: datetime.datetime
    scientific: bool = False
    """Whether codes of digits only became 9.19901E+17."""
    kind: Literal["", "missing", "first", "late"] = ""
    """Never sent; sent first and wrong, and the later one that replaces it."""

    @property
    def run(self) -> tuple[int, int]:
        """Its first row in the dataset's table, and the row after its last."""
        return self.start, self.start + self.length


CORRECTED = ("tax", "tenancy", "building", "registration")
"""Datasets of which one month was sent wrong first and corrected later, even in clean files."""


def runs(table: pl.DataFrame) -> list[tuple[int, str, int, int]]:
    """Month, sender, first row and number of rows of each file."""
    found = table.group_by("month", "sender", maintain_order=True).len()
    starts = found["len"].cum_sum() - found["len"]
    return list(zip(found["month"], found["sender"], starts, found["len"], strict=True))


def files(world: World, tables: dict[str, pl.DataFrame], dirt: Dirt) -> list[File]:
    """Every file in the order of receipt. Of dirty ones some never come, more come twice."""
    rng = part_rng(world.scale.seed, "files")
    found: list[File] = []
    for dataset, table in tables.items():
        every = runs(table)
        heard: set[str] = set()
        for number, (month, sender, start, length) in enumerate(every):
            rows = table[start : start + length]
            file = file_of(world, rng, dataset, (month, sender, start), rows, dirt)
            chance = rng.random() / max(FACTOR[dirt], 1e-9)
            collected = dataset in COLLECTED and sender in heard
            heard.add(sender)
            missing = FILE_SHARES["file_missing"]
            late = missing + FILE_SHARES["file_late"]
            twice = dataset in CORRECTED and number == len(every) // 2
            if collected and chance < missing and not twice:
                found.append(replace(file, kind="missing"))
            elif twice or (collected and chance < late):
                found += corrected(rng, file)
            else:
                found.append(file)
    return sorted(found, key=lambda file: (file.received, file.path))


def file_of(
    world: World,
    rng: np.random.Generator,
    dataset: str,
    run: tuple[int, str, int],
    rows: pl.DataFrame,
    dirt: Dirt,
) -> File:
    """A file as its sender makes and sends it."""
    month, sender, start = run
    contract = world.district.contracts[dataset]
    said = sender
    if dirt is Dirt.NONE:
        look = clean_layout(rng, contract, len(rows))
    else:
        habit = part_rng(world.scale.seed, f"{dataset} {sender} {month // 100}")
        look = rough_layout(rng, contract, len(rows), habit=habit)
        said = str(habit.choice(names_of(world, sender)))
    look = without_empty(look, rows)
    name = f"{sender}_{month // 100}年{month % 100}月_{contract.label}_演示数据"
    end = ".xlsx" if look.workbook else ".csv"
    share = FILE_SHARES["codes_scientific"] * FACTOR[dirt]
    return File(
        dataset=dataset,
        month=month,
        sender=said,
        start=start,
        length=len(rows),
        path=f"files/{dataset}/{month}/{name}{end}",
        layout=look,
        received=received(rng, month),
        scientific=dataset in COLLECTED and bool(rng.random() < share),
    )


def names_of(world: World, sender: str) -> list[str]:
    """The names by which a sender goes, its official one first and most often."""
    street, department = (
        world.district.street_named(sender),
        world.district.department_named(sender),
    )
    aliases = street.aliases if street else department.aliases if department else ()
    return [sender] * (1 + 2 * len(aliases)) + list(aliases)


def corrected(rng: np.random.Generator, file: File) -> list[File]:
    """The file sent first and wrong, and the right one, weeks later."""
    stem, _, end = file.path.rpartition(".")
    later = file.received + datetime.timedelta(days=int(rng.integers(33, 62)))
    first = replace(file, path=f"{stem}（初报）.{end}", kind="first")
    return [first, replace(file, received=later, kind="late")]


def without_empty(layout: Layout, rows: pl.DataFrame) -> Layout:
    """A sender's file has the columns that the sender states something in."""
    empty = {name for name in layout.headers if rows[name].null_count() == len(rows)}
    optional = {"former_names", "change", "revoked_on", "left_on", "dissolved_on", "moved_out"}
    gone = empty - optional
    headers = {name: header for name, header in layout.headers.items() if name not in gone}
    return replace(layout, headers=headers)


def received(rng: np.random.Generator, month: int) -> datetime.datetime:
    """Some day of the next month, in office hours, when the files of a month come in."""
    year, next_month = (month // 100 + (month % 100 == 12), month % 100 % 12 + 1)
    day, hour, minute = rng.integers((3, 9, 0), (20, 17, 60)).tolist()
    return datetime.datetime(year, next_month, day, hour, minute)  # noqa: DTZ001 (invented local time)
