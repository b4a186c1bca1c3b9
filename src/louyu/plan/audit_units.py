"""核对单位与机构: names of units, the leading group's members, posts and annexes."""

import re
from collections.abc import Iterator

from louyu.plan.finding import Figure, Made, rule
from louyu.plan.group import BY_POST, OFFICE
from louyu.plan.piece import key
from louyu.plan.plan import Plan
from louyu.plan.units import STREET, bare, called, generic, same_unit

THEME = "单位与机构"
EVERY_STREET = re.compile(r"各.{0,4}(街镇|镇街|街道|乡镇)|属地街镇")


def mentions(plan: Plan) -> dict[str, list[str]]:
    """Every unit name as written, with the items that write it."""
    found: dict[str, list[str]] = {}
    for member in plan.members:
        found.setdefault(member.unit, []).append(member.item)
    for duty in plan.duties:
        for unit in duty.units:
            found.setdefault(unit, []).append(duty.item)
    for section in plan.sections:
        for unit in section.units:
            found.setdefault(unit, []).append(section.item)
    for task in plan.tasks:
        for unit in (*task.lead, *task.units):
            found.setdefault(unit, []).append(task.item)
    return found


@rule(
    "unit-names",
    title="一个单位几种写法",
    checks="同一单位在全文应是一种写法；简称、括注和引号不同的都列出。",
    theme=THEME,
)
def unit_names(plan: Plan) -> Iterator[Made]:
    where = mentions(plan)
    for group in called(where).values():
        written: dict[str, list[str]] = {}
        names: dict[str, str] = {}
        for name in group:
            written.setdefault(key(name), []).extend(where[name])
            names.setdefault(key(name), name)
        if len(written) < 2 or generic(group[0]):
            continue
        items = tuple(dict.fromkeys(item for name in group for item in where[name]))
        listed = "、".join(f"“{names[one]}”（{len(at)}处）" for one, at in written.items())
        figures: dict[str, Figure] = {names[one]: at for one, at in written.items()}
        yield "info", items, f"疑为同一单位的几种写法：{listed}", figures


@rule(
    "unit-outside-group",
    title="领导小组之外的责任单位",
    checks="任务和正文里的责任单位，应在领导小组成员单位之中。",
    theme=THEME,
)
def unit_outside_group(plan: Plan) -> Iterator[Made]:
    if not plan.members:
        return
    members = [member.unit for member in plan.members]
    streets = any(EVERY_STREET.search(unit) for unit in members)
    where = mentions(plan)
    for group in called(where).values():
        inside = any(same_unit(name, member) for name in group for member in members)
        street = streets and any(STREET.fullmatch(bare(name)) for name in group)
        if inside or street or all(generic(name) for name in group):
            continue
        items = tuple(dict.fromkeys(item for name in group for item in where[name]))
        message = f"“{group[0]}”有任务，但不在领导小组成员单位之中"
        yield "warning", items, message, {"单位": group[0]}


@rule(
    "member-idle",
    title="没有任务的成员单位",
    checks="领导小组成员单位应在任务、正文或责任分工中出现。",
    theme=THEME,
)
def member_idle(plan: Plan) -> Iterator[Made]:
    named = [unit for duty in plan.duties for unit in duty.units]
    named += [unit for section in plan.sections for unit in section.units]
    named += [unit for task in plan.tasks for unit in (*task.lead, *task.units)]
    if not named:
        return
    idle = [
        member
        for member in plan.members
        if not generic(member.unit) and not any(same_unit(member.unit, unit) for unit in named)
    ]
    if idle:
        listed = [member.unit for member in idle]
        message = f"这些成员单位没有任何任务或分工：{'、'.join(listed)}"
        yield "info", tuple(member.item for member in idle), message, {"单位": listed}


@rule(
    "group-posts",
    title="领导小组职务与正文",
    checks="正文说由什么职务任组长、副组长，附件所列职务应相符；办公室设在哪里两处应相同。",
    theme=THEME,
)
def group_posts(plan: Plan) -> Iterator[Made]:
    for section in plan.sections:
        said = BY_POST.search(section.text)
        for role, group in (("组长", "lead"), ("副组长", "deputy")) if said else ():
            held = [post for post in plan.posts if post.role == role]
            wanted = said[group] if said else ""
            if held and not any(wanted in post.post for post in held):
                listed = "；".join(post.post for post in held)
                message = f"正文说由“{wanted}”任{role}，附件中{role}的职务是“{listed}”"
                items = (section.item, *(post.item for post in held))
                yield "info", items, message, {"正文": wanted, "附件": listed}
    offices: dict[str, str] = {}
    for section in plan.sections:
        for match in OFFICE.finditer(section.text):
            offices.setdefault(match["unit"] or match["unit2"], section.item)
    places = called(offices)
    if len(places) > 1:
        message = f"领导小组办公室设在哪里，说法不同：{'、'.join(places)}"
        figures: dict[str, Figure] = {"办公室": list(places)}
        yield "error", tuple(offices.values()), message, figures
