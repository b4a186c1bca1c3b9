"""The addresses of the cockpit."""

from louyu.web.cockpit import views, wall  # noqa: F401 - they register themselves
from louyu.web.page import patterns

urlpatterns = patterns("cockpit")
