"""Every address as every role: a page answers whom it says it answers, and nobody else."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import (
    URLPattern,
    URLResolver,
    clear_url_caches,
    get_resolver,
    path,
    reverse,
)
from page import read
from posts import STREET, ClientAs

from louyu.web import urls
from louyu.web.entrance import OPEN, OWN
from louyu.web.ledger.audit import Action, Entry
from louyu.web.page import PAGES
from louyu.web.people.models import Post
from louyu.web.people.roles import ROLES, Ability

WHERE = {
    "key": "occupancy_rate", "level": "street", "scope": STREET, "month": 202506, "name": STREET,
    "code": "B001", "batch": "b1", "number": 1, "dataset": "building", "enterprise": "E1-0",
    "noun": "building", "column": "floor_area", "thing": "B001",
    "kind": "csv", "policy": "first-entry", "subject": "building",
}  # fmt: skip
"""An example for each thing an address can ask for."""

FOREIGN = frozenset(
    {
        "account_signup", "account_reset_password", "account_email",
        "account_set_password", "socialaccount_signup", "socialaccount_connections",
        "socialaccount_login_cancelled", "socialaccount_login_error",
    }
)  # fmt: skip
"""Addresses that allauth needs to know, and that open nothing."""


def every(patterns: list[URLPattern | URLResolver], admin: bool = False) -> Iterator[URLPattern]:
    for each in patterns:
        if isinstance(each, URLResolver):
            if each.namespace != "api":  # its operations are walked in test_web_api
                yield from every(each.url_patterns, admin or each.namespace == "admin")
        else:
            each.of_admin = admin
            yield each


def address(name: str) -> str:
    route = PAGES[name].pattern.pattern
    asked = {key: WHERE[key] for key in route.converters}
    return reverse(name, kwargs=asked)


def test_every_address_says_whom_it_answers() -> None:
    undecided = [
        pattern
        for pattern in every(get_resolver().url_patterns)
        if not pattern.of_admin
        and not hasattr(pattern.callback, "page")
        and pattern.name not in OPEN | OWN | FOREIGN
    ]
    assert undecided == []


@pytest.mark.parametrize("role", ROLES)
def test_a_page_answers_the_roles_that_may_and_no_other(role: str, client_as: ClientAs) -> None:
    client = client_as(role)
    for page in PAGES.values():
        answer = getattr(client, page.methods[0].lower())(address(page.name))
        may = page.needs in ROLES[role].abilities
        refused = (
            answer.status_code == 403 and "当前岗位没有这一页的权限" in answer.content.decode()
        )
        assert refused != may, f"{page.name}: {answer.status_code}"
        assert answer.status_code != 500, page.name


@pytest.mark.parametrize("role", ROLES)
def test_only_administrators_enter_djangos_administration(role: str, client_as: ClientAs) -> None:
    for there in ("/admin/", "/admin/people/account/", "/admin/people/post/add/"):
        answer = client_as(role).get(there)
        assert (answer.status_code == 200) == (Ability.PEOPLE in ROLES[role].abilities), there


def test_who_has_not_logged_in_is_sent_to_the_door(client_as: ClientAs) -> None:
    for page in PAGES.values():
        answer = getattr(Client(), page.methods[0].lower())(address(page.name))
        assert answer.status_code == 302 and answer["Location"].startswith("/account/login/")


def test_a_page_that_does_not_say_is_answered_to_nobody(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgotten(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("an answer nobody decided on")

    monkeypatch.setattr(urls, "urlpatterns", [path("forgotten", forgotten), *urls.urlpatterns])
    clear_url_caches()
    try:
        for role in ROLES:
            assert client_as(role).get("/forgotten").status_code == 403
    finally:
        monkeypatch.undo()
        clear_url_caches()


def test_who_is_refused_stands_in_the_log(client_as: ClientAs) -> None:
    client_as("administrator").get("/building/")
    last = Entry.objects.first()
    assert last is not None
    assert (last.action, last.subject) == (Action.REFUSED, "/building/")


def test_a_post_that_has_ended_opens_nothing(client_as: ClientAs) -> None:
    client = client_as("leader")
    assert client.get("/").status_code == 200
    Post.objects.update(until_on="2020-01-01")
    assert client.get("/").status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_nobody_finds_a_page_in_the_menu_that_does_not_let_them_in(
    role: str, client_as: ClientAs
) -> None:
    client = client_as(role)
    shown = read(client.get("/account/").content.decode())
    menu = [e for e in shown.all("a") if "nav" in e.parents and "header" in e.parents]
    for entry in menu:
        answer = client.get(entry.attributes["href"], follow=True)
        assert answer.status_code == 200, entry.text
        # Who sees less than the district begins with their own page, and with nothing else of it.
        assert not answer.redirect_chain or entry.text == "总览", entry.text
