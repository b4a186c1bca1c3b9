"""The addresses of the cockpit."""

from louyu.web.cockpit import (  # noqa: F401 - they register themselves
    definitions,
    months,
    ranking,
    views,
    wall,
)
from louyu.web.page import patterns

urlpatterns = patterns("cockpit")
