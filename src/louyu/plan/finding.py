"""核对结果与规则: a finding with its figures, and the register of rules that can make one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from louyu.plan.plan import Plan

SEVERITIES = {"error": "错误", "warning": "存疑", "info": "提示"}
Figure = Decimal | int | str | list[str] | dict[str, str]


@dataclass(frozen=True)
class Finding:
    """What a rule has found: how bad, in which items, in a sentence, with the figures behind it."""

    rule: str
    severity: str
    items: tuple[str, ...]
    message: str
    figures: dict[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """规则: an id, a Chinese title and a sentence that says what it checks; docs derive from it."""

    id: str
    title: str
    checks: str
    theme: str
    run: Callable[[Plan], Iterator[Finding]]


RULES: dict[str, Rule] = {}
THEMES = ("指标与目标", "项目面积", "重复项目", "任务与正文", "单位与机构", "文件形式")

Body = Callable[[Plan], Iterator[tuple[str, tuple[str, ...], str, dict[str, Figure]]]]


def rule(name: str, *, title: str, checks: str, theme: str) -> Callable[[Body], Body]:
    """Registers a rule. Its function yields severity, items, message and figures."""

    def register(body: Body) -> Body:
        if name in RULES or theme not in THEMES:
            raise ValueError(f"rule {name!r} is already there, or theme {theme!r} is not")

        def run(plan: Plan) -> Iterator[Finding]:
            for severity, items, message, figures in body(plan):
                if severity not in SEVERITIES:
                    raise ValueError(f"rule {name!r} has no severity {severity!r}")
                yield Finding(name, severity, items, message, figures)

        RULES[name] = Rule(name, title, checks, theme, run)
        return body

    return register


Made = tuple[str, tuple[str, ...], str, dict[str, Figure]]
"""What a rule's function yields: severity, items, message, figures."""
