"""网址 urls: every address of the site."""

from django.urls import include, path

urlpatterns = [path("", include("louyu.web.cockpit.urls"))]

handler400 = "louyu.web.cockpit.errors.bad_request"
handler403 = "louyu.web.cockpit.errors.forbidden"
handler404 = "louyu.web.cockpit.errors.not_found"
handler500 = "louyu.web.cockpit.errors.broken"
