"""The addresses of the cockpit."""

from django.urls import path, register_converter

from louyu.web.cockpit import views


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

urlpatterns = [
    path("", views.first_page, name="first"),
    path(
        "explain/<slug:key>/<level:level>/<str:scope>/<month:month>",
        views.explain_page,
        name="explain",
    ),
    path(
        "explain/<slug:key>/<level:level>/<str:scope>/<month:month>.csv",
        views.explain_csv,
        name="explain_csv",
    ),
    path(
        "explain/<slug:key>/<level:level>/<str:scope>/<month:month>/moves",
        views.moves_page,
        name="moves",
    ),
    path("row/<slug:batch>", views.received_page, name="received"),
    path("street/<str:name>", views.street_page, name="street"),
    path("building/", views.buildings_page, name="buildings"),
    path("building/<str:code>", views.building_page, name="building"),
]
