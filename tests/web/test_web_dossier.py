"""楼宇名录 and 企业名录: filtered, counted, and taken out with a line in the log."""

import csv
import datetime as dt
import io

import example
import openpyxl
import pytest
from django.test import Client
from posts import STREET, ClientAs

from louyu.web.frame.spreadsheet import guarded
from louyu.web.ledger.audit import Action
from louyu.web.ledger.models import Entry


def taken(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    text = b"".join(answer).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def opened(client: Client, address: str) -> io.BytesIO:
    return io.BytesIO(b"".join(client.get(address)))


def test_the_list_is_narrowed_by_street_and_name(client_as: ClientAs) -> None:
    client = client_as("leader")
    whole = client.get("/enterprises/").context["total"]
    assert whole == len(example.Example().enterprises())
    assert client.get(f"/enterprises/?street={STREET}").context["total"] == 9
    assert client.get("/enterprises/?name=企业2之").context["total"] == 3
    nothing = client.get("/enterprises/?name=没有这个名字")
    assert nothing.context["total"] == 0 and "没有符合条件的企业" in nothing.content.decode()


def test_a_street_counts_its_own_only(client_as: ClientAs) -> None:
    assert client_as("liaison").get("/enterprises/").context["total"] == 9


def test_what_is_taken_out_is_what_was_counted_and_is_logged(client_as: ClientAs) -> None:
    client = client_as("liaison")
    lines = taken(client, "/enterprises.csv?name=企业2之")
    names = {line[0] for line in lines} & {f"演示企业2之{n}有限公司" for n in range(3)}
    assert len(names) == 3 and not any("企业1之" in line[0] for line in lines)
    last = Entry.objects.first()
    assert last is not None and last.action == Action.EXPORT
    assert last.detail["rows"] == 3


def test_a_workbook_holds_the_filtered_buildings_as_numbers_and_says_who_took_it(
    client_as: ClientAs,
) -> None:
    client = client_as("leader")
    shown = client.get("/building/?q=1号&counts=yes").context["buildings"]
    book = openpyxl.load_workbook(opened(client, "/building.xlsx?q=1号&counts=yes"))
    rows = list(book.active.iter_rows(values_only=True))
    assert "演示数据" in rows[0][0] and "望潮区" in rows[1][0] and "演示单位" in rows[2][0]
    heading, *found = rows[3:]
    assert len(found) == shown.total and {row[0] for row in found} >= {"B001", "B031"}
    first = dict(zip(heading, next(row for row in found if row[0] == "B001"), strict=True))
    assert first["建筑面积（㎡）"] == 40_010.0 and first["计入指标"] == "是"
    assert first["竣备日期"] == dt.datetime(2019, 1, 2)  # noqa: DTZ001


def test_a_list_keeps_its_filter_through_months_and_orders(client_as: ClientAs) -> None:
    page = client_as("leader").get("/building/?q=1号&sort=staff&month=202505").content.decode()
    assert "month=202504&amp;q=1%E5%8F%B7&amp;sort=staff" in page
    assert '<input type="hidden" name="q" value="1号">' in page


@pytest.mark.parametrize("said", ["=1+1", "+1+1", "-A1", "@SUM(A1)", " =1", "\t=1"])
def test_a_cell_is_no_formula(said: str) -> None:
    assert guarded(said) == f"'{said}"
    assert guarded("演示=1") == "演示=1"
