"""The addresses of the registers' pages."""

from louyu.web.dossier import enterprise, listing, search  # noqa: F401 - they register themselves
from louyu.web.page import patterns

urlpatterns = patterns("dossier")
