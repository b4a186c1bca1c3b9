"""政策沙盘 sandbox: what a policy would come to before it is issued: who gets it, and how much.

Works on facts row by row, with the very sums that a grant is later paid by.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from louyu.services.policy.award import ranked, rounded
from louyu.services.policy.fact import Catalogue
from louyu.services.policy.judging import Facts, Judge, Stated
from louyu.services.policy.matching import Match, match
from louyu.services.policy.policy import Policy
from louyu.services.policy.rule import facts_of_value
from louyu.standards.industry import industries, section_of


@dataclass(frozen=True)
class Receiver:
    """Who would be given something: their facts, and the amount in fen if it is known."""

    subject: str
    facts: Facts
    amount: Fraction | None
    place: int | None = None

    def word(self, key: str) -> str:
        stated = self.facts.get(key)
        return str(stated.value) if stated is not None else ""


@dataclass(frozen=True)
class Outlay:
    """What a policy would cost: who receives, the sum, and of how many the amount is not known."""

    receivers: tuple[Receiver, ...]
    total: Fraction
    unknown: int
    budget: Fraction | None

    @property
    def over(self) -> Fraction:
        """By how much the sum is over the budget."""
        if self.budget is None:
            return Fraction(0)
        return max(self.total - self.budget, Fraction(0))


def facts_of_row(row: Mapping[str, Any], catalogue: Catalogue, source: str = "") -> Facts:
    """What is known of a subject by a row of its facts."""
    return {
        fact.key: Stated(row[fact.key], source)
        for fact in catalogue.stored
        if row.get(fact.key) is not None
    }


def outlay(policy: Policy, rows: Iterable[tuple[str, Facts]], *, today: dt.date) -> Outlay:
    """What a policy comes to for the subjects of some rows; who does not meet it gets nothing."""
    met = [
        (subject, facts, found)
        for subject, facts in rows
        if (found := match(policy, Judge(facts, today=today))).finding.verdict
    ]
    receivers = placed(policy, met, today) if policy.rank_by is not None else granted(met)
    known = [each.amount for each in receivers if each.amount is not None]
    return Outlay(
        tuple(receivers), sum(known, Fraction(0)), len(receivers) - len(known), policy.budget
    )


def granted(met: Sequence[tuple[str, Facts, Match]]) -> list[Receiver]:
    found = []
    for subject, facts, one in met:
        amount = one.grant.amount if one.grant is not None else None
        found.append(Receiver(subject, facts, amount))
    return sorted(found, key=lambda each: (each.amount is None, -(each.amount or 0), each.subject))


def placed(
    policy: Policy, met: Sequence[tuple[str, Facts, Match]], today: dt.date
) -> list[Receiver]:
    """Those who come first, each with the amount of its place."""
    ranking = policy.offer.award.ranking
    assert policy.rank_by is not None and ranking is not None
    facts_by = {subject: facts for subject, facts, _found in met}
    values = []
    for subject, facts, _found in met:
        value = number_of(policy, facts, today)
        if value is not None:
            values.append((subject, value))
    step = ranking.first // len(policy.rank_amounts)
    found = []
    for place, subject, _value in ranked(values, ranking.first):
        amount = policy.rank_amounts[(place - 1) // step]
        judge = Judge(facts_by[subject], today=today)
        worth = judge.number(amount)
        found.append(
            Receiver(
                subject, facts_by[subject], rounded(worth) if worth is not None else None, place
            )
        )
    return found


def number_of(policy: Policy, facts: Facts, today: dt.date) -> Fraction | None:
    assert policy.rank_by is not None
    if any(fact.key not in facts for fact in facts_of_value(policy.rank_by)):
        return None
    return Judge(facts, today=today).number(policy.rank_by)


@dataclass(frozen=True)
class Share:
    """A part of an outlay: what it is of, how many receive, and how much."""

    label: str
    receivers: int
    amount: Fraction


def broken_down(found: Outlay, label: Callable[[Receiver], str]) -> tuple[Share, ...]:
    """An outlay by street, size or trade, the largest first; the parts add up to the whole."""
    sums: dict[str, list[Receiver]] = {}
    for each in found.receivers:
        sums.setdefault(label(each), []).append(each)
    shares = [
        Share(name, len(some), sum((each.amount or Fraction(0) for each in some), Fraction(0)))
        for name, some in sums.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.amount, -share.receivers, share.label)))


def by_street(each: Receiver) -> str:
    return each.word("street") or "不在楼宇内"


SIZES = ((10, "10人以下"), (50, "10至49人"), (200, "50至199人"), (None, "200人以上"))


def by_size(each: Receiver) -> str:
    """By staff as the lists state it; the steps are for reading, no threshold hangs on them."""
    stated = each.facts.get("staff")
    if stated is None:
        return "员工数不详"
    return next(label for most, label in SIZES if most is None or int(stated.value) < most)  # type: ignore[arg-type]  # a count


def by_trade(each: Receiver) -> str:
    code = each.word("industry")
    if code not in industries():
        return "行业不详"
    section = section_of(code)
    return f"{section} {industries()[section].name}"
