"""The shelf on editions on disk: none, one, the next; rows behind a number; the received row."""

import threading
from pathlib import Path

import example
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings
from posts import ClientAs

from louyu.edition import Edition, Inputs, drafting
from louyu.engine import engine_open, schema_arrow
from louyu.nouns import STATEMENTS
from louyu.web import shelf

STREET = example.district().streets[0].name


def published(home: Path, edition: example.Example) -> Edition:
    """The example's tables as an edition on disk."""
    inputs = Inputs(
        month=example.LAST,
        batches=(),
        district=edition.district.name,
        district_sha256="",
        code_version="",
        code_sha256="",
        libraries={},
        parameters={},
    )
    with drafting(home, example.LAST) as draft, engine_open(scratch=draft.scratch) as engine:
        for noun, rows in edition.tables.items():
            draft.write(engine, noun, engine.table(rows))
        return draft.publish(inputs, draft.sealed(), {})


READER_FOR = shelf.reader_for


@pytest.fixture
def home(client_as: ClientAs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shelf, "reader_for", READER_FOR)
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setattr(shelf, "STANDING", [])
    return tmp_path


def test_a_new_edition_is_made_ready_while_the_last_is_shown(
    edition: example.Example, client_as: ClientAs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MADE_READY_BESIDE", True)
    first = published(home, edition)
    client = client_as("leader")
    assert first.name in client.get("/").content.decode(), "there is no last one to show"
    opened, go_on = shelf.Shelved, threading.Event()

    def slowly(*where: object) -> object:
        assert go_on.wait(30)
        return opened(*where)

    monkeypatch.setattr(shelf, "Shelved", slowly)
    second = published(home, edition)
    for _ in range(2):
        assert first.name in client.get("/").content.decode()
    (coming,) = shelf.COMING
    go_on.set()
    coming.join(30)
    assert second.name in client.get("/").content.decode()
    assert shelf.COMING == []


def test_the_site_shows_the_published_edition_and_then_the_next(
    edition: example.Example, client_as: ClientAs, home: Path
) -> None:
    client = client_as("leader")
    assert "还没有编制任何一期" in client.get("/").content.decode()
    published(home, edition)
    assert "2025-06.1" in client.get("/").content.decode()
    first = shelf.reader_for(example.LEADER)
    assert shelf.reader_for(example.LEADER) is first
    published(home, edition)
    assert "2025-06.2" in client.get("/").content.decode()


def test_rows_are_read_masked_from_the_editions_files(home: Path, edition: example.Example) -> None:
    published(home, edition)
    reader = shelf.reader_for(example.LEADER)
    assert reader is not None and reader.months == example.MONTHS
    assert "tax_year" not in reader.rows("building_month", example.LAST).column_names
    rows = reader.contributions("occupants", "street", STREET, example.LAST, most=None).rows
    assert rows.num_rows == 3, "one company present at the month's end in each of three buildings"
    moved = reader.moved("occupants", "street", STREET, (202505, 202506), offset=0, most=50)
    assert moved.rows.num_rows == 0 and not moved.counts


def test_a_received_row_is_read_from_its_batch(
    edition: example.Example, client_as: ClientAs, home: Path
) -> None:
    client = client_as("leader")
    published(home, edition)
    said = {"enterprise_name": "演示企业", "uscc": "91", "total": 5_000, "sheet": "税收", "row": 7}
    folder = home / "batches" / "b4"
    folder.mkdir(parents=True)
    schema = schema_arrow(STATEMENTS["tax"])
    whole = {name: said.get(name) for name in schema.names}
    pq.write_table(pa.Table.from_pylist([whole], schema=schema), folder / "clean.parquet")
    answer = client.get("/row/b4", {"sheet": "税收", "row": 7})
    assert "演示企业" in answer.content.decode() and "受限" in answer.content.decode()
    assert client.get("/row/b4", {"sheet": "税收", "row": 8}).status_code == 404


def test_a_table_at_hand_tells_what_looking_into_its_files_does(
    home: Path, edition: example.Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any table, of a month or of all, some columns or all, with and without limits."""
    published(home, edition)
    whole = shelf.Shelved(home, example.district())
    limits = {
        "building": {"building": ("B001", "B003", "nowhere")},
        "indicator_value": {"level": ("building",), "scope": {"B002"}},
        "tenancy": {"enterprise": ("E1-0", None)},
        "enterprise": {"enterprise": ()},
        "tax": {"building": (None,)},
    }
    asked = [
        (noun, month, columns, where)
        for noun in edition.tables
        for month in (None, example.LAST, 190001)
        for columns in (None, ("building", "month", "enterprise", "batch"))
        for where in (None, limits.get(noun))
    ]

    def told() -> list[pa.Table]:
        found = (whole.rows(n, m, columns=c, where=w) for n, m, c, w in asked)
        return [table.combine_chunks() for table in found]

    kept = told()
    monkeypatch.setattr("louyu.web.at_hand.MOST_ROWS", -1)
    assert told() == kept and sum(len(table) for table in kept) > 1000
