"""A real browser on a live site that shows the invented edition of tests/web."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import make_server

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

import example
import real_home
import staging
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from entering import CHROMIUM, FLAGS, Quiet, Site
from playwright.sync_api import Browser, sync_playwright

from louyu.web import page, shelf
from louyu.web.ledger.asked_question import AskedQuestion
from louyu.web.ledger.build_run import BuildRun
from louyu.web.ledger.correction import Correction
from louyu.web.ledger.grant import Grant
from louyu.web.ledger.judgement import Judgement
from louyu.web.ledger.policy_version import PolicyVersion
from louyu.web.ledger.submission import Submission
from louyu.web.people.rights import Access
from louyu.web.reader import Reader

assert staging.settings.configured


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a site whose shelf holds the example, until the journeys are over."""
    edition = example.Example()
    kept: dict[tuple[str, ...], Reader] = {}

    def reader_for(access: Access) -> Reader:
        if access.key not in kept:
            kept[access.key] = example.reader(edition, access)
        return kept[access.key]

    patch = pytest.MonkeyPatch()
    patch.setattr(shelf, "reader_for", reader_for)
    patch.setattr(page, "PATIENCE", 60)  # the pages themselves are walked, however slow the machine
    server = make_server(
        "127.0.0.1", 0, get_wsgi_application(), server_class=Site, handler_class=Quiet
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    patch.undo()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("没有 /usr/bin/chromium，请先运行 make test 的准备步骤")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def real_site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site on a real home whose jobs are done at once."""
    patch = pytest.MonkeyPatch()
    home = real_home.copied(tmp_path_factory.getbasetemp(), tmp_path / "home")
    patch.setattr(settings, "HOME", home)
    patch.setattr(shelf, "STANDING", [])
    with override_settings(TASKS=real_home.IMMEDIATE):
        server = make_server(
            "127.0.0.1", 0, get_wsgi_application(), server_class=Site, handler_class=Quiet
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()
    patch.undo()
    for model in (
        Judgement, Correction, Submission, BuildRun, PolicyVersion, Grant, AskedQuestion,
    ):  # fmt: skip
        model.objects.all().delete()
