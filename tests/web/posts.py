"""What the posts of these tests may see, by role."""

from collections.abc import Callable

import example
from django.test import Client

STREET = example.district().streets[0].name
SCOPES = {"liaison": (STREET,), "operator": ("B001", "B002"), "enterprise": ("E1-0",)}

ClientAs = Callable[..., Client]
"""Somebody of a role (and a clearance), logged in."""
