"""核对指标与目标: yearly targets against cumulative goals, rates, years and the project list."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from louyu.plan.finding import Figure, Made, rule
from louyu.plan.goals import BIRTH, in_unit, likeness
from louyu.plan.plan import Goal, Plan, Target
from louyu.plan.quantity import shown

THEME = "指标与目标"
ALIKE = 0.8
"""From this likeness on, a goal and a yearly target speak of one thing (the rest is judgement)."""


def matched(plan: Plan) -> list[tuple[Target, list[Goal]]]:
    """Each yearly target with the goals that speak of the same thing in the same kind of unit."""
    found: dict[str, list[Goal]] = {target.item: [] for target in plan.targets}
    for goal in plan.goals:
        likely = [
            (likeness(goal.name, target.name), target)
            for target in plan.targets
            if in_unit(goal.value, goal.unit, target.unit) is not None
        ]
        best = max(likely, key=lambda pair: pair[0], default=None)
        if best and best[0] >= ALIKE:
            found[best[1].item].append(goal)
    return [(target, found[target.item]) for target in plan.targets]


def value_of(goal: Goal, target: Target) -> Decimal:
    value = in_unit(goal.value, goal.unit, target.unit)
    assert value is not None
    return value


def is_rate(target: Target) -> bool:
    return target.unit == "%"


def is_flow(target: Target) -> bool:
    """The yearly numbers are what comes about in a year and may be summed."""
    return not is_rate(target) and bool(BIRTH.search(target.name) or target.name.startswith("新"))


def added(target: Target) -> tuple[Decimal, str]:
    total = sum(target.years.values(), Decimal(0))
    return total, "+".join(shown(target.years[year]) for year in sorted(target.years))


@rule(
    "target-sum",
    title="年度之和与累计目标",
    checks="各年新增之和应达到累计目标；目标是存量的，推出期初应有的数；说“倍增”的，期初应是目标的一半。",
    theme=THEME,
)
def target_sum(plan: Plan) -> Iterator[Made]:
    for target, goals in matched(plan):
        if not is_flow(target):
            continue
        total, adding = added(target)
        doubled = {value_of(goal, target) for goal in goals if goal.doubled}
        for goal in goals:
            wanted = value_of(goal, target)
            if wanted in doubled and not goal.doubled:
                continue  # the same goal said again without 倍增
            items = (target.item, goal.item)
            figures: dict[str, Figure] = {"年度之和": total, "累计目标": wanted}
            head = f"“{target.name}”各年 {adding} = {shown(total)}{target.unit}"
            yield from against_goal(goal, total, wanted, head, items, figures, target)


def against_goal(
    goal: Goal,
    total: Decimal,
    wanted: Decimal,
    head: str,
    items: tuple[str, ...],
    figures: dict[str, Figure],
    target: Target,
) -> Iterator[Made]:
    """A sum of years held against one goal."""
    unit = target.unit
    said = f"“{goal.name}”{'超' if goal.over else ''}{shown(wanted)}{unit}"
    base = wanted - total
    given = target.base and target.base[max(target.base)]
    if goal.doubled:
        figures["期初应有"] = base
        if base * 2 == wanted:
            message = f"{head}，目标{said}（倍增）：期初须正好是 {shown(base)}{unit}"
            yield "info", items, f"{message}，文中没有写明期初数", figures
        else:
            message = f"{head}，目标{said}（倍增）：推出期初 {shown(base)}{unit}"
            yield "warning", items, f"{message}，不是目标的一半 {shown(wanted / 2)}{unit}", figures
    elif given:
        figures["期初"] = given
        if given + total < wanted:
            short = wanted - given - total
            message = (
                f"{head}，加上期初 {shown(given)}{unit}，距目标{said}还差 {shown(short)}{unit}"
            )
            yield "error", items, message, figures
    elif BIRTH.search(goal.name) and total < wanted:
        figures["相差"] = base
        yield "error", items, f"{head}，达不到目标{said}，差 {shown(base)}{unit}", figures
    elif total < wanted:
        figures["期初应有"] = base
        message = f"{head}，目标{said}：除非期初已有 {shown(base)}{unit}，否则达不到"
        yield "warning", items, message, figures
    elif total > wanted:
        figures["相差"] = total - wanted
        message = f"{head}，比目标{said}多 {shown(total - wanted)}{unit}，两处应有一处要改"
        yield "warning", items, message, figures
    elif goal.over:
        message = f"{head}，正好等于目标，而目标写的是{said}：按字面还没有“超”过"
        yield "info", items, message, figures


@rule(
    "last-year",
    title="末年与目标",
    checks="比率和存量指标最后一年的值应与目标一致，逐年不应反向，比率不超过100%。",
    theme=THEME,
)
def last_year(plan: Plan) -> Iterator[Made]:
    for target, goals in matched(plan):
        if is_flow(target) or not target.years:
            continue
        years = sorted(target.years)
        steps = [target.years[after] - target.years[before] for before, after in pairwise(years)]
        falls = any(goal.at_most for goal in goals) or all(step <= 0 for step in steps)
        for (before, after), step in zip(pairwise(years), steps, strict=True):
            if step < 0 and not falls:
                figures: dict[str, Figure] = {str(year): target.years[year] for year in years}
                message = f"“{target.name}”{after}年的目标比{before}年低"
                yield "warning", (target.item,), message, figures
        if is_rate(target) and max(target.years.values()) > 100:
            figures = {"最大": max(target.years.values())}
            yield "error", (target.item,), f"“{target.name}”的目标超过100%", figures
        last = target.years[years[-1]]
        for goal in goals:
            wanted = value_of(goal, target)
            if last == wanted:
                continue
            short = last > wanted if goal.at_most else last < wanted
            severity = "error" if short else "warning"
            message = (
                f"“{target.name}”{years[-1]}年为 {shown(last)}{target.unit}，"
                f"目标“{goal.name}”为 {shown(wanted)}{target.unit}"
            )
            yield severity, (target.item, goal.item), message, {"末年": last, "目标": wanted}


@rule(
    "goal-twice",
    title="同一目标两个数",
    checks="同一目标在文中写了两次的，数应相同。",
    theme=THEME,
)
def goal_twice(plan: Plan) -> Iterator[Made]:
    for target, goals in matched(plan):
        for at, one in enumerate(goals):
            for other in goals[at + 1 :]:
                same_kind = bool(BIRTH.search(one.name)) == bool(BIRTH.search(other.name))
                mine, yours = value_of(one, target), value_of(other, target)
                if same_kind and mine != yours and one.year == other.year:
                    message = (
                        f"“{one.name}”{shown(mine)}{target.unit} 与"
                        f"“{other.name}”{shown(yours)}{target.unit} 说的是同一目标"
                    )
                    yield "error", (one.item, other.item), message, {"一处": mine, "另一处": yours}


@rule(
    "goal-year",
    title="目标年份与表的末年",
    checks="目标写明的年份应是年度指标表的最后一年。",
    theme=THEME,
)
def goal_year(plan: Plan) -> Iterator[Made]:
    for target, goals in matched(plan):
        for goal in goals:
            if goal.year and target.years and goal.year != max(target.years):
                last = max(target.years)
                message = f"目标“{goal.name}”到{goal.year}年，年度指标表到{last}年"
                yield "warning", (target.item, goal.item), message, {"目标": goal.year, "表": last}


@rule(
    "goal-without-years",
    title="目标没有分年",
    checks="累计目标在年度指标表中应有对应的一行，否则各年无从考核。",
    theme=THEME,
)
def goal_without_years(plan: Plan) -> Iterator[Made]:
    known = {id(goal) for _, goals in matched(plan) for goal in goals}
    alone = [goal for goal in plan.goals if id(goal) not in known]
    if not plan.targets or not alone:
        return
    said = "；".join(
        f"{goal.name}{'超' if goal.over else ''}{shown(goal.value)}{goal.unit}" for goal in alone
    )
    items = tuple(dict.fromkeys(goal.item for goal in alone))
    figures: dict[str, Figure] = {goal.name: f"{shown(goal.value)}{goal.unit}" for goal in alone}
    yield "info", items, f"这些目标在年度指标表中没有对应的行：{said}", figures


@rule(
    "completed-area",
    title="竣备项目与首年新增面积",
    checks="清单中已到竣备阶段的项目面积，与首年“新增建筑面积”目标比较。",
    theme=THEME,
)
def completed_area(plan: Plan) -> Iterator[Made]:
    ready = [
        one for one in plan.projects if re.search(r"竣|完工|建成|投用", one.stage) and one.area
    ]
    for target in plan.targets:
        scale = in_unit(Decimal(1), target.unit, "㎡")
        if not ready or scale is None or not target.years or not is_flow(target):
            continue
        year = min(target.years)
        wanted = target.years[year] * scale
        total = sum((one.area for one in ready if one.area), Decimal(0))
        if total >= wanted:
            continue
        every = sum((one.area for one in plan.projects if one.area), Decimal(0))
        goal = sum(target.years.values(), Decimal(0)) * scale
        share = every / goal
        message = (
            f"清单中竣备项目 {len(ready)} 个、合计 {shown(total)}㎡，少于{year}年目标"
            f" {shown(wanted)}㎡，差 {shown(wanted - total)}㎡；"
            f"全清单 {shown(every)}㎡，是各年目标之和 {shown(goal)}㎡ 的 {share:.2f} 倍"
        )
        figures: dict[str, Figure] = {"竣备合计": total, "首年目标": wanted, "差": wanted - total}
        figures |= {"全清单": every, "各年目标之和": goal}
        yield "info", (target.item, *(one.item for one in ready)), message, figures
