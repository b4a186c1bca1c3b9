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
from louyu.sources.header import Heading, Layout, Rows, column_letter, sheet_units
from louyu.sources.merged import QUANTITIES, numbers_spanned, spread
from louyu.sources.non_data import non_data
from louyu.sources.read import Reading, Sheet
from louyu.sources.row_problem import RowProblem
from louyu.sources.values import DTYPE, Reader, reader
from louyu.sources.visible import visible
from louyu.standards import calendar
from louyu.standards.problem import PROBLEMS

FINDINGS = {
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "header": pl.String(),
    "value": pl.String(),
    "rule": pl.String(),
    "message": pl.String(),
    "advice": pl.String(),
}
"""What is wrong and what to do: one line per cell, or per row where the column is empty."""
NO_FINDINGS = pl.DataFrame(schema={**FINDINGS, "quarantines": pl.Boolean()})


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
        overlong_findings(sheet, found, each)
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
    """Whether a wrong cell of this column quarantines its row."""
    return contract.columns[name].required or name in contract.noun.key


def cell_findings(
    each: Reader, rows: pl.Series, cells: pl.Series, problems: pl.Series, quarantines: bool
) -> pl.DataFrame:
    """A column's problems with their sentences, worded once per distinct cell."""
    if problems.null_count() == len(problems):
        return NO_FINDINGS
    found = pl.DataFrame({"row": rows, "value": cells, "rule": problems}).filter(
        pl.col("rule").is_not_null()
    )
    distinct = found.select("rule", "value").unique()
    worded = []
    for rule, value in distinct.rows():
        problem, detail = PROBLEMS[rule], each.detail(rule, value)
        message = f"{problem.wrong}（{detail}）" if detail else problem.wrong
        worded.append((rule, value, message, problem.remedy, quarantines and not problem.warning))
    words = pl.DataFrame(
        worded,
        schema={
            **{name: FINDINGS[name] for name in ("rule", "value", "message", "advice")},
            "quarantines": pl.Boolean(),
        },
        orient="row",
    )
    return found.join(words, on=["rule", "value"], maintain_order="left").select(
        pl.lit("").alias("sheet"),
        "row",
        pl.lit(column_letter(each.heading.place)).alias("column"),
        pl.lit(each.heading.said).alias("header"),
        "value",
        "rule",
        "message",
        "advice",
        "quarantines",
    )


def required_findings(
    values: pl.DataFrame,
    data: pl.DataFrame,
    readers: dict[str, Reader],
    problems: dict[str, pl.Series],
    contract: Contract,
) -> list[pl.DataFrame]:
    """Required cells that are blank, and rows with no cell of a group of which one is required."""
    found = []
    for name, each in readers.items():
        if each.rules.required:
            # A cell that says something unreadable has its own problem.
            if not values[name].null_count():
                continue
            lacking = values[name].is_null() & problems[name].is_null()
            cells = data[f"c{each.heading.place}"]
            found.append(worded(values["row"], lacking, RowProblem.REQUIRED, each.heading, cells))
    for group in contract.one_of:
        named = [name for name in group if name in readers]
        lacking = values.select(pl.all_horizontal(pl.col(n).is_null() for n in named)).to_series()
        headers = "、".join(contract.columns[name].header for name in group)
        heading = readers[named[0]].heading
        found.append(worded(values["row"], lacking, RowProblem.ONE_OF, heading, None, headers))
    return found


def overlong_findings(sheet: Sheet, found: Layout | None, checked: SheetCheck) -> pl.DataFrame:
    """Data rows of a text that go on beyond the last header: some mark split one of their cells."""
    header = sheet.cells.slice(found.first, found.depth) if found else sheet.cells.clear()
    named = [place for row in header.rows() for place, cell in enumerate(row) if cell]
    beyond = sheet.cells.columns[max(named, default=sheet.cells.width) + 1 :]
    if not beyond:
        return NO_FINDINGS
    cells = sheet.cells.select(pl.coalesce(beyond)).to_series().gather(checked.values["row"] - 1)
    heading = Heading(max(named) + 1, "")
    found_rows = worded(
        checked.values["row"], cells.is_not_null(), RowProblem.OVERLONG, heading, cells
    )
    return found_rows.with_columns(sheet=pl.lit(sheet.name))


def merged_findings(rows: pl.Series, sheet: Sheet, found: Layout, each: Reader) -> pl.DataFrame:
    """Data rows under a merged number, which is the first row's alone."""
    if not sheet.merged or each.column.type not in QUANTITIES:
        return NO_FINDINGS
    spanned = [row + 1 for row in numbers_spanned(sheet, found, each.heading.place)]
    found_rows = worded(rows, rows.is_in(spanned), RowProblem.MERGED, each.heading, None)
    return found_rows.with_columns(quarantines=pl.lit(value=False))


def period_findings(
    rows: pl.Series, data: pl.DataFrame, period: Heading, month: int
) -> pl.DataFrame:
    """Rows that say another month than the file's; a blank cell claims nothing."""
    cells = data[f"c{period.place}"]
    months, problems = calendar.months(cells, month // 100)
    other = (months != month).fill_null(value=False) | problems.is_not_null()
    detail = f"文件：{month // 100}年{month % 100}月"
    return worded(rows, other, RowProblem.PERIOD, period, cells, detail)


def worded(
    rows: pl.Series,
    wrong: pl.Series,
    problem: RowProblem,
    heading: Heading,
    cells: pl.Series | None,
    detail: str = "",
) -> pl.DataFrame:
    if not wrong.any():
        return NO_FINDINGS
    found = pl.DataFrame({"row": rows.filter(wrong)})
    value = cells.filter(wrong) if cells is not None else pl.lit(None, pl.String())
    return found.select(
        pl.lit("").alias("sheet"),
        "row",
        pl.lit(column_letter(heading.place)).alias("column"),
        pl.lit(heading.said).alias("header"),
        value.alias("value"),
        pl.lit(problem.value).alias("rule"),
        pl.lit(f"{problem.wrong}（{detail}）" if detail else problem.wrong).alias("message"),
        pl.lit(problem.remedy).alias("advice"),
        pl.lit(value=True).alias("quarantines"),
    )


def row_texts(data: pl.DataFrame, readers: dict[str, Reader], found: Layout | None) -> pl.DataFrame:
    """What a row says, cell by cell, but for its running number: for finding repeated rows."""
    said = {name: data[f"c{each.heading.place}"] for name, each in readers.items()}
    for heading in found.unknown if found else ():
        said[f"表外列 {heading.said}"] = data[f"c{heading.place}"]
    return pl.DataFrame(said) if said else pl.DataFrame(schema={"row": pl.Int64()})


def duplicates(texts: pl.DataFrame) -> pl.DataFrame:
    """Rows that repeat an earlier one of the file in every cell, naming the first."""
    columns = [name for name in texts.columns if name not in ("sheet", "row")]
    later = texts.filter(~pl.struct(columns).is_first_distinct()) if columns else texts.clear()
    if later.is_empty():
        return NO_FINDINGS
    firsts = texts.join(later.select(columns).unique(), on=columns, how="semi", nulls_equal=True)
    firsts = firsts.unique(columns, keep="first", maintain_order=True).select(
        *columns, pl.col("sheet").alias("first_sheet"), pl.col("row").alias("first_row")
    )
    named = later.join(firsts, on=columns, how="left", nulls_equal=True, maintain_order="left")
    where = (
        pl.when(pl.col("sheet") == pl.col("first_sheet"))
        .then(pl.lit(""))
        .otherwise(pl.format("工作表“{}”", "first_sheet"))
    )
    problem = RowProblem.DUPLICATE
    return named.select(
        "sheet",
        "row",
        pl.lit("").alias("column"),
        pl.lit("").alias("header"),
        pl.lit(None, pl.String()).alias("value"),
        pl.lit(problem.value).alias("rule"),
        pl.format("{}（首见{}第 {} 行）", pl.lit(problem.wrong), where, "first_row").alias(
            "message"
        ),
        pl.lit(problem.remedy).alias("advice"),
        pl.lit(value=True).alias("quarantines"),
    )


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
