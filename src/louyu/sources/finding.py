"""发现 findings: what is wrong in a sheet, in sentences; one line per cell, or per row.

Each function finds one kind of fault. ``quarantines`` says whether the row may not be used until it
is sent again; else the cell is left out and its sender told.
"""

import polars as pl

from louyu.district import Contract
from louyu.sources.header import Heading, Layout, column_letter
from louyu.sources.merged import QUANTITIES, numbers_spanned
from louyu.sources.read import Sheet
from louyu.sources.row_problem import RowProblem
from louyu.sources.values import Reader
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


def overlong_findings(sheet: Sheet, found: Layout | None, rows: pl.Series) -> pl.DataFrame:
    """Data rows of a text that go on beyond the last header: some mark split one of their cells."""
    header = sheet.cells.slice(found.first, found.depth) if found else sheet.cells.clear()
    named = [place for row in header.rows() for place, cell in enumerate(row) if cell]
    beyond = sheet.cells.columns[max(named, default=sheet.cells.width) + 1 :]
    if not beyond:
        return NO_FINDINGS
    cells = sheet.cells.select(pl.coalesce(beyond)).to_series().gather(rows - 1)
    heading = Heading(max(named) + 1, "")
    found_rows = worded(rows, cells.is_not_null(), RowProblem.OVERLONG, heading, cells)
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
