"""街镇: a street's twelve numbers, its place among the streets, and its buildings."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from louyu.web.dossier.buildings import asked, buildings
from louyu.web.frame.months import frame, month_asked, number_asked
from louyu.web.frame.number import numbers
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader


@page("street/<str:name>", name="street", title="街镇", needs=Ability.READ)
def street_page(request: HttpRequest, reader: Reader, *, name: str) -> HttpResponse:
    found = reader.district.street_named(name)
    if found is None or found.name != name:
        raise Http404("没有这个街镇")
    if not reader.sees("street", name):
        raise PermissionDenied("这个街镇不在当前岗位的范围内")
    month = month_asked(request, reader)
    wanted = asked(request, month, street=name)
    order = {"sort": wanted.sort, "order": wanted.order}
    return render(
        request,
        "dossier/street.html",
        {
            **frame(reader, month, choosing=reverse("street", args=[name]), kept=order),
            "name": name,
            "numbers": numbers(reader, "street", name, month),
            "buildings": buildings(
                reader, wanted, number=number_asked(request, "page"), within=True
            ),
            "may_export": request.access.may(Ability.EXPORT),
        },
    )
