"""What the posts of these tests may see, by role."""

from collections.abc import Callable

import example
from django.test import Client

from louyu.web.people.giving import give
from louyu.web.people.key import key_made
from louyu.web.people.models import Account
from louyu.web.people.rights import Clearance

STREET = example.district().streets[0].name
SCOPES = {"liaison": (STREET,), "operator": ("B001", "B002"), "enterprise": ("E1-0",)}

TAX_BUREAU = "国家税务总局临澜市望潮区税务局"

ClientAs = Callable[..., Client]
"""Somebody of a role (and a clearance), logged in."""


def somebody(role: str, unit: str, *names: str, clearance: Clearance = Clearance.HIDDEN) -> Client:
    """A new person of a role in a real unit, logged in."""
    username = f"{role}-door"
    give(username, "经办人", None, role=role, unit=unit, names=names, clearance=clearance)
    client = Client()
    account = Account.objects.get(username=username)
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def program(
    role: str, unit: str, *names: str, clearance: Clearance = Clearance.HIDDEN, writes: bool = True
) -> Client:
    """A program of somebody of a role in a real unit, calling by a key."""
    post = give(f"{role}-程序", "经办人", None, role=role, unit=unit, names=names,
                clearance=clearance)  # fmt: skip
    _, secret = key_made(post, "业务系统", days=30, quota=1000, writes=writes)
    return Client(headers={"authorization": f"Bearer {secret}"})
