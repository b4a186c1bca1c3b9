"""非数据行 non-data: titles, headers, blank rows, totals and notes, each named with what it is.

A row is taken for a total or a note only when it cannot be a data row: its words are those of a
total or note, and what a data row must name stands empty. Everything else is data, and is checked.
"""

from collections.abc import Sequence

import polars as pl

from louyu.district import Contract
from louyu.nouns import Type
from louyu.sources.header import Layout

TOTAL = (
    r"^\s*[(（]?(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本页合计|本页小计)\s*[)）]?\s*[:：]?\s*$"
)
PART_TOTAL = r"^.{1,20}(合计|总计|小计|共计)\s*[:：]?\s*$"
NOTE = (
    r"^\s*[(（*※]?\s*(注|备注|附注|说明|填表说明|填报说明|注意事项|附)\s*[0-9一二三四五]{0,2}\s*[)）]?\s*[:：、.．]"
    r"|^\s*(填表人|填报人|制表人|制\s*表|审核人|审\s*核|复核人|经办人|负责人|单位负责人|部门负责人"
    r"|统计负责人|分管领导|联系人|联系电话|电\s*话|填报日期|填表日期|制表日期|报送日期|报送时间"
    r"|填报时间|打印时间|打印日期|导出时间|导出日期|报送单位|填报单位|填表单位|数据来源|单位盖章"
    r"|单位[(（]盖章[)）])\s*[:：]"
    r"|^\s*第\s*[0-9]+\s*页"
)
COUNTED = frozenset({"栏次", "甲", "乙", "丙", "丁"})


def non_data(cells: pl.DataFrame, found: Layout | None, contract: Contract) -> pl.DataFrame:
    """Every row of a sheet that is no data: ``row`` (from 0) and ``why``, in order."""
    blank = pl.all_horizontal(pl.all().is_null())
    if found is None:
        why = pl.when(blank).then(pl.lit("空行")).otherwise(pl.lit("无表头的工作表"))
        return cells.select(why.alias("why")).with_row_index("row").cast({"row": pl.Int64})
    above = cells.head(found.first)
    header = cells.slice(found.first, found.depth)
    named = pl.DataFrame(
        {
            "why": [
                *above.select(pl.when(blank).then(pl.lit("空行")).otherwise(pl.lit("标题")))
                .to_series()
                .to_list(),
                *["表头"] * found.depth,
            ]
        },
        schema={"why": pl.String},
    )
    data = cells.slice(found.data_from)
    titles = [text for row in above.rows() for text in row if text]
    reasons = data_reasons(data, found, header, titles, contract)
    if len(data) and column_numbers([cell for cell in data.row(0) if cell]):
        reasons = reasons.scatter(0, "栏次行")
    every = pl.concat([named["why"], reasons]).to_frame().with_row_index("row")
    return every.filter(pl.col("why").is_not_null()).cast({"row": pl.Int64})


def data_reasons(
    data: pl.DataFrame, found: Layout, header: pl.DataFrame, titles: list[str], contract: Contract
) -> pl.Series:
    """Why each row below the header is no data; null for a data row."""
    places = data.select(
        pl.sum_horizontal(pl.all().is_not_null().cast(pl.UInt32)).alias("filled"),
        suspects(found, header, contract).alias("suspect"),
    ).with_row_index("place")
    suspect = (places["suspect"] | (places["filled"] <= 1)).arg_true()
    facts = data[suspect].select(
        pl.coalesce(pl.all()).alias("first"),
        totals(found, contract).alias("total"),
        notes(found, contract).alias("note"),
        repeated(found, header).alias("repeated"),
        places["filled"].gather(suspect).alias("filled"),
        suspect.alias("place"),
    )
    plain = places.filter(~pl.col("suspect") & (pl.col("filled") > 1))["place"].max()
    why = (
        pl.when(pl.col("filled") == 0)
        .then(pl.lit("空行"))
        .when(pl.col("repeated"))
        .then(pl.lit("重复表头"))
        .when(pl.col("total"))
        .then(pl.lit("合计行"))
        .when(pl.col("note"))
        .then(pl.lit("说明行"))
        .when((pl.col("filled") == 1) & pl.col("first").is_in(titles))
        .then(pl.lit("重复标题"))
        .when((pl.col("filled") == 1) & after_notes(facts, plain))
        .then(pl.lit("说明行"))
    )
    reasons = pl.repeat(None, len(data), dtype=pl.String, eager=True).alias("why")
    return reasons.scatter(suspect, facts.select(why.alias("why"))["why"])


def suspects(found: Layout, header: pl.DataFrame, contract: Contract) -> pl.Expr:
    """Rows that may be no data, told cheaply: most rows of a file are not looked at further."""
    required = [
        f"c{heading.place}"
        for name, heading in found.columns.items()
        if contract.columns[name].required
    ]
    lacking = [pl.col(name).is_null() for name in required]
    worded = [
        pl.col(n).str.contains("计", literal=True) for n in texts(found, contract, required=True)
    ]
    first = next(iter(found.columns.values())).place
    repeats = pl.col(f"c{first}").is_in([row[first] for row in header.rows() if row[first]])
    noted = pl.coalesce(pl.all()).str.contains(NOTE)
    return any_of([*lacking, *worded, repeats, noted])


def texts(found: Layout, contract: Contract, *, required: bool) -> list[str]:
    """Cells in which a data row names something: text columns, all or the required ones."""
    return [
        f"c{heading.place}"
        for name, heading in found.columns.items()
        if contract.noun[name].type is Type.TEXT
        and (contract.columns[name].required or not required)
    ]


def totals(found: Layout, contract: Contract) -> pl.Expr:
    """A cell says 合计 and no other cell names what a data row must name."""
    named = texts(found, contract, required=True)
    every = texts(found, contract, required=False)
    said = pl.coalesce(pl.all()).str.contains(TOTAL) | any_of(
        [pl.col(name).str.contains(TOTAL) for name in every]
    )
    unnamed = all_of([pl.col(n).is_null() | pl.col(n).str.contains(TOTAL) for n in named])
    # With a street or a building before the word, nothing else may be named at all.
    part = any_of([pl.col(name).str.contains(PART_TOTAL) for name in every])
    alone = all_of([pl.col(n).is_null() | pl.col(n).str.contains(PART_TOTAL) for n in every])
    return (said & unnamed) | (part & alone)


def notes(found: Layout, contract: Contract) -> pl.Expr:
    """The row begins with a note's words and does not name what a data row must name."""
    required = [
        f"c{heading.place}"
        for name, heading in found.columns.items()
        if contract.columns[name].required
    ]
    unnamed = any_of([pl.col(n).is_null() | pl.col(n).str.contains(NOTE) for n in required])
    return pl.coalesce(pl.all()).str.contains(NOTE).fill_null(value=False) & unnamed


def repeated(found: Layout, header: pl.DataFrame) -> pl.Expr:
    """Every cell under a known header says what the header says."""
    same, filled = [], []
    for heading in found.columns.values():
        said = {row[heading.place] for row in header.rows()} - {None}
        cell = pl.col(f"c{heading.place}")
        same.append(cell.is_in(list(said)).fill_null(value=False).cast(pl.UInt32))
        filled.append(cell.is_not_null().cast(pl.UInt32))
    equal = pl.sum_horizontal(same)
    return (equal >= 2) & (equal == pl.sum_horizontal(filled))


def after_notes(facts: pl.DataFrame, plain: object) -> pl.Expr:
    """Rows below the first note that follows the last row of more than one cell."""
    other = ~pl.col("note") & ~pl.col("total") & ~pl.col("repeated")
    dense = facts.filter((pl.col("filled") > 1) & other)["place"].max()
    last = max(place for place in (dense, plain, -1) if isinstance(place, int))
    start = facts.filter(pl.col("note") & (pl.col("place") > last))["place"].min()
    return pl.lit(value=False) if start is None else pl.col("place") > start


def column_numbers(row: Sequence[str]) -> bool:
    """A line that numbers the columns: 1 2 3 …, 甲 乙 1 2 …"""
    numbers = [cell for cell in row if cell not in COUNTED]
    return len(row) >= 3 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def any_of(expressions: list[pl.Expr]) -> pl.Expr:
    if not expressions:
        return pl.lit(value=False)
    return pl.any_horizontal(e.fill_null(value=False) for e in expressions)


def all_of(expressions: list[pl.Expr]) -> pl.Expr:
    if not expressions:
        return pl.lit(value=True)
    return pl.all_horizontal(e.fill_null(value=False) for e in expressions)
