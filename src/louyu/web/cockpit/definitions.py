"""口径对比 definitions: an indicator by two definitions, ranks that flip, tiers that change.

Streets and buildings side by side; what is masked in one place is masked here, and where one of two
sums is hidden there is neither a difference nor a rank.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from louyu.explain.definition import ATTRIBUTION, QUESTIONS, Definition, Question
from louyu.web.cockpit.views import logged
from louyu.web.definition import (
    other_definition,
    payers_of_building,
    question_of,
    value_by,
    values,
)
from louyu.web.frame.figures import DECIMALS, NONE, rounded, signed
from louyu.web.frame.months import frame, month_asked, number_asked
from louyu.web.frame.number import explain_link, shown, value_of
from louyu.web.frame.spreadsheet import Cell, Field, taken_out
from louyu.web.frame.tiers import LOWEST, TIERS, tier_of, tiers_of
from louyu.web.ledger.audit import Action
from louyu.web.page import page
from louyu.web.people.disclosure import MASK, MINIMUM_UNITS
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader, Value

PAGE = 100
TAX = "building_tax"
LEVELS = {"street": "街镇", "building": "楼宇"}
ONLY = {"": "全部", "ranks": "只看位次变化的", "tiers": "只看梯队变化的"}
SORTS = ("name", "a", "b", "difference", "moved")


@dataclass(frozen=True)
class Asked:
    """Which indicator by which two definitions, of what, and which rows of it in what order."""

    month: int
    of: str
    a: str
    b: str
    level: str
    only: str
    sort: str
    order: str

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value})

    def turned(self, sort: str) -> str:
        order = "asc" if self.sort == sort and self.order == "desc" else "desc"
        return urlencode({**vars(self), "sort": sort, "order": order})


@dataclass(frozen=True)
class Side:
    """A number by one definition, its place among those shown, and the tier it puts a building in.

    ``rank`` is empty where the number is hidden: a place would tell it.
    """

    value: str
    hidden: bool
    link: str
    exact: Fraction | None
    rank: int | None
    tier: str


@dataclass(frozen=True)
class Row:
    """A street or building by both definitions."""

    name: str
    code: str
    link: str
    a: Side
    b: Side
    difference: str
    exact: Fraction | None
    moved: int | None
    tier_moved: bool

    @property
    def flipped(self) -> bool:
        return bool(self.moved)

    @property
    def moved_words(self) -> str:
        if self.moved is None:
            return NONE
        return (
            "不变" if not self.moved else f"{'升' if self.moved > 0 else '降'} {abs(self.moved)} 位"
        )


@dataclass(frozen=True)
class Comparison:
    """The rows asked for; ``flipped`` and ``tier_moved`` are counted among all of the level."""

    question: Question
    definitions: tuple[Definition, Definition]
    whole: Row
    rows: tuple[Row, ...]
    compared: int
    flipped: int
    tier_moved: int
    tiers: bool
    ranked: bool


def asked(request: HttpRequest, month: int) -> Asked:
    """What is not known of an address falls back to the tax of streets by its first two ways."""
    said = {name: request.GET.get(name, "") for name in ("of", "a", "b", "level", "only", "sort")}
    question = question_of(said["of"])
    if question is None:
        said["of"], question = TAX, ATTRIBUTION
    keys = [each.key for each in question.definitions]
    a = said["a"] if said["a"] in keys else keys[0]
    b = said["b"] if said["b"] in keys and said["b"] != a else next(k for k in keys if k != a)
    return Asked(
        month=month,
        of=said["of"],
        a=a,
        b=b,
        level=said["level"] if said["level"] in LEVELS else "street",
        only=said["only"] if said["only"] in ONLY else "",
        sort=said["sort"] if said["sort"] in SORTS else "a",
        order="asc" if request.GET.get("order") == "asc" else "desc",
    )


def comparison(reader: Reader, wanted: Asked) -> Comparison:
    question = question_of(wanted.of)
    assert question is not None
    ways = tuple(question.definition(key) for key in (wanted.a, wanted.b))
    assert ways[0] is not None and ways[1] is not None
    tiers = wanted.of == TAX and wanted.level == "building"
    every = list(rows(reader, wanted, tiers=tiers))
    chosen = [
        row
        for row in every
        if not wanted.only or (row.flipped if wanted.only == "ranks" else row.tier_moved)
    ]
    name = reader.district.name
    district = [side(reader, wanted, "district", name, by, None, "") for by in (wanted.a, wanted.b)]
    return Comparison(
        question=question,
        definitions=(ways[0], ways[1]),
        whole=row_of(reader, wanted, name, "", "", district[0], district[1]),
        rows=tuple(ordered(chosen, wanted)),
        compared=len(every),
        flipped=sum(1 for row in every if row.flipped),
        tier_moved=sum(1 for row in every if row.tier_moved),
        tiers=tiers,
        ranked=any(row.a.rank is not None for row in every),
    )


def rows(reader: Reader, wanted: Asked, *, tiers: bool) -> Iterator[Row]:
    """Every street, or every building that counts."""
    month = wanted.month
    if wanted.level == "street":
        names = {street.name: street.name for street in reader.district.streets}
        links = {name: reverse("street", args=[name]) for name in names}
    else:
        reader.building_values(month).of(wanted.of)  # at once, not one building after another
        every = reader.buildings(month).select(("building", "name", "counts")).to_pylist()
        counting = [row for row in every if row["counts"]]
        names = {row["building"]: row["name"] or row["building"] for row in counting}
        links = {code: reverse("building", args=[code]) for code in names}
    ways = (wanted.a, wanted.b)
    known = [exact_values(reader, wanted, names, by) for by in ways]
    # Among those that both show: a place among others would not be the same race.
    both = known[0].keys() & known[1].keys()
    ranked = [ranks({name: each[name] for name in both}) for each in known]
    steps = [steps_by(reader, by, month) if tiers else {} for by in ways]
    for code, name in names.items():
        sides = [
            side(reader, wanted, wanted.level, code, by, place.get(code), step.get(code, ""))
            for by, place, step in zip(ways, ranked, steps, strict=True)
        ]
        link = f"{links[code]}?month={month}"
        yield row_of(reader, wanted, name, "" if name == code else code, link, sides[0], sides[1])


def exact_values(
    reader: Reader, wanted: Asked, names: Iterable[str], by: str
) -> dict[str, Fraction]:
    indicator = reader.indicators[wanted.of]
    found = {
        name: value_of(indicator, value_by(reader, wanted.of, wanted.level, name, wanted.month, by))
        for name in names
    }
    return {name: value for name, value in found.items() if value is not None}


def ranks(found: Mapping[str, Fraction]) -> dict[str, int]:
    """Place by value, the largest first, equal values sharing it."""
    order = sorted(found.values())
    return {name: 1 + len(order) - bisect_right(order, value) for name, value in found.items()}


def steps_by(reader: Reader, by: str, month: int) -> dict[str, str]:
    """Each building's tier by an attribution.

    By the one in force tiers stand in every list. By another, who may not see exact tax is not told
    the tier of a building in which fewer than three ever pay: it would be an enterprise's.
    """
    codes = list(reader.building_names(month))
    if not other_definition(TAX, by):
        found = tiers_of(reader.building_values(month))
        return {code: found.get(code, LOWEST) for code in codes}
    counted: dict[tuple[str, str], Value] = {
        (key, scope): value
        for (key, level, scope), value in values(reader, TIERS[0].key, by, month).items()
        if level == "building"
    }
    payers = {} if reader.access.exact else payers_of_building(reader, month)
    steps = {code: tier_of(counted, code) for code in codes}
    if reader.access.exact:
        return steps
    return {
        code: MASK if 0 < payers.get((by, code), 0) < MINIMUM_UNITS else step
        for code, step in steps.items()
    }


def side(
    reader: Reader, wanted: Asked, level: str, scope: str, by: str, rank: int | None, tier: str
) -> Side:
    indicator = reader.indicators[wanted.of]
    found = value_by(reader, wanted.of, level, scope, wanted.month, by)
    other = other_definition(wanted.of, by)
    link = explain_link(wanted.of, level, scope, wanted.month)
    return Side(
        value=shown(indicator, found),
        hidden=bool(found and found.hidden),
        link=link + (f"?by={other}" if other else ""),
        exact=value_of(indicator, found),
        rank=rank,
        tier=tier,
    )


def row_of(reader: Reader, wanted: Asked, name: str, code: str, link: str, a: Side, b: Side) -> Row:
    both = a.exact is not None and b.exact is not None
    difference = b.exact - a.exact if a.exact is not None and b.exact is not None else None
    moved = None if a.rank is None or b.rank is None else a.rank - b.rank
    unit = reader.indicators[wanted.of].unit
    return Row(
        name=name,
        code=code,
        link=link,
        a=a,
        b=b,
        difference=signed(difference, unit) if both else MASK if a.hidden or b.hidden else NONE,
        exact=difference,
        moved=moved,
        tier_moved=a.tier != b.tier and MASK not in (a.tier, b.tier),
    )


def ordered(chosen: list[Row], wanted: Asked) -> list[Row]:
    """What is hidden or unknown comes last, by name: an order would tell it."""

    def by(row: Row) -> Fraction | int | None:
        match wanted.sort:
            case "a":
                return row.a.exact
            case "b":
                return row.b.exact
            case "difference":
                return row.exact
            case "moved":
                return row.moved
            case _:
                return None

    known = [(value, row) for row in chosen if (value := by(row)) is not None]
    known.sort(key=lambda pair: pair[0], reverse=wanted.order == "desc")
    rest = [row for row in chosen if by(row) is None]
    tiers = [*(tier.label for tier in TIERS), LOWEST, MASK, ""]
    rest.sort(key=lambda row: (tiers.index(row.a.tier), row.name, row.code))
    return [*(row for _, row in known), *rest]


def whole_only(request: HttpRequest) -> None:
    if not request.access.scope.whole:
        raise PermissionDenied("两种口径的比较涉及全区，只给看全区的岗位")


@page("definitions/", name="definitions", title="口径对比", needs=Ability.READ)
def definitions_page(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    whole_only(request)
    month = month_asked(request, reader)
    wanted = asked(request, month)
    found = comparison(reader, wanted)
    indicator = reader.indicators[wanted.of]
    if indicator.money and reader.access.exact:
        logged(request, reader, Action.READ, f"口径对比 {LEVELS[wanted.level]} {month}")
    pages = max(1, -(-len(found.rows) // PAGE))
    number = min(max(number_asked(request, "page"), 1), pages)
    return render(
        request,
        "cockpit/definitions.html",
        {
            **frame(reader, month, choosing=reverse("definitions"), kept=vars(wanted)),
            "tab": "definitions",
            "asked": wanted,
            "found": found,
            "rows": found.rows[(number - 1) * PAGE : number * PAGE],
            "page": number,
            "pages": pages,
            "name": reader.name_of(wanted.of),
            "unit": indicator.unit,
            "masked": not reader.open(wanted.of),
            "choices": [
                (question.name, [(key, reader.name_of(key)) for key in question.indicators])
                for question in QUESTIONS
            ],
            "levels": LEVELS.items(),
            "only": [each for each in ONLY.items() if each[0] != "tiers" or found.tiers],
            "level_name": LEVELS[wanted.level],
            "headings": {sort: f"?{wanted.turned(sort)}#rows" for sort in SORTS},
            "may_export": request.access.may(Ability.EXPORT),
        },
    )


@page(
    "definitions.<sheet:kind>", name="definitions_out", title="口径对比导出", needs=Ability.EXPORT
)
def definitions_out(request: HttpRequest, reader: Reader, *, kind: str) -> HttpResponseBase:
    whole_only(request)
    wanted = asked(request, month_asked(request, reader))
    found = comparison(reader, wanted)
    name = f"口径对比 {reader.name_of(wanted.of)} {wanted.month}"
    logged(request, reader, Action.EXPORT, f"{name} {LEVELS[wanted.level]}")
    unit = reader.indicators[wanted.of].unit
    words = [way.name for way in found.definitions]
    fields = [
        Field(LEVELS[wanted.level], width=24), Field("编码"),
        *(Field(f"{word}（{unit}）", DECIMALS[unit], 22) for word in words),
        Field(f"差（{unit}）", DECIMALS[unit]),
        *(Field(f"{word}位次", 0, 20) for word in words), Field("位次变化", 0),
        *(Field(f"{word}梯队", width=20) for word in words if found.tiers),
    ]  # fmt: skip
    taken = (
        taken_row(row, DECIMALS[unit], tiers=found.tiers) for row in (*found.rows, found.whole)
    )
    return taken_out(kind, name, fields, taken, reader=reader, access=request.access)


def taken_row(row: Row, decimals: int, *, tiers: bool) -> list[Cell]:
    def amount(value: Fraction | None, *, hidden: bool) -> Cell:
        return MASK if hidden else None if value is None else rounded(value, decimals)

    sides = (row.a, row.b)
    return [
        row.name,
        row.code,
        *(amount(each.exact, hidden=each.hidden) for each in sides),
        amount(row.exact, hidden=row.a.hidden or row.b.hidden),
        *(each.rank for each in sides),
        row.moved,
        *(each.tier for each in sides if tiers),
    ]
