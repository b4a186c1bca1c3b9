"""核对 check: every row of a file held against its contract.

A row is accepted, quarantined, or named as no data; the three always add up to the rows read. A
wrong cell in a required column or in the key quarantines its row; in another column the cell is
left empty and the sender is told. Nothing is dropped silently and nothing is repaired by guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from louyu.district import Contract, District
from louyu.nouns import LINEAGE
from louyu.sources.file_warning import file_warnings
from louyu.sources.finding import (
    FINDINGS,
    NO_FINDINGS,
    cell_findings,
    duplicates,
    merged_findings,
    overlong_findings,
    period_findings,
    required_findings,
)
from louyu.sources.header import Layout, Rows, sheet_units
from louyu.sources.merged import spread
from louyu.sources.non_data import non_data
from louyu.sources.read import Reading, Sheet
from louyu.sources.values import DTYPE, Reader, reader
from louyu.sources.visible import visible


@dataclass(frozen=True)
class Lineage:
    """What every clean row of a batch carries besides its sheet and row."""

    month: int
    publisher: str
    sender: str
    batch: str


@dataclass(frozen=True)
class Checked:
    """A file after its check: clean rows, what is wrong, and what is no data."""

    clean: pa.Table
    quarantine: pl.DataFrame
    warnings: pl.DataFrame
    non_data: pl.DataFrame
    rows_read: int
    quarantined: int
    said: tuple[str, ...]
    """Warnings about the file as a whole."""

    @property
    def accepted(self) -> int:
        rows: int = self.clean.num_rows
        return rows


@dataclass(frozen=True)
class SheetCheck:
    """One sheet: values with ``row`` (from 1), findings with ``quarantines``, rows of no data."""

    values: pl.DataFrame
    texts: pl.DataFrame
    findings: pl.DataFrame
    non_data: pl.DataFrame


def check(
    given: Reading,
    layouts: Sequence[tuple[Sheet, Rows, Layout | None]],
    lineage: Lineage,
    *,
    contract: Contract,
    district: District,
) -> Checked:
    """Clean rows of the contract's noun, and everything that is not clean, by place."""
    checks = [
        sheet_check(sheet, rows, found, lineage.month, contract, district)
        for sheet, rows, found in layouts
    ]
    overlong = [
        overlong_findings(sheet, found, each.values["row"])
        for each, (sheet, _, found) in zip(checks, layouts, strict=True)
        if given.kind == "text"
    ]
    values = pl.concat([each.values for each in checks])
    texts = pl.concat([each.texts for each in checks], how="diagonal")
    findings = pl.concat([*(each.findings for each in checks), *overlong, duplicates(texts)])
    bad = findings.filter("quarantines").select("sheet", "row").unique()
    clean = values.join(bad, on=["sheet", "row"], how="anti", maintain_order="left")
    wrong = findings.join(bad, on=["sheet", "row"], how="semi", maintain_order="left")
    warned = findings.join(bad, on=["sheet", "row"], how="anti", maintain_order="left")
    nothing = pl.concat([each.non_data for each in checks])
    return Checked(
        clean=arrow(clean, contract, lineage),
        quarantine=ordered(wrong),
        warnings=ordered(warned),
        non_data=nothing,
        rows_read=sum(sheet.cells.height for sheet, _, _ in layouts),
        quarantined=bad.height,
        said=tuple(map(visible, file_warnings(given, layouts, nothing, contract))),
    )


def ordered(findings: pl.DataFrame) -> pl.DataFrame:
    return findings.select(*FINDINGS).sort("sheet", "row", maintain_order=True)


def sheet_check(
    sheet: Sheet,
    rows: Rows,
    found: Layout | None,
    month: int,
    contract: Contract,
    district: District,
) -> SheetCheck:
    nothing = non_data(sheet.cells, found, contract)
    # A sheet without a header has no data rows, so what its columns would be does not matter.
    said = spread(sheet, found, contract) if found and sheet.merged else sheet.cells
    numbered = said.with_row_index("row").cast({"row": pl.Int64})
    data = numbered.join(nothing, on="row", how="anti", maintain_order="left")
    units = sheet_units(rows, found.first) if found else {}
    readers = {
        name: reader(name, heading, units.get(contract.noun[name].type, ""), contract, district)
        for name, heading in (found.columns if found else {}).items()
    }
    place = data["row"] + 1
    values: dict[str, pl.Series] = {}
    problems: dict[str, pl.Series] = {}
    findings: list[pl.DataFrame] = []
    for name, each in readers.items():
        cells = data[f"c{each.heading.place}"]
        values[name], problems[name] = each.values(cells)
        findings.append(cell_findings(each, place, cells, problems[name], decisive(name, contract)))
    columns = {c.name: DTYPE[c.type] for c in contract.noun.columns if c not in LINEAGE}
    frame = (
        pl.DataFrame(schema=columns)
        .clear(data.height)
        .with_columns(*values.values(), place.alias("row"), pl.lit(sheet.name).alias("sheet"))
    )
    if found:
        findings += required_findings(frame, data, readers, problems, contract)
        findings += [merged_findings(place, sheet, found, each) for each in readers.values()]
        if found.period is not None:
            findings.append(period_findings(place, data, found.period, month))
    all_findings = pl.concat([NO_FINDINGS, *findings])
    return SheetCheck(
        values=frame,
        texts=row_texts(data, readers, found).with_columns(frame["row"], frame["sheet"]),
        findings=all_findings.with_columns(pl.lit(sheet.name).alias("sheet")),
        non_data=nothing.select(pl.lit(sheet.name).alias("sheet"), pl.col("row") + 1, "why"),
    )


def decisive(name: str, contract: Contract) -> bool:
    """Whether a wrong cell of this column quarantines its row.

    A wrong code that could as well be blank does not: the row still says whom it means by name.
    """
    rules = contract.columns[name]
    if rules.check == "uscc" and not rules.required:
        said = contract.columns.get("enterprise_name")
        return said is None or not said.required
    return rules.required or name in contract.noun.key


def row_texts(data: pl.DataFrame, readers: dict[str, Reader], found: Layout | None) -> pl.DataFrame:
    """What a row says, cell by cell, but for its running number: for finding repeated rows."""
    said = {name: data[f"c{each.heading.place}"] for name, each in readers.items()}
    for heading in found.unknown if found else ():
        said[f"表外列 {heading.said}"] = data[f"c{heading.place}"]
    return pl.DataFrame(said) if said else pl.DataFrame(schema={"row": pl.Int64()})


def arrow(clean: pl.DataFrame, contract: Contract, lineage: Lineage) -> pa.Table:
    """Clean rows with their lineage, in the noun's columns and types."""
    whole = clean.with_columns(
        pl.lit(lineage.month, pl.Int32()).alias("month"),
        pl.lit(lineage.publisher).alias("publisher"),
        pl.lit(lineage.sender).alias("sender"),
        pl.lit(lineage.batch).alias("batch"),
    )
    types = {
        pl.String(): pa.string(),
        pl.Int64(): pa.int64(),
        pl.Int32(): pa.int32(),
        pl.Float64(): pa.float64(),
        pl.Boolean(): pa.bool_(),
        pl.Date(): pa.date32(),
    }
    schema = pa.schema([(c.name, types[DTYPE[c.type]]) for c in contract.noun.columns])
    return whole.select(schema.names).to_arrow().cast(schema)
