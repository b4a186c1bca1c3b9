"""事实 fact: what a rule may ask about an enterprise or a building, by the name clerks give it.

A fact has a kind, a unit, a definition, and somebody who holds it: where its value is not known,
that is whom to ask. Some are worked out from others by a formula in the rule language itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from louyu.services.policy.rule import Rule, Value


class Subject(StrEnum):
    """What a policy is about: each row of facts is one of these."""

    ENTERPRISE = "enterprise"
    BUILDING = "building"


SUBJECTS = {Subject.ENTERPRISE: "企业", Subject.BUILDING: "楼宇"}


class Kind(StrEnum):
    """How a fact is stored, always exactly."""

    MONEY = "money"
    AREA = "area"
    COUNT = "count"
    RATIO = "ratio"
    DATE = "date"
    FLAG = "flag"
    INDUSTRY = "industry"
    WORD = "word"


IBIS_TYPE = {
    Kind.MONEY: "int64",
    Kind.AREA: "int64",
    Kind.COUNT: "int64",
    Kind.RATIO: "int64",
    Kind.DATE: "date",
    Kind.FLAG: "boolean",
    Kind.INDUSTRY: "string",
    Kind.WORD: "string",
}

RATIO_UNIT = 1_000_000
"""A stored ratio is in millionths: 3.5 % is 35,000."""

NUMERIC = frozenset({Kind.MONEY, Kind.AREA, Kind.COUNT, Kind.RATIO})


@dataclass(frozen=True)
class Dimension:
    """What a number measures, as powers: 元 is money, 元/㎡ is money over area, % is none."""

    money: int = 0
    area: int = 0
    count: int = 0

    def times(self, other: "Dimension") -> "Dimension":
        return Dimension(self.money + other.money, self.area + other.area, self.count + other.count)

    def over(self, other: "Dimension") -> "Dimension":
        return Dimension(self.money - other.money, self.area - other.area, self.count - other.count)

    @property
    def unit(self) -> str:
        """The unit in which a number of this dimension is told."""
        named = (("元", self.money), ("㎡", self.area), ("个", self.count))
        above = "·".join(word for word, power in named for _ in range(power))
        below = "·".join(word for word, power in named for _ in range(-power))
        return f"{above or '1'}/{below}" if below else above


PLAIN = Dimension()
DIMENSION = {
    Kind.MONEY: Dimension(money=1),
    Kind.AREA: Dimension(area=1),
    Kind.COUNT: Dimension(count=1),
    Kind.RATIO: PLAIN,
}


@dataclass(frozen=True)
class Fact:
    """What is known of a fact beside its value.

    ``unit`` is the counting word of a count; ``words`` are the values a word can have, in the
    order to show them, by what is stored; ``holder`` is the dataset or department that has it.
    ``formula`` is how it follows from other facts, in the rule language: a number by ``as_value``,
    what is or is not so by ``as_rule``; then nothing is stored.
    """

    key: str
    label: str
    kind: Kind
    definition: str
    holder: str
    subject: Subject = Subject.ENTERPRISE
    unit: str = ""
    aliases: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    restricted: bool = False
    formula: str = ""
    as_value: "Value | None" = field(default=None, repr=False, compare=False)
    as_rule: "Rule | None" = field(default=None, repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.label, *self.aliases)

    @property
    def dimension(self) -> Dimension:
        return self.as_value.dimension if self.as_value is not None else DIMENSION[self.kind]

    def stored_word(self, said: str) -> str | None:
        """What is stored for a word as said; None if it is no value of this fact."""
        for stored, label in self.words:
            if said in (stored, label):
                return stored
        return None

    def word(self, stored: str) -> str:
        return dict(self.words).get(stored, stored)

    def __hash__(self) -> int:
        return hash((self.key, self.subject))


class Catalogue:
    """The facts a rule may name, of one subject. Raises `ValueError` for a name given twice."""

    def __init__(self, facts: Iterable[Fact], *, subject: Subject = Subject.ENTERPRISE) -> None:
        self.subject = subject
        self.by_key: dict[str, Fact] = {}
        self.by_name: dict[str, Fact] = {}
        for fact in facts:
            if fact.subject is subject:
                self.take(fact)

    def take(self, fact: Fact) -> None:
        """Adds a fact; a formula may name those that were there before it."""
        if fact.formula:
            from louyu.services.policy.grammar import rule_read, value_read

            if fact.kind is Kind.FLAG:
                fact = replace(fact, as_rule=rule_read(fact.formula, self))
            else:
                fact = replace(fact, as_value=value_read(fact.formula, self))
        taken = [name for name in fact.names if name in self.by_name]
        if taken or fact.key in self.by_key:
            raise ValueError(f"事实“{(taken or [fact.key])[0]}”定义了两次")
        self.by_key[fact.key] = fact
        self.by_name.update(dict.fromkeys(fact.names, fact))
        self.__dict__.pop("names", None)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name, the longest first: a name may begin another."""
        return tuple(sorted(self.by_name, key=lambda name: (-len(name), name)))

    @property
    def stored(self) -> tuple[Fact, ...]:
        """The facts that have a value of their own."""
        return tuple(fact for fact in self.by_key.values() if not fact.formula)
