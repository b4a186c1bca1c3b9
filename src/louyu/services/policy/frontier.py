"""界线 frontier: how many would pass a threshold, and at what cost, were it somewhere else."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from louyu.services.policy.judging import Facts, Judge
from louyu.services.policy.policy import Policy
from louyu.services.policy.rule import All, Compare, Number, Rule, clauses, facts_of_value
from louyu.services.policy.sandbox import outlay
from louyu.services.policy.units import UNITS


@dataclass(frozen=True)
class Line:
    """A threshold, how many would pass it, and what that would cost."""

    value: Fraction
    text: str
    receivers: int
    amount: Fraction
    present: bool


def movable(rule: Rule) -> tuple[tuple[int, Compare], ...]:
    """The clauses whose line can be moved: a number against a number written down."""
    return tuple(
        (at, clause)
        for at, clause in enumerate(clauses(rule))
        if isinstance(clause, Compare) and isinstance(clause.right, Number)
    )


def moved(policy: Policy, at: int, line: Number) -> Policy:
    """The policy with the line of one clause at another place."""
    parts = list(clauses(policy.rule))
    clause = parts[at]
    assert isinstance(clause, Compare)
    parts[at] = replace(clause, right=line)
    return replace(policy, rule=parts[0] if len(parts) == 1 else All(tuple(parts)))


MOST_LINES = 12


def frontier(
    policy: Policy, at: int, rows: Sequence[tuple[str, Facts]], *, today: dt.date
) -> tuple[Line, ...]:
    """Where else a clause's line could be: at the values of those it would let in or shut out.

    ``rows`` are those who meet every other clause. The lines stand where a like share of them is
    won or lost, written in the clause's own unit and rounded to figures one can announce.
    """
    clause = clauses(policy.rule)[at]
    assert isinstance(clause, Compare) and isinstance(clause.right, Number)
    values = sorted(
        value for _subject, facts in rows if (value := value_of(clause, facts, today)) is not None
    )
    now = clause.right
    lines = {now.exact: now}
    for part in range(1, MOST_LINES):
        if values:
            near = values[min(len(values) - 1, len(values) * part // MOST_LINES)]
            line = announced(near, now.unit)
            lines.setdefault(line.exact, line)
    return tuple(
        line_of(moved(policy, at, line), line, rows, today, present=line == now)
        for _value, line in sorted(lines.items())
    )


def value_of(clause: Compare, facts: Facts, today: dt.date) -> Fraction | None:
    if any(fact.key not in facts for fact in facts_of_value(clause.left)):
        return None
    return Judge(facts, today=today).number(clause.left)


def announced(value: Fraction, unit: str) -> Number:
    """A value in a unit, to two figures."""
    scaled = value / (UNITS[unit].scale if unit else 1)
    return Number(Decimal(f"{float(scaled):.2g}").normalize() + 0, unit)


def line_of(
    policy: Policy,
    line: Number,
    rows: Sequence[tuple[str, Facts]],
    today: dt.date,
    *,
    present: bool,
) -> Line:
    found = outlay(policy, rows, today=today)
    text = f"{format(line.value, 'f')}{line.unit}"
    return Line(line.exact, text, len(found.receivers), found.total, present)
