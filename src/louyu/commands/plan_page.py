"""方案的终端页面: what was read and what was found, in tables and sentences a person reads."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from louyu.plan.finding import RULES, SEVERITIES, THEMES, Finding
from louyu.plan.plan import Plan
from louyu.plan.quantity import shown

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def table(
    console: Console, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """One table; nothing where there are no rows."""
    held = [tuple(escape(cell) for cell in row) for row in rows]
    if not held:
        return
    page = Table(title=f"{title}（{len(held)}）", title_justify="left", show_lines=False)
    for head in heads:
        page.add_column(head, overflow="fold")
    for row in held:
        page.add_row(*row)
    console.print(page)


def say(console: Console, text: str) -> None:
    """A sentence, wrapped by the terminal alone."""
    console.print(text, soft_wrap=True, highlight=False)


def short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def read_page(plan: Plan) -> None:
    """What a plan says, kind by kind, and loudly what was not understood."""
    console = Console()
    facts = plan.facts
    say(console, f"[bold]{escape(facts.title or '（没有读到标题）')}[/bold]")
    say(
        console,
        f"{escape(facts.number)}  {escape(facts.issuer)}  成文 {facts.dated}  印发 {facts.printed}",
    )
    for number, title in facts.annexes.items():
        say(console, f"附件{number}  {escape(title)}")
    years = sorted({year for one in plan.targets for year in (*one.base, *one.years)})
    table(
        console,
        "年度指标",
        ("条目", "指标", "单位", *(str(year) for year in years), "位置"),
        (
            (
                one.item,
                one.name,
                one.unit,
                *(shown({**one.base, **one.years}.get(year)) for year in years),
                one.place.label,
            )
            for one in plan.targets
        ),
    )
    table(
        console,
        "累计目标",
        ("条目", "目标", "数", "到", "倍增", "位置"),
        (
            (
                one.item,
                one.name,
                f"{'>' if one.over else '≥'}{shown(one.value)}{one.unit}",
                str(one.year or ""),
                "倍增" if one.doubled else "",
                one.place.label,
            )
            for one in plan.goals
        ),
    )
    table(
        console,
        "工作任务",
        ("条目", "任务", "举措", "牵头", "其他单位", "位置"),
        (
            (
                one.item,
                one.task,
                short(one.measure),
                "、".join(one.lead),
                "、".join(one.units),
                one.place.label,
            )
            for one in plan.tasks
        ),
    )
    table(
        console,
        "重大项目",
        ("条目", "项目", "类别", "阶段", "面积（㎡）", "位置"),
        (
            (
                one.item,
                one.name,
                one.kind,
                one.stage,
                shown(one.area) if one.area is not None else f"“{one.area_text}”",
                one.place.label,
            )
            for one in plan.projects
        ),
    )
    for total in plan.totals:
        say(console, f"{escape(total.label)}：{shown(total.value)}㎡（{total.place.label}）")
    table(
        console,
        "领导小组职务",
        ("条目", "角色", "职务", "位置"),
        ((one.item, one.role, one.post, one.place.label) for one in plan.posts),
    )
    if plan.members:
        names = "、".join(member.unit for member in plan.members)
        say(console, f"[bold]成员单位（{len(plan.members)}）[/bold] {escape(names)}")
    table(
        console,
        "责任分工",
        ("条目", "单位", "分工", "位置"),
        ((d.item, "、".join(d.units), short(d.duty, 60), d.place.label) for d in plan.duties),
    )
    table(
        console,
        "正文责任单位",
        ("条目", "任务", "责任单位", "位置"),
        ((s.item, s.title, "、".join(s.units), s.place.label) for s in plan.sections if s.units),
    )
    table(
        console,
        "推进机制",
        ("条目", "频次", "内容", "位置"),
        ((one.item, one.frequency, one.what, one.place.label) for one in plan.mechanisms),
    )
    table(
        console,
        "注",
        ("条目", "内容", "位置"),
        ((one.item, one.text, one.place.label) for one in (*plan.notes, *plan.legends)),
    )
    for name in plan.missing:
        say(console, f"[red]没有找到：{name}[/red]")
    for piece in plan.unread:
        say(
            console,
            f"[red]没有读懂[/red] {piece.place.label} {escape(piece.reason)}：{escape(piece.text)}",
        )


def audit_page(plan: Plan, findings: Sequence[Finding]) -> None:
    """Findings by theme and rule, the figures in the sentences."""
    console = Console()
    counts = "、".join(
        f"{word} {sum(one.severity == severity for one in findings)} 条"
        for severity, word in SEVERITIES.items()
    )
    say(console, f"[bold]{escape(plan.facts.title or '方案')} 核对结果[/bold]：{counts}")
    for theme in THEMES:
        held = [one for one in findings if RULES[one.rule].theme == theme]
        if not held:
            continue
        say(console, f"\n[bold]{theme}[/bold]")
        for rule in dict.fromkeys(one.rule for one in held):
            say(console, f"  {RULES[rule].title}（{rule}）")
            for one in held:
                if one.rule == rule:
                    mark = f"[{COLOURS[one.severity]}]{SEVERITIES[one.severity]}[/]"
                    items = ", ".join(one.items)
                    say(console, f"    {mark} {escape(one.message)} [dim]{items}[/dim]")
    if plan.missing or plan.unread:
        say(
            console,
            f"\n[red]另有 {len(plan.missing)} 项没有找到、{len(plan.unread)} 处没有读懂，"
            "核对只限于读到的内容；详见 louyu plan read[/red]",
        )


def rules_page() -> None:
    """The register of rules."""
    rows = ((one.theme, one.id, one.title, one.checks) for one in RULES.values())
    table(Console(), "核对规则", ("主题", "编号", "名称", "核对什么"), rows)
