"""The facts of an edition lie beside it: made once, read whole or by key."""

import sys
from pathlib import Path

import pytest
from edition_examples import MONTH, inputs, rows

from louyu.edition import Edition, drafting
from louyu.engine import Engine, engine_open
from louyu.fact_file import TELLING, fact_rows, facts_made
from louyu.nouns import NOUNS
from louyu.services.policy.fact import Subject
from louyu.services.policy.fact_group import At


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """An edition with two buildings and nothing else (演示数据)."""
    home = tmp_path_factory.mktemp("facts")
    with engine_open(threads=2) as engine:
        return published(home, engine)


def published(home: Path, engine: Engine) -> Edition:
    with drafting(home, MONTH) as draft:
        for noun in NOUNS:
            if noun.endswith("_statement") or noun == "contribution":
                continue
            said = [{"month": MONTH, "building": code, "name": code} for code in ("B1", "B2")]
            table = rows(noun, *(said if noun == "building" else ()))
            draft.write(engine, noun, engine.table(table))
        return draft.publish(inputs(), draft.sealed(), {"seconds": {}})


def test_facts_are_made_once_and_read_by_key(edition: Edition) -> None:
    path = facts_made(edition.home, edition, Subject.BUILDING)
    assert path.stat().st_mode & 0o777 == 0o600, "it tells amounts of tax"
    made_at = path.stat().st_mtime_ns
    assert facts_made(edition.home, edition, Subject.BUILDING).stat().st_mtime_ns == made_at
    assert fact_rows(path, Subject.BUILDING)["building"].to_pylist() == ["B1", "B2"]
    assert fact_rows(path, Subject.BUILDING, ["B2", "B9"])["building"].to_pylist() == ["B2"]


def test_no_key_is_no_row(edition: Edition) -> None:
    path = facts_made(edition.home, edition, Subject.BUILDING)
    assert fact_rows(path, Subject.BUILDING, []).num_rows == 0


def test_a_month_without_lists_knows_nothing_of_tenants(edition: Edition) -> None:
    path = facts_made(edition.home, edition, Subject.BUILDING)
    one = fact_rows(path, Subject.BUILDING, ["B1"]).to_pylist()[0]
    assert one["occupants"] is None and one["tax_last_year"] is None


def test_every_module_that_tells_facts_of_a_month_is_in_the_file_s_name() -> None:
    telling = [
        module
        for name, module in sys.modules.items()
        if name.startswith("louyu.services.policy.") and vars(module).get("At") is At
    ]
    assert {each.__name__ for each in telling} == {each.__name__ for each in TELLING}
