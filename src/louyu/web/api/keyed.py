"""Who asks the API: a program by its key, or a page by its session. Nobody else is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie
from pydantic import Field

from louyu.web import shelf
from louyu.web.entrance import idle
from louyu.web.ledger.audit import Action, record
from louyu.web.people.key import key_used
from louyu.web.people.models import Account
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
        request.holder, request.writes = post.account, key.writes
        request.purpose = key.purpose
        request.access = access_of(
            post.role, post.unit, author, post.names, post.clearance, opened=opened
        )
        return author


class Visitor(APIKeyCookie):
    """Who has logged in to the pages; a writing request also needs the page's CSRF token."""

    param_name = "louyu_session"

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        if not request.user.is_authenticated or idle(request):
            return None
        request.holder, request.writes = request.user, True
        request.purpose = request.session.get("purpose", "")
        return request.access.author


AUTH = [KeyHolder(), Visitor()]
Number = Annotated[int, Field(ge=1, lt=2**62)]
"""The number of something in the ledger, as the database can hold it."""


def needing(ability: Ability) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What an operation's caller must be able to do."""

    def made(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def answered(request: HttpRequest, *said: Any, **where: Any) -> Any:
            access = request.access
            if not access.may(ability):
                record(
                    Action.REFUSED, request.path, author=access.author, unit=access.unit,
                    detail={"needs": str(ability), "by": "API"},
                )  # fmt: skip
                raise HttpError(403, "当前岗位或密钥没有这项权限")
            if request.method not in ("GET", "HEAD") and not request.writes:
                raise HttpError(403, "这个密钥只能取数；要报送、更正，请新增一个可写的密钥")
            return operation(request, *said, **where)

        answered.needs = ability
        return answered

    return made


def holder_of(request: HttpRequest) -> Account:
    """Whose account the caller acts by."""
    account: Account = request.holder
    return account


def exact_read(request: HttpRequest, what: str) -> None:
    """Notes that exact tax was read, where it is open to the caller."""
    access = request.access
    if access.exact:
        detail = {"purpose": request.purpose, "by": "API"}
        record(Action.READ, what, author=access.author, unit=access.unit, detail=detail)


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
        raise HttpError(404, f"这一期里没有 {str(month)[:12]}")
    return month
