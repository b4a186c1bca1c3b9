"""The addresses of the map."""

from louyu.web.map import views  # noqa: F401 - they register themselves
from louyu.web.page import patterns

urlpatterns = patterns("map")
