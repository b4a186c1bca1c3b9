"""自相矛盾 contradiction: conditions nobody can meet, what is said for nothing, offers said twice.

What is told here is so; what is not told need not be free of slips (`ways`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from louyu.services.policy.grammar import value_written, written
from louyu.services.policy.policy import Fault, Policy
from louyu.services.policy.rule import (
    All,
    Any,
    Compare,
    Holds,
    Leaf,
    Number,
    Rule,
    Within,
    clauses,
    leaves,
)
from louyu.services.policy.ways import Ways, line_of


def impossible(rule: Rule) -> list[str]:
    """Why no subject can meet a rule."""
    ways, told = Ways(), []
    asked = list(side_by_side(rule))
    while ways.never(asked):
        against = conflict(ways, asked)
        told.append(f"{apart(against)}，没有对象能满足")
        asked.remove(against[-1])
    return told


def side_by_side(rule: Rule) -> Iterator[Rule]:
    """A rule's clauses; those of a 且 in brackets stand among them."""
    for part in clauses(rule):
        if isinstance(part, All):
            yield from side_by_side(part)
        else:
            yield part


def conflict(ways: Ways, asked: Sequence[Rule]) -> list[Rule]:
    """Clauses that cannot be met together, none of which could be left out."""
    needed = list(asked)
    for clause in asked:
        rest = [each for each in needed if each is not clause]
        if ways.never(rest):
            needed = rest
    return needed


def apart(against: Sequence[Rule]) -> str:
    if len(against) == 1:
        return f"“{written(against[0])}”自己合不到一起"
    asked = [leaf for clause in against for leaf in leaves(clause)]
    about = {leaf.fact if isinstance(leaf, Within) else line_of(leaf).measured for leaf in asked}
    if len(about) == 1:
        one = asked[0]
        if isinstance(one, Holds):
            return f"既要“{one.fact.label}”又不要它"
        return f"{name_of(one)}的各项要求合不到一起"
    return "、".join(f"“{written(clause)}”" for clause in against) + "合不到一起"


def name_of(leaf: Leaf) -> str:
    if not isinstance(leaf, Compare):
        return f"“{leaf.fact.label}”"
    sides = (each for each in (leaf.left, leaf.right) if not isinstance(each, Number))
    return "与".join(f"“{value_written(each)}”" for each in sides)


def plainer(rule: Rule) -> tuple[Rule, list[str]]:
    """A rule that the same subjects meet, without what it says for nothing, and what that was."""
    told: list[str] = []
    return without_more(rule, (), Ways(), told), told


def without_more(rule: Rule, given: tuple[Rule, ...], ways: Ways, told: list[str]) -> Rule:
    """A part of a rule, for those who meet what stands beside it."""
    match rule:
        case All(parts):
            kept = list(parts)
            for at in reversed(range(len(parts))):
                beside = [*given, *kept[:at], *kept[at + 1 :]]
                if ways.follows(kept[at], beside):
                    why = because(ways, kept[at], beside)
                    told.append(f"“{written(kept[at])}”是多余的：{why}")
                    del kept[at]
            for at, clause in enumerate(kept):
                beside = [*given, *kept[:at], *kept[at + 1 :]]
                kept[at] = without_more(clause, tuple(beside), ways, told)
            return kept[0] if len(kept) == 1 else All(tuple(kept))
        case Any(parts):
            left = [part for part in parts if not ways.never((*given, part))]
            told += [
                f"“{written(part)}”和别的条件合不到一起，这一种没有对象能满足"
                for part in parts
                if part not in left
            ]
            left = [without_more(part, given, ways, told) for part in left]
            return left[0] if len(left) == 1 else Any(tuple(left))
    return rule


def because(ways: Ways, clause: Rule, beside: Sequence[Rule]) -> str:
    for each in beside:
        if ways.follows(clause, (each,)):
            return f"满足“{written(each)}”就满足它"
    return "满足其余各项就满足它"


def unreached(policy: Policy) -> list[str]:
    """Tiers that can never be the one that counts."""
    steps, ways = policy.ladder.steps, Ways()
    told = []
    for at, step in enumerate(steps):
        name = step.label or (written(step.when) if step.when else "最后一档")
        met = (policy.rule,) if step.when is None else (policy.rule, step.when)
        earlier = [each.when for each in steps[:at]] if policy.ladder.choose == "first" else []
        if ways.never(met):
            told.append(f"奖励“{name}”的条件和政策的条件合不到一起，永远轮不到")
        elif any(wide is None or ways.follows(wide, met) for wide in earlier):
            told.append(f"奖励“{name}”排在更宽的一档后面，永远轮不到；调整顺序或改为就高")
    return told


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
    never = impossible(policy.rule)
    return [
        *(Fault("条件", said) for said in never or plainer(policy.rule)[1]),
        *(Fault("奖励", said) for said in ([] if never else unreached(policy))),
        *(Fault("重复", said) for said in twice(policy, others.values())),
    ]
