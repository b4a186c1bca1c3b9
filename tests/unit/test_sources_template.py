"""Every contract's template, filled in as a person would, reads back to the same values."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sources_examples import CODES, DISTRICT, clean, taken

from louyu.district import Contract, ContractColumn
from louyu.door import submit
from louyu.nouns import Column, Type
from louyu.sources.refusal import FileProblem
from louyu.sources.report import report_read
from louyu.sources.template import HEADER_ROW, LINES, template_write

SENDERS = {"street": "锦帆街道", "operator": "演示楼宇运营有限公司"}
WRITTEN: dict[Type, tuple[Any, Any]] = {
    # as typed, as read
    Type.TEXT: ("演示文字", "演示文字"),
    Type.FLAG: ("是", True),
    Type.DATE: (date(2025, 3, 1), date(2025, 3, 1)),
    Type.INTEGER: (3, 3),
    Type.REAL: (75.5, 75.5),
    Type.AREA: (88.25, 8825),
    Type.MONEY: (1234.5, 123450),
}


def typed(column: Column, rules: ContractColumn) -> tuple[Any, Any]:
    """What a person types into a column of the template, and what it means."""
    if rules.check == "uscc":
        return CODES[5], CODES[5]
    if rules.check == "street":
        return "潮声街道", "潮声街道"
    if rules.check == "industry":
        return "6513", "6513"
    if rules.allowed:
        return rules.allowed[-1], rules.allowed[-1]
    if column.name.endswith("lat"):
        return 29.52, 29.52
    said, read = WRITTEN[column.type]
    if column.type is Type.AREA and rules.unit == "亩":
        return 15, 1_000_000  # 15亩 are one hectare
    return said, read * 10_000 if rules.unit == "万元" else read


def sender_of(contract: Contract) -> str:
    names = {department.id: department.name for department in DISTRICT.departments}
    return (names | SENDERS)[contract.senders[0]]


@pytest.mark.parametrize("dataset", DISTRICT.contracts)
def test_a_template_filled_in_reads_back(dataset: str, tmp_path: Path) -> None:
    contract = DISTRICT.contracts[dataset]
    path = tmp_path / "模板.xlsx"
    template_write(path, DISTRICT, dataset, sender=sender_of(contract), month=202505)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    expected = {}
    for place, (name, rules) in enumerate(contract.columns.items(), 1):
        said, expected[name] = typed(contract.noun[name], rules)
        page.cell(HEADER_ROW + 2, place).value = said
    book.save(path)
    batch = taken(tmp_path, "报表.xlsx", path.read_bytes())
    said = (batch.dataset, batch.publisher, batch.sender, batch.month)
    assert said == (dataset, contract.senders[0], sender_of(contract), 202505)
    assert not batch.warnings
    assert report_read(batch.folder).is_empty(), report_read(batch.folder).rows()
    (row,) = clean(batch).select(*contract.columns).rows(named=True)
    assert row == expected


def test_a_template_keeps_codes_whole_and_offers_what_may_be_chosen(tmp_path: Path) -> None:
    template_write(tmp_path / "模板.xlsx", DISTRICT, "building")
    page = openpyxl.load_workbook(tmp_path / "模板.xlsx").worksheets[0]
    letters = {cell.value: cell.column_letter for cell in page[HEADER_ROW + 1]}
    assert page.column_dimensions[letters["*楼宇编码"]].number_format == "@"
    lists = {
        str(rule.sqref): rule.formula1
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
    }
    streets = letters["所属街镇"]
    filled = f"{streets}{HEADER_ROW + 2}:{streets}{HEADER_ROW + 1 + LINES}"
    offered = lists[filled]
    assert all(street.name in offered for street in DISTRICT.streets)


def test_an_empty_template_is_told_that_it_is_empty(tmp_path: Path) -> None:
    template_write(tmp_path / "模板.xlsx", DISTRICT, "tax", sender="税务局", month=202505)
    receipt = submit(tmp_path / "home", DISTRICT, tmp_path / "模板.xlsx")
    assert receipt.rule == FileProblem.NO_ROWS
