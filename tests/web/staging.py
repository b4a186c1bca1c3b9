"""Django set up once for all tests of the site: a home and a ledger of its own.

Static files come from the source. With ``DATABASE_URL`` the ledger is a test database beside that
one, removed when the tests are over.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
os.environ["LOUYU_HOME"] = tempfile.mkdtemp(prefix="louyu-web-")
atexit.register(shutil.rmtree, os.environ["LOUYU_HOME"], ignore_errors=True)
os.environ["LOUYU_DISTRICT"] = str(ROOT / "districts" / "sample")
# Playwright leaves an event loop in this thread; no query here is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "louyu.web.settings"

import django  # noqa: E402 - the settings read the environment on import
from django.conf import settings  # noqa: E402
from django.test.utils import (  # noqa: E402
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
Path(settings.STATIC_ROOT).mkdir()
# A password is hashed in a moment; how well is Django's own matter.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
    # In a file, so that the threads of a live site see it.
    name = str(Path(os.environ["LOUYU_HOME"]) / "test.sqlite3")
    settings.DATABASES["default"]["TEST"] = {"NAME": name}
django.setup()
setup_test_environment()
made = setup_databases(verbosity=0, interactive=False)
atexit.register(teardown_databases, made, verbosity=0)
