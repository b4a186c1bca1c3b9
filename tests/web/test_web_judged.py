"""Verdicts of everybody, of some, and of who is in sight are the verdicts of each one alone."""

from collections.abc import Collection
from pathlib import Path

import pytest

from louyu.services.policy.fact import Subject
from louyu.services.policy.judging import Judge
from louyu.web import shelf
from louyu.web.offers.book import book
from louyu.web.offers.outcomes import Outcomes, facts_of, today
from louyu.web.people.rights import Clearance, access_of
from louyu.web.reader import Reader
from louyu.web.upkeep import facts


def reader_of(role: str, *names: str) -> Reader:
    access = access_of(role, "演示单位", "演示甲", names, Clearance.EXACT, opened=True)
    found = shelf.reader_for(access)
    assert found is not None
    return found


def told(reader: Reader, subject: Subject, keys: Collection[str] | None) -> dict[str, list[object]]:
    policies = book().of(subject)
    rules = tuple(policy.rule for policy in policies)
    made = Outcomes(reader.edition.judged(subject, rules, today(), keys=keys), policies)
    verdicts = [made.bulk.told(made.found[policy.key].verdict) for policy in policies]
    columns = zip(*verdicts, strict=True)
    return dict(zip(made.bulk.subjects.to_pylist(), map(list, columns), strict=True))


def one_by_one(reader: Reader, subject: Subject, keys: list[str]) -> dict[str, list[object]]:
    rules = [policy.rule for policy in book().of(subject)]
    return {
        key: [Judge(known, today=today()).finding(rule).verdict for rule in rules]
        for key, known in facts_of(reader, subject, keys)
    }


@pytest.mark.parametrize("home", ["normal"], indirect=True)
@pytest.mark.parametrize("subject", list(Subject))
def test_all_some_and_one_by_one_agree(home: Path, subject: Subject) -> None:
    shelf.STANDING.clear()
    standing = shelf.standing_now()
    assert standing is not None
    facts(home, standing)
    whole = reader_of("task_force")
    everybody = told(whole, subject, None)
    assert len(everybody) > 10
    some = sorted(everybody)[::3]
    assert told(whole, subject, some) == {key: everybody[key] for key in some}
    assert one_by_one(whole, subject, some) == {key: everybody[key] for key in some}
    street = whole.district.streets[0].name
    liaison = reader_of("liaison", street)
    here = liaison.edition.rows("building")["building"].to_pylist()
    seen = set(here) if subject is Subject.BUILDING else set()
    in_sight = {key: each for key, each in everybody.items() if key in seen}
    assert told(liaison, subject, None) == in_sight
    assert told(liaison, subject, sorted(everybody)) == in_sight
    if subject is Subject.BUILDING:
        assert 0 < len(in_sight) < len(everybody)
