"""WSGI: the application that a server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.web.settings")
application = get_wsgi_application()
