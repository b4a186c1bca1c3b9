"""检索: buildings and enterprises as one types, within the scope."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader
from louyu.web.search_index import index_newest, search

KINDS = {"building": "楼宇", "enterprise": "企业"}
MOST_TYPED = 60


@page("search", name="search", title="检索", needs=Ability.READ)
def search_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    """A page of what is found, or only the list when a page asks for it as one types."""
    said = request.GET.get("q", "").strip()[:MOST_TYPED]
    path = index_newest(Path(settings.HOME))
    found = []
    if said and path is not None:
        found = [
            (
                KINDS[each.kind],
                each.name or each.code,
                each.more,
                reverse(each.kind, args=[each.code]),
            )
            for each in search(path, said, reader.access.scope)
        ]
    template = "found" if request.htmx else "search"
    told = {"said": said, "found": found, "making": path is None}
    return render(request, f"dossier/{template}.html", told)
