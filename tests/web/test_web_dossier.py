"""企业名录: filtered, counted, and taken out with a line in the log."""

import csv
import io

import example
import pytest
from django.test import Client
from posts import STREET, ClientAs

from louyu.web.dossier.listing import harmless
from louyu.web.ledger.audit import Action
from louyu.web.ledger.models import Entry


def taken(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    text = b"".join(answer).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


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


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1"])
def test_a_cell_is_no_formula(said: str) -> None:
    assert harmless(said) == f"'{said}"
    assert harmless("演示=1") == "演示=1"
