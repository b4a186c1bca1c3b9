"""The addresses of the workbench."""

from louyu.web.page import patterns
from louyu.web.workbench import audit, board, corrections, door, editions  # noqa: F401 - they register themselves

urlpatterns = patterns("workbench")
