"""设置 settings: how the site runs, from environment variables.

``LOUYU_HOME`` (where editions are), ``LOUYU_DISTRICT`` (the district's folder),
``LOUYU_ALLOWED_HOSTS`` (names the site answers to, separated by commas; loopback by default),
``LOUYU_HTTPS`` (1 behind a proxy that ends TLS and sets X-Forwarded-Proto), ``DATABASE_URL`` (a
PostgreSQL in place of ``LOUYU_HOME/ledger.sqlite3``), ``LOUYU_OIDC_*`` (louyu.web.people.oidc),
``LOUYU_MODEL_*`` (louyu.web.model),
``LOUYU_TILES`` and ``LOUYU_TILES_KEY`` (a base layer of the map from elsewhere; louyu.web.tiles),
``LOUYU_EMBED_ANCESTORS`` (sites that may show charts in their frames: louyu.web.framing).
"""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url

from louyu.web.framing import ancestors
from louyu.web.model import model_endpoint
from louyu.web.people.oidc import oidc
from louyu.web.secret import secret_key
from louyu.web.tiles import tiles

HOME = Path(os.environ.get("LOUYU_HOME", "var")).resolve()
DISTRICT = Path(os.environ.get("LOUYU_DISTRICT", "districts/sample")).resolve()
HTTPS = os.environ.get("LOUYU_HTTPS") == "1"

DEBUG = False
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("LOUYU_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "louyu.web.frame",
    "louyu.web.people",
    "louyu.web.ledger",
    "louyu.web.cockpit",
    "louyu.web.dossier",
    "louyu.web.map",
    "louyu.web.policy",
    "louyu.web.workbench",
    "louyu.web.api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "louyu.web.headers.HeadersMiddleware",
    "louyu.web.api.trouble.TroubleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "louyu.web.entrance.EntranceMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "louyu.web.urls"
WSGI_APPLICATION = "louyu.web.wsgi.application"

LEDGER = f"sqlite:///{HOME / 'ledger.sqlite3'}"
DATABASES = {"default": dj_database_url.config(default=LEDGER, conn_max_age=600)}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        # Who writes asks for the lock at once and waits for it: half a transaction never fails.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "louyu.web.people.passwords.KindsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "louyu.web.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # axes counts, and tells who was locked
ACCOUNT_PRESERVE_USERNAME_CASING = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "louyu"
MFA_ADAPTER = "louyu.web.people.factor.FactorAdapter"
SOCIALACCOUNT_ADAPTER = "louyu.web.people.adapter.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = oidc(os.environ)
MODEL_ENDPOINT = model_endpoint(os.environ)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "louyu.web.people.passwords.username_tried"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # an account is locked wherever the guesses come from
AXES_LOCKOUT_CALLABLE = "louyu.web.frame.errors.locked"

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "louyu_session"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "louyu_csrf"
CSRF_FAILURE_VIEW = "louyu.web.frame.errors.stale"
MADE_READY_BESIDE = bool(os.environ.get("LOUYU_BESIDE"))
"""Whether a new edition is made ready while the last one is still shown (louyu.web.shelf)."""

IDLE_SECONDS = 30 * 60
"""A session nobody uses ends; one in use lasts a working day at most."""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "string_if_invalid": "",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "louyu.web.frame.around.around",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
TILES = tiles(os.environ)
"""The map's base layer from elsewhere; None leaves every page closed to every other host."""

X_FRAME_OPTIONS = "DENY"
EMBED_ANCESTORS = ancestors(os.environ.get("LOUYU_EMBED_ANCESTORS", ""))
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL"},
    },
}
