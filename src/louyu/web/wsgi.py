"""WSGI: the application that a server runs, its first page ready before the first reader comes."""

import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from louyu.web.shelf import Standing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.web.settings")
application = get_wsgi_application()


PAUSE = 0.5
"""Seconds of rest between two things made ready before anybody asks for them."""


def edition_ready() -> "Standing | None":
    """Opens the published edition before the first reader comes, whose pages then are there."""
    from louyu.web import shelf
    from louyu.web.people.rights import Clearance, access_of

    access = access_of("leader", "", "", (), Clearance.BANDED, opened=False)
    if standing := shelf.standing_now():
        standing.whole.ready()
        standing.reader(access).ready()
    return standing


def edition_warm() -> None:
    """Makes the edition ready, then works out what will be asked next.

    A failure is for the first reader to see.
    """
    with suppress(Exception):
        if standing := edition_ready():
            standing.whole.foresee(PAUSE)


threading.Thread(target=edition_warm, name="warm", daemon=True).start()
