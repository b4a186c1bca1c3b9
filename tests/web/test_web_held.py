"""已有此数: a table is told column by column, and comes back with what is held, and no more."""

import io
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.test import Client
from posts import TAX_BUREAU, somebody

from louyu.door import batches
from louyu.edition import editions
from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.held import Held, HeldState
from louyu.web.people.rights import Clearance

MONTH = 202603
HEADER = ["楼宇名称", "楼宇编码", "所属街道", "建筑面积（万㎡）", "入驻单位数", "地上层数", "备注"]
STAFFED = ["单位名称", "信用代码", "从业人数", "今年税收（万元）", "参保人数", "是否区内注册"]


def register(home: Path, noun: str) -> list[dict[str, object]]:
    edition = editions(home)[-1].cleared("restricted")
    return edition.rows(noun, MONTH).sort_by("building").to_pylist()


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    path = folder / "别处的表.xlsx"
    book.save(path)
    return path


def dropped(client: Client, path: Path) -> Held:
    with path.open("rb") as stream:
        answer = client.post("/held/", {"file": stream})
    assert answer.status_code == 302, answer.content.decode()
    found = Held.objects.first()
    assert found is not None
    return found


def back(client: Client, held: Held) -> openpyxl.Workbook:
    answer = client.get(f"/held/{held.pk}/filled.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer)))


def test_a_table_comes_back_with_its_empty_cells_filled_and_nothing_else(
    home: Path, tmp_path: Path
) -> None:
    client = somebody("task_force", "专班")
    known = register(home, "building")
    first, second = known[0], known[1]
    rows = [
        ["某单位的调查表"], HEADER,
        [first["name"], None, None, None, None, None, "=1+1"],
        [None, second["building"], "别处街道", None, None, None, None],
        ["没有这幢楼", None, None, None, None, None, None], ["合计"],
    ]  # fmt: skip
    held = dropped(client, workbook(tmp_path, 调查=rows))
    assert held.state == HeldState.READY, held.message
    page = client.get(f"/held/{held.pk}/").content.decode()
    assert "3 行里认出 2 行" in page and "范围内没有这个名称的楼宇" in page
    assert "台账里没有" in page and "1 格不同" in page and "按 万㎡ 填" in page

    book = back(client, held)
    sheet = book["调查"]
    assert sheet["B3"].value == first["building"] and sheet["A4"].value == second["name"]
    assert sheet["C3"].value == first["street"] and sheet["C4"].value == "别处街道", "kept"
    assert sheet["D3"].value == pytest.approx(first["floor_area"] / 1e6)
    assert sheet["F4"].value == second["floors_above"]
    assert sheet["D3"].fill.start_color.rgb == "00DDEBF7" and not sheet["C4"].fill.fill_type
    assert sheet["G3"].value == "=1+1" and [c.value for c in sheet[5]][1:] == [None] * 6
    assert [cell.value for cell in sheet[6]] == ["合计"] + [None] * 6
    notes = [[c.value for c in row] for row in book["已有此数说明"].iter_rows()]
    area = next(row for row in notes if row[2] == "建筑面积（万㎡）")
    assert area[3] == "一楼一册 · 建筑面积" and area[6] == "2026-03-31" and area[7] == "2"
    assert area[5] == held.found["edition"]
    last = Entry.objects.first()
    assert last is not None and last.action == Action.EXPORT
    assert (
        last.detail["cells"]
        == held.found["written"]
        == sum(1 for row in sheet.iter_rows() for cell in row if cell.fill.fill_type)
    )


def test_a_column_is_what_its_asker_says_it_is(home: Path, tmp_path: Path) -> None:
    client = somebody("task_force", "专班")
    row = register(home, "building")[0]
    rows = [["楼宇编码", "坐落何处", "所属街道"], [row["building"], None, None]]
    held = dropped(client, workbook(tmp_path, 表=rows))
    assert [c["holding"] for c in held.found["sheets"][0]["columns"]] == [
        "building.building", "", "building.street",
    ]  # fmt: skip
    client.post(f"/held/{held.pk}/choose", {"0:1": "building.address", "0:2": ""})
    held.refresh_from_db()
    sheet = back(client, held)["表"]
    assert sheet["B2"].value == row["address"] and sheet["C2"].value is None
    client.post(f"/held/{held.pk}/choose", {"0:1": "tax.total.year"})
    held.refresh_from_db()
    assert back(client, held)["表"]["B2"].value is None, "not to be had without clearance"


def test_a_street_is_given_its_own_rows_and_tax_only_in_bands(home: Path, tmp_path: Path) -> None:
    buildings = register(home, "building")
    street = str(buildings[0]["street"])
    own = {row["building"] for row in buildings if row["street"] == street}
    tenancies = register(home, "tenancy")
    inside = {row["enterprise"] for row in tenancies if row["street"] == street}
    every = sorted({row["enterprise"] for row in tenancies if len(row["enterprise"]) == 18})
    table = workbook(
        tmp_path,
        楼=[["楼宇编码", "楼宇名称"], *([row["building"], None] for row in buildings)],
        企业=[STAFFED, *([None, code, *[None] * 4] for code in every)],
    )
    client = somebody("liaison", street, street, clearance=Clearance.BANDED)
    held = dropped(client, table)
    book = back(client, held)
    filled = {row[0].value for row in book["楼"].iter_rows(min_row=2) if row[1].value}
    assert filled == own
    told = [[c.value for c in row] for row in book["企业"].iter_rows(min_row=2)]
    named = {row[1] for row in told if row[0]}
    former = {row["enterprise"] for row in tenancies if row["enterprise"] in named}
    assert named & inside and not {code for code in named if code not in former}
    outside = set(every) - {
        row["enterprise"]
        for month in (202601, 202602, 202603)
        for row in editions(home)[-1].cleared("open").rows("tenancy", month).to_pylist()
        if row["street"] == street
    }
    assert outside and not named & outside
    assert {type(row[3]) for row in told} == {str, type(None)}, "bands are words"
    assert not any(row[4] for row in told), "insured staff needs the exact clearance"

    hidden = somebody("clerk", TAX_BUREAU, clearance=Clearance.HIDDEN)
    assert hidden.get(f"/held/{held.pk}/").status_code == 404, "another's table"
    other = dropped(hidden, table)
    assert "当前权限看不到这一列" in hidden.get(f"/held/{other.pk}/").content.decode()
    assert not any(row[3].value for row in back(hidden, other)["企业"].iter_rows(min_row=2))


def test_a_table_without_rows_is_listed_when_asked(home: Path, tmp_path: Path) -> None:
    client = somebody("task_force", "专班")
    held = dropped(client, workbook(tmp_path, 空表=[["楼宇名称", "楼宇编码", "停车位"]]))
    assert held.found["written"] == 0
    assert "逐行列出" in client.get(f"/held/{held.pk}/").content.decode()
    client.post(f"/held/{held.pk}/choose", {"listing": "1"})
    held.refresh_from_db()
    codes = [row[1].value for row in back(client, held)["空表"].iter_rows(min_row=2)]
    assert codes == [row["building"] for row in register(home, "building")]


def test_names_of_the_registers_run_nothing_in_the_workbook(home: Path, tmp_path: Path) -> None:
    """A name that looks like a formula comes back as text, from a text file too."""
    (batch,) = [b for b in batches(home) if (b.dataset, b.month) == ("registration", MONTH)][:1]
    code = pq.read_table(batch.folder / "clean.parquet")["uscc"][0].as_py()
    path = tmp_path / "表.csv"
    path.write_text(f"信用代码,企业全称,备注\n{code},,=cmd\n", encoding="utf-8")
    client = somebody("task_force", "专班")
    held = dropped(client, path)
    sheet = back(client, held).worksheets[0]
    assert sheet["B2"].data_type == "s" and sheet["B2"].value
    assert sheet["C2"].data_type == "s" and sheet["C2"].value == "=cmd"


def test_what_cannot_be_answered_is_said(home: Path, tmp_path: Path) -> None:
    client = somebody("task_force", "专班")
    assert client.post("/held/").status_code == 422
    for name, content, words in (
        ("空.xlsx", b"", "空"), ("图.csv", bytes(range(256)) * 40, ""),
        ("无.csv", "甲,乙\n1,2\n".encode(), "没有找到能认行的列"),
    ):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(content)
        held = dropped(client, path)
        assert held.state == HeldState.REFUSED and words in held.message, held.message
        assert held.message in client.get(f"/held/{held.pk}/").content.decode()
        assert client.get(f"/held/{held.pk}/filled.xlsx").status_code == 404
    folder = held.folder
    client.post(f"/held/{held.pk}/choose", {"say": "remove"})
    assert not folder.exists() and client.get(f"/held/{held.pk}/").status_code == 404
