"""两月对比 months: any two months held against each other, by indicator and by street."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from louyu.web.frame.figures import NONE, month_name, signed
from louyu.web.frame.months import frame, month_asked, number_asked
from louyu.web.frame.number import explain_link, shown, value_of
from louyu.web.page import page
from louyu.web.people.disclosure import MASK
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader


@dataclass(frozen=True)
class Change:
    """An indicator of a scope in two months; ``link`` leads to the rows that moved it."""

    name: str
    unit: str
    before: str
    before_link: str
    after: str
    after_link: str
    change: str
    direction: str
    link: str
    restarts: bool


@dataclass(frozen=True)
class StreetRow:
    name: str
    link: str
    cells: tuple[Change, ...]


def change(reader: Reader, key: str, level: str, scope: str, months: tuple[int, int]) -> Change:
    """What an indicator was, is and differs by; a flow begins anew each January."""
    indicator = reader.indicators[key]
    before, after = months
    old, new = (reader.value(key, level, scope, month) for month in months)
    was, now = value_of(indicator, old), value_of(indicator, new)
    hidden = any(each is not None and each.hidden for each in (old, new))
    moved = None if was is None or now is None else now - was
    here = reverse("moves", args=[key, level, scope, after])
    return Change(
        name=reader.name_of(key),
        unit=indicator.unit,
        before=shown(indicator, old),
        before_link=explain_link(key, level, scope, before) if old else "",
        after=shown(indicator, new),
        after_link=explain_link(key, level, scope, after) if new else "",
        change=MASK if hidden else NONE if moved is None else signed(moved, indicator.unit),
        direction="" if not moved else "up" if moved > 0 else "down",
        link=f"{here}?from={before}" if old is not None and new is not None else "",
        restarts=indicator.course == "flow" and before // 100 != after // 100,
    )


def keys_of(reader: Reader) -> Iterator[str]:
    """The twelve, then the plan's other numbers."""
    said = [each.indicator for each in (*reader.district.targets, *reader.district.goals)]
    yield from dict.fromkeys(said)


def earlier_asked(request: HttpRequest, reader: Reader, month: int) -> int:
    """The month to compare with: as asked, else a year before, else the first there is."""
    otherwise = month - 100 if month - 100 in reader.months else reader.months[0]
    said = number_asked(request, "from", otherwise)
    if said not in reader.months:
        raise Http404(f"这一期里没有“{said}”这个月份")
    return said


@page("months/", name="months_compared", title="两月对比", needs=Ability.READ)
def months_page(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    one, other = month_asked(request, reader), 0
    other = earlier_asked(request, reader, one)
    before, after = sorted((one, other))
    district = reader.district.name
    places = [("district", district)] if reader.sees("district", district) else []
    places += [("street", s.name) for s in reader.district.streets if reader.sees("street", s.name)]
    said = request.GET.get("scope", "") or (places[0][1] if places else "")
    level = dict((name, level) for level, name in places).get(said)
    if level is None:
        raise PermissionDenied("当前岗位看不到全区或街镇的合计，没有可以对比的数")
    months = (before, after)
    whole = level == "district"
    return render(
        request,
        "cockpit/months.html",
        {
            **frame(reader, after),
            "tab": "months",
            "before": before,
            "before_name": month_name(before),
            "scope": said,
            "places": [name for _, name in places],
            "whole": reader.access.scope.whole,
            "changes": [change(reader, key, level, said, months) for key in keys_of(reader)],
            "headings": [
                (reader.name_of(t.indicator), reader.indicators[t.indicator].unit)
                for t in reader.district.targets
            ],
            "streets": [
                StreetRow(
                    street.name,
                    "?" + urlencode({"month": after, "from": before, "scope": street.name}),
                    tuple(
                        change(reader, target.indicator, "street", street.name, months)
                        for target in reader.district.targets
                    ),
                )
                for street in reader.district.streets
                if whole
            ],
        },
    )
