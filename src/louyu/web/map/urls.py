"""The addresses of the map."""

from louyu.web.map import receiving, views  # noqa: F401 - they register themselves
from louyu.web.page import patterns

urlpatterns = patterns("map")
