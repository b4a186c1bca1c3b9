"""登录席位 seats: how many sessions somebody may have at a time; the oldest gives way."""

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from louyu.web.people.models import Account

MOST = 3
"""A desk, a meeting room and a phone."""


def seat_taken(request: HttpRequest, account: Account) -> int:
    """Ends the oldest sessions beyond `MOST`. Returns how many were ended."""
    here = request.session.session_key
    others = UserSession.objects.filter(user=account).exclude(session_key=here or "")
    surplus = list(others.order_by("-created_at")[MOST - 1 :])
    for session in surplus:
        session.end()
    return len(surplus)
