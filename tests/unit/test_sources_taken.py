"""Files as departments send them are taken: what each cell is read as, and that no row is lost."""

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_examples import (
    CODES,
    DISTRICT,
    OFFICE,
    TAX,
    csv_bytes,
    old_workbook_bytes,
    tax_rows,
    workbook_bytes,
)

from louyu.door import Batch, batches, submit, withdraw
from louyu.nouns import STATEMENTS, Type
from louyu.sources.report import marked_workbook, report_lines, report_read
from louyu.sources.template import HEADER_ROW, template_write

MAY = "2025年5月税收"


def taken(folder: Path, name: str, content: bytes, **said: Any) -> Batch:
    (folder / name).write_bytes(content)
    receipt = submit(folder / "home", DISTRICT, folder / name, **said)
    assert receipt.batch is not None, receipt.message
    return receipt.batch


def clean(batch: Batch) -> pl.DataFrame:
    return pl.read_parquet(batch.folder / "clean.parquet")


HEADER_OF_TWO_LINES = [
    ["纳税人", None, "主管税务机关", "税收（万元）", None],
    ["统一社会信用代码", "企业名称", None, "税收合计", "地方留成"],
]

FORMS: dict[str, tuple[str, bytes]] = {
    "UTF-8": (f"{MAY}.csv", csv_bytes([TAX, *tax_rows(120, -30)])),
    "UTF-8 with a mark": (f"{MAY}.csv", csv_bytes([TAX, *tax_rows(120, -30)], "utf-8-sig")),
    "GB18030": (f"{MAY}.csv", csv_bytes([TAX, *tax_rows(120, -30)], "gb18030")),
    "UTF-16": (f"{MAY}.csv", csv_bytes([TAX, *tax_rows(120, -30)], "utf-16")),
    "a workbook": (f"{MAY}.xlsx", workbook_bytes({"税收": [TAX, *tax_rows(120, -30)]})),
    "an old workbook": (f"{MAY}.xls", old_workbook_bytes([TAX, *tax_rows(120, -30)])),
    "an old workbook that is a new one": (
        f"{MAY}.xls",
        workbook_bytes({"税收": [TAX, *tax_rows(120, -30)]}),
    ),
    "a title, a sender's line and a total": (
        "报表.xlsx",
        workbook_bytes(
            {
                "Sheet1": [
                    ["望潮区2025年5月入库税收情况表"],
                    ["报送单位：望潮区税务局", None, None, "单位：元"],
                    TAX,
                    *tax_rows(120, -30),
                    ["合计", None, None, 90],
                    ["填表人：演示甲"],
                ]
            }
        ),
    ),
    "a header of two lines, 万元": (
        f"{MAY}.xlsx",
        workbook_bytes(
            {
                "Sheet1": [
                    *HEADER_OF_TWO_LINES,
                    [CODES[0], "演示0有限公司", OFFICE, 0.012, None],
                    [CODES[1], "演示1有限公司", OFFICE, -0.003, None],
                ]
            }
        ),
    ),
    "numbers as text, full-width, with separators": (
        f"{MAY}.csv",
        csv_bytes([TAX, *tax_rows("１２０．００", "－30")]),
    ),
    "an export that protects its cells": (
        f"{MAY}.csv",
        csv_bytes([TAX, *[[f'="{cell}"' for cell in row] for row in tax_rows(120, -30)]]),
    ),
    "two sheets, a hidden one and a note": (
        f"{MAY}.xlsx",
        workbook_bytes(
            {
                "一所": [TAX, *tax_rows(120)],
                "二所": [TAX, [CODES[1], "演示1有限公司", OFFICE, -30]],
                "旧表": [TAX, *tax_rows(999)],
                "说明": [["本表由各所填报"]],
            },
            hidden=["旧表"],
        ),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_one_table_in_the_forms_it_comes_in(form: str, tmp_path: Path) -> None:
    name, content = FORMS[form]
    batch = taken(tmp_path, name, content)
    assert (batch.dataset, batch.publisher, batch.month) == ("tax", "tax", 202505)
    assert clean(batch).select("uscc", "enterprise_name", "total").rows() == [
        (CODES[0], "演示0有限公司", 12000),
        (CODES[1], "演示1有限公司", -3000),
    ]
    assert batch.quarantined == 0
    assert batch.rows_read == batch.accepted + batch.non_data
    assert (batch.folder / f"original{Path(name).suffix}").read_bytes() == content


CELLS: dict[str, tuple[str, str, Any, str]] = {
    "a zero": ("税收合计（元）", "total", 0, "0"),
    "fen": ("税收合计（元）", "total", 0.29, "29"),
    "a thousand": ("税收合计（元）", "total", '"1,234.50"', "123450"),
    "in brackets": ("税收合计（元）", "total", "(30)", "-3000"),
    "万元": ("税收合计（万元）", "total", "1.000001", "1000001"),
    "亿元": ("税收合计（亿元）", "total", "0.5", "5000000000"),
}


@pytest.mark.parametrize("case", CELLS)
def test_an_amount_is_read_to_the_fen(case: str, tmp_path: Path) -> None:
    header, column, said, stored = CELLS[case]
    content = csv_bytes([[*TAX[:3], header], *tax_rows(said)])
    assert str(clean(taken(tmp_path, f"{MAY}.csv", content))[column][0]) == stored


@pytest.mark.parametrize(
    ("row", "severity", "said"),
    [
        (["9.13E+17", "甲", OFFICE, 1], "隔离", "A 列“统一社会信用代码”，内容“9.13E+17”"),
        ([CODES[1][:17] + "*", "甲", OFFICE, 1], "隔离", "第18位是“*”"),
        ([CODES[1], "甲", "", 1], "隔离", "C 列“主管税务机关”：必填的格是空的"),
        ([CODES[1], "甲", OFFICE, "约三万"], "隔离", "内容“约三万”：这一格应是数"),
        ([CODES[1], "甲", OFFICE, "#REF!"], "隔离", "公式算出的错误值"),
        ([CODES[1], "甲", OFFICE, "0.001"], "提示", "已四舍五入"),
    ],
    ids=["scientific", "character", "missing", "words", "an error of Excel", "below a fen"],
)
def test_a_finding_says_where_what_and_what_to_do(
    row: list[Any], severity: str, said: str, tmp_path: Path
) -> None:
    batch = taken(tmp_path, f"{MAY}.csv", csv_bytes([TAX, *tax_rows(5), row]))
    assert batch.quarantined == (severity == "隔离")
    (line,) = report_lines(report_read(batch.folder))
    assert line.startswith(f"[{severity}] 第 3 行")
    assert said in line
    assert "请" in line.rpartition("。")[0].rpartition("。")[2], "what to do"


GOOD, BAD, BLANK, TOTAL, NOTE, AGAIN = "good", "bad", "blank", "total", "note", "again"
ROWS = {
    BAD: ["123", "演示有限公司", OFFICE, 5],
    BLANK: ["", "", "", ""],
    TOTAL: ["合计", "", "", 7],
    NOTE: ["注：本表为演示数据", "", "", ""],
    AGAIN: [CODES[99], "演示99有限公司", OFFICE, 8],
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(st.sampled_from([GOOD, *ROWS]), min_size=1, max_size=14))
def test_every_row_is_taken_quarantined_or_no_data(kinds: list[str], tmp_path: Path) -> None:
    rows = [[CODES[n], f"演示{n}有限公司", OFFICE, n] for n in range(len(kinds))]
    lines = [ROWS.get(kind, row) for kind, row in zip(kinds, rows, strict=True)]
    (tmp_path / f"{MAY}.csv").write_bytes(csv_bytes([["税收月报"], TAX, *lines]))
    receipt = submit(tmp_path / "home", DISTRICT, tmp_path / f"{MAY}.csv")
    while kinds and kinds[-1] == BLANK:  # blank lines at the end are no rows
        kinds = kinds[:-1]
    if receipt.batch is None:
        assert not set(kinds) - {BLANK, TOTAL, NOTE}, receipt.message
        return
    batch = receipt.batch
    assert batch.rows_read == 2 + len(kinds)
    assert batch.rows_read == batch.accepted + batch.quarantined + batch.non_data
    taken_rows = set(clean(batch)["row"])
    quarantined = set(report_read(batch.folder).filter(pl.col("severity") == "隔离")["row"])
    named = set(pl.read_parquet(batch.folder / "non_data.parquet")["row"])
    assert sorted([*taken_rows, *quarantined, *named]) == list(range(1, 3 + len(kinds)))
    numbers = dict(enumerate(kinds, 3))
    assert {number for number, kind in numbers.items() if kind == GOOD} <= taken_rows
    assert {number for number, kind in numbers.items() if kind == BAD} == quarantined - {
        number for number, kind in numbers.items() if kind == AGAIN
    }


NAMED: dict[str, Any] = {
    "uscc": CODES[5],
    "head_office_uscc": CODES[6],
    "street": "潮声街道",
    "industry": "7211",
    **dict.fromkeys(("lon", "from_lon", "to_lon"), 122.61),
    **dict.fromkeys(("lat", "from_lat", "to_lat"), 29.52),
}
FILLED: dict[Type, Any] = {
    Type.TEXT: "演示",
    Type.INTEGER: 3,
    Type.REAL: 1.5,
    Type.FLAG: "是",
    Type.DATE: dt.date(2025, 5, 3),
    Type.MONTH: "2025-05",
    Type.MONEY: 12.34,
    Type.AREA: 56.78,
}
READ = {Type.FLAG: True, Type.MONTH: 202505, Type.MONEY: 1234, Type.AREA: 5678}
UNITS = {"万元": 10_000, "亩": Fraction(2000, 3)}


@pytest.mark.parametrize("dataset", DISTRICT.contracts)
def test_a_template_filled_in_reads_back(dataset: str, tmp_path: Path) -> None:
    contract, noun = DISTRICT.contracts[dataset], STATEMENTS[dataset]
    names = {department.id: department.name for department in DISTRICT.departments}
    names |= {"street": "潮声街道", "operator": "演示运营"}
    sender = names[contract.senders[0]]
    path = tmp_path / "模板.xlsx"
    template_write(path, DISTRICT, dataset, sender=sender, month=202505)
    book = openpyxl.load_workbook(path)
    stored = {}
    for place, (name, rules) in enumerate(contract.columns.items(), 1):
        kind = noun[name].type
        said = rules.allowed[0] if rules.allowed else NAMED.get(name, FILLED[kind])
        book.worksheets[0].cell(HEADER_ROW + 2, place, said)
        stored[name] = said if rules.allowed or name in NAMED else READ.get(kind, said)
        if rules.unit in UNITS:
            stored[name] = round(stored[name] * UNITS[rules.unit])
    book.save(path)
    batch = taken(tmp_path, "模板.xlsx", path.read_bytes())
    assert (batch.dataset, batch.month, batch.quarantined) == (dataset, 202505, 0)
    (row,) = clean(batch).select(list(stored)).rows(named=True)
    assert row == stored


def test_the_workbook_comes_back_with_its_cells_marked(tmp_path: Path) -> None:
    rows = [TAX, *tax_rows(5), ["123", "=cmd|' /C calc'!A0", OFFICE, 7]]
    content = workbook_bytes({"税收": rows, "附表": [["另一张表", 1]]}, formats={3: "#,##0.00"})
    batch = taken(tmp_path, f"{MAY}.xlsx", content)
    marked_workbook(batch.original, report_read(batch.folder), tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert book.sheetnames == ["税收", "附表", "核对报告"]
    sheet = book["税收"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == rows
    marked = {c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fill_type}
    assert marked == {"A3"}
    assert "统一社会信用代码" in sheet["A3"].comment.text
    assert sheet["B3"].data_type == "s", "text that looks like a formula stays text"
    assert sheet["D2"].number_format == "#,##0.00"
    assert book["附表"]["B1"].value == 1
    assert [cell.value for cell in book["核对报告"][2]][:3] == ["税收", 3, "A"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_what_looks_like_a_formula_is_text_in_what_comes_back(start: str, tmp_path: Path) -> None:
    said = f"{start}HYPERLINK(1)"
    batch = taken(tmp_path, f"{MAY}.csv", csv_bytes([TAX, *tax_rows(5), ["1", said, OFFICE, 7]]))
    marked_workbook(batch.original, report_read(batch.folder), tmp_path / "marked.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "marked.xlsx").worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


def test_a_correction_replaces_and_its_withdrawal_brings_the_first_back(tmp_path: Path) -> None:
    first = taken(tmp_path, f"{MAY}.csv", csv_bytes([TAX, *tax_rows(5)]))
    (tmp_path / "again.csv").write_bytes(csv_bytes([TAX, *tax_rows(5)]))
    again = submit(tmp_path / "home", DISTRICT, tmp_path / "again.csv", month=202505)
    assert again.outcome == "unchanged"
    second = taken(tmp_path, f"{MAY}（更正）.csv", csv_bytes([TAX, *tax_rows(6)]))
    status = {batch.batch: batch.status for batch in batches(tmp_path / "home")}
    assert status == {first.batch: "replaced", second.batch: "in_force"}
    withdraw(tmp_path / "home", second.batch, reason="报错了")
    status = {batch.batch: batch.status for batch in batches(tmp_path / "home")}
    assert status == {first.batch: "in_force", second.batch: "withdrawn"}
