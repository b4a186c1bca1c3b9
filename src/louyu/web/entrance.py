"""入口 entrance: every request gets its access here, and is let through or not.

Nothing is answered that has not been decided: a page by what it needs, Django's own administration
by the right to manage people, and the few doors that somebody without an account must find.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from louyu.web.ledger.audit import Action, record
from louyu.web.people.models import Account, Post
from louyu.web.people.rights import NOBODY, Access, access_of
from louyu.web.people.roles import Ability

OPEN = frozenset(
    {
        "account_login",
        "account_inactive",
        "mfa_authenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "chart_page",
        "chart_svg",
        "chart_png",
    }
)
"""Doors for who has not logged in; charts ask for a signed address (louyu.web.api.embedding)."""

OWN = frozenset(
    {
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
"""Pages of one's own account."""

SEEN_EVERY = 60
"""Seconds between two notes that a session is in use."""


def posts_of(account: Account) -> list[Post]:
    return list(Post.in_force(account))


def post_chosen(request: HttpRequest, posts: list[Post]) -> Post | None:
    """The post somebody acts by: the one chosen in this session, else the first."""
    chosen = request.session.get("post")
    return next((post for post in posts if post.pk == chosen), posts[0] if posts else None)


def second_factor_given(request: HttpRequest) -> bool:
    """Whether this session was opened with a one-time code too."""
    from allauth.account.authentication import get_authentication_records

    said = get_authentication_records(request, request.user)
    return any(each.get("method") == "mfa" for each in said)


def access_by(request: HttpRequest, post: Post | None) -> Access:
    if post is None:
        return NOBODY
    opened = bool(request.session.get("purpose")) and second_factor_given(request)
    return access_of(
        post.role,
        post.unit,
        f"{request.user.name}（{request.user.username}）",
        post.names,
        post.clearance,
        opened=opened,
    )


class EntranceMiddleware:
    """Gives a request its posts and its access, and decides whether it goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.posts = SimpleLazyObject(
            lambda: posts_of(request.user) if request.user.is_authenticated else []
        )
        request.post = SimpleLazyObject(lambda: post_chosen(request, list(request.posts)))
        request.access = SimpleLazyObject(lambda: access_by(request, request.post or None))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _where: object
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        page = getattr(view, "page", None)
        name = match.view_name if match else ""
        if page is None and (name in OPEN or (match is not None and "api" in match.namespaces)):
            return None  # the API asks who calls it by itself (louyu.web.api.keyed)
        if not request.user.is_authenticated or idle(request):
            return redirect_to_login(request.get_full_path())
        if page is None and name in OWN:
            return None
        if page is not None:
            needs = page.needs
        elif match is not None and "admin" in match.namespaces:
            needs = Ability.PEOPLE
        else:
            raise PermissionDenied(f"{name or request.path} 没有说明谁可以看")
        if not request.access.may(needs):
            record(
                Action.REFUSED,
                request.path,
                author=str(request.user),
                unit=request.access.unit,
                detail={"needs": str(needs)},
            )
            raise PermissionDenied("当前岗位没有这一页的权限")
        return None


def idle(request: HttpRequest) -> bool:
    """Whether a session was left alone too long, which ends it; notes that it is in use."""
    now = int(time.time())
    seen = request.session.get("seen", now)
    if now - seen > settings.IDLE_SECONDS:
        logout(request)
        return True
    if now - seen > SEEN_EVERY or "seen" not in request.session:
        request.session["seen"] = now
    return False
