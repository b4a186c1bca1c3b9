"""页 page: every page says at its view where it is, what it is called and what it needs.

Addresses, menus and the walk of every address as every role (tests) are derived from it. A view
that says nothing is answered to nobody (`louyu.web.entrance`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from louyu.web import shelf
from louyu.web.frame import addresses  # noqa: F401 - a route may hold a month
from louyu.web.kept import ComingError, patient
from louyu.web.people.rights import Access
from louyu.web.people.roles import Ability

View = Callable[..., HttpResponseBase]


Stands = Callable[[Access], bool]
"""Whether a page stands in the menu of who may open it by role."""


def for_everybody(_access: Access) -> bool:
    return True


@dataclass(frozen=True)
class Page:
    """What a page says of itself.

    ``route`` is its address in Django's writing, ``needs`` what its reader must be able to do,
    ``menu`` its word in the menu, if it stands there; a page of the ``whole`` district does not
    for who sees less of it, nor one that by what a unit may do does not ``stand`` in theirs. A part
    is fetched by a page, not opened.
    """

    app: str
    route: str
    name: str
    title: str
    needs: Ability
    menu: str
    methods: tuple[str, ...]
    view: View
    whole: bool = False
    stands: Stands = for_everybody

    @property
    def pattern(self) -> URLPattern:
        return path(self.route, self.view, name=self.name)


PAGES: dict[str, Page] = {}

PATIENCE = 0.35
"""Seconds after which a page that is being worked out says so."""


def page(
    route: str,
    *,
    name: str,
    title: str,
    needs: Ability,
    menu: str = "",
    methods: Iterable[str] = ("GET",),
    reads: bool = True,
    whole: bool = False,
    stands: Stands = for_everybody,
) -> Callable[[View], View]:
    """Makes a view a page. One that ``reads`` is given the reader of the edition in force."""

    def made(view: View) -> View:
        app = view.__module__.removeprefix("louyu.web.").split(".")[0]
        asked = tuple(methods)
        # A link to a file saves whatever is answered, and what is said would be lost: both wait.
        waits = "<sheet:" in route
        allowed = (*asked, "HEAD") if "GET" in asked else asked

        @wraps(view)
        def answered(request: HttpRequest, **where: Any) -> HttpResponseBase:
            if not reads:
                return view(request, **where)
            reader = shelf.reader_for(request.access)
            if reader is None:
                return empty(request)
            if waits or request.method == "POST":
                return view(request, reader, **where)
            try:
                with patient(PATIENCE):
                    return view(request, reader, **where)
            except ComingError as coming:
                return worked_on(request, coming.since)

        shown = require_http_methods(allowed)(answered)
        assert name not in PAGES, f"two pages are called {name}"
        PAGES[name] = Page(app, route, name, title, needs, menu, asked, shown, whole, stands)
        shown.page = PAGES[name]
        return shown

    return made


def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/empty.html")


def worked_on(request: HttpRequest, since: float) -> HttpResponse:
    """The page while what it shows is being worked out: it asks again by itself, without scripts
    too."""
    answer = render(request, "frame/coming.html", {"since": int(since)})
    answer["Refresh"] = "1"
    return answer


def patterns(app: str) -> list[URLPattern]:
    """The addresses of an app's pages."""
    return [each.pattern for each in PAGES.values() if each.app == app]


MENU = (
    "first", "wall", "map", "buildings", "enterprises", "policies", "send", "held", "corrections",
    "disagreements", "questions", "board", "editions",
)  # fmt: skip
"""The order in which pages stand in the menu: what is looked at, what is done; others follow."""


def menu(request: HttpRequest) -> list[Page]:
    """The pages that stand in the menu for this reader."""
    access = request.access
    found = [
        each
        for each in PAGES.values()
        if each.menu
        and access.may(each.needs)
        and (access.scope.whole or not each.whole)
        and each.stands(access)
    ]
    return sorted(found, key=lambda each: MENU.index(each.name) if each.name in MENU else len(MENU))
