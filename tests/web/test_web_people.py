"""Logging in, acting by a post, opening exact tax, and giving posts on."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from posts import STREET, ClientAs

from louyu.web.entrance import settings as site
from louyu.web.ledger.audit import Action, Entry
from louyu.web.people.giving import give
from louyu.web.people.models import Account, Post
from louyu.web.people.rights import Clearance

PASSWORD = "Reise-2026-louyu"


@pytest.fixture
def somebody(client_as: ClientAs) -> Account:
    """A task force member who may see exact tax."""
    give("somebody", "某某", PASSWORD, role="task_force", unit="专班", clearance=Clearance.EXACT)
    return Account.objects.get(username="somebody")


def log_in(client: Client, username: str = "somebody", password: str = PASSWORD) -> int:
    said = {"login": username, "password": password}
    return client.post("/account/login/", said).status_code


def last() -> tuple[str, str]:
    entry = Entry.objects.first()
    assert entry is not None
    return entry.action, entry.subject


def test_a_right_password_opens_and_is_logged(somebody: Account) -> None:
    client = Client()
    assert log_in(client) == 302
    assert client.get("/").status_code == 200
    assert last() == (Action.LOGIN, "somebody")
    client.post("/account/logout/")
    assert last() == (Action.LOGOUT, "somebody")
    assert client.get("/").status_code == 302


def test_five_wrong_passwords_lock_the_account_wherever_they_come_from(somebody: Account) -> None:
    for n in range(4):
        assert log_in(Client(REMOTE_ADDR=f"10.0.0.{n}"), password="falsch") == 200
    assert last() == (Action.LOGIN_FAILED, "somebody")
    answer = Client().post("/account/login/", {"login": "somebody", "password": "falsch"})
    assert answer.status_code == 429 and "15 分钟" in answer.content.decode()
    assert log_in(Client()) == 429, "the right one, too late"
    AccessAttempt.objects.all().delete()
    assert log_in(Client()) == 302


@pytest.mark.parametrize(
    "password", ["kurz1A", "lauterkleine", "NURGROSSE12", "1234567890", "somebody-A"]
)
def test_a_weak_password_is_refused(password: str, somebody: Account) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, somebody)


def test_a_fourth_session_ends_the_first(somebody: Account) -> None:
    clients = [Client() for _ in range(4)]
    for client in clients:
        assert log_in(client) == 302
    assert [client.get("/").status_code for client in clients] == [302, 200, 200, 200]


def test_a_session_left_alone_ends(somebody: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    log_in(client)
    client.get("/")
    later = time.time() + site.IDLE_SECONDS + 5
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get("/").status_code == 302


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_exact_tax_needs_a_second_factor_and_a_purpose(somebody: Account) -> None:
    client = Client()
    log_in(client)
    masked = "/explain/building_tax/building/B001/202506"
    assert "受限" in client.get(masked).content.decode()
    assert client.post("/account/tax", {"purpose": "专题分析"})["Location"] == "/account/factor/"
    assert "受限" in client.get(masked).content.decode(), "a purpose alone opens nothing"
    secret = generate_totp_secret()
    TOTP.activate(somebody, secret)
    assert Authenticator.objects.filter(user=somebody).exists()
    client = Client()
    said = {"login": "somebody", "password": PASSWORD}
    assert client.post("/account/login/", said)["Location"].startswith("/account/code/")
    assert client.get("/").status_code == 302, "half way in is not in"
    assert client.post("/account/code/", {"code": code(secret)}).status_code == 302
    assert "受限" in client.get(masked).content.decode(), "no purpose said yet"
    answer = client.post("/account/tax", {"purpose": "专题分析"})
    assert answer["Location"] == "/account/", dict(client.session)
    assert last() == (Action.TAX_OPENED, "专题分析")
    assert "受限字段，" not in client.get(masked).content.decode()
    assert last()[0] == Action.READ, "a look at exact tax is logged"
    client.get("/enterprise/E1-0")
    assert last() == (Action.READ, "一企一档 演示企业1之0有限公司 税收")
    client.get(f"{masked}.csv")
    assert last()[0] == Action.EXPORT
    client.post("/account/tax", {"close": "1"})
    assert "受限" in client.get(masked).content.decode()


def test_who_has_two_posts_acts_by_one_at_a_time(somebody: Account) -> None:
    post = give("somebody", "某某", None, role="liaison", unit=STREET, names=[STREET])
    client = Client()
    log_in(client)
    assert client.get("/").status_code == 200
    client.post("/account/post", {"post": post.pk})
    assert client.get("/")["Location"].startswith("/street/")
    stranger = give("other", "他人", PASSWORD, role="leader", unit="区政府")
    assert client.post("/account/post", {"post": stranger.pk}).status_code == 404


def test_a_unit_takes_in_its_own_colleagues_and_lets_them_go(client_as: ClientAs) -> None:
    give(
        "manager", "管理人", PASSWORD, role="liaison", unit=STREET, names=[STREET],
        clearance=Clearance.BANDED, manages_unit=True,
    )  # fmt: skip
    client = Client()
    log_in(client, "manager")
    said = {"username": "colleague", "name": "同事", "clearance": "exact"}
    assert "exact" in client.post("/account/unit", said).content.decode()
    assert not Account.objects.filter(username="colleague").exists(), "no more than one's own"
    answer = client.post("/account/unit", {**said, "clearance": "hidden"}).content.decode()
    found = re.search(r"初始密码：<code>([^<]+)<", answer)
    assert found is not None
    post = Post.objects.get(account__username="colleague")
    assert (post.role, post.names, post.clearance) == ("liaison", [STREET], "hidden")
    colleague = Client()
    assert log_in(colleague, "colleague", found[1]) == 302
    assert colleague.get(f"/street/{STREET}").status_code == 200
    assert colleague.get("/account/unit").status_code == 403
    client.post(f"/account/unit/{post.pk}/end")
    assert colleague.get(f"/street/{STREET}").status_code == 403
    assert last()[0] in (Action.PEOPLE, Action.REFUSED)


def test_posts_are_looked_through_every_half_year(client_as: ClientAs) -> None:
    client = client_as("administrator")
    post = give("old", "旧人", PASSWORD, role="leader", unit="区政府")
    assert "旧人" not in client.get("/people/reviews").content.decode()
    Post.objects.filter(pk=post.pk).update(reviewed_on="2020-01-01")
    assert "旧人" in client.get("/people/reviews").content.decode()
    client.post("/people/reviews", {"post": post.pk})
    assert last()[0] == Action.REVIEW
    assert "旧人" not in client.get("/people/reviews").content.decode()


def test_an_administrator_gives_posts_and_each_is_logged(client_as: ClientAs) -> None:
    client = client_as("administrator")
    said = {
        "username": "neu", "name": "新人", "email": "", "is_active": "on",
        "posts-TOTAL_FORMS": "1", "posts-INITIAL_FORMS": "0", "posts-0-role": "leader",
        "posts-0-unit": "区政府", "posts-0-names": "[]", "posts-0-clearance": "banded",
        "posts-0-from_on": "2026-01-01",
    }  # fmt: skip
    assert client.post("/admin/people/account/add/", said).status_code == 302
    assert Post.objects.get(account__username="neu").granted_by
    assert last()[0] == Action.PEOPLE and "区政府" in last()[1]


def test_a_review_that_is_due_appears_to_who_must_do_it_and_to_nobody_else(
    client_as: ClientAs,
) -> None:
    give(
        "manager", "管理人", PASSWORD, role="liaison", unit=STREET, names=[STREET],
        manages_unit=True,
    )  # fmt: skip
    old = give("old", "旧人", PASSWORD, role="liaison", unit=STREET, names=[STREET])
    Post.objects.filter(unit=STREET).update(reviewed_on="2020-01-01")
    manager = Client()
    log_in(manager, "manager")
    street = f"/street/{STREET}"
    assert '待复核岗位 <b class="num">1</b>' in manager.get(street).content.decode()
    page = manager.get("/people/reviews").content.decode()
    assert "旧人" in page and "管理人（manager）" not in page, "nobody confirms their own"
    own = Post.objects.get(account__username="manager")
    assert manager.post("/people/reviews", {"post": own.pk}).status_code == 404
    administrator = client_as("administrator")
    home = administrator.get("/account/").content.decode()
    assert '待复核岗位 <b class="num">2</b>' in home and "/people/reviews" in home
    colleague = Client()
    log_in(colleague, "old")
    assert "待复核岗位" not in colleague.get(street).content.decode()
    assert colleague.get("/people/reviews").status_code == 403
    manager.post("/people/reviews", {"post": old.pk})
    assert "待复核岗位" not in manager.get(street).content.decode()
