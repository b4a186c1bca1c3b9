"""The workbook comes back: the sender's own, its wrong cells marked, and nothing in it runs."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.relationship import Relationship
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink
from openpyxl.worksheet.worksheet import Worksheet
from sources_examples import (
    CODES,
    MAY,
    OFFICE,
    TAX,
    csv_bytes,
    old_workbook_bytes,
    sheet_changed,
    taken,
    tax_rows,
    workbook_bytes,
)

from louyu.door import Batch
from louyu.sources.marked import COLOURS
from louyu.sources.report import marked_workbook, report_read

RED, YELLOW = (f"00{colour}" for colour in COLOURS.values())
WRONG = ["123", "演示有限公司", OFFICE, 7]


def marked(batch: Batch, folder: Path) -> openpyxl.Workbook:
    path = folder / "marked.xlsx"
    marked_workbook(batch.original, report_read(batch.folder), path)
    return openpyxl.load_workbook(path)


def marks(page: Worksheet) -> dict[str, tuple[str, str]]:
    """Each marked cell with its colour and its comment."""
    return {
        cell.coordinate: (cell.fill.start_color.rgb, cell.comment.text if cell.comment else "")
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_senders_own_workbook_with_its_wrong_cells_marked(tmp_path: Path) -> None:
    rows = [TAX, *tax_rows(5, "0.001"), WRONG, WRONG]
    book = openpyxl.load_workbook(
        io.BytesIO(
            workbook_bytes({"税收": rows, "附表": [["另一张表", 1]]}, formats={3: "#,##0.00"})
        )
    )
    page = book["税收"]
    page["B2"].font = Font(bold=True, color="00AA0000")
    page["B2"].comment = Comment("报送人的批注", "报送人")
    page["A4"].comment = Comment("已核对", "报送人")
    page["C2"].fill = PatternFill("solid", start_color="0000FF00")
    page.column_dimensions["B"].width = 33
    page.merge_cells("F1:H1")
    book["附表"]["B2"] = "=B1*2"
    back = marked(taken(tmp_path, f"{MAY}.xlsx", saved(book)), tmp_path)
    assert back.sheetnames == ["税收", "附表", "核对报告"]
    sheet = back["税收"]
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows()] == rows
    assert sheet["B2"].font.b and sheet["B2"].comment.text == "报送人的批注"
    assert sheet["D2"].number_format == "#,##0.00"
    assert sheet.column_dimensions["B"].width == 33
    assert [str(area) for area in sheet.merged_cells.ranges] == ["F1:H1"]
    assert back["附表"]["B1"].value == 1
    found = marks(sheet)
    assert found.pop("C2")[0] == "0000FF00"
    assert {place: colour for place, (colour, _) in found.items()} == {
        "D3": YELLOW,
        "A4": RED,
        "A5": RED,
    }
    assert found["A4"][1].startswith("已核对\n【隔离】统一社会信用代码应为18位（现为3位）。请")
    assert "应为18位" in found["A5"][1] and "首见第 4 行" in found["A5"][1], "both are told"
    report = [[cell.value for cell in row] for row in back["核对报告"].iter_rows()]
    assert [row[:4] for row in report[1:]] == [
        ["税收", 3, "D", TAX[3]],
        ["税收", 4, "A", TAX[0]],
        ["税收", 5, "A", TAX[0]],
        ["税收", 5, None, None],
    ]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (f"{MAY}.csv", csv_bytes),
        (f"{MAY}.csv", lambda rows: csv_bytes(rows, "gb18030")),
        (f"{MAY}.xls", old_workbook_bytes),
    ],
    ids=["UTF-8", "GB18030", "xls"],
)
def test_what_is_no_new_workbook_comes_back_as_one(name: str, make: Any, tmp_path: Path) -> None:
    rows = [TAX, WRONG, *tax_rows(5), WRONG]
    batch = taken(tmp_path, name, make(rows))
    sheet = marked(batch, tmp_path).worksheets[0]
    assert [[str(cell.value) for cell in row] for row in sheet.iter_rows()] == [
        [str(cell) for cell in row] for row in rows
    ]
    found = marks(sheet)
    assert found.keys() == {"A2", "A4"}
    assert all(text.startswith("【隔离】") for _, text in found.values()), "every one is explained"
    assert all(cell.number_format == "@" for row in sheet.iter_rows() for cell in row)


def test_a_large_workbook_with_our_report_in_it_comes_back_too(tmp_path: Path) -> None:
    """Beyond half a million cells it is copied, and may bring the report of last time with it."""
    rows = [TAX, *tax_rows(5), *[[]] * 20_000, WRONG]
    content = workbook_bytes({"税收": rows, "核对报告": [["工作表", "行"]]})
    back = marked(taken(tmp_path, f"{MAY}.xlsx", content), tmp_path)
    assert back.sheetnames == ["税收", "核对报告"]
    assert marks(back["税收"]).keys() == {f"A{len(rows)}"}
    assert back["核对报告"]["H1"].value == "怎么改"


def test_a_marked_workbook_sent_again_loses_the_marks_of_what_is_right_now(tmp_path: Path) -> None:
    rows = [TAX, *tax_rows(5), WRONG, [*WRONG[:3], 8]]
    back = marked(taken(tmp_path, f"{MAY}.xlsx", workbook_bytes({"税收": rows})), tmp_path)
    assert marks(back["税收"]).keys() == {"A3", "A4"}
    back["税收"]["A3"] = CODES[7]
    again = taken(tmp_path, f"{MAY}更正.xlsx", saved(back))
    assert (again.accepted, again.quarantined) == (2, 1)
    found = marks(marked(again, tmp_path)["税收"])
    assert found.keys() == {"A4"} and found["A4"][1].count("【隔离】") == 1


def test_a_wrong_cell_inside_a_merged_one_is_marked_where_that_begins(tmp_path: Path) -> None:
    rows = [TAX, ["123", "甲", OFFICE, 1], [None, "乙", OFFICE, 2]]
    content = workbook_bytes({"税收": rows}, merged=["A2:A3"])
    found = marks(marked(taken(tmp_path, f"{MAY}.xlsx", content), tmp_path)["税收"])
    assert found.keys() == {"A2"} and found["A2"][1].count("应为18位") == 2


LIVE = ["=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "＝1+1", "%=1"]


@pytest.mark.parametrize(
    ("form", "make"),
    [
        ("csv", csv_bytes),
        ("xls", old_workbook_bytes),
        ("xlsx", lambda rows: workbook_bytes({"税收": rows})),
    ],
)
def test_text_that_looks_like_a_formula_stays_text(form: str, make: Any, tmp_path: Path) -> None:
    rows = [[*TAX, LIVE[0]], *([*row, LIVE[1]] for row in tax_rows(5))]
    rows += [[said, said, said, said, said] for said in LIVE]
    back = marked(taken(tmp_path, f"{MAY}.{form}", make(rows)), tmp_path)
    texts = [row[0].value.strip() for row in back.worksheets[0].iter_rows(min_row=3)]
    assert texts == [said.strip() for said in LIVE]
    assert not live(tmp_path / "marked.xlsx")


def live(path: Path) -> list[str]:
    """Parts of a workbook that hold a formula, a link outside or a program."""
    with zipfile.ZipFile(path) as parts:
        found = [n for n in parts.namelist() if re.search("external|vba|macro|ddeLink", n, re.I)]
        for name in parts.namelist():
            xml = parts.read(name)
            if name.startswith("xl/worksheets/") and re.search(rb"<f[ >/]", xml):
                found.append(name)
            if name.endswith(".rels") and b'TargetMode="External"' in xml:
                found.append(name)
    return found


def test_formulas_come_back_as_the_values_they_had(tmp_path: Path) -> None:
    def with_formula(xml: bytes) -> bytes:
        assert b'<c r="D2"><v>5</v></c>' in xml
        return xml.replace(
            b'<c r="D2"><v>5</v></c>',
            b'<c r="D2"><f>WEBSERVICE("http://x.invalid")</f><v>5</v></c>',
        )

    content = sheet_changed(workbook_bytes({"税收": [TAX, *tax_rows(5), WRONG]}), with_formula)
    batch = taken(tmp_path, f"{MAY}.xlsx", content)
    assert batch.total == 500
    assert marked(batch, tmp_path)["税收"]["D2"].value == 5
    assert not live(tmp_path / "marked.xlsx")


def test_programs_and_links_to_other_workbooks_do_not_come_back(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"税收": [TAX, *tax_rows(5), WRONG]})))
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    link.file_link = Relationship(
        type="externalLinkPath", Target="http://x.invalid/a.xlsx", TargetMode="External", Id="rId1"
    )
    book._external_links.append(link)
    sent = tmp_path / "sent.xlsm"
    sent.write_bytes(saved(book))
    with zipfile.ZipFile(sent, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"a program")
    assert len(live(sent)) == 4, "both are there when it comes, the link in three parts"
    marked(taken(tmp_path, f"{MAY}.xlsm", sent.read_bytes()), tmp_path)
    assert not live(tmp_path / "marked.xlsx")


def test_control_characters_leave_the_workbook_whole(tmp_path: Path) -> None:
    rows = [TAX, ["\x01" + CODES[1][1:], "甲\x1b[2J\ufffe", OFFICE, 1], *tax_rows(5)]
    sheet = marked(taken(tmp_path, f"{MAY}.csv", csv_bytes(rows)), tmp_path).worksheets[0]
    found = marks(sheet)
    assert found.keys() == {"A2", "B2"} and "第1位是“□”" in found["A2"][1]
