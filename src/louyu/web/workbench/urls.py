"""The addresses of the workbench."""

from louyu.web.page import patterns
from louyu.web.workbench import (  # noqa: F401 - they register themselves
    audit,
    board,
    corrections,
    disagreements,
    door,
    editions,
    filling,
    held,
    questions,
)

urlpatterns = patterns("workbench")
