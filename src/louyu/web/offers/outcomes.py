"""匹配结果 outcomes: every policy against every subject in sight, in one pass, kept for the day."""

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa
from django.utils import timezone

from louyu.engine import engine_open
from louyu.services.policy.bulk import Bulk, Outcome, distinct_leaves, leaf_columns, places
from louyu.services.policy.fact import IBIS_TYPE, Subject
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


def fact_table_of(reader: Reader, subject: Subject, month: int | None = None) -> pa.Table:
    """The facts in sight, what no register holds being empty columns. Raises `NotReadyError`."""

    def read() -> pa.Table:
        return with_declared(reader.edition.facts(subject, month=month), subject)

    table: pa.Table = reader.tables.get(("facts", subject, month), read)
    return table


def with_declared(found: pa.Table | None, subject: Subject) -> pa.Table:
    """Facts with a column for each that no register holds. Raises `NotReadyError`."""
    if found is None:
        raise NotReadyError
    for fact in catalogue(subject).stored:
        if fact.key not in found.column_names:
            nothing = pa.nulls(found.num_rows, ARROW[IBIS_TYPE[fact.kind]])
            found = found.append_column(fact.key, nothing)
    return found


ARROW = {
    "int64": pa.int64(), "boolean": pa.bool_(), "date": pa.date32(), "string": pa.string(),
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """How many stand how to a policy."""

    met: int
    near: int
    unmet: int
    unknown: int


class Outcomes:
    """Verdicts of some policies of everyone in sight on a day."""

    def __init__(
        self, table: pa.Table, policies: list[Policy], subject: Subject, day: dt.date
    ) -> None:
        asked = distinct_leaves(policy.rule for policy in policies)
        with engine_open() as engine:
            facts = engine.table(table)
            columns = engine.arrow(leaf_columns(facts, asked, key=subject, today=day))
        self.bulk = Bulk(columns, asked, key=subject)
        self.found: dict[str, Outcome] = {
            policy.key: self.bulk.outcome(policy.rule) for policy in policies
        }

    def counted(self, key: str) -> Counted:
        outcome = self.found[key]
        met, near = len(places(outcome.verdict.met)), len(places(outcome.near))
        unmet = len(places(outcome.verdict.unmet))
        return Counted(met, near, unmet - near, self.bulk.size - met - unmet)

    def subjects(self, key: str, status: Status) -> list[str]:
        """Who stands so to a policy, in the order of their keys."""
        outcome = self.found[key]
        chosen = {
            Status.MET: outcome.verdict.met,
            Status.NEAR: outcome.near,
            Status.UNMET: outcome.verdict.unmet & ~outcome.near,
        }
        if status in chosen:
            return sorted(self.bulk.chosen(chosen[status]).to_pylist())
        known = set(self.bulk.chosen(outcome.verdict.met | outcome.verdict.unmet).to_pylist())
        return sorted(set(self.bulk.subjects.to_pylist()) - known)

    def near_by(self, key: str) -> list[int]:
        """For each clause how many lack only that one."""
        return [len(places(step)) for step in self.found[key].step]


def outcomes(reader: Reader, subject: Subject) -> Outcomes:
    """Every policy in force about such subjects. Raises `NotReadyError`."""
    now, day = book(), today()
    policies = now.of(subject)
    key = ("outcomes", subject, day, now.stamp)
    table = fact_table_of(reader, subject)
    found: Outcomes = reader.kept.get(key, lambda: Outcomes(table, policies, subject, day))
    return found


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
    subject = Subject.ENTERPRISE
    table = with_declared(reader.edition.tenants_facts(building), subject)
    policies = book().of(subject)
    made = Outcomes(table, policies, subject, today())
    return [(policy, made.counted(policy.key)) for policy in policies]
