"""收到的行 received: one row of a file as it was accepted, and the batch it came in."""

from dataclasses import dataclass
from typing import Any

from louyu.district import District
from louyu.nouns import LINEAGE, STATEMENTS
from louyu.web.frame.figures import cell, month_name
from louyu.web.frame.source import sender_name
from louyu.web.people.disclosure import MASK
from louyu.web.reader import Reader

STATUS = {"in_force": "在用", "replaced": "已被后来的批次替代", "withdrawn": "已撤回"}


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    masked: bool = False


@dataclass(frozen=True)
class Received:
    """A row's cells under their Chinese names, restricted ones masked, and its batch."""

    file: str
    sheet: str
    row: int
    dataset: str
    cells: tuple[Fact, ...]
    batch: tuple[Fact, ...]
    masked: bool


def received(reader: Reader, batch: str, sheet: str, row: int) -> Received | None:
    """None where the edition was not made from that batch or the batch has no such row."""
    about = reader.batches().get(batch)
    found = reader.statement(batch, sheet, row) if about else None
    if about is None or found is None:
        return None
    noun = STATEMENTS[about["dataset"]]
    lineage = {column.name for column in LINEAGE}
    cells = tuple(
        Fact(column.label, MASK, masked=True)
        if column.name in noun.restricted
        else Fact(column.label, cell(column, found.get(column.name)))
        for column in noun.columns
        if column.name not in lineage
    )
    return Received(
        file=about["file"],
        sheet=sheet,
        row=row,
        dataset=dataset_name(reader.district, about["dataset"]),
        cells=cells,
        batch=batch_facts(reader, about),
        masked=any(fact.masked for fact in cells),
    )


def dataset_name(district: District, dataset: str) -> str:
    contract = district.contracts.get(dataset)
    return contract.label if contract else STATEMENTS[dataset].label


def batch_facts(reader: Reader, about: dict[str, Any]) -> tuple[Fact, ...]:
    return (
        Fact("报送单位", sender_name(reader, about)),
        Fact("所属期", month_name(about["month"])),
        Fact("文件名", about["file"]),
        Fact("批次", about["batch"]),
        Fact("次序", f"第 {about['sequence']:,} 个"),
        Fact("状态", STATUS[about["status"]]),
        Fact("读取", f"{about['rows_read']:,} 行"),
        Fact("采用", f"{about['accepted']:,} 行"),
        Fact("隔离", f"{about['quarantined']:,} 行"),
        Fact("非数据行", f"{about['non_data']:,} 行"),
        Fact("SHA-256", about["sha256"]),
    )
