"""The addresses of the registers' pages."""

from louyu.web.page import patterns

urlpatterns = patterns("dossier")
