"""WSGI: the application that a server runs, its first page ready before the first reader comes."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.web.settings")
application = get_wsgi_application()


def first_page_warm() -> None:
    """Opens the edition and makes the first page once; a failure is the first reader's to see."""
    from django.test import RequestFactory

    from louyu.web.cockpit.views import first_page

    try:
        first_page(RequestFactory().get("/"))
    except Exception:
        return


threading.Thread(target=first_page_warm, name="warm", daemon=True).start()
