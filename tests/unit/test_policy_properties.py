"""One tree, many judges: whatever the rule and however little is known, all say the same.

The explainer, the bits, one SQL expression on DuckDB and on SQLite, and CEL, which gets its texts
from the tree by a way of its own (`rule_cel`).
"""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any as Anything

import celpy
import ibis
import pyarrow as pa
import pytest
from celpy import celtypes
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rule_cel import cel
from rule_facts import CATALOGUE, TODAY, Row, facts_in, known
from rule_strategies import ROWS, RULES

from louyu.services.policy.bulk import (
    Bulk,
    distinct_leaves,
    expression,
    leaf_columns,
    leaf_expression,
)
from louyu.services.policy.exact import over
from louyu.services.policy.grammar import rule_read, written
from louyu.services.policy.judging import Finding, judged
from louyu.services.policy.rule import Compare, Rule, Verdict, clauses, leaves

SOME = settings(max_examples=40)
SQLITE_EXACT, CEL_EXACT = 2**53, 2**63 - 1


@pytest.fixture(scope="module")
def duck() -> Iterator[ibis.BaseBackend]:
    con = ibis.duckdb.connect()
    con.raw_sql("set threads = 1")
    yield con
    con.disconnect()


@pytest.fixture(scope="module")
def lite() -> Iterator[ibis.BaseBackend]:
    con = ibis.sqlite.connect()
    yield con
    con.disconnect()


def explained(rule: Rule, rows: list[Row]) -> list[Verdict]:
    return [judged(rule, known(**row), today=TODAY).verdict for row in rows]


def queried(con: ibis.BaseBackend, rules: list[Rule], rows: list[Row]) -> pa.Table:
    """The columns of the leaves, and of each rule as one expression: ``rule0``, …"""
    facts = facts_in(con, rows)
    leaf = {
        f"leaf{at}": leaf_expression(leaf, facts, today=TODAY)
        for at, leaf in enumerate(distinct_leaves(rules))
    }
    whole = {f"rule{at}": expression(rule, facts, today=TODAY) for at, rule in enumerate(rules)}
    return con.to_pyarrow(facts.select("subject", **leaf, **whole).order_by("subject"))


def verdicts(found: pa.Table, rules: list[Rule]) -> list[list[Verdict]]:
    """By the expressions of whole rules."""
    columns = [found[f"rule{at}"].to_pylist() for at, _ in enumerate(rules)]
    return [[None if said is None else bool(said) for said in column] for column in columns]


class Watched(int):
    """A whole number that remembers the largest its workings came to."""

    largest = 0

    def seen(self, made: int) -> "Watched":
        Watched.largest = max(Watched.largest, abs(made))
        return Watched(made)

    def __mul__(self, other: int) -> "Watched":
        return self.seen(int(self) * int(other))

    def __add__(self, other: int) -> "Watched":
        return self.seen(int(self) + int(other))

    def __sub__(self, other: int) -> "Watched":
        return self.seen(int(self) - int(other))

    def __rsub__(self, other: int) -> "Watched":
        return self.seen(int(other) - int(self))

    __rmul__, __radd__ = __mul__, __add__


def largest(rule: Rule, row: Row) -> int:
    """The largest number on the way to a verdict."""
    Watched.largest = 0
    for leaf in leaves(rule):
        if isinstance(leaf, Compare):
            a, b = (over(v, lambda f: Watched(row[f.key] or 0)) for v in (leaf.left, leaf.right))
            for one, other in ((a.above, b.below), (b.above, a.below), (a.below, b.below)):
                Watched(one) * other
    return Watched.largest


ENVIRONMENT = celpy.Environment()


def cel_facts(row: Row) -> celtypes.MapType:
    made: dict[Anything, Anything] = {}
    for key, value in row.items():
        if isinstance(value, bool):
            made[celtypes.StringType(key)] = celtypes.BoolType(value)
        elif isinstance(value, int):
            made[celtypes.StringType(key)] = celtypes.IntType(value)
        elif value is not None:
            made[celtypes.StringType(key)] = celtypes.StringType(str(value))
    return celtypes.MapType(made)


def celled(rule: Rule, rows: list[Row]) -> list[Verdict | str]:
    """By CEL; where its 64 bits do not suffice it says so, and that is no verdict."""
    texts = cel(rule, TODAY)
    met, unmet = (
        ENVIRONMENT.program(ENVIRONMENT.compile(text)) for text in (texts.met, texts.unmet)
    )
    found: list[Verdict | str] = []
    for row in rows:
        given = {"f": cel_facts(row)}
        try:
            yes, no = bool(met.evaluate(given)), bool(unmet.evaluate(given))
        except celpy.CELEvalError as error:  # the sum of two may pass 64 bits, the largest be one
            assert largest(rule, row) > CEL_EXACT // 2, error
            found.append("overflow")
            continue
        assert not (yes and no)
        found.append(True if yes else False if no else None)
    return found


@SOME
@given(rules=st.lists(RULES, min_size=1, max_size=3), rows=ROWS)
def test_everyone_who_judges_a_rule_says_the_same(
    rules: list[Rule], rows: list[Row], duck: ibis.BaseBackend, lite: ibis.BaseBackend
) -> None:
    explaining = [explained(rule, rows) for rule in rules]
    found = queried(duck, rules, rows)
    bulk = Bulk(found, distinct_leaves(rules), key="subject")
    assert [list(bulk.told(bulk.bits(rule))) for rule in rules] == explaining
    assert verdicts(found, rules) == explaining
    by_sqlite = verdicts(queried(lite, rules, rows), rules)
    for rule, by, right in zip(rules, by_sqlite, explaining, strict=True):
        for row, verdict, said in zip(rows, by, right, strict=True):
            assert verdict == said or largest(rule, row) > SQLITE_EXACT, row


@SOME
@given(rule=RULES, rows=ROWS)
def test_an_evaluator_that_knows_only_the_tree_says_what_the_explainer_says(
    rule: Rule, rows: list[Row]
) -> None:
    for row, by_cel, said in zip(rows, celled(rule, rows), explained(rule, rows), strict=True):
        assert by_cel in ("overflow", said), (row, cel(rule, TODAY))


@settings(max_examples=150)
@given(rule=RULES)
def test_what_is_written_is_read_as_the_same_tree(rule: Rule) -> None:
    assert rule_read(written(rule), CATALOGUE) == rule


@SOME
@given(rule=RULES, rows=ROWS)
def test_near_are_those_who_meet_all_clauses_but_one_that_they_are_known_not_to_meet(
    rule: Rule, rows: list[Row], duck: ibis.BaseBackend
) -> None:
    asked = distinct_leaves([rule])
    columns = leaf_columns(facts_in(duck, rows), asked, key="subject", today=TODAY)
    bulk = Bulk(duck.to_pyarrow(columns.order_by("subject")), asked, key="subject")
    outcome = bulk.outcome(rule)
    said = [[judged(part, known(**row), today=TODAY).verdict for part in clauses(rule)]
            for row in rows]  # fmt: skip
    near = [
        at for at, each in enumerate(said)
        if each.count(False) == 1 and each.count(True) == len(each) - 1
    ]  # fmt: skip
    assert bulk.chosen(outcome.near).to_pylist() == near
    for clause, step in enumerate(outcome.step):
        assert bulk.chosen(step).to_pylist() == [at for at in near if said[at][clause] is False]
    assert bulk.chosen(outcome.verdict.met).to_pylist() == [
        at for at, each in enumerate(said) if all(each)
    ]


def without(finding: Finding) -> set[str]:
    """The facts a finding says are missing, it and its parts."""
    found = {fact.key for fact in finding.missing}
    return found.union(*(without(part) for part in finding.parts))


@SOME
@given(rule=RULES, rows=ROWS)
def test_what_is_unknown_for_want_of_a_fact_names_it(rule: Rule, rows: list[Row]) -> None:
    for row in rows:
        finding = judged(rule, known(**row), today=TODAY)
        for key in without(finding):
            assert row[key] is None or key == "industry"


MONEYS = st.integers(-(10**13), 10**13)


@settings(max_examples=200)
@given(tax=MONEYS, before=MONEYS.filter(bool), line=st.decimals(-500, 500, places=3))
def test_a_value_raised_by_its_distance_meets_the_clause_and_one_unit_less_does_not(
    tax: int, before: int, line: Anything
) -> None:
    for text, unit in (
        (f"上年税收 不低于 {line:f}万元", "万元"),
        (f"上年税收 - 前年税收 不低于 {line:f}万元", "万元"),
        (f"上年税收 ÷ 前年税收 不低于 {line:f}%", "%"),
    ):
        rule = rule_read(text, CATALOGUE)
        assert isinstance(rule, Compare)
        finding = judged(rule, known(tax=tax, tax_before=before), today=TODAY)
        assert finding.verdict is not None
        if finding.verdict:
            assert finding.distance is None
            continue
        away = finding.distance
        assert away is not None and away.amount is not None
        scale = Fraction(1) if unit == "万元" else Fraction(before)
        lacking = away.amount * scale  # fen by which the tax is to rise
        enough = -(-lacking // 1) if scale > 0 else lacking // 1
        raised = judged(rule, known(tax=tax + int(enough), tax_before=before), today=TODAY)
        assert raised.verdict is True
        one = 1 if scale > 0 else -1
        short = judged(rule, known(tax=tax + int(enough) - one, tax_before=before), today=TODAY)
        assert short.verdict is False


@settings(max_examples=150)
@given(began=st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1)), length=st.integers(0, 60))
def test_a_clause_of_time_is_met_from_the_day_it_says(began: dt.date, length: int) -> None:
    assume(length)
    for span in ("个月", "年", "天"):
        rule = rule_read(f"入驻 满 {length}{span}", CATALOGUE)
        today = began
        finding = judged(rule, known(since=began), today=today)
        assert finding.verdict is False and finding.distance is not None
        day = finding.distance.day
        assert day is not None
        assert judged(rule, known(since=began), today=day).verdict is True
        eve = day - dt.timedelta(days=1)
        assert judged(rule, known(since=began), today=eve).verdict is False
