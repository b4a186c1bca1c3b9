"""The app of accounts and posts."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "louyu.web.people"
    label = "people"
    verbose_name = "人员与权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tables beside those of models.py."""
        from louyu.web.people import embedded, key  # noqa: F401
