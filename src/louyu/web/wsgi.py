"""WSGI: the application that a server runs, its first page ready before the first reader comes."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.web.settings")
application = get_wsgi_application()


def pages_warm() -> None:
    """Makes the first page once, then what the district's numbers open.

    A failure is for the first reader to see.
    """
    from django.test import RequestFactory

    from louyu.web import shelf
    from louyu.web.cockpit.views import explain_page, first_page

    request = RequestFactory().get("/")
    try:
        first_page(request)
        if reader := shelf.reader_latest():
            where = {"level": "district", "scope": reader.district.name}
            for key in (*reader.said, *reader.indicators):
                explain_page(request, key=key, month=reader.months[-1], **where)
    except Exception:
        return


threading.Thread(target=pages_warm, name="warm", daemon=True).start()
