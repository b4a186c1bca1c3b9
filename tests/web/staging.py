"""Django set up once for all tests of the site: a home of its own, static files from the source."""

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
os.environ["LOUYU_HOME"] = tempfile.mkdtemp(prefix="louyu-web-")
os.environ["LOUYU_DISTRICT"] = str(ROOT / "districts" / "sample")
os.environ["DJANGO_SETTINGS_MODULE"] = "louyu.web.settings"

import django  # noqa: E402 - the settings read the environment on import
from django.conf import settings  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
Path(settings.STATIC_ROOT).mkdir()
django.setup()
setup_test_environment()
