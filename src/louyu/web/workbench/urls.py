"""The addresses of the workbench."""

from louyu.web.page import patterns
from louyu.web.workbench import audit  # noqa: F401 - pages register themselves

urlpatterns = patterns("workbench")
