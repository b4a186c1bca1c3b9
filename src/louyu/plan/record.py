"""读出内容的记录: a plan as plain values, for JSON and YAML; numbers exact, no names of persons."""

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from louyu.plan.piece import Place
from louyu.plan.plan import Plan

FILES = {
    "document": "文件要素",
    "targets": "年度指标",
    "goals": "累计目标",
    "notes": "注",
    "tasks": "工作任务",
    "projects": "重大项目（area：面积栏，㎡）",
    "totals": "表中写明的合计（㎡）",
    "units": "领导小组成员单位、职务（只记职务，不记姓名）、责任分工",
    "mechanisms": "推进机制的频次",
    "sections": "章节与责任单位",
}
"""The files that a plan is written as, and what each holds."""


def record(value: Any) -> Any:
    """A value of the plan as JSON and YAML know it."""
    if isinstance(value, Place):
        return value.label
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if is_dataclass(value):
        return {one.name: record(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {name: record(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [record(one) for one in value]
    return value


def plan_record(plan: Plan) -> dict[str, Any]:
    """The whole plan, as `louyu plan read --json` prints it."""
    said: dict[str, Any] = record(plan)
    return {"document": said.pop("facts"), **said}


def plan_files(plan: Plan) -> dict[str, Any]:
    """The plan as files: name to content."""
    said = plan_record(plan)
    units = {name: said[name] for name in ("members", "posts", "duties")}
    heads = [
        {name: one[name] for name in ("item", "title", "units", "place")}
        for one in said["sections"]
    ]
    return {**{name: said.get(name) for name in FILES}, "units": units, "sections": heads}
