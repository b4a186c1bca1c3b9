"""算账 costing: what a policy comes to in the edition in force, and where its line could be.

A line that can be moved at will tells by and by what one payer paid: where a rule asks for tax,
this is open only to whom exact tax is open.
"""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from louyu.services.policy.award import MONEY
from louyu.services.policy.fact import Subject
from louyu.services.policy.frontier import Line, frontier, movable
from louyu.services.policy.grammar import written
from louyu.services.policy.lasting import latest_start
from louyu.services.policy.policy import Policy
from louyu.services.policy.rule import Span, facts_of, facts_of_value
from louyu.services.policy.sandbox import (
    Outlay,
    Share,
    broken_down,
    by_size,
    by_street,
    by_trade,
    outlay,
)
from louyu.services.policy.telling import number_told
from louyu.web.offers.outcomes import Counted, NotReadyError, Outcomes, outcomes_of, today
from louyu.web.offers.outcomes import facts_of as facts_of_some
from louyu.web.reader import Reader

MOST_CANDIDATES = 20_000
"""More than these are not worked through one by one while somebody waits."""


@dataclass(frozen=True)
class Cost:
    """A policy's outlay in parts."""

    counted: Counted
    found: Outlay
    streets: tuple[Share, ...]
    sizes: tuple[Share, ...]
    trades: tuple[Share, ...]

    @property
    def total(self) -> str:
        return money(self.found.total)

    @property
    def over(self) -> str:
        return money(self.found.over) if self.found.over else ""

    @property
    def budget(self) -> str:
        return money(self.found.budget) if self.found.budget is not None else ""


def money(fen: Fraction) -> str:
    return number_told(fen, MONEY)


def shut(reader: Reader, policy: Policy) -> str:
    """Why a reader may not work a policy through; empty where they may."""
    if not reader.access.scope.whole:
        return "算账要看全区，只给全区岗位。"
    asked = [*facts_of(policy.rule)]
    asked += [fact for step in policy.ladder.steps for fact in facts_of_value(step.amount)]
    if policy.rank_by is not None:
        asked += facts_of_value(policy.rank_by)
    if not reader.access.exact and any(fact.restricted for fact in asked):
        return "条件或金额里有税收，请先在“我的账号”打开精确税收。"
    return ""


def one_outcome(
    reader: Reader, policy: Policy, month: int | None = None, day: dt.date | None = None
) -> Outcomes:
    """A policy that need not be in force against everyone. Raises `NotReadyError`."""
    subject = Subject(policy.offer.subject)
    return outcomes_of(reader, [policy], subject, day=day or today(), month=month)


def outlay_of(
    reader: Reader, policy: Policy, month: int | None = None, day: dt.date | None = None
) -> Outlay:
    """Who receives what of a policy that need not be in force. Raises `NotReadyError`."""
    on, subject = day or today(), Subject(policy.offer.subject)

    def made() -> Outlay:
        outcome = one_outcome(reader, policy, month, on)
        keys = outcome.bulk.chosen(outcome.found[policy.key].verdict.met).to_pylist()
        return outlay(policy, facts_of_some(reader, subject, keys, month), today=on)

    # The offer's own text: a draft is worked through anew when a word of it changes.
    key = ("outlay", policy.offer.model_dump_json(), month, on)
    found: Outlay = reader.kept.soon(key, made)
    return found


def year_before(reader: Reader, policy: Policy) -> tuple[int, Outlay] | None:
    """The same policy a year before, on that month's facts and that day; None where they are not
    made."""
    month, day = reader.months[-1] - 100, latest_start(today(), 1, Span.YEARS)
    try:
        return month, outlay_of(reader, policy, month, day)
    except NotReadyError:
        return None


def cost(reader: Reader, policy: Policy) -> Cost:
    """Who receives what, by street, size and trade. Raises `NotReadyError`."""
    made, found = one_outcome(reader, policy), outlay_of(reader, policy)
    building = Subject(policy.offer.subject) is Subject.BUILDING
    return Cost(
        made.counted(policy.key), found, broken_down(found, by_street),
        () if building else broken_down(found, by_size),
        () if building else broken_down(found, by_trade),
    )  # fmt: skip


def movable_told(policy: Policy) -> list[tuple[int, str]]:
    return [(at, written(clause)) for at, clause in movable(policy.rule)]


def lines(reader: Reader, policy: Policy, at: int) -> tuple[Line, ...] | None:
    """Where the line of a clause could be; None where too many stand to be worked through."""
    made = one_outcome(reader, policy)
    outcome = made.found[policy.key]
    if at not in {place for place, _clause in movable(policy.rule)}:
        return ()
    others = outcome.verdict.met | outcome.step[at]
    keys = made.bulk.chosen(others).to_pylist()
    if len(keys) > MOST_CANDIDATES:
        return None
    day = today()

    def drawn() -> tuple[Line, ...]:
        rows = facts_of_some(reader, Subject(policy.offer.subject), keys)
        return frontier(policy, at, rows, today=day)

    key = ("lines", policy.offer.model_dump_json(), at, day)
    found: tuple[Line, ...] = reader.kept.soon(key, drawn)
    return found


def shares_told(shares: tuple[Share, ...]) -> list[dict[str, Any]]:
    """Shares with the length of their bars, of a hundred."""
    most = max((share.amount for share in shares), default=Fraction(0))
    many = max((share.receivers for share in shares), default=0)

    def bar(share: Share) -> int:
        return int(100 * share.amount / most) if most else 100 * share.receivers // max(many, 1)

    return [
        {
            "label": share.label, "receivers": share.receivers, "amount": money(share.amount),
            "bar": bar(share),
        }
        for share in shares
    ]  # fmt: skip
