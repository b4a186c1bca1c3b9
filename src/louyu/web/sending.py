"""报送权限 sending: who may send what: the datasets whose contract names the unit of a post."""

from django.db.models import QuerySet

from louyu.district import Contract, District
from louyu.web.ledger.submission import Submission
from louyu.web.people.rights import Access
from louyu.web.people.roles import Ability, Reach

KINDS = {Reach.STREETS: "street", Reach.BUILDINGS: "operator"}
"""What a contract calls a sender of a reach that is no department."""


def for_any_unit(access: Access) -> bool:
    """Whether files of every unit may be sent: the task force hands on what it is given."""
    return access.may(Ability.BUILD)


def sendable(access: Access, district: District) -> list[Contract]:
    """The contracts under which files may be sent."""
    contracts = list(district.contracts.values())
    if for_any_unit(access):
        return contracts
    kind = unit_kind(access, district)
    return [contract for contract in contracts if kind in contract.senders]


def unit_kind(access: Access, district: District) -> str:
    """What contracts call the unit of a post; empty for one that they cannot name."""
    kind = KINDS.get(access.scope.reach)
    if kind is not None:
        return kind
    department = district.department_named(access.unit)
    return department.id if department and access.scope.whole else ""


def visible(access: Access) -> QuerySet[Submission]:
    """The submissions somebody may see: those of their unit, or all."""
    every = Submission.objects.all()
    return every if for_any_unit(access) else every.filter(unit=access.unit)
