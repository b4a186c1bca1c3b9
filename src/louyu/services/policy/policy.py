"""政策 policy: an offer with its conditions and amounts read into trees.

What stands in the document is kept beside what is worked out from it.
"""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from louyu.district import Offer
from louyu.district.offer import Award, Ranking
from louyu.services.policy.award import MONEY, Ladder, Step
from louyu.services.policy.clause_table import ClauseError, rule_of
from louyu.services.policy.fact import Catalogue, Fact
from louyu.services.policy.grammar import RuleError, rule_read, value_read
from louyu.services.policy.judging import Judge
from louyu.services.policy.rule import Rule, Value, facts_of

PLACE = frozenset({"registered", "taxed", "registration_rate", "taxpaying_rate"})
"""Facts about where somebody is registered or pays tax."""


@dataclass(frozen=True)
class Policy:
    """An offer read: its rule, its ladder, and who is ranked by what."""

    offer: Offer
    rule: Rule
    ladder: Ladder
    rank_by: Value | None = None
    rank_amounts: tuple[Value, ...] = ()
    budget: Fraction | None = None

    @property
    def key(self) -> str:
        return self.offer.key

    @property
    def asks_place(self) -> bool:
        """Whether a condition is where somebody is registered or pays tax."""
        return any(fact.key in PLACE for fact in facts_of(self.rule))


@dataclass(frozen=True)
class Fault:
    """What keeps an offer from being published: where, and what to do."""

    where: str
    said: str

    def __str__(self) -> str:
        return f"{self.where}：{self.said}"


class PolicyError(ValueError):
    """An offer cannot be read; ``faults`` says all that is wrong."""

    def __init__(self, offer: Offer, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(f"“{offer.name}”有 {len(faults)} 处不能读懂：{faults[0]}")


def policy_read(offer: Offer, catalogue: Catalogue) -> Policy:
    """The offer with its texts read. Raises `PolicyError` with every text that cannot be."""
    reading = OfferReading(catalogue)
    rule = reading.rule(offer)
    ladder = reading.ladder(offer.award)
    rank_by, rank_amounts = reading.ranking(offer.award.ranking)
    budget = reading.amount(offer.budget, "预算") if offer.budget else None
    if reading.faults or rule is None:
        raise PolicyError(offer, reading.faults)
    most = Judge({}, today=dt.date.min).number(budget) if budget is not None else None
    return Policy(offer, rule, ladder, rank_by, rank_amounts, most)


class OfferReading:
    """Reads an offer's texts one after the other, and keeps what is wrong with each."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.faults: list[Fault] = []

    def wrong(self, where: str, said: object) -> None:
        self.faults.append(Fault(where, str(said)))

    def rule(self, offer: Offer) -> Rule | None:
        try:
            return rule_of(offer.conditions, self.catalogue)
        except ClauseError as error:
            self.wrong("条件", error)
            return None

    def value(self, text: str, where: str) -> Value | None:
        try:
            return value_read(text, self.catalogue)
        except RuleError as error:
            self.wrong(where, error)
            return None

    def amount(self, text: str, where: str) -> Value | None:
        value = self.value(text, where)
        if value is not None and value.dimension != MONEY:
            self.wrong(where, f"“{text}”不是金额，要写单位或乘以金额")
            return None
        return value

    def ladder(self, award: Award) -> Ladder:
        steps = []
        for n, tier in enumerate(award.tiers, 1):
            value = self.amount(tier.amount, f"奖励第 {n} 档的金额")
            when = self.when(tier.when, f"奖励第 {n} 档的条件") if tier.when else None
            if value is not None:
                steps.append(Step(when, value, tier.label))
        cap = self.amount(award.cap, "奖励上限") if award.cap else None
        return Ladder(tuple(steps), award.choose, cap)

    def when(self, text: str, where: str) -> Rule | None:
        try:
            return rule_read(text, self.catalogue)
        except RuleError as error:
            self.wrong(where, error)
            return None

    def ranking(self, said: Ranking | None) -> tuple[Value | None, tuple[Value, ...]]:
        if said is None:
            return None, ()
        amounts = [self.amount(text, "名次奖励") for text in said.amounts]
        if not amounts or said.first % len(amounts):
            self.wrong("名次奖励", f"{said.first} 名不能平均分成所列的 {len(amounts)} 档")
        return self.value(said.by, "排名依据"), tuple(each for each in amounts if each is not None)


def facts_asked(policy: Policy) -> tuple[Fact, ...]:
    """Every fact that decides about a policy, in the order of its clauses."""
    return tuple(dict.fromkeys(facts_of(policy.rule)))
