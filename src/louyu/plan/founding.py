"""新建区县: an action plan becomes a district's folder, as far as the document tells.

What the document does not tell (streets' codes, authorities, which unit sends which dataset) is
taken from a district of the same shape where that is safe, and listed as still to be filled in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from louyu.district import Department, District, Goal, Target
from louyu.plan.piece import key
from louyu.plan.plan import Plan
from louyu.plan.units import STREETS, called, generic, same_unit

ALIKE = 0.6
"""Share of characters two indicator names have in common before one is offered for the other."""


@dataclass(frozen=True)
class Founding:
    """A new folder: the content of its files by path, and what a person must still fill in."""

    files: Mapping[str, Any]
    unfilled: tuple[str, ...]


@dataclass(frozen=True)
class Seat:
    """Where the new district is: what the plan's document cannot be relied on to say."""

    name: str
    city: str = ""
    province: str = ""
    code: str = ""
    streets: Sequence[tuple[str, str]] = ()


def founding(plan: Plan, like: District, *, seat: Seat) -> Founding:
    """The files of a district folder made from a plan, in the shape of the district ``like``."""
    unfilled: list[str] = []
    departments, names = departments_of(plan, like, unfilled)
    indicators: dict[str, Target | Goal] = {t.name: t for t in like.targets}
    indicators |= {g.name: g for g in like.goals}
    files = {
        "district.yml": {
            "name": seat.name,
            "city": seat.city,
            "province": seat.province,
            "demo": False,
            "division": {"code": seat.code, "system": "统计用区划代码", "edition": ""},
            "datum": like.datum,
            "first_month": first_month(plan),
            "streets": [{"name": name, "code": code} for name, code in seat.streets],
            "departments": departments,
            "authorities": {"registration": [], "tax": []},
        },
        "plan/targets.yml": targets_of(plan, indicators, unfilled),
        "plan/goals.yml": goals_of(plan, indicators, unfilled),
        "plan/tasks.yml": [
            {
                "number": task.number,
                "task": task.task,
                "measure": task.measure,
                "clause": task.item,
                "lead": units_named(task.lead, names),
                "units": units_named(task.units, names),
            }
            for task in plan.tasks
        ],
        "plan/projects.yml": [
            {
                "number": project.number,
                "name": project.name,
                "kind": project.kind,
                "stage": project.stage,
                "clause": project.item,
                **({} if project.area is None else {"floor_area": plain_number(project.area)}),
            }
            for project in plan.projects
        ],
    }
    return Founding(files, (*gaps(plan, seat), *unfilled))


def gaps(plan: Plan, seat: Seat) -> Iterable[str]:
    """What no plan tells, in the order in which a person would look it up."""
    for value, said in (
        (seat.city, "district.yml → city：所在市"),
        (seat.province, "district.yml → province：所在省"),
        (seat.code, "district.yml → division：行政区划代码、代码体系和版本"),
        (seat.streets, "district.yml → streets：各街镇名称和代码（可用 --streets CSV 一次填入）"),
    ):
        if not value:
            yield said
    yield "district.yml → authorities：本区登记机关、主管税务机关的全称和常用写法"
    yield "sources/*.yml → senders：核对每个数据集由哪个部门报送"
    yield "parameters.yml：核对各项阈值及其条款"
    yield from (f"方案中没有找到：{name}" for name in plan.missing)
    for piece in plan.unread:
        yield f"方案{piece.place.label}未读懂（{piece.reason}）：{piece.text[:40]}"
    for project in plan.projects:
        if project.area is None:
            yield f"plan/projects.yml → {project.item}：面积“{project.area_text}”不是数字"


def first_month(plan: Plan) -> str:
    """A year before the first target: net indicators need the year before to compare with."""
    years = [year for target in plan.targets for year in target.years]
    return f"{min(years) - 1}-01" if years else "2023-01"


def departments_of(
    plan: Plan, like: District, unfilled: list[str]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The plan's units as departments, and every name they are called by with its id.

    A unit that is plainly the counterpart of one of ``like``'s keeps that id, so that the
    contracts' senders hold; any other is known by its own name.
    """
    spoken = [member.unit for member in plan.members]
    for task in plan.tasks:
        spoken += [*task.lead, *task.units]
    for duty in plan.duties:
        spoken += duty.units
    units = called(name for name in spoken if not generic(name) and not STREETS.search(name))
    taken: set[str] = set()
    departments: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    for name, others in units.items():
        match = next(
            (d for d in like.departments if d.id not in taken and counterpart(name, d, like)), None
        )
        known = match.id if match else name
        taken.add(known)
        aliases = [other for other in others if other != name]
        departments.append({"id": known, "name": name, "aliases": aliases})
        names |= dict.fromkeys((name, *others), known)
    senders = {sender for contract in like.contracts.values() for sender in contract.senders}
    for department in like.departments:
        if department.id in senders - taken:
            departments.append({"id": department.id, "name": department.id, "aliases": []})
            unfilled.append(
                f"district.yml → departments → {department.id}："
                f"方案里没有对应的单位（样例为“{bare(department.name, like)}”）"
            )
    return departments, names


def counterpart(name: str, department: Department, like: District) -> bool:
    """Whether a unit is to its district what ``department`` is to ``like``."""
    return any(same_unit(name, bare(other, like)) for other in department.names)


def bare(name: str, like: District) -> str:
    """A unit's name with its own district and city taken out of it."""
    return name.replace(like.name, "区").replace(like.city, "市").replace(like.name[:-1], "")


def units_named(units: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Ids of the units; 属地街镇 is ``street``, 各行业主管部门 is ``sector``."""
    found = []
    for unit in units:
        if unit in names:
            found.append(names[unit])
        elif STREETS.search(unit):
            found.append("street" if generic(unit) else unit)
        else:
            found.append("sector")
    return list(dict.fromkeys(found))


def targets_of(
    plan: Plan, known: Mapping[str, Target | Goal], unfilled: list[str]
) -> list[dict[str, Any]]:
    """Yearly targets of indicators the system counts; the others are listed."""
    made = []
    for target in plan.targets:
        match = nearest(target.name, target.unit, known)
        if match is None:
            unfilled.append(f"plan/targets.yml → {target.item}：系统没有指标“{target.name}”")
            continue
        if key(match.name) != key(target.name):
            unfilled.append(
                f"plan/targets.yml → {target.item}：“{target.name}”按“{match.name}”计，请核对"
            )
        years = {year: plain_number(value) for year, value in target.years.items()}
        made.append(line(match.indicator, target.name, target.unit, target.item, targets=years))
    return made


def goals_of(
    plan: Plan, known: Mapping[str, Target | Goal], unfilled: list[str]
) -> list[dict[str, Any]]:
    """Cumulative goals of indicators the system counts, each once; the others are listed."""
    stocks = {name: goal for name, goal in known.items() if isinstance(goal, Goal)}
    made: dict[str, dict[str, Any]] = {}
    for goal in plan.goals:
        match = nearest(goal.name, goal.unit, stocks)
        if match is None and nearest(goal.name, goal.unit, known):
            continue  # the goal of a flow or rate is what its yearly targets come to
        if match is None or goal.year is None:
            unfilled.append(f"plan/goals.yml → {goal.item}：“{goal.name}”没有对应的存量指标")
        elif match.indicator not in made:
            made[match.indicator] = line(
                match.indicator,
                match.name,
                goal.unit,
                goal.item,
                year=goal.year,
                target=plain_number(goal.value),
                comparison="over" if goal.over else "at_least",
            )
    return list(made.values())


def line(indicator: str, name: str, unit: str, clause: str, **rest: Any) -> dict[str, Any]:
    return {"indicator": indicator, "name": name, "unit": unit, "clause": clause, **rest}


def nearest(name: str, unit: str, known: Mapping[str, Target | Goal]) -> Target | Goal | None:
    """The indicator of that name, or the one most alike among those of the same unit."""
    best, score = None, ALIKE
    for other, indicator in known.items():
        if key(other) == key(name):
            return indicator
        # 新增 and 新认定 are flows, the bare name is a stock: the one is never the other.
        if indicator.unit != unit or ("新" in name) != ("新" in other):
            continue
        alike = SequenceMatcher(None, key(name), key(other), autojunk=False).ratio()
        if alike > score:
            best, score = indicator, alike
    return best


def plain_number(value: Decimal) -> int | float:
    """A number as YAML writes it: no trailing zeros."""
    return int(value) if value == value.to_integral_value() else float(value)
