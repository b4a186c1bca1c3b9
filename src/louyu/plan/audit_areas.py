"""核对项目面积: the area column against the description, arithmetic inside it, stated totals."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from louyu.plan.areas import (
    ABOVE,
    BOTH,
    NEITHER,
    NO_FIGURE,
    NO_NUMBER,
    TOTAL_AREA,
    Scale,
    meaning,
    scale,
)
from louyu.plan.finding import Figure, Made, rule
from louyu.plan.plan import Plan, Project
from louyu.plan.quantity import shown

THEME = "项目面积"


@rule(
    "stated-total",
    title="合计与各行之和",
    checks="表中写明的合计应等于各行之和；相差时找出差额恰好等于哪几行。",
    theme=THEME,
)
def stated_total(plan: Plan) -> Iterator[Made]:
    for total in plan.totals:
        rows = [one for one in plan.projects if one.item in total.over]
        added = sum((one.area for one in rows if one.area is not None), Decimal(0))
        blank = [one.item for one in rows if one.area is None]
        if added == total.value:
            continue
        gap = total.value - added
        figures: dict[str, Figure] = {"写明合计": total.value, "各行之和": added, "相差": gap}
        if blank:
            figures["没有数的行"] = blank
        message = (
            f"写明合计 {shown(total.value)}㎡，{len(rows) - len(blank)} 行有数，"
            f"之和 {shown(added)}㎡，合计{'多' if gap > 0 else '少'} {shown(abs(gap))}㎡"
        )
        if found := made_of(abs(gap), rows):
            message += f"；差额正好等于{found}"
        yield "error", (total.item,), message, figures


def made_of(gap: Decimal, rows: list[Project]) -> str:
    """Which one or two rows make up a difference exactly."""
    known = [one for one in rows if one.area]
    for size in (1, 2):
        hits = [
            pair
            for pair in combinations(known, size)
            if sum((one.area or Decimal(0) for one in pair), Decimal(0)) == gap
        ]
        if len(hits) == 1:
            return "、".join(f"第{one.number}号“{one.name}”" for one in hits[0]) + "之数"
    return ""


@rule(
    "area-no-number",
    title="面积栏不是数字",
    checks="面积栏应是一个数；不是数的不会进入合计。",
    theme=THEME,
)
def area_no_number(plan: Plan) -> Iterator[Made]:
    for one in plan.projects:
        if one.area is None:
            written = f"写的是“{one.area_text}”" if one.area_text else "是空的"
            message = f"第{one.number}号“{one.name}”的面积栏{written}，不是数，合计里没有它"
            yield "warning", (one.item,), message, {"面积栏": one.area_text}


@rule(
    "area-meaning",
    title="面积口径不一",
    checks="同一清单的面积栏应是同一口径；逐个项目说明它是总建筑面积、地上建筑面积还是其他。",
    theme=THEME,
)
def area_meaning(plan: Plan) -> Iterator[Made]:
    if not any(one.description for one in plan.projects):
        return
    said = {one.item: meaning(one) for one in plan.projects}
    groups: dict[str, list[str]] = {}
    for item, found in said.items():
        name = TOTAL_AREA if found.name == BOTH else found.name
        groups.setdefault(name, []).append(item)
    judged = {
        name: items for name, items in groups.items() if name not in {NEITHER, NO_FIGURE, NO_NUMBER}
    }
    if len(judged) < 2:
        return
    usual = max(judged, key=lambda name: len(judged[name]))
    items = tuple(item for name, held in judged.items() if name != usual for item in held)
    counts = "；".join(f"{name} {len(held)} 个" for name, held in groups.items())
    listed = "；".join(
        f"{name}：{'、'.join(item.rpartition(':')[2] for item in held)}号"
        for name, held in judged.items()
        if name != usual
    )
    shift = Decimal(0)
    for one in plan.projects:
        whole = whole_area(scale(one.description))
        if said[one.item].name == ABOVE and whole and one.area:
            shift += whole - one.area
    message = f"面积栏口径混用（{counts}）。与多数（{usual}）不同的——{listed}"
    figures: dict[str, Figure] = {"口径": {item: found.name for item, found in said.items()}}
    if shift:
        message += f"。按地上计而另有总面积的，若改按总建筑面积计，合计要多 {shown(shift)}㎡"
        figures["按总建筑面积计应多"] = shift
    yield "warning", items, message, figures


def whole_area(said: Scale) -> Decimal | None:
    """The total a description states, or its parts above and below ground together."""
    above, below, total = said.one("above"), said.one("below"), said.one("total")
    if total:
        return total.value
    return above.value + below.value if above and below else None


@rule(
    "area-mismatch",
    title="面积栏与说明对不上",
    checks="面积栏的数应能在项目说明里找到：总、地上、各部分或其和。",
    theme=THEME,
)
def area_mismatch(plan: Plan) -> Iterator[Made]:
    for at, one in enumerate(plan.projects):
        found = meaning(one)
        if found.name != NEITHER or found.figure is None or one.area is None:
            continue
        gap = one.area - found.figure
        figures: dict[str, Figure] = {"面积栏": one.area, found.detail: found.figure, "相差": gap}
        message = (
            f"第{one.number}号“{one.name}”面积栏 {shown(one.area)}㎡，说明里没有这个数，"
            f"最近的是{found.detail} {shown(found.figure)}㎡（相差 {shown(abs(gap))}㎡）"
        )
        if hint := neighbour(plan.projects, at):
            message += f"；{hint}"
        yield "error", (one.item,), message, figures


def neighbour(projects: tuple[Project, ...], at: int) -> str:
    """Whether the column is made of one's own figure and one of the row above or below."""
    mine = scale(projects[at].description)
    area = projects[at].area
    for beside in (at - 1, at + 1):
        if not 0 <= beside < len(projects) or area is None:
            continue
        other = projects[beside]
        for own in mine.figures:
            for theirs in scale(other.description).figures:
                floors = {own.kind, theirs.kind} == {"above", "below"}
                if floors and own.value + theirs.value == area:
                    return (
                        f"它等于本项目的{own.label} {shown(own.value)} 加第{other.number}号的"
                        f"{theirs.label} {shown(theirs.value)}，疑为串行"
                    )
    return ""


@rule(
    "area-unverified",
    title="面积无从核对",
    checks="说明里没有任何建筑面积的项目，面积栏无从核对。",
    theme=THEME,
)
def area_unverified(plan: Plan) -> Iterator[Made]:
    found = [one for one in plan.projects if one.description and meaning(one).name == NO_FIGURE]
    if not found:
        return
    total = sum((one.area for one in found if one.area), Decimal(0))
    listed = "、".join(f"{one.number}号“{one.name}” {shown(one.area)}㎡" for one in found)
    message = f"这些项目的说明里没有建筑面积，面积栏无从核对：{listed}"
    yield "info", tuple(one.item for one in found), message, {"合计": total}
