"""What lies outside a scope is in no answer: not as a row, a count, an order or a byte."""

import datetime as dt
import re
from collections.abc import Iterator

import example
import pyarrow as pa
import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from posts import SCOPES, STREET, ClientAs

from louyu.nouns import NOUNS
from louyu.web import shelf
from louyu.web.frame import spreadsheet
from louyu.web.opened import Lineage
from louyu.web.people.rights import Access, Clearance, Scope, access_of
from louyu.web.people.roles import Reach
from louyu.web.scoped import Scoped

INSIDE = (
    "/", "/building/", "/building/?q=示例", "/building/?sort=floor_area", f"/street/{STREET}",
    "/building/B001", "/building/B002?month=202401",
    f"/explain/occupancy_rate/street/{STREET}/202506",
    f"/explain/building_tax/street/{STREET}/202506",
    f"/explain/occupants/street/{STREET}/202506/moves",
    f"/explain/occupancy_rate/street/{STREET}/202506.csv",
    "/explain/occupancy_rate/building/B001/202506", "/row/b3?sheet=入驻&row=3", "/account/",
    "/map/", "/map/buildings/202506.json", "/map/streets/occupancy_rate/202506.json",
    "/map/streets/building_tax/202506.json", "/map/ground.json",
    "/map/points/202506.json",
    "/months/", "/months/?from=202406&month=202501",
    f"/explain/occupants/street/{STREET}/202506/moves?from=202406", "/ranking/",
    "/correct/building/floor_area/B001", "/correct/enterprise/name/E1-0", "/corrections/",
    "/enterprise/E1-0", "/search?q=演示企业1", "/enterprises/", "/enterprises.csv?taxed=no",
    "/building.csv", "/building/B001/occupants.csv", "/building/B001?by=registered",
    "/api/v1/buildings", "/api/v1/buildings/B001", "/api/v1/tables/tenancy?month=202506",
    "/api/v1/tables/disagreement", "/api/v1/enterprises/E1-0",
    "/api/v1/indicators/occupancy_rate/values?level=street",
    "/api/v1/indicators/occupants/values?level=building&month=202506",
    f"/api/v1/indicators/occupancy_rate/explain/street/{STREET}/202506",
)  # fmt: skip
OUTSIDE = (
    f"/street/{example.district().streets[1].name}", "/building/B004",
    f"/explain/occupancy_rate/street/{example.district().streets[1].name}/202506",
    f"/explain/occupancy_rate/district/{example.district().name}/202506",
    "/explain/occupancy_rate/building/B004/202506", "/row/b2?sheet=台账&row=3",
    "/api/v1/buildings/B004", "/api/v1/enterprises/E4-0", "/enterprise/E4-0",
    "/definitions/", "/definitions/?of=occupancy_rate", "/definitions.csv?of=occupancy_rate",
    f"/explain/occupancy_rate/street/{STREET}/202506?by=all_kinds",
    f"/months/?scope={example.district().streets[1].name}",
    "/correct/building/floor_area/B004", "/correct/enterprise/name/E4-0",
    f"/api/v1/indicators/occupancy_rate/explain/district/{example.district().name}/202506",
)  # fmt: skip


NOW = dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC)
"""What is taken out says when."""


def outside(row: dict[str, object]) -> bool:
    """Whether a row is about a thing of another street, told by whatever column tells it."""
    told = {row.get("building"), row.get("scope"), row.get("thing")} - {None}
    codes = {"B001", "B002", "B003"}
    if row.get("street") is not None:
        return row["street"] != STREET
    if told:
        return not told & {*codes, STREET}
    if row.get("enterprise") is not None:
        return str(row["enterprise"]).split("-")[0] not in {"E1", "E2", "E3"}
    return row.get("sender") != STREET


class Elsewhere(example.Example):
    """The example with other rows in other streets: amounts, counts, and rows left out."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        for noun, rows in self.tables.items():
            changed = [self.other(row, seed, n) for n, row in enumerate(rows.to_pylist())]
            kept = [row for row in changed if row is not None]
            self.tables[noun] = pa.Table.from_pylist(kept, schema=rows.schema)

    def other(self, row: dict[str, object], seed: int, n: int) -> dict[str, object] | None:
        if not outside(row):
            return row
        if (n + seed) % 7 == 0:
            return None
        grown = {
            name: value + seed % 1000 + 1
            for name, value in row.items()
            if type(value) is int and name not in ("month", "row", "from_month", "to_month")
        }
        return {**row, **grown}


def answers(client: Client, paths: tuple[str, ...]) -> Iterator[tuple[str, int, bytes]]:
    for path in paths:
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)  # drawn each time
        yield path, answer.status_code, body


@pytest.mark.parametrize("role", ["liaison", "operator", "enterprise"])
@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
    phases=[Phase.generate],
)
@given(seed=st.integers(1, 10**6))
def test_whatever_changes_elsewhere_the_answers_stay_the_same_to_the_byte(
    role: str, client_as: ClientAs, seed: int
) -> None:
    client = client_as(role)
    patch = pytest.MonkeyPatch()
    patch.setattr(spreadsheet, "localtime", lambda: NOW)
    before = list(answers(client, INSIDE + OUTSIDE))
    changed = Elsewhere(seed)
    patch.setattr(shelf, "reader_for", lambda access: example.reader(changed, access))
    try:
        after = list(answers(client, INSIDE + OUTSIDE))
    finally:
        patch.undo()
    for old, new in zip(before, after, strict=True):
        assert old == new, old[0]


def test_a_leader_does_see_what_changed_elsewhere(client_as: ClientAs) -> None:
    """So that the test above can fail."""
    client = client_as("leader")
    paths = ("/", "/building/")
    before = list(answers(client, paths))
    patch = pytest.MonkeyPatch()
    patch.setattr(shelf, "reader_for", lambda access: example.reader(Elsewhere(5), access))
    try:
        assert all(a != b for a, b in zip(before, answers(client, paths), strict=True))
    finally:
        patch.undo()


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_street_opens_nothing_of_its_neighbour(path: str, client_as: ClientAs) -> None:
    assert client_as("liaison").get(path).status_code in (403, 404)


@pytest.mark.parametrize("path", [path for path in INSIDE if "building_tax" not in path])
def test_a_street_opens_what_is_its_own(path: str, client_as: ClientAs) -> None:
    answer = client_as("liaison").get(path, follow=True)
    assert answer.status_code == 200, path


def access(role: str) -> Access:
    names = SCOPES.get(role, ())
    return access_of(role, "演示单位", "演示", names, Clearance.BANDED, opened=False)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("role", ["liaison", "operator", "enterprise"])
def test_no_table_gives_a_row_of_elsewhere(noun: str, role: str, edition: example.Example) -> None:
    if noun.endswith("_statement") or noun == "contribution":
        return
    scoped = Scoped(edition, access(role).scope)
    assert not any(outside(row) for row in scoped.rows(noun).to_pylist())


def test_who_has_no_scope_sees_no_row(edition: example.Example) -> None:
    nothing = Scoped(edition, Scope(Reach.NOTHING))
    assert all(nothing.rows(noun).num_rows == 0 for noun in edition.tables)


def test_a_row_of_a_file_of_others_has_no_place(edition: example.Example) -> None:
    """The place of a row in the tax bureau's file tells how many rows stand before it."""
    scoped = Scoped(edition, access("operator").scope)
    asked = Lineage("occupants", "building", "B001", example.LAST)
    rows = scoped.contributions(asked).rows
    assert rows.num_rows == 3
    assert rows["row"].null_count == rows["batch"].null_count == 3
    own = Scoped(edition, access("liaison").scope)
    assert own.contributions(asked).rows["row"].null_count == 0
