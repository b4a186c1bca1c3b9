"""兑现清单 payout: who is paid without asking, what, and who is left out of it and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from louyu.services.policy.policy import Policy
from louyu.services.policy.sandbox import Outlay, Receiver


@dataclass(frozen=True)
class Entry:
    """One line of a list for payout: who, what, how much, or why not."""

    policy: Policy
    receiver: Receiver
    excluded: str = ""


def payout(
    policies: Sequence[tuple[Policy, Outlay]],
    had: Callable[[str, str], str],
) -> tuple[Entry, ...]:
    """免申即享: those whose amount is known, less what they had already, one of a group only.

    ``had`` says of a policy's key and a subject why nothing more is due, or nothing.
    """
    best: dict[tuple[str, str], tuple[Fraction, str]] = {}
    for policy, found in policies:
        for each in found.receivers:
            if policy.offer.group and each.amount is not None and not had(policy.key, each.subject):
                mark = (policy.offer.group, each.subject)
                best[mark] = max(best.get(mark, (Fraction(-1), "")), (each.amount, policy.key))
    entries = []
    for policy, found in policies:
        for each in found.receivers:
            why = had(policy.key, each.subject)
            if not why and each.amount is None:
                why = "金额还不知道"
            chosen = best.get((policy.offer.group, each.subject))
            if not why and policy.offer.group and chosen is not None and chosen[1] != policy.key:
                why = f"同类“{policy.offer.group}”只享受一项，已按金额高的一项"
            entries.append(Entry(policy, each, why))
    return tuple(entries)
