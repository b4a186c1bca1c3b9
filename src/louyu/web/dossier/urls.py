"""The addresses of the registers' pages."""

from louyu.web.dossier import (  # noqa: F401 - they register themselves
    building_page,
    buildings,
    enterprise,
    enterprises,
    search,
    street,
)
from louyu.web.page import patterns

urlpatterns = patterns("dossier")
