"""核对任务与正文: leads, task names, and the text's words and units against the task list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from louyu.plan.finding import Figure, Made, rule
from louyu.plan.piece import key, words
from louyu.plan.plan import Plan, Section, Task
from louyu.plan.units import generic, same_unit

THEME = "任务与正文"
RESPONSIBLE = re.compile(r"[（(]?(责任|牵头)(单位|部门)[:：].*$")


@rule(
    "task-no-lead",
    title="任务没有牵头单位",
    checks="任务清单标明牵头单位的，每一条都应有一个。",
    theme=THEME,
)
def task_no_lead(plan: Plan) -> Iterator[Made]:
    if not any(task.lead for task in plan.tasks):
        return
    for task in plan.tasks:
        if task.lead:
            continue
        nobody = all(generic(unit) for unit in task.units)
        listed = "、".join(task.units) or "没有单位"
        message = f"第{task.number}条“{task.task}”没有标牵头单位（责任单位：{listed}）"
        if nobody:
            message += "，也没有指明具体单位"
        figures: dict[str, Figure] = {"责任单位": list(task.units)}
        yield "warning", (task.item,), message, figures


@rule(
    "task-two-leads",
    title="任务有几个牵头单位",
    checks="一条任务标了两个以上牵头单位的，谁负总责不清楚。",
    theme=THEME,
)
def task_two_leads(plan: Plan) -> Iterator[Made]:
    for task in plan.tasks:
        if len(task.lead) > 1:
            message = f"第{task.number}条“{task.task}”标了{len(task.lead)}个牵头单位："
            figures: dict[str, Figure] = {"牵头单位": list(task.lead)}
            yield "warning", (task.item,), message + "、".join(task.lead), figures


@rule(
    "task-lead-generic",
    title="牵头单位不具体",
    checks="牵头单位写“各……”“有关……”的，没有指明是哪一个单位。",
    theme=THEME,
)
def task_lead_generic(plan: Plan) -> Iterator[Made]:
    for task in plan.tasks:
        for unit in task.lead:
            if generic(unit):
                message = f"第{task.number}条“{task.task}”的牵头单位是“{unit}”，没有指明哪一个"
                yield "info", (task.item,), message, {"牵头单位": unit}


@rule(
    "task-name-repeated",
    title="任务名称重复写",
    checks="同一任务的名称在清单里写了两次的（多半是换页），条数容易数错。",
    theme=THEME,
)
def task_name_repeated(plan: Plan) -> Iterator[Made]:
    if all(task.named for task in plan.tasks):
        return  # a list that writes the name in every row
    seen: dict[str, Task] = {}
    for task in plan.tasks:
        if task.named and key(task.task) in seen:
            first = seen[key(task.task)]
            message = f"第{task.number}条又写了一遍任务名称“{task.task}”（首见第{first.number}条）"
            yield "info", (first.item, task.item), message, {"任务": task.task}
        seen.setdefault(key(task.task), task)


def paired(plan: Plan) -> list[tuple[Section, list[Task]]]:
    """Sections of the text with the rows of the task list that have their title as task."""
    found = []
    for section in plan.sections:
        rows = [task for task in plan.tasks if key(task.task) == key(section.title)]
        if section.item.startswith("section") and rows:
            found.append((section, rows))
    return found


@rule(
    "task-units-differ",
    title="正文与清单的责任单位不同",
    checks="同一任务，正文列的责任单位与清单各条责任单位的合集应相同。",
    theme=THEME,
)
def task_units_differ(plan: Plan) -> Iterator[Made]:
    for section, rows in paired(plan):
        if not section.units:
            continue
        listed = list(dict.fromkeys(unit for task in rows for unit in (*task.lead, *task.units)))
        only_text = [one for one in section.units if not any(same_unit(one, x) for x in listed)]
        only_list = [one for one in listed if not any(same_unit(one, x) for x in section.units)]
        if not only_text and not only_list:
            continue
        where = [
            task.item
            for task in rows
            if any(unit in only_list for unit in (*task.lead, *task.units))
        ]
        said = [f"只在正文：{'、'.join(only_text)}"] if only_text else []
        said += [f"只在清单：{'、'.join(only_list)}"] if only_list else []
        message = f"“{section.title}”的责任单位不一致——{'；'.join(said)}"
        items = (section.item, *(where or [task.item for task in rows]))
        figures: dict[str, Figure] = {"只在正文": only_text, "只在清单": only_list}
        yield "warning", items, message, figures


@rule(
    "task-unpaired",
    title="正文与清单的任务不对应",
    checks="正文每一项写明责任单位的任务，清单里应有；清单每一项任务，正文里应有。",
    theme=THEME,
)
def task_unpaired(plan: Plan) -> Iterator[Made]:
    if not plan.tasks or not any(section.units for section in plan.sections):
        return
    names = {key(task.task) for task in plan.tasks}
    titles = {key(section.title) for section in plan.sections}
    for section in plan.sections:
        if section.units and key(section.title) not in names:
            message = f"正文任务“{section.title}”在任务清单里没有"
            yield "warning", (section.item,), message, {"任务": section.title}
    for task in plan.tasks:
        if task.named and task.task and key(task.task) not in titles:
            message = f"清单任务“{task.task}”在正文里没有"
            yield "warning", (task.item,), message, {"任务": task.task}


@dataclass(frozen=True)
class Difference:
    """Where two wordings part: what stands in each, with a few characters around."""

    text: str
    listed: str
    before: str
    after: str
    at: int


def differences(text: str, listed: str) -> list[Difference]:
    """Differing stretches of two texts without punctuation; those 2 or fewer apart are one."""
    matcher = SequenceMatcher(None, text, listed, autojunk=False)
    spans: list[list[int]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        if spans and a - spans[-1][1] <= 2 and c - spans[-1][3] <= 2:
            spans[-1][1], spans[-1][3] = b, d
        else:
            spans.append([a, b, c, d])
    around = 6
    return [
        Difference(text[a:b], listed[c:d], text[max(0, a - around) : a], text[b : b + around], c)
        for a, b, c, d in spans
    ]


@rule(
    "task-wording",
    title="正文与清单的文字不同",
    checks="同一任务，正文与清单各条的文字逐字比较，标点除外。",
    theme=THEME,
)
def task_wording(plan: Plan) -> Iterator[Made]:
    for section, rows in paired(plan):
        text = words(RESPONSIBLE.sub("", section.text))
        measures = [words(task.measure) for task in rows]
        listed = "".join(measures)
        if not text or SequenceMatcher(None, text, listed, autojunk=False).ratio() < 0.5:
            continue  # the list sums the text up in other words: nothing to compare
        for one in differences(text, listed):
            task = holder(rows, measures, one.at)
            if one.text and one.listed:
                said = (
                    f"正文“{one.before}[{one.text}]{one.after}”，"
                    f"清单“{one.before}[{one.listed}]{one.after}”"
                )
            elif one.text:
                said = f"“{one.before}[{one.text}]{one.after}”只在正文"
            else:
                said = f"“{one.before}[{one.listed}]{one.after}”只在清单"
            figures: dict[str, Figure] = {"正文": one.text, "清单": one.listed}
            yield "info", (section.item, task.item), f"“{section.title}”：{said}", figures


def holder(rows: list[Task], measures: list[str], at: int) -> Task:
    """The row in which a place of the joined measures lies."""
    end = 0
    for task, measure in zip(rows, measures, strict=True):
        end += len(measure)
        if at < end:
            return task
    return rows[-1]
