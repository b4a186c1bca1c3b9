"""The sample district's offers, read (演示数据)."""

from pathlib import Path

from louyu.district import District, Offer, district_read
from louyu.services.policy.declared import catalogue_of
from louyu.services.policy.fact import Subject
from louyu.services.policy.policy import Policy, policy_read

DISTRICT: District = district_read(Path(__file__).parents[2] / "districts" / "sample")
OFFERS = {offer.key: offer for offer in DISTRICT.offers}
CATALOGUES = {subject: catalogue_of(DISTRICT, subject) for subject in Subject}
UNITS = {department.id: department.name for department in DISTRICT.departments}


def read(offer: Offer) -> Policy:
    return policy_read(offer, CATALOGUES[Subject(offer.subject)])
