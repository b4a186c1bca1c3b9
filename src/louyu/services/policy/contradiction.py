"""自相矛盾 contradiction: conditions nobody can meet, tiers nobody reaches, offers said twice.

Told by the lines that numbers are held against: a clerk's slips, not a proof of soundness.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from louyu.services.policy.grammar import value_written, written
from louyu.services.policy.policy import Fault, Policy
from louyu.services.policy.rule import (
    TURNED,
    Compare,
    Holds,
    Not,
    Number,
    Rule,
    Than,
    Value,
    clauses,
)


@dataclass(frozen=True)
class Between:
    """What is left for a number: from a line to a line, each in it or not."""

    low: Fraction | None = None
    low_in: bool = True
    high: Fraction | None = None
    high_in: bool = True

    def and_(self, than: Than, line: Fraction) -> "Between":
        match than:
            case Than.AT_LEAST | Than.OVER:
                if self.low is None or (line, than is Than.OVER) > (self.low, not self.low_in):
                    return Between(line, than is Than.AT_LEAST, self.high, self.high_in)
            case Than.AT_MOST | Than.UNDER:
                if self.high is None or (line, than is Than.AT_MOST) < (self.high, self.high_in):
                    return Between(self.low, self.low_in, line, than is Than.AT_MOST)
            case Than.EQUAL:
                return self.and_(Than.AT_LEAST, line).and_(Than.AT_MOST, line)
        return self

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (
            self.low == self.high and not (self.low_in and self.high_in)
        )


def line_of(clause: Rule) -> tuple[Value, Than, Fraction] | None:
    """A clause that holds a value against a number written down."""
    if not isinstance(clause, Compare):
        return None
    if isinstance(clause.right, Number) and not isinstance(clause.left, Number):
        return clause.left, clause.than, clause.right.exact
    if isinstance(clause.left, Number) and not isinstance(clause.right, Number):
        return clause.right, TURNED[clause.than], clause.left.exact
    return None


def impossible(rule: Rule) -> list[str]:
    """Why no subject can meet a rule, as far as its clauses side by side show it."""
    left: dict[Value, Between] = {}
    told = []
    asked = clauses(rule)
    for clause in asked:
        if (found := line_of(clause)) is not None:
            value, than, line = found
            before = left.get(value, Between())
            left[value] = before.and_(than, line)
            if left[value].empty and not before.empty:
                told.append(f"“{value_written(value)}”的各项要求合不到一起，没有对象能满足")
    holding = {clause for clause in asked if isinstance(clause, Holds)}
    told += [
        f"既要“{written(clause.part)}”又不要它，没有对象能满足"
        for clause in asked
        if isinstance(clause, Not) and clause.part in holding
    ]
    return told


def unreached(policy: Policy) -> list[str]:
    """Tiers that can never be the one that counts."""
    steps = policy.ladder.steps
    told = []
    for at, step in enumerate(steps):
        earlier = steps[:at]
        if policy.ladder.choose == "first" and any(
            covers(each.when, step.when) for each in earlier
        ):
            name = step.label or (written(step.when) if step.when else "最后一档")
            told.append(f"奖励“{name}”排在更宽的一档后面，永远轮不到；调整顺序或改为就高")
    return told


def covers(wide: Rule | None, narrow: Rule | None) -> bool:
    """Whether whoever meets the one also meets the other: by the same line, or a lower one."""
    if wide is None or wide == narrow:
        return True
    if narrow is None:
        return False
    one, other = line_of(wide), line_of(narrow)
    if one is None or other is None or one[0] != other[0]:
        return False
    up, down = (Than.AT_LEAST, Than.OVER), (Than.AT_MOST, Than.UNDER)
    if one[1] in up and other[1] in up:
        return one[2] <= other[2]
    return one[1] in down and other[1] in down and one[2] >= other[2]


def twice(policy: Policy, others: Iterable[Policy]) -> list[str]:
    """Other offers that ask for the very same."""
    return [
        f"与“{other.offer.name}”条件相同"
        for other in others
        if other.key != policy.key
        and other.offer.subject == policy.offer.subject
        and set(clauses(other.rule)) == set(clauses(policy.rule))
    ]


def doubts(policy: Policy, others: Mapping[str, Policy]) -> list[Fault]:
    """What a person should look at before publishing; none of it forbids it."""
    return [
        *(Fault("条件", said) for said in impossible(policy.rule)),
        *(Fault("奖励", said) for said in unreached(policy)),
        *(Fault("重复", said) for said in twice(policy, others.values())),
    ]
