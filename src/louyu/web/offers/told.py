"""说给人看 told: findings, awards and documents as one reader may see them.

Who may not see exact tax sees a band and no distance; who may see none is not told whether a clause
on tax is met.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from louyu.district import District
from louyu.services.policy.award import Grant
from louyu.services.policy.fact import Fact, Kind
from louyu.services.policy.grammar import written
from louyu.services.policy.judging import Finding, Stated
from louyu.services.policy.matching import Match, Status
from louyu.services.policy.policy import Policy
from louyu.services.policy.rule import Holds, Not, facts_of, facts_of_value
from louyu.services.policy.telling import number_told, value_told
from louyu.web.people.bands import band
from louyu.web.people.rights import Access, Clearance

CLOSED = "需税收权限"

STATES = {True: ("met", "满足"), False: ("unmet", "不满足"), None: ("unknown", "不知道")}


@dataclass(frozen=True)
class ClauseTold:
    """A clause of one subject: what it asks, how it stands, by what, and how far it is."""

    words: str
    state: str
    state_word: str
    value: str = ""
    away: str = ""
    ask: str = ""
    parts: tuple["ClauseTold", ...] = ()


def closed(access: Access, facts: Sequence[Fact]) -> bool:
    """Whether a reader may not be told how something about these facts stands."""
    hidden = access.clearance is Clearance.HIDDEN
    return hidden and any(fact.restricted for fact in facts)


def clause_told(finding: Finding, access: Access, district: District) -> ClauseTold:
    facts = tuple(facts_of(finding.rule))
    words = written(finding.rule)
    if closed(access, facts):
        return ClauseTold(words, "closed", CLOSED)
    state, word = STATES[finding.verdict]
    masked = not access.exact and any(fact.restricted for fact in facts)
    away = finding.distance.told if finding.distance is not None and not masked else ""
    ask = "；".join(f"{fact.label}：问{fact.holder}" for fact in finding.missing)
    parts = tuple(clause_told(part, access, district) for part in finding.parts)
    if isinstance(finding.rule, Not) and not parts[0].parts:
        parts = ()  # the words say it already
    if isinstance(finding.rule, Holds) and parts and parts[0].parts:
        parts = parts[0].parts  # by name and by formula it is one condition
    return ClauseTold(words, state, word, value_of(finding, access), away, ask, parts)


def value_of(finding: Finding, access: Access) -> str:
    """The values behind a clause, an amount of tax in its band for whom it is not open."""
    used = finding.used
    said = "；".join(f"{fact.label} {fact_shown(fact, each, access)}" for fact, each in used)
    open_to = access.exact or not any(fact.restricted for fact, _ in finding.used)
    if finding.value is not None and len(finding.used) > 1 and open_to:
        return f"{number_told(finding.value, finding.dimension)}（{said}）"
    return said


def fact_shown(fact: Fact, stated: Stated, access: Access) -> str:
    if not fact.restricted or access.exact:
        return value_told(fact, stated.value)
    if fact.kind is Kind.MONEY and access.clearance is Clearance.BANDED:
        return band(int(stated.value))  # type: ignore[arg-type]  # a number: its kind is one
    return "不显示"


@dataclass(frozen=True)
class MatchTold:
    """One policy for one subject, as a reader may see it."""

    policy: Policy
    status: str
    state: str
    clauses: tuple[ClauseTold, ...]
    amount: str
    worth: int
    """For the order: the amount in fen, 0 where it is not known or not open."""
    effort: int
    """Papers still to be brought and clauses still to be met."""


ORDER = (Status.MET, Status.NEAR, Status.UNKNOWN, Status.UNMET, Status.EXPIRED)
STATUS_STATE = {
    Status.MET: "met", Status.NEAR: "near", Status.UNKNOWN: "unknown", Status.UNMET: "unmet",
    Status.EXPIRED: "expired",
}  # fmt: skip


def match_told(found: Match, access: Access, district: District) -> MatchTold:
    policy = found.policy
    shut = closed(access, tuple(facts_of(policy.rule)))
    papers = sum(1 for paper in policy.offer.papers if not paper.held)
    amount, worth = "", 0
    if found.grant is not None and not shut:
        amount, worth = amount_told(found.grant, policy, access)
    return MatchTold(
        policy=policy,
        status=CLOSED if shut else found.status.value,
        state="closed" if shut else STATUS_STATE[found.status],
        clauses=tuple(clause_told(each, access, district) for each in found.finding.clauses),
        amount=amount,
        worth=worth,
        effort=papers + len(found.lacking) + len(found.unknown),
    )


def amount_told(grant: Grant, policy: Policy, access: Access) -> tuple[str, int]:
    """An amount; one worked out from tax tells the tax, so it is open only with it."""
    if policy.rank_by is not None:
        return "按名次", 0
    if not policy.ladder.steps:
        return "", 0
    asked = [fact for step in policy.ladder.steps for fact in facts_of_value(step.amount)]
    if not access.exact and any(fact.restricted for fact in asked):
        return "按税收计算，需税收权限", 0
    return grant.told, int(grant.amount or 0)


def ordered(matches: Sequence[MatchTold]) -> list[MatchTold]:
    """可享 first, by what it is worth, then by what it takes."""
    rank = {STATUS_STATE[status]: at for at, status in enumerate(ORDER)}
    return sorted(
        matches,
        key=lambda each: (
            rank.get(each.state, len(rank)), -each.worth, each.effort, each.policy.key,
        ),
    )  # fmt: skip


def ladder_told(policy: Policy) -> list[tuple[str, str]]:
    """The tiers of an award: under which condition, how much."""
    offer = policy.offer
    told = [(tier.label or tier.when or "符合条件", tier.amount) for tier in offer.award.tiers]
    if offer.award.ranking is not None:
        ranking = offer.award.ranking
        step = ranking.first // max(len(ranking.amounts), 1)
        for at, amount in enumerate(ranking.amounts):
            first, last = at * step + 1, (at + 1) * step
            places = f"第 {first}—{last} 名" if step > 1 else f"第 {first} 名"
            told.append((f"按{ranking.by}{places}", amount))
    return told


CHOICES = {"first": "按顺序取第一个符合的一档", "highest": "就高不重复", "sum": "各档累计"}
