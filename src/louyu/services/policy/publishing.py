"""发布 publishing: what keeps a policy from being published.

A condition on where somebody is registered or pays tax needs a fair-competition review
(公平竞争审查条例, 2024): it is shown, never hidden, and without the review nothing is published.
Every policy has worked cases, and they come out as they say.
"""

from collections.abc import Mapping

from louyu.district import Review
from louyu.services.policy.case_facts import CaseError, facts_of_case
from louyu.services.policy.fact import Catalogue
from louyu.services.policy.grammar import RuleError, value_read
from louyu.services.policy.judging import Facts, Judge
from louyu.services.policy.matching import match
from louyu.services.policy.policy import Fault, Policy

REVIEWED = (Review.PASSED, Review.EXEMPT)


def faults(policy: Policy, catalogue: Catalogue, departments: Mapping[str, str]) -> list[Fault]:
    """What keeps a readable policy from being published. ``departments`` by id."""
    offer, found = policy.offer, []
    if policy.asks_place and offer.review.state not in REVIEWED:
        found.append(
            Fault("公平竞争审查", f"以注册地或纳税地为条件，审查“{offer.review.state}”，不能发布")
        )
    if not offer.valid.until:
        found.append(Fault("有效期", "没有写到哪一天；到期会自动停止匹配"))
    elif offer.valid.until < offer.valid.since:
        found.append(Fault("有效期", "止日早于起日"))
    for said in (offer.unit, offer.document.issuer):
        if said not in departments:
            found.append(Fault("部门", f"没有部门“{said}”"))
    if not offer.cases:
        found.append(Fault("算例", "至少要有一个算例"))
    for case in offer.cases:
        found += case_faults(policy, case.name, catalogue)
    return found


def case_faults(policy: Policy, name: str, catalogue: Catalogue) -> list[Fault]:
    """How a worked case comes out otherwise than it says."""
    case = next(each for each in policy.offer.cases if each.name == name)
    where = f"算例“{name}”"
    try:
        facts: Facts = facts_of_case(case.facts, catalogue)
        expected = value_read(case.amount, catalogue) if case.amount else None
    except (CaseError, RuleError) as error:
        return [Fault(where, str(error))]
    found = match(policy, Judge(facts, today=case.today))
    if found.status != case.status:
        return [Fault(where, f"应为{case.status}，算得{found.status}")]
    if expected is None:
        return []
    amount = Judge(facts, today=case.today).number(expected)
    got = found.grant.amount if found.grant is not None else None
    if got != amount:
        return [
            Fault(where, f"应得 {case.amount}，算得 {found.grant.told if found.grant else '无'}")
        ]
    return []
