"""Who goes on a journey (accounts of every role, the cookie of a session), and on what site."""

from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from posts import SCOPES

from louyu.web.people.giving import give
from louyu.web.people.models import Account
from louyu.web.people.rights import Clearance
from louyu.web.people.roles import ROLES

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "Reise-2026-louyu"


def account_of(role: str, **more: Any) -> Account:
    """An account of a role, made when first asked for."""
    username = f"journey-{role}"
    if not Account.objects.filter(username=username).exists():
        give(
            username, f"演示·{ROLES[role].label}", PASSWORD, role=role, unit="演示单位",
            names=SCOPES.get(role, ()), clearance=Clearance.EXACT, **more,
        )  # fmt: skip
    return Account.objects.get(username=username)


def logged_in(role: str) -> dict[str, str]:
    """The cookie of a session of somebody of a role."""
    client = Client()
    account = account_of(role)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


class Site(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *said: object) -> None:
        pass


def entered(browser: Browser, site: str, username: str, **post: object) -> Page:
    """A tab of somebody with a post, logged in."""
    if not Account.objects.filter(username=username).exists():
        give(username, username, None, **post)
    client = Client()
    account = Account.objects.get(username=username)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return context.new_page()
