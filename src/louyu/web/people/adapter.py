"""How allauth does things here: accounts are given, not taken, and what happens is logged."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from louyu.web.entrance import access_by, posts_of
from louyu.web.frame.errors import answer
from louyu.web.ledger.audit import Action, record
from louyu.web.people.models import Account
from louyu.web.people.roles import Ability
from louyu.web.people.seats import seat_taken


class AccountAdapter(DefaultAccountAdapter):
    """Logging in with an account of this site."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody begins: with the numbers, or with their own account."""
        request.access = access_by(request, next(iter(posts_of(request.user)), None))
        return reverse("first" if request.access.may(Ability.READ) else "account")

    def add_message(self, request: HttpRequest, *said: Any, **more: Any) -> None:
        """Pages say themselves what has happened."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record(Action.LOGIN_FAILED, str(credentials.get("username", "")), author="未登录")

    def post_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse:
        request.session.pop("purpose", None)
        ended = seat_taken(request, user)
        record(Action.LOGIN, user.username, author=str(user), detail={"ended_sessions": ended})
        return super().post_login(request, user, **more)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            record(Action.LOGOUT, request.user.username, author=str(request.user))
        super().logout(request)

    def set_password(self, user: Account, password: str) -> None:
        super().set_password(user, password)
        record(Action.PASSWORD, user.username, author=str(user))

    def send_notification_mail(self, *said: Any, **more: Any) -> None:
        """No mail leaves the host."""


class SocialAdapter(DefaultSocialAccountAdapter):
    """Logging in by the unit's own identity provider: into an account that is there already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The provider's ``preferred_username`` is the account's name."""
        if sociallogin.is_existing:
            return
        said = sociallogin.account.extra_data
        said = said.get("userinfo", said)
        name = said.get("preferred_username") or ""
        account = Account.objects.filter(username=name, is_active=True).first() if name else None
        if account is None:
            record(Action.LOGIN_FAILED, name, author="统一身份认证")
            told = "统一身份认证的这个用户在本系统还没有账号"
            raise ImmediateHttpResponse(answer(request, 403, told)) from PermissionDenied(told)
        sociallogin.connect(request, account)
