"""权限 rights: the one place that says what a request may see and do.

A request acts by one post (岗位). Its **scope** says which rows it may see, its **clearance** how
it sees tax. Editions are opened only by an `Access` (louyu.web.shelf), pages decided only by it
(louyu.web.page).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from louyu.web.people.roles import REACH_LABELS, ROLES, Ability, Reach


class Clearance(StrEnum):
    """How tax of one enterprise or building is seen, the least first."""

    HIDDEN = "hidden"
    BANDED = "banded"
    EXACT = "exact"


CLEARANCE_LABELS = {
    Clearance.HIDDEN: "不看税收",
    Clearance.BANDED: "税收分档",
    Clearance.EXACT: "税收精确数",
}


@dataclass(frozen=True)
class Scope:
    """Which things may be seen: those of these names. The whole district needs no names."""

    reach: Reach
    names: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        return self.reach is Reach.DISTRICT

    @property
    def label(self) -> str:
        if self.reach in (Reach.DISTRICT, Reach.NOTHING):
            return REACH_LABELS[self.reach]
        if self.reach is Reach.BUILDINGS and len(self.names) > 1:
            return f"{len(self.names)} 幢楼宇"
        if self.reach is Reach.ENTERPRISE:
            return REACH_LABELS[self.reach]
        return "、".join(sorted(self.names))


NOTHING = Scope(Reach.NOTHING)


@dataclass(frozen=True)
class Access:
    """What a request may see and do.

    ``unit`` is the unit of the post, in the district's own words; ``author`` how its statements are
    signed.
    """

    role: str
    unit: str
    author: str
    scope: Scope
    clearance: Clearance
    abilities: frozenset[Ability]

    def may(self, ability: Ability | str) -> bool:
        return ability in self.abilities

    @property
    def exact(self) -> bool:
        return self.clearance is Clearance.EXACT

    @property
    def key(self) -> tuple[str, ...]:
        """Two requests of one key see the same of an edition."""
        return (self.scope.reach, *sorted(self.scope.names), self.clearance)


NOBODY = Access("", "", "", NOTHING, Clearance.HIDDEN, frozenset())
"""Who has not logged in, or has no post in force."""


def access_of(
    role: str,
    unit: str,
    author: str,
    names: Iterable[str],
    granted: Clearance,
    *,
    opened: bool,
) -> Access:
    """The access of a post. Exact tax also needs to be ``opened``: by a second factor and a purpose
    said in this session; till then it is banded."""
    kind = ROLES[role]
    whole = kind.reach in (Reach.DISTRICT, Reach.NOTHING)
    scope = Scope(kind.reach, frozenset() if whole else frozenset(names))
    clearance = Clearance(granted)
    if clearance is Clearance.EXACT and not opened:
        clearance = Clearance.BANDED
    return Access(role, unit, author, scope, clearance, kind.abilities)
