"""网址 urls: every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("louyu.web.cockpit.urls")),
    path("", include("louyu.web.map.urls")),
    path("", include("louyu.web.dossier.urls")),
    path("", include("louyu.web.policy.urls")),
    path("", include("louyu.web.workbench.urls")),
    path("", include("louyu.web.people.urls")),
    path("", include("louyu.web.api.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "louyu.web.frame.errors.bad_request"
handler403 = "louyu.web.frame.errors.forbidden"
handler404 = "louyu.web.frame.errors.not_found"
handler500 = "louyu.web.frame.errors.broken"
