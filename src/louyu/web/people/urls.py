"""The addresses of logging in, of one's own account and of who may do what.

Of allauth only the views that are wanted: nobody signs up, and passwords are reset by people.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from louyu.web.page import patterns
from louyu.web.people import key_pages, pages  # noqa: F401 - they register themselves


def closed(_request: HttpRequest) -> HttpResponse:
    """allauth asks for addresses of doors that are not opened here."""
    raise Http404("账号由本单位管理人或管理员开通")


urlpatterns = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/code/", mfa.authenticate, name="mfa_authenticate"),
    path("account/factor/", mfa.index, name="mfa_index"),
    path("account/factor/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/factor/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/factor/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    *[
        path(f"account/closed/{name}/", closed, name=name)
        for name in ("account_signup", "account_reset_password", "account_email",
                     "account_set_password", "socialaccount_signup", "socialaccount_connections",
                     "socialaccount_login_cancelled", "socialaccount_login_error")
    ],
    *patterns("people"),
]  # fmt: skip
