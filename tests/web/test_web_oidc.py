"""Logging in by the unit's own identity provider: into an account that is there already."""

import urllib.parse
import urllib.request
import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from posts import ClientAs

from louyu.web.ledger.audit import Action, Entry
from louyu.web.people.giving import give
from louyu.web.people.oidc import oidc

with warnings.catch_warnings(record=True):  # what the provider's own libraries have to change
    import oidc_provider_mock

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib")


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider on loopback that knows two people."""
    people = [
        oidc_provider_mock.User(sub="7", claims={"preferred_username": "known"}),
        oidc_provider_mock.User(sub="8", claims={"preferred_username": "stranger"}),
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


class Stays(urllib.request.HTTPRedirectHandler):
    """Does not follow: the way back is walked by the site's own client."""

    def redirect_request(self, *said: object, **more: object) -> None:
        return None


def logged_in_by(
    provider: str, subject: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[Client, int]:
    monkeypatch.setattr(
        settings,
        "SOCIALACCOUNT_PROVIDERS",
        oidc({"LOUYU_OIDC_SERVER": provider, "LOUYU_OIDC_SECRET": "geheim"}),
    )
    client = Client()
    assert "统一身份认证" in client.get("/account/login/").content.decode()
    away = client.post("/account/oidc/unit/login/")
    assert away.status_code == 302 and away["Location"].startswith(provider)
    form = urllib.parse.urlencode({"sub": subject}).encode()
    try:
        urllib.request.build_opener(Stays).open(away["Location"], data=form)
    except urllib.error.HTTPError as answer:
        back = urlsplit(answer.headers["Location"])
    return client, client.get(f"{back.path}?{back.query}").status_code


def test_an_account_of_that_name_is_entered(
    provider: str, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    give("known", "某某", None, role="leader", unit="区政府")
    client, status = logged_in_by(provider, "7", monkeypatch)
    assert status == 302
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(action=Action.LOGIN, subject="known").exists()


def test_a_stranger_is_not_let_in_and_no_account_is_made(
    provider: str, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, status = logged_in_by(provider, "8", monkeypatch)
    assert status == 403
    assert client.get("/").status_code == 302


def test_without_an_address_no_provider_is_offered() -> None:
    assert oidc({}) == {}
    assert "统一身份认证" not in Client().get("/account/login/").content.decode()
