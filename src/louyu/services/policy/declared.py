"""自报事实 declared: facts that no register holds, as a district's folder names them."""

from collections.abc import Iterable
from dataclasses import replace

from louyu.district import District
from louyu.district.offer import FactSaid
from louyu.services.policy.fact import Catalogue, Fact, Kind, Subject
from louyu.services.policy.fact_group import catalogue


def fact_of(said: FactSaid) -> Fact:
    return Fact(
        said.key, said.label, Kind(said.kind), said.definition, said.holder,
        Subject(said.subject), said.unit, said.aliases, tuple((w, w) for w in said.words),
        formula=said.formula,
    )  # fmt: skip


def declared(facts: Iterable[FactSaid], subject: Subject) -> tuple[Fact, ...]:
    return tuple(fact for fact in map(fact_of, facts) if fact.subject is subject)


def catalogue_of(district: District, subject: Subject) -> Catalogue:
    """Every fact a rule may name in a district, each with who holds it there by name.

    Raises `ValueError` for a name given twice.
    """
    known = catalogue(subject, declared(district.facts, subject))
    named = (replace(fact, holder=holder_of(fact, district)) for fact in known.by_key.values())
    return Catalogue(named, subject=subject)


KINDS = {"street": "属地街镇", "operator": "楼宇运营单位"}


def holder_of(fact: Fact, district: District) -> str:
    """Who holds a fact, by name: the first sender of its dataset, a department, or as said."""
    contract = district.contracts.get(fact.holder)
    holder = contract.senders[0] if contract else fact.holder
    named = {department.id: department.name for department in district.departments}
    return named.get(holder) or KINDS.get(holder, holder)
