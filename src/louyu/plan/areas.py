"""建设规模: the areas, plot ratios and plot codes inside a project's description, and which of them
its area column repeats (口径).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from louyu.plan.piece import key
from louyu.plan.plan import Project
from louyu.plan.quantity import amounts, said

LAND = re.compile(r"用地|占地|土地")
TOTAL = re.compile(r"总建筑(面积|规模)?$|建筑总面积$|总面积$|总规模$")
FLOOR = re.compile(r"(?:^|项目|工程)(?:规划|新建|计划|设计)?建筑(?:面积|规模)$")
FILLERS = re.compile(r"(约为|约|为|达到|达|共|合计|:|：)+$")
RATIO = re.compile(r"容积率(?:约?为?|≤)?(?P<digits>\d+(?:\.\d+)?)")
CODE = (
    r"(?:\d{2}-[A-Z]{1,2}-\d{2}[a-z]?|\d{2}-\d{2}-\d{2}[a-z]?"
    r"|\d{2}-\d{2}(?=地块|、|和|及)|[A-Z]-?\d{1,2}[a-z]?)"
)
CODES = re.compile(rf"(?<![A-Za-z0-9-]){CODE}(?![0-9A-Za-z-])")
MORE_CODES = re.compile(r"(?<![A-Za-z0-9-])(?P<letter>[A-Z])-?\d{2}(?P<more>(?:、\d{2})+)(?!\d)")
CODE_RANGE = re.compile(
    r"(?<![A-Za-z0-9-])(?P<letter>[A-Z])-?(?P<first>\d{2})(?:至|到|—|~)(?P=letter)-?(?P<last>\d{2})"
)
OWN_PLOT = re.compile(rf"^(?:其中)?(?P<plot>{CODE})(?:地块)?")
STOPS = re.compile(r"[，,。；;（）()]")


@dataclass(frozen=True)
class Figure:
    """An area in a description: land 用地, total 总, above 地上, below 地下 or part of another.

    ``plot`` is the plot code it belongs to, where it is one plot's. ``slack`` is how much the
    writing leaves open (half of the last digit), in ㎡.
    """

    kind: str
    plot: str
    value: Decimal
    slack: Decimal
    label: str
    within: bool
    start: int


@dataclass(frozen=True)
class Ratio:
    """容积率: floor area above ground over land."""

    plot: str
    value: Decimal
    slack: Decimal


@dataclass(frozen=True)
class Scale:
    """All that a description says in figures."""

    figures: tuple[Figure, ...]
    ratios: tuple[Ratio, ...]

    def of(self, kind: str, plot: str | None = "") -> list[Figure]:
        """Figures of a kind; of one plot, of the whole (""), or of every single plot (None)."""
        found = [one for one in self.figures if one.kind == kind]
        if plot is None:
            return [one for one in found if one.plot]
        return [one for one in found if one.plot == plot]

    def one(self, kind: str, plot: str = "") -> Figure | None:
        return next(iter(self.of(kind, plot)), None)


@lru_cache(maxsize=1024)
def scale(description: str) -> Scale:
    """The figures of a description, clause by clause."""
    figures: list[Figure] = []
    ratios: list[Ratio] = []
    start = 0
    for sentence in re.split(r"(?<=。)", description):
        plot, within, total_said = "", False, False
        at = 0
        for clause in re.split(r"(?<=[，,；;。（(])(?!\d{3}\D)", sentence):
            if own := OWN_PLOT.match(clause):
                plot = code(own["plot"])
            within = within or "其中" in clause
            for match in RATIO.finditer(clause):
                value, slack = said(match["digits"])
                ratios.append(Ratio(plot, value, slack))
            end = 0
            for amount in amounts(clause):
                label = FILLERS.sub("", STOPS.sub("", clause[end : amount.start]))
                end = amount.end
                if amount.area is None:
                    continue
                kind = kind_of(label, part=within or total_said)
                total_said = total_said or kind == "total"
                place = start + at + amount.start
                slack = amount.area_slack
                figures.append(Figure(kind, plot, amount.area, slack, label, within, place))
            at += len(clause)
        start += len(sentence)
    return Scale(tuple(figures), tuple(ratios))


def kind_of(label: str, *, part: bool) -> str:
    """What an area is, by the words in front of it."""
    if LAND.search(label):
        return "land"
    if "地下" in label and "地上" not in label:
        return "below"
    if "地上" in label:
        return "above"
    if TOTAL.search(label):
        return "total"
    if FLOOR.search(label):
        return "part" if part else "total"
    return "plot land" if re.search(r"地块$", label) else "part"


def code(text: str) -> str:
    """A plot code in one writing: E04 and E-04 are one."""
    match = re.fullmatch(r"([A-Z])-?(\d{1,2})([a-z]?)", text)
    return f"{match[1]}-{int(match[2]):02}{match[3]}" if match else text


def codes(text: str) -> set[str]:
    """Every plot code of a text, ranges (B-10至B-15) and shared letters (B-06、07) spelled out."""
    found = {code(match[0]) for match in CODES.finditer(text)}
    for match in MORE_CODES.finditer(text):
        found |= {f"{match['letter']}-{more}" for more in match["more"].split("、") if more}
    for match in CODE_RANGE.finditer(text):
        span = range(int(match["first"]), int(match["last"]) + 1)
        found |= {f"{match['letter']}-{at:02}" for at in span}
    return found


def project_codes(project: Project) -> set[str]:
    return codes(project.name + "，" + project.description)


def near(value: Decimal, figure: Decimal, slack: Decimal) -> bool:
    """Equal as far as the writing goes; less than 1 ㎡ is nobody's difference."""
    return abs(value - figure) <= max(slack, Decimal(1))


@dataclass(frozen=True)
class Meaning:
    """What the area column repeats: 总建筑面积, 地上建筑面积, …; ``figure`` is the one it met."""

    name: str
    figure: Decimal | None = None
    detail: str = ""


TOTAL_AREA, ABOVE, BOTH = "总建筑面积", "地上建筑面积", "地上与地下之和"
PLOT_ABOVE, PARTS = "部分地块的地上建筑面积", "各部分之和"
NO_NUMBER, NO_FIGURE, NEITHER = "不是数字", "说明中没有建筑面积", "与说明对不上"


def meaning(project: Project) -> Meaning:
    """Which figure of the description the area column repeats."""
    if project.area is None:
        return Meaning(NO_NUMBER)
    found = candidates(project)
    if not found:
        return Meaning(NO_FIGURE)
    for one, slack in sorted(found, key=lambda pair: pair[1] > 1):
        assert one.figure is not None
        if near(project.area, one.figure, slack):
            return one
    nearest = min((one for one, _ in found), key=lambda one: off(project, one))
    return Meaning(NEITHER, nearest.figure, nearest.name)


def off(project: Project, one: Meaning) -> Decimal:
    assert project.area is not None and one.figure is not None
    return abs(project.area - one.figure)


def candidates(project: Project) -> list[tuple[Meaning, Decimal]]:
    """Every figure, or sum of figures, that an area column could repeat, likeliest first."""
    said = scale(project.description)
    found = [(Meaning(TOTAL_AREA, one.value), one.slack) for one in said.of("total")]
    above, below = said.one("above"), said.one("below")
    if above and below:
        both = (Meaning(BOTH, above.value + below.value), above.slack + below.slack)
        found += [both] if not said.of("total") else []
    if above:
        found.append((Meaning(ABOVE, above.value), above.slack))
    if above and below and said.of("total"):
        found.append((Meaning(BOTH, above.value + below.value), above.slack + below.slack))
    for one in said.of("above", None):
        found.append((Meaning(PLOT_ABOVE, one.value, one.plot), one.slack))
    parts = [one for one in said.of("part") if one.within]
    if len(parts) > 1:
        total = sum((one.value for one in parts), Decimal(0))
        found.append((Meaning(PARTS, total), sum((one.slack for one in parts), Decimal(0))))
    return found


def name_key(project: Project) -> str:
    """The name without brackets and words of building."""
    bare = re.sub(r"\([^()]*\)", "", key(project.name))
    return re.sub(r"(建设|改造|新建)?(项目|工程|地块)+$|建设$", "", bare)
