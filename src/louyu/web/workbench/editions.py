"""各期 editions: what there is, two of them number by number, months closed, what was restated."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from louyu.edition import Edition, editions
from louyu.web import shelf
from louyu.web.building_numbers import Value
from louyu.web.frame.figures import figure, moment, month_name, signed
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.closing import Closing
from louyu.web.page import page
from louyu.web.people.disclosure import MASK
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

TIMINGS = "timings.json"
SHOWN = 500
LEVELS = {"district": "全区", "street": "街镇"}


@dataclass(frozen=True)
class EditionRow:
    """An edition in the list."""

    name: str
    month: str
    built: str
    batches: int
    rows: int
    closed: bool
    current: bool
    compare: str


@dataclass(frozen=True)
class Difference:
    """A number that two editions do not tell alike."""

    indicator: str
    level: str
    scope: str
    month: str
    before: str
    after: str
    change: str
    link: str


def whole_only(request: HttpRequest) -> None:
    if not request.access.scope.whole:
        raise PermissionDenied("各期的比较涉及全区，只给看全区的岗位")


@page("editions/", name="editions", title="各期", needs=Ability.READ, menu="各期", whole=True)
def editions_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    whole_only(request)
    found = editions(Path(settings.HOME))
    closings = {closing.month: closing for closing in Closing.objects.all()}
    rows = list(edition_rows(found, closings, reader.name))
    months = [
        (closing, month_name(closing.month), restated(request, reader, closing))
        for closing in closings.values()
    ]
    last = reader.months[-1]
    return render(
        request,
        "workbench/editions.html",
        {
            "rows": rows[::-1],
            "names": [row.name for row in rows[::-1]],
            "closings": months,
            "closable": request.access.may(Ability.CLOSE) and last not in closings,
            "last": last,
            "last_name": month_name(last),
            "current": reader.name,
        },
    )


def edition_rows(
    found: list[Edition], closings: dict[int, Closing], current: str
) -> Iterator[EditionRow]:
    before = ""
    for edition in found:
        closing = closings.get(edition.month)
        link = f"{reverse('editions_compare')}?a={before}&b={edition.name}" if before else ""
        yield EditionRow(
            name=edition.name,
            month=month_name(edition.month),
            built=built_at(edition),
            batches=len(edition.manifest.inputs.batches),
            rows=sum(table.rows for table in edition.manifest.tables.values()),
            closed=closing is not None and closing.edition == edition.name,
            current=edition.name == current,
            compare=link,
        )
        before = edition.name


def built_at(edition: Edition) -> str:
    path = edition.folder / TIMINGS
    said = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return moment(str(said.get("built_at", "")))


@page("editions/compare", name="editions_compare", title="两期比较", needs=Ability.READ)
def compare_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Two editions, number by number, for the district and its streets."""
    whole_only(request)
    names = request.GET.get("a", ""), request.GET.get("b", reader.name)
    readers = [shelf.reader_named(request.access, name) for name in names]
    if readers[0] is None or readers[1] is None:
        raise Http404("没有这一期")
    found = list(differences(readers[0], readers[1]))
    return render(
        request,
        "workbench/compare.html",
        {"a": names[0], "b": names[1], "count": len(found), "rows": found[:SHOWN]},
    )


def differences(
    before: Reader, after: Reader, months: frozenset[int] | None = None
) -> Iterator[Difference]:
    """The district's and the streets' numbers that differ, as far as both may be shown."""
    keys = sorted(before.upper.keys() | after.upper.keys(), key=lambda key: (key[3], key[1], key))
    for place in keys:
        key = place[0]
        if months is not None and place[3] not in months:
            continue
        if before.upper.get(place) == after.upper.get(place) or key not in after.indicators:
            continue
        old, new = before.value(*place), after.value(*place)
        yield difference(after, place, old, new)


def difference(
    reader: Reader, place: tuple[str, str, str, int], old: Value | None, new: Value | None
) -> Difference:
    key, level, scope, month = place
    indicator = reader.indicators[key]
    values = [
        None if each is None or each.numerator is None
        else indicator.value(each.numerator, each.denominator)
        for each in (old, new)
    ]  # fmt: skip
    texts = [
        MASK if each is not None and each.hidden else figure(value, indicator.unit)
        for each, value in zip((old, new), values, strict=True)
    ]
    known = values[0] is not None and values[1] is not None
    if not reader.open(key):
        # What two sums differ by may be what one payer paid.
        texts, known = [MASK, MASK], False
    return Difference(
        indicator=reader.name_of(key),
        level=LEVELS.get(level, level),
        scope=scope,
        month=month_name(month),
        before=texts[0],
        after=texts[1],
        change=signed(values[1] - values[0], indicator.unit) if known else "",
        link=reverse("explain", args=[key, level, scope, month]) if new is not None else "",
    )


def restated(request: HttpRequest, reader: Reader, closing: Closing) -> list[Difference]:
    """What the edition in force says otherwise of a closed month."""
    then = shelf.reader_named(request.access, closing.edition)
    if then is None or then.name == reader.name:
        return []
    return list(differences(then, reader, frozenset([closing.month])))


@page("editions/close", name="month_close", title="关账", needs=Ability.CLOSE, methods=("POST",))
def month_close(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The edition in force becomes its month's word."""
    whole_only(request)
    month = reader.months[-1]
    if request.POST.get("edition") != reader.name:
        raise PermissionDenied("页面打开之后又发布了新的一期，请看过再关账")
    _, made = Closing.objects.get_or_create(
        month=month, defaults={"edition": reader.name, "closed_by": request.access.author}
    )
    if made:
        record(
            Action.CLOSE, f"{month_name(month)} 第 {reader.name} 期", author=request.access.author,
            unit=request.access.unit,
        )  # fmt: skip
    return redirect("editions")
