"""文件 file: a reading with everything that must be known before its rows are checked."""

from dataclasses import dataclass

from louyu.district import Contract, District
from louyu.sources.header import OWN_SHEETS, SEARCHED, Layout, Rows, layout, layout_hold
from louyu.sources.read import Reading, Sheet
from louyu.sources.recognition import (
    Sender,
    dataset_recognised,
    month_recognised,
    sender_recognised,
    surroundings,
)
from louyu.sources.refusal import FileProblem, RefusalError
from louyu.standards import calendar

LOOKED_AT = SEARCHED + 2
"""Rows taken out of a sheet to find its header, which may have two levels."""
LAST = 8
"""Rows at a sheet's end in which 报送单位 and 所属期 may stand."""


@dataclass(frozen=True)
class Recognised:
    """A file whose dataset, sender, month and headers are known."""

    reading: Reading
    dataset: str
    sender: Sender
    month: int
    layouts: tuple[tuple[Sheet, Rows, Layout | None], ...]
    said: tuple[str, ...]


def recognised(
    reading: Reading,
    file: str,
    district: District,
    *,
    dataset: str | None,
    sender: str | None,
    month: int | None,
    received: int,
) -> Recognised:
    """What a file is, as given or as it says itself; ``received`` is the month of its receipt.

    Raises `RefusalError`.
    """
    sheets = [sheet for sheet in reading.sheets if not sheet.hidden and sheet.cells.height]
    if not sheets:
        raise RefusalError(FileProblem.EMPTY, "没有可见的非空工作表")
    heads: list[Rows] = [sheet.cells.head(LOOKED_AT).rows() for sheet in sheets]
    if dataset is None:
        words = " ".join(
            [file, *(s.name for s in sheets), *(c for h in heads for r in h for c in r if c)]
        )
        dataset = dataset_recognised(heads, words, district, seen=seen(reading, heads))
    if dataset not in district.contracts:
        raise RefusalError(FileProblem.DATASET_UNKNOWN, f"没有名为“{dataset}”的数据集")
    contract = district.contracts[dataset]
    layouts = tuple(
        (sheet, rows, layout(rows, contract) if sheet.name not in OWN_SHEETS else None)
        for sheet, rows in zip(sheets, heads, strict=True)
    )
    headed = [(sheet, rows, found) for sheet, rows, found in layouts if found]
    if not headed:
        raise RefusalError(FileProblem.NO_HEADER, no_header_detail(reading, heads, district))
    for _, _, found in headed:
        layout_hold(found, contract)
    around = surroundings(
        file,
        [(sheet.name, rows, found) for sheet, rows, found in headed],
        [last_rows(sheet, found) for sheet, _, found in headed],
    )
    who, sender_said = sender_recognised(around, contract, district, sender)
    when, month_said = month_recognised(around, periods(headed), month)
    if not district.first_month <= when <= received:
        raise RefusalError(FileProblem.MONTH_OUT_OF_RANGE, f"{when // 100}年{when % 100}月")
    if not any(sheet.cells.height > found.data_from for sheet, _, found in headed):
        raise RefusalError(FileProblem.NO_ROWS)
    return Recognised(reading, dataset, who, when, layouts, (*sender_said, *month_said))


def last_rows(sheet: Sheet, found: Layout) -> Rows:
    """The sheet's end, without what belongs to its header."""
    rows: Rows = sheet.cells.slice(max(found.data_from, sheet.cells.height - LAST)).rows()
    return rows


def periods(headed: list[tuple[Sheet, Rows, Layout]]) -> set[int]:
    """The months that 所属期 columns name in full, when they name one only."""
    found: set[int] = set()
    for sheet, _, header in headed:
        if header.period is not None:
            cells = sheet.cells[f"c{header.period.place}"].slice(header.data_from)
            months, _ = calendar.months(cells.drop_nulls())
            common = months.drop_nulls().value_counts(sort=True)
            # The column's usual month; rows of another one are quarantined later.
            found |= set(common.head(1)[common.columns[0]].to_list())
    return found


def no_header_detail(reading: Reading, heads: list[Rows], district: District) -> str:
    """What was seen instead of a header, and what it may be."""
    fitting = [contract.label for contract in district.contracts.values() if fits(heads, contract)]
    like = f"；像是“{'”“'.join(fitting)}”" if fitting else ""
    return seen(reading, heads) + like


def seen(reading: Reading, heads: list[Rows]) -> str:
    """The fullest of a file's first rows, and how a text was decoded."""
    rows = [[cell for cell in row if cell] for rows in heads for row in rows]
    widest = max(rows, key=len, default=[])
    cells = "、".join(str(cell)[:20] for cell in widest[:8])
    said = f"看到的是：{cells}" if cells else "没有看到文字"
    if reading.kind == "text":
        said += f"；按 {reading.encoding} 解码"
        if reading.big5 and reading.encoding == "GB18030":
            said += "，字节也符合 Big5（繁体中文编码），如有乱码请另存为 UTF-8"
    return said


def fits(heads: list[Rows], contract: Contract) -> bool:
    found = [layout(rows, contract) for rows in heads]
    return any(each is not None and not each.missing(contract) for each in found)
