"""WSGI: the application that a server runs, its first page ready before the first reader comes."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.web.settings")
application = get_wsgi_application()


PAUSE = 0.5
"""Seconds of rest between two things made ready before anybody asks for them."""


def edition_warm() -> None:
    """Opens the published edition before the first reader comes, whose pages then are there.

    A failure is for the first reader to see.
    """
    from louyu.web import shelf
    from louyu.web.people.rights import Clearance, access_of

    access = access_of("leader", "", "", (), Clearance.BANDED, opened=False)
    try:
        if standing := shelf.standing_now():
            standing.whole.ready()
            standing.reader(access).ready()
            standing.whole.foresee(PAUSE)
    except Exception:
        return


threading.Thread(target=edition_warm, name="warm", daemon=True).start()
