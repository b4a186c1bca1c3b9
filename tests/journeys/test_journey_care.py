"""Every page as everybody may meet it: axe finds nothing, nothing spills over, nothing leaves.

One tab walks through all addresses; each is held at the width of a phone and of a laptop, in light
and in dark. A fault is said as page, width, scheme, rule, element and what to do about it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import example
import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils.timezone import localdate
from entering import PASSWORD, account_of, logged_in
from playwright.sync_api import Browser, ConsoleMessage, Request
from playwright.sync_api import Page as Tab
from posts import SCOPES
from test_web_walk import address

from louyu.web import entrance, shelf
from louyu.web.dossier import search
from louyu.web.ledger.asked_question import AskedQuestion, Outcome
from louyu.web.ledger.build_run import BuildRun, BuildState
from louyu.web.ledger.correction import Correction, Stage
from louyu.web.ledger.policy_text import PolicyText
from louyu.web.ledger.policy_version import PolicyVersion, Standing
from louyu.web.ledger.submission import State, Submission
from louyu.web.page import PAGES, Page
from louyu.web.people.embedded import embedded_make
from louyu.web.people.models import Post
from louyu.web.people.roles import ROLES
from louyu.web.search_index import index_made

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
WIDTHS = {390: 844, 1366: 768}
NARROWEST = 320
"""WCAG 1.4.10: a laptop's width at a zoom of 400 %."""
RULES = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], resultTypes: ["violations"],
})"""
FOREIGN = re.compile(r"[A-Za-z]{3,}")
"""A word that is no Chinese: of code, or of a library that nobody translated."""
KNOWN = {
    "louyu", "demo", "submit", "build", "batches", "xlsx", "xls", "csv", "Excel", "CSV", "SHA",
    "UTC", "CGCS", "SVG", "PNG", "OpenAPI", "API", "GET", "POST", "api", "json", "openapi",
    "GeoJSON", "Shapefile", "OSM", "WGS",
}  # fmt: skip
NAMED = {"/map/geography": {"name", "building", "code"}}
"""What files call their columns, where a page says which it looks for."""
READ = """() => [...document.querySelectorAll("main, header, footer")].map(e => {
  const shown = e.cloneNode(true);
  const left = "noscript, code, pre, .file, .source, .fields, select";
  shown.querySelectorAll(left).forEach(each => each.remove());
  return shown.textContent;
}).join(" ") + document.title"""
"""What a page says in words of its own: not the names of files, nor what is typed."""
DRAWING = ("GPU stall", "WebGL")
"""What Chromium says of a machine without a graphics card, where the map is drawn in software."""


class Walk:
    """A tab, and every fault met on the way."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site, self.here = site, ""
        self.faults: dict[str, None] = {}
        self.context = browser.new_context(reduced_motion="reduce")
        self.tab: Tab = self.context.new_page()
        self.tab.on("request", self.asked)
        self.tab.on("console", self.said)
        self.tab.on("pageerror", lambda error: self.fault(f"script: {error}"))
        self.axe = AXE.read_text(encoding="utf-8")

    def fault(self, said: str) -> None:
        self.faults[f"{self.here}: {said}"] = None

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.fault(f"asks another host: {request.url}")

    def said(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        # An error page is itself an answer of 4xx or 5xx.
        own = "Failed to load resource" in message.text and message.location["url"] == self.tab.url
        if not own and not any(word in message.text for word in DRAWING):
            self.fault(f"console: {message.text}")

    def enter(self, role: str) -> None:
        self.context.clear_cookies()
        self.context.add_cookies([{**logged_in(role), "url": self.site}])

    def go(self, path: str, status: int = 200) -> None:
        """Opens a page and holds it."""
        self.here = path
        answer = self.tab.goto(f"{self.site}{path}")
        assert answer is not None
        if answer.status != status:
            self.fault(f"answers {answer.status}")
        self.hold()

    def hold(self) -> None:
        """Holds what the tab shows against axe and against its width."""
        said = re.sub(r"journey-\w+", "", self.evaluate(READ))
        foreign = set(FOREIGN.findall(said)) - KNOWN - NAMED.get(self.here, set())
        if foreign:
            self.fault(f"says {sorted(foreign)}")
        for width, height in WIDTHS.items():
            self.tab.set_viewport_size({"width": width, "height": height})
            self.fits(width)
            for scheme in ("light", "dark"):
                self.dress(scheme)
                for broken in self.evaluate(RULES)["violations"]:
                    for node in broken["nodes"]:
                        what = " ".join(node["failureSummary"].split())
                        self.fault(
                            f"{broken['id']} at {width} {scheme}: {node['target'][-1]}: {what}"
                        )
        self.tab.set_viewport_size({"width": NARROWEST, "height": 640})
        self.fits(NARROWEST)

    def dress(self, scheme: str) -> None:
        """Puts the page in light or dark. The map loads anew for it: it is let come to rest."""
        dark = self.tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        drawn = self.tab.locator("#map")
        if drawn.count() and dark != (scheme == "dark"):
            with self.tab.expect_event("load"):
                self.tab.emulate_media(color_scheme=scheme)
        else:
            self.tab.emulate_media(color_scheme=scheme)
        if drawn.count():
            self.tab.locator("#map[data-ready='1']").wait_for()

    def evaluate(self, script: str) -> Any:
        """Asks the page, which axe is laid into once."""
        if not self.tab.evaluate("'axe' in window"):
            self.tab.evaluate(self.axe)
        return self.tab.evaluate(script)

    def fits(self, width: int) -> None:
        if self.evaluate("document.documentElement.scrollWidth > innerWidth"):
            widest = self.evaluate(
                "[...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect()"
                ".right > innerWidth + 1 && !e.closest('.scroll')).map(e => e.tagName + '.' +"
                " (e.getAttribute('class') ?? '')).slice(0, 3).join(' ')"
            )
            self.fault(f"scrolls sideways at {width}: {widest}")

    def done(self) -> None:
        self.context.close()
        assert not self.faults, f"{len(self.faults)} faults\n" + "\n".join(self.faults)


@pytest.fixture
def walk(
    browser: Browser, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Walk]:
    index = index_made(tmp_path, example.Example())
    monkeypatch.setattr(search, "index_newest", lambda _home: index)
    yield Walk(browser, site)
    for model in (
        Correction, Submission, BuildRun, AccessAttempt, PolicyVersion, PolicyText, AskedQuestion,
    ):  # fmt: skip
        model.objects.all().delete()


def by_whom(page: Page) -> str:
    """The first role that may open a page; the task force sees the most of it."""
    return next(
        role
        for role in ("task_force", "auditor", "administrator")
        if page.needs in ROLES[role].abilities
    )


def is_page(role: str, path: str) -> bool:
    """Whether an address opens a page, and not a file or a part of one."""
    client = Client()
    client.force_login(account_of(role), "allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(path)
    told = answer["Content-Type"].startswith("text/html")
    return answer.status_code == 200 and told and b"<!doctype" in answer.content[:40]


def test_every_page_is_clean(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As who may do the most on it, with exact tax open, so that everything stands on it."""
    monkeypatch.setattr(entrance, "second_factor_given", lambda _request: True)
    pages = [page for page in PAGES.values() if "GET" in page.methods]
    walked = 0
    for role in ("task_force", "auditor", "administrator"):
        walk.enter(role)
        for page in pages:
            path = address(page.name)
            if by_whom(page) == role and is_page(role, path):
                walk.go(path)
                walked += 1
    assert walked > 20
    walk.done()


def test_states_of_what_was_sent_are_clean(walk: Walk) -> None:
    """待确认, 退回, 已入库, 编制中: what somebody sees who has done something."""
    account = account_of("task_force")
    said = {"account": account, "unit": "演示单位", "author": "演示"}
    file = {"file": "税收_2025年6月.xlsx", "size": 4096, "dataset": "tax", "month": 202506}
    build = BuildRun.objects.create(
        asked_by="演示", reason="报送", state=BuildState.PUBLISHED, edition="2025-06.2", seconds=4
    )
    walk.enter("task_force")
    for state in (State.REFUSED, State.FAILED, State.KNOWN, State.DROPPED):
        sent = Submission.objects.create(
            **said, **file, sender="演示局", state=state, message="表头没有“税款所属期”一列。"
        )
        walk.go(f"/send/{sent.pk}/")
    for stage in (Stage.PROPOSED, Stage.IN_FORCE, Stage.REFUSED, Stage.DECLINED):
        word = Correction.objects.create(
            **said, noun="building", thing="B001", name="示例大厦1号", column="floor_area",
            owner="planning", value="12345", reason="按产权证", stage=stage, month=202506,
            build=build if stage == Stage.IN_FORCE else None,
        )  # fmt: skip
        walk.go(f"/corrections/{word.pk}/")
    for path in ("/send/", "/corrections/", "/building/B001", "/search?q=大厦", "/search?q=无此名"):
        walk.go(path)
    walk.here = "what is found as one types"
    walk.tab.get_by_role("combobox").first.fill("大厦")
    walk.tab.get_by_role("option").first.wait_for()
    walk.tab.keyboard.press("ArrowDown")
    walk.hold()
    walk.go("/building/?q=没有这幢楼")
    walk.go("/enterprises/?name=没有这家企业")
    walk.done()


def test_own_pages_of_narrow_posts_are_clean(walk: Walk) -> None:
    """A street's, an operator's and an enterprise's first page, and their account."""
    for role in ("liaison", "operator", "enterprise"):
        assert SCOPES[role]
        walk.enter(role)
        walk.go("/")
        walk.go("/account/")
    walk.enter("leader")
    walk.go("/account/password/")
    walk.go("/account/logout/")
    walk.done()


def test_charts_given_out_and_duties_are_clean(walk: Walk) -> None:
    walk.enter("task_force")
    post = Post.objects.filter(role="task_force").first()
    for kind, indicator in (("ranking", "building_tax"), ("trend", "floor_area")):
        made = embedded_make(post, kind=kind, indicator=indicator, where="门户", days=3)
        walk.go(f"/chart/{made.token}/")
    walk.go("/account/charts")
    walk.enter("auditor")
    walk.go(f"/log/?number=1&sha256={'0' * 64}")
    Post.objects.update(reviewed_on="2020-01-01")
    walk.enter("administrator")
    for duty in ("/people/reviews", "/account/"):
        walk.go(duty)
    Post.objects.update(reviewed_on=localdate())
    walk.done()


def test_the_policy_desk_is_clean(walk: Walk) -> None:
    """A draft that cannot be read, a version in force and how it differs, a text, a question."""
    said = {"unit": "演示单位", "author": "演示"}
    offer = next(each for each in example.district().offers if each.key == "rent-subsidy")
    body = {**offer.model_dump(mode="json", by_alias=True), "budget": "1万元"}
    wrong = {**body, "conditions": [*body["conditions"], "成立年限 不满 1年"]}
    in_force, draft = (
        PolicyVersion.objects.create(
            key=offer.key, version=version, name=offer.name, body=each, standing=standing, **said
        )
        for version, each, standing in (
            (2, body, Standing.PUBLISHED), (3, wrong, Standing.DRAFT),
        )
    )  # fmt: skip
    text = PolicyText.objects.create(title="停车措施", text=offer.document.text, **said)
    AskedQuestion.objects.create(question="怎么停车", outcome=Outcome.NOT_FOUND, unit="演示局")
    walk.enter("task_force")
    for path in (
        f"desk/{draft.pk}/", f"desk/{in_force.pk}/", f"desk/{draft.pk}/differences", "desk/",
        f"texts/{text.pk}/", "asked/", "one/talent-housing/sandbox?line=2",
    ):  # fmt: skip
        walk.go(f"/policy/{path}")
    walk.go("/policy/ask/")
    for question in ("租金补助多少", "我公司租金能补多少", "宠物狗怎么办狗证"):
        walk.tab.get_by_label("想问什么").fill(question)
        walk.tab.get_by_role("button", name="问", exact=True).click()
        walk.here = question
        walk.hold()
    walk.done()


def test_errors_and_emptiness_are_clean(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """登录, 锁定, 表单过期, 没有这个页面, 无权查看, 系统出错, 还没有一期."""
    walk.go("/account/login/")
    tab = walk.tab
    walk.context.clear_cookies()
    tab.get_by_label("用户名").fill("somebody")
    tab.get_by_label("密码").fill("wrong")
    tab.get_by_role("button", name="登录").click()
    walk.here = "form expired"
    assert "表单已过期" in tab.inner_text("main")
    walk.hold()
    username = account_of("liaison").username
    for _ in range(6):
        tab.goto(f"{walk.site}/account/login/")
        tab.get_by_label("用户名").fill(username)
        tab.get_by_label("密码").fill(f"{PASSWORD}-wrong")
        tab.get_by_role("button", name="登录").click()
        walk.here = "wrong password, then locked"
        if "暂时锁定" in tab.inner_text("main"):
            break
        if not walk.tab.locator(".form-error").is_visible():
            walk.fault("a wrong password is not said")
    assert "暂时锁定" in tab.inner_text("main")
    walk.hold()

    walk.enter("leader")
    walk.go("/no/such/page", 404)
    walk.go("/building/B999", 404)
    walk.enter("administrator")
    walk.go("/building/", 403)
    walk.enter("enterprise")
    Post.objects.filter(account=account_of("enterprise")).update(until_on="2020-01-01")
    walk.go("/", 403)
    walk.enter("leader")

    def broken(_access: object) -> None:
        raise RuntimeError("a fault nobody foresaw")

    monkeypatch.setattr(shelf, "reader_for", broken)
    walk.go("/building/", 500)
    monkeypatch.setattr(shelf, "reader_for", lambda _access: None)
    walk.go("/")
    assert "还没有编制任何一期" in tab.inner_text("main")
    walk.done()
