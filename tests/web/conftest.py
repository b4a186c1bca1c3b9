"""The site on an invented edition: the shelf holds the example, a client has a post."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

import example
import pytest
import real_home
import staging
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from posts import SCOPES, ClientAs

from louyu.web import page, shelf
from louyu.web.dossier import search
from louyu.web.people.giving import give
from louyu.web.people.models import Account
from louyu.web.people.rights import Access, Clearance
from louyu.web.reader import Reader
from louyu.web.search_index import index_made

assert staging.settings.configured, "set up before anything of the site is imported"


@pytest.fixture(autouse=True)
def rolled_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test writes into the ledger is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages themselves are read here, however slow the machine; test_web_coming has the others."""
    monkeypatch.setattr(page, "PATIENCE", 60)


@pytest.fixture(scope="session")
def edition() -> example.Example:
    return example.Example()


@pytest.fixture(scope="session")
def index(edition: example.Example, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the example, by which the search finds."""
    return index_made(tmp_path_factory.mktemp("search"), edition)


@pytest.fixture(scope="session")
def reader(edition: example.Example) -> Reader:
    return example.reader(edition)


@pytest.fixture(scope="session")
def readers(edition: example.Example) -> Callable[[Access], Reader]:
    """A reader of the example for each access, kept as the shelf keeps them."""
    made: dict[tuple[str, ...], Reader] = {}

    def reader_for(access: Access) -> Reader:
        if access.key not in made:
            made[access.key] = example.reader(edition, access)
        return made[access.key]

    return reader_for


@pytest.fixture
def client_as(
    readers: Callable[[Access], Reader],
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> ClientAs:
    """Somebody of a role, logged in."""
    monkeypatch.setattr(shelf, "reader_for", readers)
    monkeypatch.setattr(search, "index_newest", lambda _home: index)

    def logged_in(role: str, clearance: Clearance = Clearance.BANDED) -> Client:
        username = f"{role}.{clearance}"
        if not Account.objects.filter(username=username).exists():
            give(
                username, f"演示{role}", "Geheim-123456", role=role, unit="演示单位",
                names=SCOPES.get(role, ()), clearance=clearance,
            )  # fmt: skip
        client = Client()
        account = Account.objects.get(username=username)
        client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return logged_in


@pytest.fixture
def client(client_as: ClientAs) -> Client:
    """A leader, who sees the whole district and tax in bands."""
    return client_as("leader")


READER_FOR, INDEX_NEWEST = shelf.reader_for, search.index_newest


@pytest.fixture
def home(
    request: pytest.FixtureRequest, client_as: ClientAs, tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:  # fmt: skip
    """A real home with one edition, of clean files if no dirt is asked; jobs are done at once."""
    monkeypatch.setattr(shelf, "reader_for", READER_FOR)
    monkeypatch.setattr(search, "index_newest", INDEX_NEWEST)
    monkeypatch.setattr(shelf, "STANDING", [])
    monkeypatch.setattr(shelf, "OTHERS", OrderedDict())
    found = real_home.copied(
        tmp_path_factory.getbasetemp(), tmp_path / "home", getattr(request, "param", "none")
    )
    monkeypatch.setattr(settings, "HOME", found)
    with override_settings(TASKS=real_home.IMMEDIATE):
        yield found


@pytest.fixture
def file(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes the tax bureau's file."""

    def make(**said: int) -> Path:
        return real_home.tax_file(tmp_path_factory.getbasetemp(), tmp_path, **said)

    return make
