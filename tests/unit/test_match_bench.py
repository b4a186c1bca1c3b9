"""The benchmark of matching: ours agrees with brute force wherever the benchmark looks."""

import sys
from pathlib import Path

import numpy as np
import pytest

from louyu.services.policy.grammar import rule_read, written

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(autouse=True)
def bench_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])


def test_the_same_seed_makes_the_same_facts_and_policies() -> None:
    from invented_rules import CATALOGUE, facts_made, policies_made

    assert facts_made(300, 4).equals(facts_made(300, 4))
    assert not facts_made(300, 4).equals(facts_made(300, 5))
    assert policies_made(30, 4) == policies_made(30, 4)
    for text in policies_made(30, 4):
        assert written(rule_read(text, CATALOGUE))


def test_verdicts_and_lists_are_those_of_brute_force() -> None:
    from invented_rules import CATALOGUE, TODAY, facts_made, policies_made
    from match_ways import by_polars, ours, rows_of
    from rule_oracle import steps

    facts = facts_made(400, 9)
    rules = [rule_read(text, CATALOGUE) for text in policies_made(25, 9)]
    rows = rows_of(facts, np.arange(400))
    right = [[steps(rule, row, TODAY) for row in rows] for rule in rules]
    for way in (ours, by_polars):
        told = way(facts, rules)
        number = {1: True, 0: False, -1: None}
        order = np.argsort(told.rows)
        assert told.lists is not None
        for at, wanted in enumerate(right):
            said = [number[each] for each in told.verdicts[at][order].tolist()]
            assert said == [verdict for verdict, _ in wanted]
            met, *near = (sorted(these.tolist()) for these in told.lists[at])
            assert met == [e for e, (verdict, _) in enumerate(wanted) if verdict]
            for clause, these in enumerate(near):
                assert these == [e for e, (_, step) in enumerate(wanted) if step == clause]
