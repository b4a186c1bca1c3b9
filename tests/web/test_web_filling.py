"""填报表格: a list begins with what was said last, is checked as the door does, and goes there."""

import datetime as dt
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from django.test import Client
from page import faults, read
from posts import somebody

from louyu.door import Batch, batches
from louyu.edition import editions
from louyu.web.ledger.audit import Action, Entry
from louyu.web.ledger.draft import Draft
from louyu.web.ledger.submission import State, Submission
from louyu.web.workbench import prefilling

STREET = "潮声街道"
TENANCY, SPACE = "/fill/tenancy/202604/", "/fill/space/202604/"
ROW = {"HTTP_X_LOUYU_PART": "row"}


class April(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return dt.datetime(2026, 4, 20, 9, tzinfo=tz)


@pytest.fixture(autouse=True)
def in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    """The home's last month is March 2026; the list that is due is April's."""
    monkeypatch.setattr(prefilling, "datetime", April)


def liaison(street: str = STREET) -> Client:
    return somebody("liaison", street, street)


def sent_last(home: Path, dataset: str, sender: str = STREET) -> Batch:
    mine = [b for b in batches(home) if (b.dataset, b.sender) == (dataset, sender)]
    return max(mine, key=lambda batch: (batch.month, batch.sequence))


def said(client: Client, there: str, **words: object) -> str:
    answer = client.post(f"{there}say", words, **ROW)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def april(home: Path, noun: str) -> list[dict[str, object]]:
    edition = editions(home)[-1].cleared("restricted")
    return edition.rows(noun, 202604).to_pylist()


def test_nothing_changed_is_one_tap_and_the_months_list_stands(home: Path) -> None:
    client = liaison()
    last = sent_last(home, "space")
    assert "2026年4月无变化" in client.get("/fill/").content.decode()
    answer = client.post(f"{SPACE}send", {"say": "unchanged"})
    submission = Submission.objects.get()
    assert answer["Location"] == f"/send/{submission.pk}/"
    assert submission.state == State.IN_FORCE, submission.message
    new = sent_last(home, "space")
    assert (new.month, new.accepted) == (202604, last.accepted)
    lineage = ("batch", "sheet", "row", "month")
    was, now = (pl.read_parquet(b.folder / "clean.parquet").drop(lineage) for b in (last, new))
    assert now.equals(was), "every cell came through the file as it was"
    assert submission.build is not None, "an edition is asked for"


def test_what_is_touched_is_kept_marked_checked_and_taken_back(home: Path) -> None:
    client = liaison()
    page = client.get(TENANCY).content.decode()
    assert "还没有改动" in page and STREET in page
    row = said(client, TENANCY, say="cell", line=0, column="staff", value="很多")
    assert "不能读作" in row and 'aria-invalid="true"' in row and "有 1 行要改" in row
    row = said(client, TENANCY, say="cell", line=0, column="staff", value="321")
    assert "原 " in row and "touched" in row and "要改" not in row
    said(client, TENANCY, say="out", line=1)
    assert "line-gone" in said(client, TENANCY, say="gone-2")
    assert client.post(f"{TENANCY}say", {"say": "new", "building_name": "某楼"}).status_code == 302
    page = client.get(f"{TENANCY}?only=changed").content.decode()
    assert page.count("<tr id=") == 4 and "2026-04-20" in page, "as it was left, after a reload"
    assert "改动 2 格，新增 1 行，删去 1 行" in page.replace('<b class="num">', "").replace(
        "</b>", ""
    )
    client.post(f"{TENANCY}say", {"say": "undo"})
    assert client.get(f"{TENANCY}?only=changed").content.decode().count("<tr id=") == 3
    client.post(f"{TENANCY}say", {"say": "reset"})
    assert "还没有改动" in client.get(TENANCY).content.decode()


def test_a_draft_goes_the_way_of_every_file(home: Path) -> None:
    client = liaison()
    client.get(TENANCY)
    rows = pl.read_parquet(Draft.objects.get().path)
    enterprise = rows["uscc"][0]
    said(client, TENANCY, say="cell", line=0, column="staff", value="321")
    new = {
        "say": "new", "enterprise_name": "=演示·新来的公司", "room": "'9901", "area": "12",
        "building_code": rows["building_code"][0], "building_name": rows["building_name"][0],
    }  # fmt: skip
    client.post(f"{TENANCY}say", new)
    client.post("/fill/building/202604/send", {"say": "unchanged"})  # an edition's month is its
    client.post(f"{TENANCY}send", {"say": "send"})
    submission = Submission.objects.get(dataset="tenancy")
    assert submission.state == State.ASKING, submission.message
    assert (submission.comparison["added"], submission.comparison["changed"]) == (1, 1)
    page = client.get(f"/send/{submission.pk}/").content.decode()
    assert "回填报表格修改" in page and "321" in page
    content = submission.path.read_text(encoding="utf-8-sig")
    assert "'=演示·新来的公司" in content, "no formula for a spreadsheet that opens the file"
    client.post(f"/send/{submission.pk}/answer", {"say": "confirm"})
    clean = pl.read_parquet(sent_last(home, "tenancy").folder / "clean.parquet")
    assert clean["enterprise_name"][-1] == "=演示·新来的公司" and clean["room"][-1] == "'9901"
    staff = [row["staff"] for row in april(home, "tenancy") if row["enterprise"] == enterprise]
    assert 321 in staff
    assert "还没有改动" in client.get("/fill/tenancy/202604/").content.decode(), "begun anew"


def test_nothing_changed_is_not_believed_where_the_door_finds_otherwise(home: Path) -> None:
    client = liaison()
    client.get(SPACE)
    draft = Draft.objects.get()
    rows = pl.read_parquet(draft.path)
    rows.head(rows.height - 1).write_parquet(draft.path)
    client.post(f"{SPACE}send", {"say": "unchanged"})
    submission = Submission.objects.get()
    assert submission.state == State.ASKING and submission.comparison["gone"] == 1
    said(client, SPACE, say="cell", line=0, column="area", value="1")
    client.post(f"{SPACE}send", {"say": "unchanged"})
    assert Submission.objects.count() == 1, "what was changed is not sent as unchanged"


def test_excel_goes_out_prefilled_and_comes_back_through_the_drop(home: Path) -> None:
    client = liaison()
    answer = client.get("/fill/space/202604/prefilled.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book.worksheets[0]
    last = sent_last(home, "space")
    assert page["B2"].value == STREET and page["D2"].value == "2026年4月"
    assert page.max_row == 3 + last.accepted and isinstance(page["F4"].value, int | float)
    entry = Entry.objects.first()
    assert entry is not None and entry.action == Action.EXPORT
    page["F4"].value = 9.5
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "改好的.xlsx"
    client.post("/send/", {"files": out})
    submission = Submission.objects.get()
    assert submission.state == State.ASKING and submission.month == 202604
    assert (submission.comparison["changed"], submission.comparison["added"]) == (1, 0)


def test_a_unit_fills_in_its_own_lists_and_sees_no_others_rows(home: Path) -> None:
    other = sent_last(home, "tenancy", "云埠街道")
    names = set(pl.read_parquet(other.folder / "clean.parquet")["building_code"].to_list())
    client = liaison()
    client.get(TENANCY)
    mine = Draft.objects.get()
    assert not names & set(pl.read_parquet(mine.path)["building_code"].to_list())
    said(client, TENANCY, say="cell", line=0, column="staff", value="77")
    assert client.get("/fill/power/202604/").status_code == 403
    assert client.get("/fill/tenancy/202601/").status_code == 404, "a month long gone"
    assert client.post(f"{TENANCY}say", {"say": "cell", "line": 10**6}).status_code == 404
    words = {"say": "cell", "line": 0, "column": "batch", "value": "x"}
    assert client.post(f"{TENANCY}say", words).status_code == 404


def test_who_has_sent_nothing_begins_with_the_registers_of_its_scope(home: Path) -> None:
    edition = editions(home)[-1].cleared("restricted")
    tenancies = edition.rows("tenancy", 202603).to_pylist()
    code = str(tenancies[0]["building"])
    operator = somebody("operator", "某运营公司", code)
    page = operator.get(TENANCY)
    assert page.status_code == 200 and "台账第" in page.content.decode()
    draft = Draft.objects.get()
    rows = pl.read_parquet(draft.path)
    here = [row for row in tenancies if row["building"] == code and row["present"]]
    assert rows.height == len(here) and set(rows["building_code"].to_list()) == {code}


def test_the_grid_keeps_the_rules_of_every_page(home: Path) -> None:
    client = liaison()
    for there in (TENANCY, "/fill/", "/send/", "/held/"):
        page = read(client.get(there).content.decode())
        found = [fault for fault in faults(page) if "'src': '/static/" not in fault]
        assert found == [], there
