"""核对项目面积: the area column against the description, arithmetic inside it, stated totals."""

import re
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
    near,
    project_codes,
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


@rule(
    "area-arithmetic",
    title="说明里的加减",
    checks="地上加地下应等于总；各地块之和应等于全部；部分不应大于全部；用地乘容积率应等于地上。",
    theme=THEME,
)
def area_arithmetic(plan: Plan) -> Iterator[Made]:
    for one in plan.projects:
        said = scale(one.description)
        for severity, message, figures in (
            *floors(said),
            *plots(one, said),
            *parts(said),
            *ratios(said),
        ):
            yield severity, (one.item,), f"第{one.number}号“{one.name}”{message}", figures


Sum = tuple[str, str, dict[str, Figure]]


def floors(said: Scale) -> Iterator[Sum]:
    total, above, below = said.one("total"), said.one("above"), said.one("below")
    if total and above and below:
        added = above.value + below.value
        slack = total.slack + above.slack + below.slack
        if not near(added, total.value, slack):
            gap = added - total.value
            message = (
                f"说明里地上 {shown(above.value)} + 地下 {shown(below.value)} = {shown(added)}㎡，"
                f"与总建筑面积 {shown(total.value)}㎡ 相差 {shown(abs(gap))}㎡"
            )
            figures: dict[str, Figure] = {"地上": above.value, "地下": below.value}
            yield "error", message, figures | {"总": total.value, "相差": gap}
    elif total and above and above.value - total.value > total.slack + above.slack:
        message = f"说明里地上 {shown(above.value)}㎡ 大于总建筑面积 {shown(total.value)}㎡"
        yield "error", message, {"地上": above.value, "总": total.value}


def plots(one: Project, said: Scale) -> Iterator[Sum]:
    """Where every plot the project names has its own figure, they must add up."""
    for kind, label in (("above", "地上"), ("land", "用地")):
        whole, each = said.one(kind), said.of(kind, None)
        if whole is None or len(each) < 2:
            continue
        added = sum((part.value for part in each), Decimal(0))
        slack = whole.slack + sum((part.slack for part in each), Decimal(0))
        every = {part.plot for part in each} >= project_codes(one)
        over = added - whole.value > max(slack, Decimal(1))
        if over or (every and not near(added, whole.value, slack)):
            parts = " + ".join(f"{part.plot} {shown(part.value)}" for part in each)
            message = f"各地块{label} {parts} = {shown(added)}㎡，全部是 {shown(whole.value)}㎡"
            yield "error", message, {"各地块之和": added, "全部": whole.value}


def parts(said: Scale) -> Iterator[Sum]:
    """Parts introduced by 其中 are not more than what they are parts of."""
    total = said.one("total") or said.one("above")
    if total is None:
        return
    held = [one for one in said.of("part") if one.within or one.start > total.start]
    added = sum((one.value for one in held if one.within), Decimal(0))
    most = max((one.value for one in held), default=Decimal(0))
    if max(added, most) - total.value > total.slack + 1:
        message = f"说明里各部分 {shown(max(added, most))}㎡ 大于全部 {shown(total.value)}㎡"
        yield "error", message, {"各部分": max(added, most), "全部": total.value}


def ratios(said: Scale) -> Iterator[Sum]:
    for ratio in said.ratios:
        land, above = said.one("land", ratio.plot), said.one("above", ratio.plot)
        if not land or not above:
            continue
        asked = land.value * ratio.value
        slack = land.value * ratio.slack + land.slack * ratio.value + above.slack
        if not near(above.value, asked, slack):
            message = (
                f"用地 {shown(land.value)} × 容积率 {shown(ratio.value)} = {shown(asked)}㎡，"
                f"说明里地上是 {shown(above.value)}㎡"
            )
            yield (
                "warning",
                message,
                {"用地": land.value, "容积率": ratio.value, ABOVE: above.value},
            )


@rule(
    "land-repeated",
    title="同一用地写了两次",
    checks="一段说明里同一用地面积出现两次而建筑面积不同，或两个“总”互不包含，可能重复或混写。",
    theme=THEME,
)
def land_repeated(plan: Plan) -> Iterator[Made]:
    for one in plan.projects:
        said = scale(one.description)
        seen: dict[Decimal, list[str]] = {}
        for at, figure in enumerate(said.figures):
            if figure.kind in {"land", "plot land"}:
                after = next(
                    (f for f in said.figures[at + 1 :] if f.kind in {"part", "total"}), None
                )
                built = f"{after.label}{shown(after.value)}㎡" if after else ""
                seen.setdefault(figure.value, []).append(f"{figure.label}（{built}）")
        for value, labels in seen.items():
            if len(labels) > 1:
                message = (
                    f"第{one.number}号“{one.name}”说明里用地 {shown(value)}㎡ 出现{len(labels)}次："
                    f"{'、'.join(labels)}，可能是同一块地"
                )
                yield "info", (one.item,), message, {"用地": value}
        totals = said.of("total")
        if len(totals) > 1 and len({figure.value for figure in totals}) > 1:
            listed = "、".join(shown(figure.value) for figure in totals)
            message = f"第{one.number}号“{one.name}”说明里有{len(totals)}个总建筑面积：{listed}㎡"
            figures: dict[str, Figure] = {"总": [shown(figure.value) for figure in totals]}
            yield "info", (one.item,), message, figures


COUNTED = re.compile(
    r"由(?P<list>[^，。；由]+?)(?:等)?(?:共|合计)(?P<count>\d+)个[^，。；]{0,6}(?:组成|构成)"
)


@rule(
    "counted-list",
    title="列举与“共几个”",
    checks="说明里逐个列出又写了“共几个”的，个数应相同。",
    theme=THEME,
)
def counted_list(plan: Plan) -> Iterator[Made]:
    for one in plan.projects:
        for match in COUNTED.finditer(one.description):
            names = [name for name in re.split(r"[、和及]", match["list"]) if name]
            if len(names) != int(match["count"]):
                message = (
                    f"第{one.number}号“{one.name}”列出 {len(names)} 个（{'、'.join(names)}），"
                    f"写的是共 {match['count']} 个"
                )
                figures: dict[str, Figure] = {"列出": len(names), "写明": int(match["count"])}
                yield "warning", (one.item,), message, figures
