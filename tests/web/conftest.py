"""The site on an invented edition: Django set up once, the shelf holding the example's reader."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
os.environ["LOUYU_HOME"] = tempfile.mkdtemp(prefix="louyu-web-")
os.environ["LOUYU_DISTRICT"] = str(ROOT / "districts" / "sample")
os.environ["DJANGO_SETTINGS_MODULE"] = "louyu.web.settings"

import django  # noqa: E402 - the settings read the environment on import
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
Path(settings.STATIC_ROOT).mkdir()
django.setup()
setup_test_environment()

import example  # noqa: E402

from louyu.web import shelf  # noqa: E402
from louyu.web.reader import Reader  # noqa: E402


@pytest.fixture(scope="session")
def reader() -> Reader:
    return example.reader()


@pytest.fixture
def client(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(shelf, "reader_latest", lambda: reader)
    yield Client()
