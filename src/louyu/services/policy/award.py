"""奖励 award: what a subject that meets a policy is given, and how that was worked out.

Tiers stand in the document's order. Of those whose condition is met the first, the highest
(就高不重复) or all count; a cap holds over the whole. An amount that hangs on something unknown is
not guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from louyu.services.policy.fact import Dimension, Fact
from louyu.services.policy.grammar import value_written, written
from louyu.services.policy.judging import Finding, Judge
from louyu.services.policy.rule import Rule, Value, facts_of_value
from louyu.services.policy.telling import money_told, value_told

MONEY = Dimension(money=1)


@dataclass(frozen=True)
class Step:
    """One tier: its condition (none is always met), its amount, how the document calls it."""

    when: Rule | None
    amount: Value
    label: str = ""


@dataclass(frozen=True)
class Ladder:
    """The tiers of an award, which of them count, and the most there is."""

    steps: tuple[Step, ...]
    choose: str
    cap: Value | None = None


@dataclass(frozen=True)
class Part:
    """What one tier gives: the amount in fen, by which sum, or what is not known of it."""

    step: Step
    finding: Finding | None
    amount: Fraction | None
    working: str
    missing: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Grant:
    """What is given in all, in fen; None while it hangs on what is not known."""

    amount: Fraction | None
    parts: tuple[Part, ...]
    missing: tuple[Fact, ...] = ()
    capped: bool = False
    """Whether the cap cut it."""

    @property
    def told(self) -> str:
        if self.amount is None:
            unknown = "、".join(dict.fromkeys(fact.label for fact in self.missing))
            return f"金额待核（还不知道{unknown}）" if unknown else "金额待核"
        return money_told(self.amount) + ("（已到上限）" if self.capped else "")


NOTHING = Grant(Fraction(0), ())


def grant(ladder: Ladder, judge: Judge) -> Grant:
    """What a ladder gives one subject, its conditions apart."""
    parts, unsure = applying(ladder, judge)
    if not parts and not unsure:
        return NOTHING
    missing = tuple(dict.fromkeys(fact for part in (*parts, *unsure) for fact in part.missing))
    known = [part.amount for part in parts if part.amount is not None]
    if unsure or len(known) < len(parts):
        return Grant(None, tuple(parts), missing)
    total = sum(known, Fraction(0)) if ladder.choose == "sum" else max(known)
    if ladder.choose == "highest":
        parts = [next(part for part in parts if part.amount == total)]
    most = judge.number(ladder.cap) if ladder.cap is not None else None
    capped = most is not None and total > most
    if capped:
        assert most is not None
        total = most
    return Grant(rounded(total), tuple(parts), (), capped)


def applying(ladder: Ladder, judge: Judge) -> tuple[list[Part], list[Part]]:
    """The tiers that count, and those of which it is not known whether they do."""
    parts: list[Part] = []
    unsure: list[Part] = []
    for step in ladder.steps:
        finding = judge.finding(step.when) if step.when is not None else None
        verdict = True if finding is None else finding.verdict
        if verdict is False:
            continue
        part = part_of(step, finding, judge)
        (unsure if verdict is None else parts).append(part)
        if ladder.choose == "first" and verdict:
            break
    if ladder.choose == "first" and unsure:
        return [], unsure
    return parts, unsure


def part_of(step: Step, finding: Finding | None, judge: Judge) -> Part:
    facts = tuple(dict.fromkeys(facts_of_value(step.amount)))
    missing = tuple(fact for fact in facts if fact.key not in judge.facts)
    if finding is not None and finding.verdict is None:
        missing += unknown_of(finding)
    if any(fact.key not in judge.facts for fact in facts):
        return Part(step, finding, None, value_written(step.amount), missing)
    amount = judge.number(step.amount)
    if amount is None:
        return Part(step, finding, None, value_written(step.amount), missing)
    amount = max(amount, Fraction(0))
    working = value_written(step.amount)
    for fact in facts:
        told = value_told(fact, judge.facts[fact.key].value)
        working = working.replace(fact.label, f"{fact.label} {told}")
    if facts:
        working = f"{working} = {money_told(amount)}"
    if step.when is not None:
        working = f"{step.label or written(step.when)}：{working}"
    return Part(step, finding, amount, working, missing)


def unknown_of(finding: Finding) -> tuple[Fact, ...]:
    """The facts that keep a condition from being told."""
    found = list(finding.missing)
    for part in finding.parts:
        if part.verdict is None:
            found += unknown_of(part)
    return tuple(dict.fromkeys(found))


def rounded(amount: Fraction) -> Fraction:
    """To whole fen, half up."""
    return Fraction(int(amount + Fraction(1, 2)))


def ranked(values: Sequence[tuple[str, Fraction]], first: int) -> list[tuple[int, str, Fraction]]:
    """取前几名: place, subject and value of the first; equal values share the better place."""
    ordered = sorted(values, key=lambda pair: (-pair[1], pair[0]))
    found: list[tuple[int, str, Fraction]] = []
    for at, (subject, value) in enumerate(ordered):
        place = found[-1][0] if found and found[-1][2] == value else at + 1
        if place > first:
            break
        found.append((place, subject, value))
    return found
