"""Files as departments send them are taken: one table in every form, every cell as it was meant."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sources_examples import (
    CODES,
    MAY,
    OFFICE,
    TAX,
    clean,
    csv_bytes,
    non_data,
    old_workbook_bytes,
    sheet_changed,
    taken,
    tax_rows,
    workbook_bytes,
)

from louyu.sources.report import report_read

TABLE = [TAX, *tax_rows(120, -30)]
READ = [(CODES[0], "演示0有限公司", 12000), (CODES[1], "演示1有限公司", -3000)]
TITLED = [
    ["望潮区2025年5月入库税收情况表", None, None, None],
    ["报送单位：望潮区税务局", None, None, "单位：元"],
    [*TAX[:3], "税收合计"],
    *tax_rows(120, -30),
    ["合计", None, None, 90],
    ["填表人：演示甲"],
]
GROUPED = [
    ["纳税人", None, "主管税务机关", "税收（万元）", None],
    ["统一社会信用代码", "企业名称", None, "税收合计", "地方留成"],
    [CODES[0], "演示0有限公司", OFFICE, 0.012, None],
    [CODES[1], "演示1有限公司", OFFICE, -0.003, None],
]
BY_OFFICE = {"一所": TABLE[:2], "二所": [TAX, TABLE[2]], "旧表": [TAX, *tax_rows(999)]}
WIDE = tax_rows("１２０．００", "－30")
PROTECTED = [[f'="{cell}"' for cell in row] for row in TABLE[1:]]

FORMS: dict[str, tuple[str, bytes]] = {
    "UTF-8": (f"{MAY}.csv", csv_bytes(TABLE)),
    "UTF-8 with a mark": (f"{MAY}.csv", csv_bytes(TABLE, "utf-8-sig")),
    "GB18030": (f"{MAY}.csv", csv_bytes(TABLE, "gb18030")),
    "UTF-16": (f"{MAY}.csv", csv_bytes(TABLE, "utf-16")),
    "tabs, named .xls": (f"{MAY}.xls", csv_bytes(TABLE, "gb18030").replace(b",", b"\t")),
    "a workbook": (f"{MAY}.xlsx", workbook_bytes({"税收": TABLE})),
    "an old workbook": (f"{MAY}.xls", old_workbook_bytes(TABLE)),
    "a new workbook named .xls": (f"{MAY}.xls", workbook_bytes({"税收": TABLE})),
    "a merged title, the sender, a total, a signature": (
        "报表.xlsx",
        workbook_bytes({"Sheet1": TITLED}, merged=["A1:D1"]),
    ),
    "a merged header of two lines, in 万元": (
        f"{MAY}.xlsx",
        workbook_bytes({"Sheet1": GROUPED}, merged=["A1:B1", "C1:C2", "D1:E1"]),
    ),
    "the same in an old workbook": (
        f"{MAY}.xls",
        old_workbook_bytes(GROUPED, merged=["A1:B1", "C1:C2", "D1:E1"]),
    ),
    "numbers as text, full-width": (f"{MAY}.csv", csv_bytes([TAX, *WIDE])),
    "an export that protects its cells": (f"{MAY}.csv", csv_bytes([TAX, *PROTECTED])),
    "two sheets and a hidden one": (f"{MAY}.xlsx", workbook_bytes(BY_OFFICE, hidden=["旧表"])),
    "blank rows and columns before it": (
        f"{MAY}.xlsx",
        workbook_bytes({"税收": [[], [], *([None, None, *row] for row in TABLE)]}),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_one_table_in_every_form(form: str, tmp_path: Path) -> None:
    name, content = FORMS[form]
    batch = taken(tmp_path, name, content)
    assert (batch.dataset, batch.publisher, batch.month) == ("tax", "tax", 202505)
    assert clean(batch).select("uscc", "enterprise_name", "total").rows() == READ
    assert batch.quarantined == 0
    assert batch.rows_read == batch.accepted + batch.non_data
    assert batch.original.read_bytes() == content
    assert batch.original.suffix == Path(name).suffix
    if "hidden" in form:
        assert batch.warnings == ("隐藏的工作表“旧表”没有读取",)


TENANT: dict[str, Any] = {"企业名称": "演示甲有限公司", "楼宇名称": "演示大厦"}
PAYER: dict[str, Any] = dict(zip(TAX, tax_rows(1)[0], strict=True))

CELLS: list[tuple[str, Any, Any, str]] = [
    # header, the cell as sent, the value as read, what the sender is told
    ("入驻面积（㎡）", 88.25, 8825, ""),
    ("入驻面积（㎡）", "1,204.5", 120450, ""),
    ("入驻面积（㎡）", "１２０．５", 12050, ""),
    ("入驻面积（㎡）", 0, 0, ""),
    ("入驻面积（㎡）", "0", 0, ""),
    ("入驻面积（㎡）", "/", None, ""),
    ("入驻面积（㎡）", "0.5亩", 33333, ""),
    ("入驻面积（亩）", 1.5, 100000, ""),
    ("入驻面积（万㎡）", 0.012, 12000, ""),
    ("入驻面积（㎡）", -5, None, "cell-below-minimum"),
    ("入驻面积（㎡）", "约120", None, "quantity-approximate"),
    ("入驻面积（㎡）", "#REF!", None, "quantity-spreadsheet-error"),
    ("员工数", "12人", 12, ""),
    ("员工数", 0, 0, ""),
    ("员工数", 12.5, None, "quantity-not-whole"),
    ("入驻日期", date(2025, 3, 1), date(2025, 3, 1), ""),
    ("入驻日期", 45717, date(2025, 3, 1), ""),
    ("入驻日期", "2025.3.1", date(2025, 3, 1), ""),
    ("入驻日期", "2025/03/01", date(2025, 3, 1), ""),
    ("入驻日期", "20250301", date(2025, 3, 1), ""),
    ("入驻日期", "2025年3月1日", date(2025, 3, 1), ""),
    ("入驻日期", "二〇二五年三月一日", date(2025, 3, 1), ""),
    ("入驻日期", "2025-03-01 08:30:00", date(2025, 3, 1), ""),
    ("入驻日期", "2025年3月", None, "date-day-missing"),
    ("入驻日期", "1/3/2025", None, "date-year-not-first"),
    ("入驻日期", "2025-02-29", None, "date-impossible"),
    ("所属街镇", "锦帆", "锦帆街道", ""),
    ("所属街镇", "望潮区锦帆街道", "锦帆街道", ""),
    ("所属街镇", "演示街道", None, "cell-street-unknown"),
    ("迁出意向", "否", "无", ""),
    ("迁出意向", "也许", None, "cell-not-allowed"),
    ("房号", 301, "301", ""),
    ("房号", "３０１室", "301室", ""),
    ("房号", date(2025, 3, 1), "quarantined", "cell-turned-date"),
    ("房号", 9.13e17, "quarantined", "cell-scientific"),
    ("企业名称", "演示\ufffd公司", "quarantined", "cell-control-characters"),
    ("统一社会信用代码", 913301020000000000, "quarantined", "uscc-scientific"),
    ("统一社会信用代码", "9.13E+17", "quarantined", "uscc-scientific"),
    ("统一社会信用代码", CODES[1][:17] + "O", "quarantined", "uscc-alphabet"),
    ("主管税务机关", None, "quarantined", "row-required"),
    ("税收合计（元）", 0, 0, ""),
    ("税收合计（元）", 0.29, 29, ""),
    ("税收合计（元）", -30.1, -3010, ""),
    ("税收合计（元）", "(30)", -3000, ""),
    ("税收合计（元）", "1,234.50", 123450, ""),
    ("税收合计（元）", "0.001", 0, "quantity-rounded"),
    ("税收合计（万元）", "1.000001", 1000001, ""),
    ("税收合计（亿元）", "0.5", 5000000000, ""),
    ("税收合计（元）", "三万左右", "quarantined", "quantity-not-a-number"),
]
COLUMNS = {
    "入驻面积": "area",
    "员工数": "staff",
    "入驻日期": "moved_in",
    "所属街镇": "street",
    "迁出意向": "intention",
    "房号": "room",
    "企业名称": "enterprise_name",
    "统一社会信用代码": "uscc",
    "主管税务机关": "tax_authority",
    "税收合计": "total",
}


@pytest.mark.parametrize(("header", "said", "read", "rule"), CELLS)
def test_a_cell_is_read_as_meant_or_named(
    header: str, said: Any, read: Any, rule: str, tmp_path: Path
) -> None:
    bare = header.split("（")[0]
    tax = any(each.startswith(bare) for each in TAX if each != "企业名称")
    plain = PAYER if tax else TENANT
    row = {each: cell for each, cell in plain.items() if not each.startswith(bare)}
    row |= {header: said, "备注栏": "演示"}
    batch = taken(
        tmp_path,
        "2025年5月.xlsx",
        workbook_bytes({"Sheet1": [list(row), list(row.values())]}),
        dataset="tax" if tax else "tenancy",
        sender="tax" if tax else "锦帆街道",
    )
    values = clean(batch)[COLUMNS[bare]].to_list()
    assert values == ([] if read == "quarantined" else [read])
    assert report_read(batch.folder)["rule"].to_list() == ([rule] if rule else [])


@pytest.mark.parametrize("code", ["9.13E+17", CODES[1][:17] + "O", CODES[1][:16]])
def test_a_wrong_code_that_may_be_blank_leaves_the_row_to_its_name(
    code: str, tmp_path: Path
) -> None:
    row = TENANT | {"统一社会信用代码": code}
    batch = taken(
        tmp_path,
        "2025年5月.xlsx",
        workbook_bytes({"Sheet1": [list(row), list(row.values())]}),
        dataset="tenancy",
        sender="锦帆街道",
    )
    said = clean(batch)
    assert said["uscc"].to_list() == [None]
    assert said["enterprise_name"].to_list() == [TENANT["企业名称"]]
    assert report_read(batch.folder)["column"].to_list() == [
        "ABCDEFGH"[list(row).index("统一社会信用代码")]
    ]


def test_what_is_no_data_is_named(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["税收月报", "", "", ""],
        ["", "", "", ""],
        TAX,
        ["甲", "乙", "丙", "1"],
        *tax_rows(120, -30),
        ["小计", "", "", 90],
        ["", "", "", ""],
        TAX,
        [CODES[2], "演示合计有限公司", OFFICE, 5],
        ["望潮区合计", "", "", 95],
        ["合　计", "", "", 95],
        ["注：退税为负数", "", "", ""],
        ["2. 演示数据", "", "", ""],
        ["填表人：演示甲", "", "审核人：演示乙", ""],
    ]
    batch = taken(tmp_path, f"{MAY}.csv", csv_bytes(rows))
    assert non_data(batch) == [
        (1, "标题"),
        (2, "空行"),
        (3, "表头"),
        (4, "栏次行"),
        (7, "合计行"),
        (8, "空行"),
        (9, "重复表头"),
        (11, "合计行"),
        (12, "合计行"),
        (13, "说明行"),
        (14, "说明行"),
        (15, "说明行"),
    ]
    assert clean(batch)["row"].to_list() == [5, 6, 10], "a company may be named 合计"


STREETS = [
    ["楼宇编码", "楼宇名称", "所属街镇", "建筑面积（㎡）"],
    ["990102L0001", "演示一号楼", "锦帆街道", 100],
    ["990102L0002", "演示二号楼", None, None],
    ["990102L0003", "演示三号楼", None, 300],
    ["990102L0004", "演示四号楼", None, 400],
]
DOWN = ["C2:C4", "D2:D3"]


@pytest.mark.parametrize(
    "content",
    [workbook_bytes({"楼宇": STREETS}, merged=DOWN), old_workbook_bytes(STREETS, merged=DOWN)],
    ids=["xlsx", "xls"],
)
def test_a_merged_word_is_said_of_every_row_a_merged_number_of_the_first(
    content: bytes, tmp_path: Path
) -> None:
    batch = taken(tmp_path, "2025年5月.xlsx", content, dataset="building", sender="锦帆街道")
    assert clean(batch).select("street", "floor_area").rows() == [
        ("锦帆街道", 10000),
        ("锦帆街道", None),
        ("锦帆街道", 30000),
        (None, 40000),
    ]
    told = report_read(batch.folder).select("row", "column", "rule").rows()
    assert told == [(3, "D", "cell-merged")]


def test_a_header_whose_unit_is_not_the_sheets_is_told(tmp_path: Path) -> None:
    same = taken(tmp_path, "2025年4月税收.csv", csv_bytes([["单位：圆"], TAX, *tax_rows(5)]))
    assert not same.warnings
    batch = taken(tmp_path, f"{MAY}.csv", csv_bytes([["单位：万元"], TAX, *tax_rows(5)]))
    assert clean(batch)["total"].to_list() == [500]
    assert batch.warnings == (
        "文件表头“税收合计（元）”的单位是“元”，表头上方写的是“万元”，按表头读取",
    )


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (b'<c r="D2"><f>SUM(F1:F9)</f></c>', "cell-not-computed"),
        (b'<c r="D2" t="e"><f>F1/0</f><v>#DIV/0!</v></c>', "quantity-spreadsheet-error"),
        (b'<c r="D2"><f>60*2</f><v>120</v></c>', ""),
    ],
    ids=["not computed", "an error", "computed"],
)
def test_a_formula_is_its_value_or_is_told(cell: bytes, rule: str, tmp_path: Path) -> None:
    content = sheet_changed(
        workbook_bytes({"税收": TABLE}), lambda xml: xml.replace(b'<c r="D2"><v>120</v></c>', cell)
    )
    batch = taken(tmp_path, f"{MAY}.xlsx", content)
    assert clean(batch)["total"].to_list() == ([-3000] if rule else [12000, -3000])
    assert report_read(batch.folder)["rule"].to_list() == ([rule] if rule else [])


def test_columns_that_are_not_used_are_told(tmp_path: Path) -> None:
    rows = [
        [*TAX, "备注", "", "空列"],
        [*tax_rows(1)[0], "演示", "多出的", ""],
        ["合计", "", "", 1, "", "", "合计旁"],
    ]
    batch = taken(tmp_path, f"{MAY}.csv", csv_bytes(rows))
    assert batch.warnings == (
        "文件第E列“备注”不在契约之内，没有使用",
        "文件第F列有内容而没有表头，没有使用",
    )


def test_a_comma_that_splits_a_cell_is_told_and_its_row_not_taken(tmp_path: Path) -> None:
    """1,234.50 without quotation marks would be read as one yuan."""
    content = csv_bytes([[*TAX, ""], *tax_rows(5, "1,234.50"), ["合计", "", "", "1,239.50"]])
    batch = taken(tmp_path, f"{MAY}.csv", content)
    assert clean(batch)["total"].to_list() == [500]
    told = report_read(batch.folder).select("row", "column", "value", "rule").rows()
    assert told == [(3, "E", "234.50", "row-overlong")]
