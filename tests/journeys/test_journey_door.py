"""A clerk's file on its way, in a browser: dropped, reported, corrected, confirmed, on the page."""

import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import make_server

import pytest
import real_home
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client, override_settings
from entering import Quiet, Site
from playwright.sync_api import Browser, Page, expect

from louyu.web import shelf
from louyu.web.ledger.build_run import BuildRun
from louyu.web.ledger.submission import Submission
from louyu.web.people.giving import give
from louyu.web.people.models import Account
from louyu.web.people.rights import Clearance

pytestmark = pytest.mark.browser
TAX_BUREAU = "国家税务总局临澜市望潮区税务局"


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
    Submission.objects.all().delete()
    BuildRun.objects.all().delete()


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


def number(page: Page, site: str) -> str:
    """The district's building tax, as a leader reads it."""
    page.goto(f"{site}/explain/building_tax/district/望潮区/202603")
    return page.locator(".figure").first.inner_text()


def test_a_file_goes_from_the_clerks_desk_into_the_leaders_number(
    browser: Browser, real_site: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp()
    clerk = entered(
        browser, real_site, "tax-clerk", role="clerk", unit=TAX_BUREAU, clearance=Clearance.HIDDEN
    )
    leader = entered(browser, real_site, "leader-of-door", role="leader", unit="区政府")
    complaints: list[str] = []
    clerk.on("console", lambda message: complaints.append(message.text))
    before = number(leader, real_site)

    clerk.goto(f"{real_site}/send/")
    clerk.set_input_files("#files", real_home.tax_file(root, tmp_path, times=2, wrong=3))
    clerk.get_by_role("button", name="报送").click()
    expect(clerk.get_by_text("隔离 3 行")).to_be_visible()
    expect(clerk.get_by_role("region", name="逐行报告").get_by_text("见附件")).to_have_count(3)
    clerk.get_by_role("button", name="不提交").click()
    expect(clerk.get_by_text("未提交")).to_be_visible()
    assert number(leader, real_site) == before

    clerk.goto(f"{real_site}/send/")
    clerk.set_input_files("#files", real_home.tax_file(root, tmp_path, times=2))
    clerk.get_by_role("button", name="报送").click()
    expect(clerk.get_by_text("隔离 0 行")).to_be_visible()
    clerk.get_by_role("button", name="确认入库").click()
    expect(clerk.get_by_role("link", name="第 2026-03.2 期")).to_be_visible(timeout=60_000)
    after = number(leader, real_site)
    assert after != before
    expect(leader.get_by_text("2026-03.2").first).to_be_visible()

    auditor = entered(browser, real_site, "auditor-of-door", role="auditor", unit="审计组")
    auditor.goto(f"{real_site}/log/")
    for said in ("编制", "报送"):
        expect(auditor.get_by_role("table").get_by_text(said, exact=True).first).to_be_visible()
    assert complaints == []
