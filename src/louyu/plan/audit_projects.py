"""核对重复项目: one project listed twice, one inside another, plots shared between projects."""

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations

from louyu.plan.areas import Figure as Area
from louyu.plan.areas import codes, name_key, project_codes, scale
from louyu.plan.finding import Figure, Made, rule
from louyu.plan.piece import key
from louyu.plan.plan import Plan, Project
from louyu.plan.quantity import shown

THEME = "重复项目"
CLOSE = Decimal("0.001")
"""Two figures of two projects that differ by less than this share are hardly there by chance."""
ROUND = Decimal(50)
"""Figures said no more exactly than this (㎡) agree by chance too often to be a sign."""
SHORTEST = 4
PHASE = re.compile(r"[一二三四五六七八九十]期|[A-ZＡ-Ｚ]区|\d期")
LOCUS = re.compile(r"[\u4e00-\u9fff]{2,6}?(单元|商务区|新城|片区|街道|开发区|园区)")
WORDS = {"land": "用地", "total": "总建筑面积", "above": "地上", "below": "地下"}


def phases(project: Project) -> set[str]:
    return set(PHASE.findall(project.name))


def told_apart(one: Project, other: Project) -> bool:
    """The names say that they are different phases or blocks of one undertaking."""
    return bool(phases(one) and phases(other) and phases(one) != phases(other))


def precise(figure: Area | None) -> Area | None:
    return figure if figure and figure.slack <= ROUND and figure.value > ROUND else None


def agreeing(one: Project, other: Project) -> dict[str, tuple[Decimal, Decimal]]:
    """Figures of two descriptions that are the same or all but the same."""
    mine, yours = scale(one.description), scale(other.description)
    found = {}
    for kind, word in WORDS.items():
        ours, theirs = precise(mine.one(kind)), precise(yours.one(kind))
        if ours and theirs and abs(ours.value - theirs.value) <= CLOSE * ours.value:
            found[word] = (ours.value, theirs.value)
    return found


def shared_name(one: Project, other: Project, projects: tuple[Project, ...]) -> str:
    """The longest stretch the two names share, if no third project's name has it."""
    mine, yours = name_key(one), name_key(other)
    match = SequenceMatcher(None, mine, yours, autojunk=False).find_longest_match()
    stretch = mine[match.a : match.a + match.size]
    holders = sum(stretch in key(project.name) for project in projects)
    return stretch if len(stretch) >= SHORTEST and holders == 2 else ""


@rule(
    "project-twice",
    title="疑似同一项目列了两次",
    checks="用地、地上、地下、总面积有两项以上相同，或一项相同而名称也相同的两个项目，可能是一个。",
    theme=THEME,
)
def project_twice(plan: Plan) -> Iterator[Made]:
    for one, other in combinations(plan.projects, 2):
        if told_apart(one, other):
            continue
        figures = agreeing(one, other)
        stretch = shared_name(one, other, plan.projects)
        same = key(one.name) == key(other.name)
        if not (len(figures) >= 2 or (figures and stretch) or same):
            continue
        areas = [area for area in (one.area, other.area) if area is not None]
        twice = min(areas) if len(areas) == 2 else Decimal(0)
        signs = [
            f"{word} {shown(a)}㎡" + ("" if a == b else f" 与 {shown(b)}㎡")
            for word, (a, b) in figures.items()
        ]
        signs += [f"名称都有“{stretch}”"] if stretch else []
        signs += ["名称相同"] if same else []
        message = (
            f"第{one.number}号“{one.name}”与第{other.number}号“{other.name}”疑为同一项目："
            f"{'；'.join(signs)}。面积栏分别为 {shown(one.area)} 和 {shown(other.area)}㎡，"
            f"若是同一项目，合计至少重复 {shown(twice)}㎡"
        )
        said: dict[str, Figure] = {
            word: f"{shown(a)} / {shown(b)}" for word, (a, b) in figures.items()
        }
        said |= {"面积栏": f"{shown(one.area)} / {shown(other.area)}", "重复": twice}
        yield "warning", (one.item, other.item), message, said


@rule(
    "project-inside",
    title="一个项目在另一个里面",
    checks="一个项目的名称出现在另一个项目的说明里，且面积不大于它，可能重复计算。",
    theme=THEME,
)
def project_inside(plan: Plan) -> Iterator[Made]:
    for inner in plan.projects:
        name = name_key(inner)
        if len(name) < SHORTEST:
            continue
        for outer in plan.projects:
            if outer is inner or name not in key(outer.description) or told_apart(inner, outer):
                continue
            mine, yours = project_codes(inner), project_codes(outer)
            if mine and yours and not mine & yours:
                continue
            if inner.area and outer.area and inner.area > outer.area:
                continue
            twice = inner.area or Decimal(0)
            message = (
                f"第{outer.number}号“{outer.name}”（{outer.stage}，{shown(outer.area)}㎡）的说明里包含"
                f"第{inner.number}号“{inner.name}”（{inner.stage}，{shown(inner.area)}㎡），"
                f"合计可能重复 {shown(twice)}㎡"
            )
            figures: dict[str, Figure] = {"包含": outer.area or 0, "被包含": twice, "重复": twice}
            yield "warning", (outer.item, inner.item), message, figures


def loci(project: Project) -> set[str]:
    """The planning units and areas a project names, by the last characters before the word."""
    text = key(project.name + "，" + project.description)
    text = re.sub(r"项目位于|位于|项目", "，", text)
    return {match[0][-4 - len(match[1]) :][-4:] for match in LOCUS.finditer(text)}


@rule(
    "plot-shared",
    title="同一地块编号",
    checks="两个项目写了同一地块编号，又没有写明属于不同片区的，需确认是否同一地块。",
    theme=THEME,
)
def plot_shared(plan: Plan) -> Iterator[Made]:
    placeless: dict[str, list[tuple[Project, list[str]]]] = {}
    for one, other in combinations(plan.projects, 2):
        shared = sorted(project_codes(one) & project_codes(other))
        full = [code for code in shared if code.count("-") == 2]
        if full or (shared and loci(one) & loci(other)):
            why = "分期建设的，应确认面积没有重叠" if told_apart(one, other) else "应确认是否重复"
            message = (
                f"第{one.number}号“{one.name}”与第{other.number}号“{other.name}”"
                f"都写了地块 {'、'.join(shared)}：{why}"
            )
            figures: dict[str, Figure] = {"地块": shared}
            yield "info", (one.item, other.item), message, figures
        elif shared and not loci(one):
            placeless.setdefault(one.item, []).append((other, shared))
        elif shared and not loci(other):
            placeless.setdefault(other.item, []).append((one, shared))
    for one in plan.projects:
        if found := placeless.get(one.item):
            listed = "；".join(
                f"{'、'.join(shared)} 也见于第{other.number}号“{other.name}”"
                for other, shared in found
            )
            message = (
                f"第{one.number}号“{one.name}”没有写明片区，地块编号只在片区内唯一，"
                f"无法排除同一地块：{listed}"
            )
            items = (one.item, *(other.item for other, _ in found))
            figures = {other.item: shared for other, shared in found}
            yield "info", items, message, figures


@rule(
    "plot-name",
    title="名称与说明的地块不同",
    checks="项目名称里的地块编号，说明里应都写到（说明不写编号的除外）。",
    theme=THEME,
)
def plot_name(plan: Plan) -> Iterator[Made]:
    for one in plan.projects:
        named, told = codes(one.name), codes(one.description)
        if told and named - told:
            message = (
                f"第{one.number}号“{one.name}”名称里有地块 {'、'.join(sorted(named - told))}，"
                f"说明里只写了 {'、'.join(sorted(told))}"
            )
            figures: dict[str, Figure] = {"名称": sorted(named), "说明": sorted(told)}
            yield "info", (one.item,), message, figures
