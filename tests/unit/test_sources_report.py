"""No row disappears, and whoever sent a wrong one is told where, what and what to do."""

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources_examples import CODES, DISTRICT, MAY, OFFICE, TAX, clean, csv_bytes, non_data, taken
from sources_examples import tax_rows as amounts

from louyu.door import submit
from louyu.sources.report import report_lines, report_read, report_record

GOOD, BAD, TWICE, BLANK, TOTAL, NOTE, HEADER = (
    *("good", "bad", "twice"),
    *("blank", "total", "note", "header"),
)
LINES = {
    BAD: ["123", "演示有限公司", OFFICE, "5"],
    TWICE: [CODES[99], "演示99有限公司", OFFICE, "8"],
    BLANK: ["", "", "", ""],
    TOTAL: ["合计", "", "", "7"],
    NOTE: ["注：演示数据", "", "", ""],
    HEADER: TAX,
}


def fate(kind: str, earlier: list[str]) -> str:
    """What becomes of a line below the lines before it."""
    if kind in (GOOD, BAD):
        return "taken" if kind == GOOD else "quarantined"
    if kind == TWICE:
        return "quarantined" if TWICE in earlier else "taken"
    return "no data"


@settings(max_examples=40)
@given(kinds=st.lists(st.sampled_from([GOOD, *LINES]), max_size=12))
def test_rows_are_taken_quarantined_or_no_data_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    kinds = [GOOD, *kinds, GOOD]
    rows = [
        LINES.get(kind, [CODES[number], f"演示{number}有限公司", OFFICE, str(number)])
        for number, kind in enumerate(kinds)
    ]
    batch = taken(folder, f"{MAY}.csv", csv_bytes([["税收月报"], TAX, *rows]))
    fates = {number: fate(kind, kinds[: number - 3]) for number, kind in enumerate(kinds, 3)}
    report = report_read(batch.folder)
    said = {
        "taken": clean(batch)["row"].to_list(),
        "quarantined": report["row"].unique().sort().to_list(),
        "no data": [row for row, _ in non_data(batch) if row > 2],
    }
    assert said == {name: [n for n, each in fates.items() if each == name] for name in said}
    assert batch.rows_read == batch.accepted + batch.quarantined + batch.non_data == 2 + len(rows)
    for line, finding in zip(report_lines(report), report.iter_rows(named=True), strict=True):
        assert line.startswith(f"[隔离] 第 {finding['row']} 行")
        assert finding["message"] in line and line.endswith(f"。{finding['advice']}。")
        assert finding["advice"].startswith("请")


def test_the_sentence_of_a_finding(tmp_path: Path) -> None:
    rows = [["123", "甲", OFFICE, 1], *amounts(5, "0.001"), *amounts(5), [CODES[3], "乙", "", 6]]
    batch = taken(tmp_path, f"{MAY}.csv", csv_bytes([TAX, *rows]))
    assert list(report_lines(report_read(batch.folder))) == [
        "[隔离] 第 2 行 A 列“统一社会信用代码”，内容“123”：统一社会信用代码应为18位（现为3位）。"
        "请对照营业执照补全或删去多余的字符。",
        "[提示] 第 4 行 D 列“税收合计（元）”，内容“0.001”：小数位数多于系统保存的位数"
        "（金额到分，面积到0.01㎡），已四舍五入。如差额要紧，请核对原数。",
        "[隔离] 第 5 行：重复行，与前面一行完全相同（首见第 3 行）。"
        "请删去重复的一行；确是两笔的，请写明区别。",
        "[隔离] 第 6 行 C 列“主管税务机关”：必填的格是空的。请补上后再报送这一行。",
    ]
    shown = list(report_lines(report_read(batch.folder), limit=1))
    assert shown[1:] == ["……其余 3 处见报告"]


def test_the_report_for_machines_holds_every_finding_and_every_row_of_no_data(
    tmp_path: Path,
) -> None:
    rows = [TAX, ["123", "甲", OFFICE, 1], *amounts(5), ["合计", "", "", 6]]
    batch = taken(tmp_path, f"{MAY}.csv", csv_bytes(rows))
    nothing = pl.read_parquet(batch.folder / "non_data.parquet")
    said = json.loads(report_record({"batch": batch.batch}, report_read(batch.folder), nothing))
    (finding,) = said["findings"]
    assert (finding["row"], finding["column"], finding["rule"]) == (2, "A", "uscc-length")
    assert [each["why"] for each in said["non_data_rows"]] == ["表头", "合计行"]


def test_unseen_characters_steer_no_terminal(tmp_path: Path) -> None:
    """Escape sequences and marks that turn the direction of writing are shown as □."""
    name = f"../\x1b[2J\u202e{MAY}.csv"
    rows = [[*TAX, "备注\x1b]0;x\x07"], ["1\x1b[31m", "甲", OFFICE, 1, "演示"]]
    (tmp_path / "a.csv").write_bytes(csv_bytes(rows))
    receipt = submit(tmp_path / "home", DISTRICT, tmp_path / "a.csv", name=name)
    assert receipt.batch is not None and receipt.file == f"□[2J□{MAY}.csv"
    said = [*receipt.batch.warnings, *report_lines(report_read(receipt.folder)), receipt.message]
    assert len(said) == 3 and all(line.isprintable() for line in said)
    refused = submit(tmp_path / "home", DISTRICT, tmp_path / "a.csv", sender="\x1b[2J", name=name)
    assert refused.message.isprintable() and "□[2J" in refused.message
