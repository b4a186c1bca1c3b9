"""政策目录 book: the offers in force, read once and kept while nothing is published.

Those of the district's folder, each replaced by the version that the desk published of it.
"""

import threading
from dataclasses import dataclass
from functools import cached_property

from louyu.district import District, Offer
from louyu.services.policy.declared import catalogue_of
from louyu.services.policy.fact import Catalogue, Subject
from louyu.services.policy.judging import shared
from louyu.services.policy.policy import Policy, PolicyError, policy_read
from louyu.web.ledger.policy_version import PolicyVersion, Standing
from louyu.web.shelf import district_of_site

LOCK = threading.Lock()


@dataclass(frozen=True)
class Book:
    """Every offer in force by key, those that can be read as policies, and why others cannot."""

    stamp: object
    offers: dict[str, Offer]
    policies: dict[str, Policy]
    unread: dict[str, PolicyError]

    def of(self, subject: Subject) -> list[Policy]:
        return [each for each in self.policies.values() if each.offer.subject == subject]

    @cached_property
    def kinds(self) -> list[str]:
        return sorted({offer.kind for offer in self.offers.values()})


CATALOGUES: dict[tuple[str, Subject], Catalogue] = {}


def catalogue(subject: Subject | str) -> Catalogue:
    """The facts rules may name in this district."""
    district, kind = district_of_site(), Subject(subject)
    key = (district.fingerprint, kind)
    if key not in CATALOGUES:
        CATALOGUES[key] = catalogue_of(district, kind)
    return CATALOGUES[key]


KEPT: list[Book] = []


def book() -> Book:
    """The offers in force now."""
    stamp = (
        district_of_site().folder,
        *PolicyVersion.objects.exclude(standing=Standing.DRAFT)
        .order_by("-changed_at")
        .values_list("pk", "changed_at")[:1],
    )
    with LOCK:
        if not KEPT or KEPT[0].stamp != stamp:
            KEPT[:] = [book_read(district_of_site(), stamp)]
        return KEPT[0]


def book_read(district: District, stamp: object) -> Book:
    offers = {offer.key: offer for offer in district.offers}
    ended = PolicyVersion.objects.filter(standing=Standing.WITHDRAWN).values_list("key", flat=True)
    for key in set(ended):
        offers.pop(key, None)
    for version in PolicyVersion.objects.filter(standing=Standing.PUBLISHED):
        offers[version.key] = version.offer
    policies, unread = {}, {}
    for key, offer in sorted(offers.items()):
        try:
            policies[key] = policy_read(offer, catalogue(offer.subject))
        except PolicyError as error:
            unread[key] = error
    return Book(stamp, offers, one_tree(policies), unread)


def one_tree(policies: dict[str, Policy]) -> dict[str, Policy]:
    """The policies with conditions that are alike made one: a subject's are judged once."""
    from dataclasses import replace

    rules = shared(policy.rule for policy in policies.values())
    return {
        key: replace(policy, rule=rule)
        for (key, policy), rule in zip(policies.items(), rules, strict=True)
    }
