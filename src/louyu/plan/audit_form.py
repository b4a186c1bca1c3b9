"""核对文件形式: annexes, serial numbers, dates, and counts that the text states of itself."""

import re
from collections.abc import Iterator
from itertools import pairwise

from louyu.plan.finding import Figure, Made, rule
from louyu.plan.plan import Plan, Project, Target, Task
from louyu.standards.numeral import number

THEME = "文件形式"
COUNTED = re.compile(r"[“\"]?(?P<count>[二两三四五六七八九十])个(?P<what>倍增|翻番)")
ANNEX = re.compile(r"annex(\d+)")


@rule(
    "annex-missing",
    title="附件列表与附件",
    checks="列出的附件都应在文件里。",
    theme=THEME,
)
def annex_missing(plan: Plan) -> Iterator[Made]:
    read = (plan.sections, plan.tasks, plan.projects, plan.members, plan.targets, plan.notes)
    items = [one.item for part in read for one in part] + [one.item for one in plan.duties]
    held = {int(match[1]) for item in items if (match := ANNEX.match(item))}
    for at, title in plan.facts.annexes.items():
        if at not in held:
            message = f"附件{at}“{title}”列出了，文件里没有读到它的内容"
            yield "warning", (f"annex{at}",), message, {"附件": title}


@rule(
    "serial-gap",
    title="序号不连续",
    checks="各表序号应连续；缺号多半是漏行。",
    theme=THEME,
)
def serial_gap(plan: Plan) -> Iterator[Made]:
    tables: dict[str, list[tuple[int, Target | Task | Project]]] = {}
    for part in (plan.targets, plan.tasks, plan.projects):
        for row in part:
            prefix, _, at = row.item.rpartition(":")
            tables.setdefault(prefix, []).append((int(at), row))
    for rows in tables.values():
        for (before, one), (after, other) in pairwise(rows):
            if after != before + 1:
                message = f"序号从 {before} 跳到 {after}，可能漏行或排错"
                figures: dict[str, Figure] = {"前": before, "后": after}
                yield "warning", (one.item, other.item), message, figures


@rule(
    "document-dates",
    title="文号与日期",
    checks="印发日期不应早于成文日期；文号的年份应是成文的年份。",
    theme=THEME,
)
def document_dates(plan: Plan) -> Iterator[Made]:
    facts = plan.facts
    if facts.dated and facts.printed and facts.printed < facts.dated:
        message = f"印发日期 {facts.printed} 早于成文日期 {facts.dated}"
        yield "error", ("document",), message, {"成文": facts.dated, "印发": facts.printed}
    year = re.search(r"20\d\d", facts.number)
    if year and facts.dated and year[0] != facts.dated[:4]:
        message = f"文号“{facts.number}”的年份与成文日期 {facts.dated} 不同"
        yield "warning", ("document",), message, {"文号": facts.number, "成文": facts.dated}


@rule(
    "counted-goals",
    title="“几个倍增”与目标个数",
    checks="写“三个倍增”的，后面说倍增的目标应是三个。",
    theme=THEME,
)
def counted_goals(plan: Plan) -> Iterator[Made]:
    doubled = [goal for goal in plan.goals if goal.doubled]
    for section in plan.sections:
        match = COUNTED.search(section.text)
        if match and number(match["count"]) != len(doubled):
            items = (section.item, *dict.fromkeys(goal.item for goal in doubled))
            message = f"写的是“{match[0].strip('“')}”，说倍增的目标有 {len(doubled)} 个"
            figures: dict[str, Figure] = {"写明": match["count"], "目标": len(doubled)}
            yield "warning", items, message, figures
            return
