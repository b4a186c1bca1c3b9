"""嵌入图的办理 embedding: charts given out for other sites' pages, shown, revoked.

Who opens one has not logged in: the signed address is asked, and the site it is shown in must be
one that the administrator names (`louyu.web.framing`).
"""

import resvg_py
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string

from louyu.web import shelf
from louyu.web.api.picture import NARROW, WIDE, Picture, picture
from louyu.web.framing import framable
from louyu.web.kept import Kept
from louyu.web.ledger.audit import Action, record
from louyu.web.page import page
from louyu.web.people.embedded import MOST_DAYS, Embedded, Kind, embedded_make, embedded_of
from louyu.web.people.rights import access_of
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

SVG, PNG = "image/svg+xml", "image/png"
SHARP = 2
"""Pixels of the PNG for one of the drawing: for screens of high density and print."""

DRAWN = Kept(most=64)
"""PNGs by their drawing: the same is not drawn twice."""


class ChartForm(forms.Form):
    """Which chart is given out, for where and how long."""

    indicator = forms.ChoiceField(label="指标")
    kind = forms.ChoiceField(label="图形", choices=Kind.choices)
    where = forms.CharField(
        label="用在哪里",
        max_length=100,
        help_text="写明嵌入哪个网站的哪一页，如“区政府门户 数据开放”",
    )
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=MOST_DAYS, initial=180)

    def __init__(self, reader: Reader, *said: object) -> None:
        super().__init__(*said)
        self.fields["indicator"].choices = [(key, reader.name_of(key)) for key in reader.indicators]


@page(
    "account/charts", name="charts", title="嵌入图", needs=Ability.EXPORT, methods=("GET", "POST")
)
def charts_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    if not request.access.scope.whole:
        raise PermissionDenied("嵌入图画的是全区，只由看全区的岗位给出")
    form = ChartForm(reader, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = embedded_make(request.post, **form.cleaned_data)
        logged(request, f"给出嵌入图：{made}")
        return redirect("charts")
    charts = Embedded.objects.filter(post__account=request.user).select_related("post__account")
    return render(
        request,
        "api/charts.html",
        {
            "form": form,
            "charts": [
                (each, reader.name_of(each.indicator), each.in_force and each.post.stands)
                for each in charts if each.indicator in reader.indicators
            ],
            "sites": settings.EMBED_ANCESTORS,
            "here": request.build_absolute_uri("/").rstrip("/"),
        },
    )  # fmt: skip


@page(
    "account/charts/<int:number>/revoke", name="chart_revoke", title="停用嵌入图",
    needs=Ability.EXPORT, methods=("POST",), reads=False,
)  # fmt: skip
def chart_revoke(request: HttpRequest, *, number: int) -> HttpResponse:
    made = get_object_or_404(Embedded, pk=number, post__account=request.user)
    made.revoked = True
    made.save(update_fields=["revoked"])
    logged(request, f"停用嵌入图：{made}")
    return redirect("charts")


def logged(request: HttpRequest, what: str) -> None:
    record(Action.EXPORT, what, author=request.access.author, unit=request.access.unit)


def drawn(token: str, *widths: int) -> list[Picture]:
    """What the address asks for, as the post that gave it out may see it."""
    made = embedded_of(token)
    if made is None:
        raise Http404("这张图没有给出过，或已停用、到期")
    post = made.post
    access = access_of(post.role, post.unit, "", post.names, post.clearance, opened=False)
    reader = shelf.reader_for(access)
    if reader is None or made.indicator not in reader.indicators or not access.scope.whole:
        raise Http404("这张图现在没有数据")
    return [picture(reader, made.kind, made.indicator, width) for width in widths]


def chart_page(_request: HttpRequest, token: str) -> HttpResponse:
    wide, narrow = drawn(token, WIDE, NARROW)
    said = {"picture": wide, "narrow": narrow}
    return framable(HttpResponse(render_to_string("api/chart.html", said)))


def svg(token: str) -> str:
    (wide,) = drawn(token, WIDE)
    return render_to_string("api/chart.svg", {"picture": wide})


def chart_svg(_request: HttpRequest, token: str) -> HttpResponse:
    return framable(HttpResponse(svg(token), content_type=SVG))


def chart_png(_request: HttpRequest, token: str) -> HttpResponse:
    text = svg(token)
    image = DRAWN.get(text, lambda: resvg_py.svg_to_bytes(svg_string=text, zoom=SHARP))
    return framable(HttpResponse(image, content_type=PNG))
