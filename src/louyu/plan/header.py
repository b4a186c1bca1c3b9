"""表头: what the columns of a plan's tables are called, whatever their order.

A column's role is told by its heading. A heading nobody foresaw has the role ``other``: its cells
are kept under the heading as written.
"""

import re
from dataclasses import dataclass

from louyu.plan.piece import key, plain

ROLES = {
    "number": r"序号|编号|no\.?|№|序",
    "name": r"(年度|主要|考核|核心|发展)?指标(名称|内容)?|目标(名称|任务)?|发展指标",
    "unit": r"(计量|计算)?单位",
    "task": r"(工作|重点|主要|目标)?任务(名称|类别)?|工作(任务|重点|事项|类别)|重点工作",
    "measure": r"(工作|具体|主要|重点)?(举措|措施|内容|要求|做法)|任务内容|具体任务",
    "lead": r"牵头(单位|部门|领导单位)?|主(办|责)(单位|部门)|责任主体\(牵头\)",
    "support": r"(配合|协同|协办|参与|协助|参加)(单位|部门)",
    "units": r"责任(单位|部门|主体)|(负责|落实|实施)(单位|部门)",
    "deadline": r"(完成|推进|时间)?(时限|节点|时间)|完成(期限|年限)",
    "project": r"(项目|工程|楼宇|地块)名称|项目",
    "kind": r"(项目)?(类别|类型|种类)|行业类别",
    "stage": r"(建设|项目|工程|进展|当前)?(阶段|状态|进度|性质|进展)|建设类别|建设情况",
    "description": r"(主要)?(建设)?(内容|规模)(和|及|与|、)(建设)?(规模|内容|功能)"
    r"|(主要)?建设(内容|规模)|项目(概况|简介|情况)",
    "area": r"(总|计划|规划)?建筑(总)?面积|(建设)?面积|体量",
    "member": r"成员单位|组成单位",
    "role": r"(组内|小组)?(职务|职责|组成)",
    "person": r"姓名|联系人|负责人|联系电话|联系方式|电话",
    "note": r"备注|说明",
}
PATTERNS = {role: re.compile(pattern) for role, pattern in ROLES.items()}
YEAR = re.compile(r"(?P<year>20\d\d)年?度?(?P<what>.*)")
BASE = re.compile(r"基(数|期|础|准)|现状|底数|实际|完成|已有|当前")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
TOTAL = re.compile(r"合计|总计|共计|小计|^总和$")
LONGEST_HEADING = 20


@dataclass(frozen=True)
class Column:
    """A column: role, heading as written, unit in its brackets, and the year it is about."""

    role: str
    heading: str
    unit: str = ""
    year: int = 0


def column(heading: str) -> Column:
    """What a heading says its column is."""
    written = plain(heading).replace("\n", "")
    short = key(written)
    unit = next(iter(IN_BRACKETS.findall(short)), "").removeprefix("单位:")
    bare = IN_BRACKETS.sub("", short)
    if match := YEAR.fullmatch(bare):
        what = match["what"]
        if BASE.search(what + unit):
            return Column("base", written, "", int(match["year"]))
        if not what or re.fullmatch(r"末?(目标|计划|任务|指标|预期)?(值|数)?", what):
            return Column("year", written, unit, int(match["year"]))
    for role, pattern in PATTERNS.items():
        if pattern.fullmatch(bare):
            return Column(role, written, unit)
    return Column("other", written, unit)


def header(cells: tuple[str, ...]) -> tuple[Column, ...] | None:
    """The columns, if the cells are a table's header row."""
    texts = [key(cell) for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(len(text) > LONGEST_HEADING for text in filled):
        return None
    if TOTAL.search(texts[0]) or any(is_number(text) for text in filled):
        return None
    columns = tuple(column(cell) for cell in cells)
    known = [found.role for found in columns if found.role != "other"]
    return columns if len(known) >= 2 and len(known) * 2 >= len(filled) else None


def is_number(text: str) -> bool:
    """A serial number or figure: what no heading is (a bare year may be one)."""
    return bool(re.fullmatch(r"[-\d.,%]+", text)) and not re.fullmatch(r"20\d\d", text)


def purpose(columns: tuple[Column, ...]) -> str:
    """What a table is for: targets, tasks, projects, group, or nothing known ("")."""
    roles = {found.role for found in columns}
    if "year" in roles and roles & {"name", "project", "task"}:
        return "targets"
    if roles & {"area", "stage", "description"} and "project" in roles:
        return "projects"
    if roles & {"units", "lead"} and roles & {"task", "measure", "project"}:
        return "tasks"
    if "member" in roles or {"role", "person"} <= roles:
        return "group"
    return ""
