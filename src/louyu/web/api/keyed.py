"""Who asks the API: a program by its key, or a page by its session. Nobody else is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie

from louyu.web import shelf
from louyu.web.people.key import key_used
from louyu.web.people.rights import access_of
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader


class KeyHolder(HttpBearer):
    """``Authorization: Bearer louyu_…``; sees what the key's post sees."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        key, too_often = key_used(token)
        if key is None:
            return None
        if too_often:
            raise HttpError(429, f"这个密钥今天已用满 {key.quota} 次")
        post = key.post
        author = f"{key.name}（{post.account.username} 的密钥）"
        opened = bool(key.purpose)
        request.access = access_of(
            post.role, post.unit, author, post.names, post.clearance, opened=opened
        )
        return author


class Visitor(APIKeyCookie):
    """Who has logged in to the pages; a writing request also needs the page's CSRF token."""

    param_name = "louyu_session"

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        return request.access.author if request.user.is_authenticated else None


AUTH = [KeyHolder(), Visitor()]


def needing(ability: Ability) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What an operation's caller must be able to do."""

    def made(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def answered(request: HttpRequest, *said: Any, **where: Any) -> Any:
            if not request.access.may(ability):
                raise HttpError(403, "当前岗位或密钥没有这项权限")
            return operation(request, *said, **where)

        answered.needs = ability
        return answered

    return made


def reader_of(request: HttpRequest) -> Reader:
    """The edition in force as the caller may see it."""
    reader = shelf.reader_for(request.access)
    if reader is None:
        raise HttpError(503, "还没有编制任何一期")
    return reader


def month_of(reader: Reader, month: int | None) -> int:
    if month is None:
        return reader.months[-1]
    if month not in reader.months:
        raise HttpError(404, f"这一期里没有 {month}")
    return month
