"""The addresses of the cockpit."""

from django.urls import register_converter


class Month:
    """``202506`` in an address."""

    regex = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Level:
    regex = "district|street|building"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Month, "month")
register_converter(Level, "level")

# Pages make their addresses of these, so they come after.
from louyu.web.cockpit import views, wall  # noqa: E402, F401
from louyu.web.page import patterns  # noqa: E402

urlpatterns = patterns("cockpit")
