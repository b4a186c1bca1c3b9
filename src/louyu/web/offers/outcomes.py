"""匹配结果 outcomes: every policy against every subject in sight, in one pass, kept for the day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from louyu.services.policy.bulk import Bulk, Outcome, Words, many, words
from louyu.services.policy.fact import Subject
from louyu.services.policy.judging import Facts
from louyu.services.policy.matching import Status
from louyu.services.policy.policy import Policy
from louyu.services.policy.sandbox import facts_of_row
from louyu.web.offers.book import book, catalogue
from louyu.web.reader import Reader


class NotReadyError(RuntimeError):
    """The facts of the edition are still being made."""


def today() -> dt.date:
    return timezone.localdate()


@dataclass(frozen=True)
class Counted:
    """How many stand how to a policy."""

    met: int
    near: int
    unmet: int
    unknown: int


class Outcomes:
    """Verdicts of some policies of everyone in sight on a day. Raises `NotReadyError`."""

    def __init__(self, bulk: Bulk | None, policies: Sequence[Policy]) -> None:
        if bulk is None:
            raise NotReadyError
        self.bulk = bulk
        self.found: dict[str, Outcome] = {
            policy.key: bulk.outcome(policy.rule) for policy in policies
        }

    def counted(self, key: str) -> Counted:
        outcome = self.found[key]
        met, near = many(outcome.verdict.met), many(outcome.near)
        unmet = many(outcome.verdict.unmet)
        return Counted(met, near, unmet - near, self.bulk.size - met - unmet)

    def standing(self, key: str, status: Status) -> Words:
        """Who stands so to a policy, a bit for each."""
        outcome = self.found[key]
        verdict = outcome.verdict
        if status is Status.MET:
            return verdict.met
        if status is Status.NEAR:
            return outcome.near
        if status is Status.UNMET:
            return verdict.unmet & ~outcome.near
        return words(None, 0, self.bulk.size) & ~(verdict.met | verdict.unmet)

    def subjects(self, key: str, status: Status, page: slice = slice(None)) -> list[str]:
        """Who stands so to a policy, all or a page of them, in the order of their keys."""
        return self.bulk.chosen(self.standing(key, status), page).to_pylist()

    def near_by(self, key: str) -> list[int]:
        """For each clause how many lack only that one."""
        return [many(step) for step in self.found[key].step]


def outcomes_of(
    reader: Reader,
    policies: Sequence[Policy],
    subject: Subject,
    *,
    day: dt.date,
    month: int | None = None,
) -> Outcomes:
    """Some policies about such subjects, in force or not. Raises `NotReadyError`."""
    rules = tuple(policy.rule for policy in policies)
    return Outcomes(reader.edition.judged(subject, rules, day, month=month), policies)


def outcomes(reader: Reader, subject: Subject) -> Outcomes:
    """Every policy in force about such subjects. Raises `NotReadyError`."""
    return outcomes_of(reader, book().of(subject), subject, day=today())


def facts_of(
    reader: Reader, subject: Subject, keys: list[str], month: int | None = None
) -> list[tuple[str, Facts]]:
    """The facts of some subjects, each with the month they stand at. Raises `NotReadyError`."""
    table = reader.edition.facts(subject, keys, month=month)
    if table is None:
        raise NotReadyError
    known = catalogue(subject)
    source = f"第 {reader.name} 期"
    return [
        (row[subject.value], facts_of_row(row, known, source))
        for row in table.sort_by(subject.value).to_pylist()
    ]


def tenant_counts(reader: Reader, building: str) -> list[tuple[Policy, Counted]]:
    """How many of a building's tenants stand how to each policy for enterprises: numbers alone, no
    names without their consent. Raises `NotReadyError`."""
    policies = book().of(Subject.ENTERPRISE)
    rules = tuple(policy.rule for policy in policies)
    made = Outcomes(reader.edition.tenants_judged(building, rules, today()), policies)
    return [(policy, made.counted(policy.key)) for policy in policies]
