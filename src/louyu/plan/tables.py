"""三类表: yearly targets, tasks and projects out of a plan's tables, nothing dropped silently."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from louyu.plan.body import body, numbering, rejoined, slot
from louyu.plan.header import purpose
from louyu.plan.outline import Table
from louyu.plan.plan import Member, Project, Target, Task, Total, Unread
from louyu.plan.quantity import cell_value, square_metres, unit_word
from louyu.plan.units import Responsible, responsible, unit_names
from louyu.standards.column import BLANKS

STAGES: tuple[str, ...] = (
    "前期",
    "谋划",
    "储备",
    "拟建",
    "待建",
    "新开工",
    "新建",
    "开工",
    "续建",
    "在建",
    "改建",
)
STAGES += ("竣备", "竣工", "完工", "建成", "已建成", "投用", "签约", "主体施工", "扩建", "停工")


@dataclass
class Found:
    """What the tables hold."""

    targets: list[Target] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def extras(table: Table, said: dict[str, str], known: set[str]) -> dict[str, str]:
    """Cells of columns that have no word of their own in the plan, under their headings."""
    names = {slot(table, index): column.heading for index, column in enumerate(table.columns)}
    return {names[name]: cell for name, cell in said.items() if cell and name not in known}


def targets(table: Table, prefix: str, found: Found) -> None:
    """指标 × 年度."""
    part = body(table)
    found.unread += part.unread
    years = {at: one for at, one in enumerate(table.columns) if one.role in {"year", "base"}}
    for (item, _), (said, place, _) in zip(
        numbering(part, prefix, found.unread), part.rows, strict=True
    ):
        name = said.get("name") or said.get("project") or said.get("task", "")
        unit = said.get("unit", "")
        if not unit and (bracket := re.search(r"[（(]([^（）()]{1,5})[）)]$", name)):
            unit, name = bracket[1], name[: bracket.start()]
        values: dict[str, dict[int, Decimal]] = {"year": {}, "base": {}}
        for at, one in years.items():
            text = said.get(f"#{at}", "")
            value = cell_value(text)
            if value:
                values[one.role][one.year] = value[0]
                unit = unit or value[1] or one.unit
            elif text.lower() not in BLANKS:
                found.unread.append(Unread(text, f"{name}的{one.heading}不是一个数", place))
        if not name or not values["year"]:
            found.unread.append(Unread(str(said), "指标行没有名称或没有年度数值", place))
        unit = unit_word(unit)
        found.targets.append(Target(item, name, unit, values["year"], values["base"], place))


def tasks(table: Table, prefix: str, found: Found) -> None:
    """任务清单: the task's name is carried down over blank cells."""
    part = body(table)
    found.unread += part.unread
    current = ""
    known = {"number", "task", "measure", "lead", "support", "units", "project"}
    for (item, number), (said, place, _) in zip(
        numbering(part, prefix, found.unread), part.rows, strict=True
    ):
        written = said.get("task", "") or ("" if said.get("measure") else said.get("project", ""))
        current = written or current
        measure = said.get("measure", "") or ("" if "measure" in said else current)
        who = responsible(said.get("units", ""))
        lead = responsible(said.get("lead", ""))
        support = responsible(said.get("support", ""))
        split = Responsible(lead.all, support.all, bool(lead.all))
        if not measure or not (who.all or split.all):
            found.unread.append(Unread(str(said), "任务行没有举措或没有责任单位", place))
        found.tasks.append(
            Task(
                item,
                number,
                current,
                measure,
                (*split.lead, *who.lead),
                (*split.others, *who.others),
                bool(written),
                place,
                extras(table, said, known),
            )
        )


def stage_of(text: str) -> str:
    """The stage a group row such as 一、新开工项目（10个） stands for."""
    found = [stage for stage in STAGES if stage in text]
    return max(found, key=len, default="")


def projects(table: Table, prefix: str, found: Found) -> None:
    """项目清单: areas in ㎡ by the heading's unit; stated totals with the rows they stand for."""
    part = body(table)
    found.unread += part.unread
    heading = next((one for one in table.columns if one.role == "area"), None)
    unit = heading.unit if heading and square_metres(Decimal(1), heading.unit) else "㎡"
    known = {"number", "project", "kind", "stage", "description", "area"}
    groups: dict[str, list[str]] = {}
    for (item, number), (said, place, group) in zip(
        numbering(part, prefix, found.unread), part.rows, strict=True
    ):
        text = said.get("area", "")
        value = cell_value(text)
        area = square_metres(value[0], value[1] or unit) if value else None
        stage = said.get("stage", "") or stage_of(group)
        if not any(one in stage for one in STAGES):
            found.unread.append(Unread(stage, f"{item} 的建设阶段认不出", place))
        name = said.get("project", "")
        if not name:
            found.unread.append(Unread(str(said), "项目行没有名称", place))
        groups.setdefault(group, []).append(item)
        found.projects.append(
            Project(
                item,
                number,
                name,
                said.get("kind", ""),
                stage,
                said.get("description", ""),
                area,
                text,
                place,
                extras(table, said, known),
            )
        )
    every = [item for items in groups.values() for item in items]
    for row, group in part.totals:
        label = next(cell for cell in row.cells if cell)
        values = [value for cell in row.cells[1:] if (value := cell_value(cell))]
        if not values:
            found.unread.append(Unread(" | ".join(row.cells), "合计行没有数", row.place))
            continue
        within = re.search(r"[（(]([^（）()]+)[）)]", label)
        said_unit = values[-1][1] or (within[1] if within else "") or unit
        total = square_metres(values[-1][0], said_unit)
        if total is None:
            found.unread.append(Unread(" | ".join(row.cells), "合计行的单位认不出", row.place))
            continue
        over = groups.get(group, every) if "小计" in label else every
        whole = len(over) == len(every) and not any(
            one.item == f"{prefix}:total" for one in found.totals
        )
        item = f"{prefix}:total" if whole else f"{prefix}:subtotal{len(found.totals) + 1}"
        found.totals.append(Total(item, label, total, tuple(over), row.place))


def members(table: Table, prefix: str, found: Found) -> None:
    """A leading group given as a table: units only, no names."""
    part = body(table)
    found.unread += part.unread
    for said, place, _ in part.rows:
        names = unit_names(said.get("member", "") or said.get("unit", ""))
        if not names:
            found.unread.append(Unread("（有姓名，不显示）", "领导小组名单里没有单位", place))
        for name in names:
            item = f"{prefix}:{len(found.members) + 1}"
            found.members.append(Member(item, name, place))


READERS = {"targets": targets, "tasks": tasks, "projects": projects, "group": members}


def tables_read(tables: Sequence[Table]) -> Found:
    """Every table of the plan; one that fits no purpose is named as unread, row by row."""
    found = Found()
    seen: dict[int, int] = {}
    for table in rejoined(tables):
        annex = table.address.annex
        seen[annex] = seen.get(annex, 0) + 1
        if annex:
            prefix = f"annex{annex}" + (f".{seen[annex]}" if seen[annex] > 1 else "")
        else:
            prefix = f"table{seen[annex]}"
        reader = READERS.get(purpose(table.columns))
        if reader:
            reader(table, prefix, found)
            continue
        heads = "、".join(column.heading for column in table.columns) or "无表头"
        for row in table.rows:
            reason = f"认不出这张表（{prefix}，列：{heads}）"
            found.unread.append(Unread(" | ".join(row.cells), reason, row.place))
    return found
