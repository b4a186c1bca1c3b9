"""The site on an invented edition: the shelf holds the example's reader."""

import example
import pytest
import staging
from django.test import Client

from louyu.web import shelf
from louyu.web.reader import Reader

assert staging.settings.configured, "set up before anything of the site is imported"


@pytest.fixture(scope="session")
def edition() -> example.Example:
    return example.Example()


@pytest.fixture(scope="session")
def reader(edition: example.Example) -> Reader:
    return example.reader(edition)


@pytest.fixture
def client(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(shelf, "reader_latest", lambda: reader)
    return Client()
