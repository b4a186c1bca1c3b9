"""核对项目说明: arithmetic inside a project's description, repeated figures, counted lists."""

import re
from collections.abc import Iterator
from decimal import Decimal

from louyu.plan.areas import ABOVE, Scale, near, project_codes, scale
from louyu.plan.finding import Figure, Made, rule
from louyu.plan.plan import Plan, Project
from louyu.plan.quantity import shown

THEME = "项目面积"


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
