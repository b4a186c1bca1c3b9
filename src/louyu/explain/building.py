"""一楼一册的来历: each cell of a building with the statement that won and those that it beat."""

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import pyarrow as pa
from ibis import ir

from louyu.engine import Asked
from louyu.explain.reading import Reading
from louyu.nouns import NOUNS
from louyu.registers.precedence import LISTED, cells


@dataclass(frozen=True)
class Said:
    """A value that one row of one file states, as text in the unit of storage."""

    value: str
    publisher: str
    sender: str
    batch: str
    file: str
    sheet: str
    row: int
    standing: str = LISTED


@dataclass(frozen=True)
class Cell:
    """A column of a building: the value that stands, and what other sources said."""

    column: str
    label: str
    unit: str
    won: Said
    beaten: tuple[Said, ...]


def heard(reading: Reading, month: int) -> tuple[ir.Table, ...]:
    """What `cells` of a month are told from: lists that speak for it, and words."""
    engine, edition = reading.engine, reading.edition
    files = [
        edition.home / "batches" / row["batch"] / "clean.parquet"
        for row in edition.rows("coverage", month).to_pylist()
        if row["dataset"] == "building"
    ]
    words = [
        edition.home / "batches" / batch.batch / "clean.parquet"
        for batch in edition.manifest.inputs.batches
        if batch.dataset == "building_correction" and batch.status == "in_force"
    ]
    return (
        engine.parquet(files, NOUNS["building_statement"]),
        engine.materialise(edition.table(engine, "coverage", month)),
        engine.materialise(edition.table(engine, "batch")),
        engine.table(pa.table({"month": pa.array([month], pa.int32())})),
        engine.parquet(words, NOUNS["building_correction_statement"]),
    )


def cells_of_all(reading: Reading, month: int) -> Asked:
    """What is said of every building's cells in a month, as a call not yet made."""
    if month not in reading.heard:
        reading.heard[month] = heard(reading, month)
    return partial(cells, *reading.heard[month], district=reading.district)


def building_cells(reading: Reading, building: str, month: int) -> list[Cell]:
    """Every stated cell of a building in a month, in the register's order of columns."""
    # The description is the same for every building of the month: it is put into words once.
    rows = reading.engine.arrow(cells_of_all(reading, month), {"building": building})
    return cells_told(reading, rows.to_pylist())


def cells_told(reading: Reading, rows: list[dict[str, Any]]) -> list[Cell]:
    """One building's rows of `cells_of_all` as its cells."""
    batches = {batch.batch: batch for batch in reading.edition.manifest.inputs.batches}
    noun = NOUNS["building_statement"]
    order = {name: place for place, name in enumerate(noun.schema)}
    rows.sort(key=lambda row: (order[row["column"]], not row["won"], row["place"]))
    found = []
    for name, stated in groupby(rows, key=lambda row: str(row["column"])):
        won, *beaten = (
            Said(
                value=row["value"],
                publisher=row["publisher"],
                sender=row["sender"],
                batch=row["batch"],
                file=batches[row["batch"]].file,
                sheet=row["sheet"],
                row=row["row"],
                standing=row["standing"],
            )
            for row in stated
        )
        found.append(Cell(name, noun[name].label, noun[name].unit, won, tuple(beaten)))
    return found
