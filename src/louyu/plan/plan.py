"""行动方案的各项内容: what a plan says, each with an item id and its place in the document.

Item ids: ``table1:2`` (a table's row), ``annex2:14`` (an annex's row), ``section2:1`` (section 二,
item 1), ``section3.1:2`` (三、（一）2.), ``note:1``. No personal names are kept: posts only.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from louyu.plan.piece import Place


@dataclass(frozen=True)
class Facts:
    """文件要素: number, title, issuer, dates as written and as ISO dates, annexes by number."""

    number: str = ""
    title: str = ""
    issuer: str = ""
    dated: str = ""
    printed: str = ""
    annexes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """章节: a heading, its text, and the units it makes responsible."""

    item: str
    title: str
    text: str
    units: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Target:
    """年度指标: a row of the table of yearly targets; ``base`` are years given as a start."""

    item: str
    name: str
    unit: str
    years: dict[int, Decimal]
    base: dict[int, Decimal]
    place: Place


@dataclass(frozen=True)
class Goal:
    """累计目标: what is to be reached by a year.

    ``over``: 超/突破, more than the number itself; ``at_most``: 控制在…以内, no more than it.
    """

    item: str
    name: str
    value: Decimal
    unit: str
    over: bool
    at_most: bool
    doubled: bool
    year: int | None
    text: str
    place: Place


@dataclass(frozen=True)
class Note:
    """注: a note under a table, law for the indicators."""

    item: str
    text: str
    place: Place


@dataclass(frozen=True)
class Task:
    """工作任务: one measure with the units that lead (＊) and the others.

    ``named`` is false where the task's name was carried down from the row above.
    """

    item: str
    number: int
    task: str
    measure: str
    lead: tuple[str, ...]
    units: tuple[str, ...]
    named: bool
    place: Place
    extras: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """重大项目: ``area`` in ㎡ is what the area column says, None where it holds no number."""

    item: str
    number: int
    name: str
    kind: str
    stage: str
    description: str
    area: Decimal | None
    area_text: str
    place: Place
    extras: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Total:
    """合计: a total that a table states, in ㎡ for areas, with the items it stands for."""

    item: str
    label: str
    value: Decimal
    over: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Member:
    """成员单位: a unit of the leading group."""

    item: str
    unit: str
    place: Place


@dataclass(frozen=True)
class Post:
    """职务: a role in the leading group (组长) and the post holding it; never a person's name."""

    item: str
    role: str
    post: str
    place: Place


@dataclass(frozen=True)
class Duty:
    """责任分工: what units are responsible for."""

    item: str
    units: tuple[str, ...]
    duty: str
    place: Place


@dataclass(frozen=True)
class Mechanism:
    """推进机制: something to be done at a stated frequency."""

    item: str
    frequency: str
    what: str
    place: Place


@dataclass(frozen=True)
class Unread:
    """未读懂: something in the document that was not understood, and why it is pointed out."""

    text: str
    reason: str
    place: Place


@dataclass(frozen=True)
class Plan:
    """A plan as read, whole."""

    facts: Facts
    sections: tuple[Section, ...]
    targets: tuple[Target, ...]
    goals: tuple[Goal, ...]
    notes: tuple[Note, ...]
    tasks: tuple[Task, ...]
    projects: tuple[Project, ...]
    totals: tuple[Total, ...]
    members: tuple[Member, ...]
    posts: tuple[Post, ...]
    duties: tuple[Duty, ...]
    mechanisms: tuple[Mechanism, ...]
    legends: tuple[Note, ...]
    missing: tuple[str, ...]
    unread: tuple[Unread, ...]
