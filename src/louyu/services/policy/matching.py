"""匹配 matching: how a subject stands to a policy, and what it would be worth."""

from dataclasses import dataclass
from enum import StrEnum

from louyu.services.policy.award import Grant, grant
from louyu.services.policy.judging import Finding, Judge
from louyu.services.policy.policy import Policy


class Status(StrEnum):
    """How a subject stands to an offer."""

    MET = "可享"
    NEAR = "差一项"
    UNKNOWN = "信息不足"
    UNMET = "不满足"
    EXPIRED = "已过期"


@dataclass(frozen=True)
class Match:
    """One subject against one policy."""

    policy: Policy
    status: Status
    finding: Finding
    grant: Grant | None

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """The clauses that are not met."""
        return tuple(each for each in self.finding.clauses if each.verdict is False)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """The clauses of which it is not known."""
        return tuple(each for each in self.finding.clauses if each.verdict is None)


def status_of(finding: Finding) -> Status:
    """How a subject stands: one clause short is near only where all others are known to be met."""
    if finding.verdict is None:
        return Status.UNKNOWN
    if finding.verdict:
        return Status.MET
    short = sum(1 for each in finding.clauses if each.verdict is False)
    met = sum(1 for each in finding.clauses if each.verdict)
    return Status.NEAR if short == 1 and met == len(finding.clauses) - 1 else Status.UNMET


def match(policy: Policy, judge: Judge) -> Match:
    """A policy of one subject. What it would be worth is worked out where it is met or near."""
    finding = judge.finding(policy.rule)
    status = status_of(finding)
    if not policy.offer.valid.on(judge.today):
        status = Status.EXPIRED
    worth = grant(policy.ladder, judge) if status in (Status.MET, Status.NEAR) else None
    return Match(policy, status, finding, worth)


def automatic(match: Match) -> bool:
    """免申即享: it is met, its amount is known, and nothing that decides is unknown."""
    known = match.grant is not None and match.grant.amount is not None
    return match.policy.offer.automatic and match.status is Status.MET and known
