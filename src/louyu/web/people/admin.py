"""Accounts and posts for administrators, in Django's own pages; each change is logged."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from axes.models import AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django_tasks_db.models import DBTaskResult

from louyu.web.ledger.audit import Action, record
from louyu.web.people.embedded import Embedded
from louyu.web.people.key import Key
from louyu.web.people.models import Account, Post

admin.site.site_header = admin.site.site_title = "楼宇经济 · 账号与岗位"
admin.site.index_title = "账号与岗位"
admin.site.site_url = "/account/"
for foreign in (
    EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, AccessFailureLog, AccessLog,
    Group, DBTaskResult,
):  # fmt: skip
    if admin.site.is_registered(foreign):
        admin.site.unregister(foreign)


class Logged(admin.ModelAdmin):
    """Whatever is changed here stands in the operation log."""

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.tell(request, obj, "修改" if change else "新增", form.changed_data)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.tell(request, obj, "删除", [])
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def tell(self, request: HttpRequest, obj: models.Model, what: str, fields: list[str]) -> None:
        record(
            Action.PEOPLE,
            f"{what}{obj._meta.verbose_name}：{obj}",
            author=str(request.user),
            unit=request.access.unit,
            detail={name: getattr(obj, name, None) for name in fields if "password" not in name},
        )


class PostInline(admin.TabularInline):
    model = Post
    extra = 0
    fields = ("role", "unit", "names", "clearance", "manages_unit", "from_on", "until_on")


@admin.register(Account)
class AccountAdmin(Logged):
    list_display = ("username", "name", "is_active", "last_login")
    search_fields = ("username", "name")
    fields = ("username", "name", "email", "is_active")
    inlines = (PostInline,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for post in formset.save(commit=False):
            post.granted_by = str(request.user)
            post.save()
            self.tell(request, post, "授予", [])
        for post in formset.deleted_objects:
            self.tell(request, post, "删除", [])
            post.delete()
        formset.save_m2m()


@admin.register(Post)
class PostAdmin(Logged):
    list_display = ("account", "unit", "role", "clearance", "from_on", "until_on", "reviewed_on")
    list_filter = ("role", "clearance")
    search_fields = ("unit", "account__username", "account__name")


class Stopped(Logged):
    """What posts have given out: an administrator stops it, and neither makes nor changes it."""

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        hidden = ("revoked", "sha256")
        return [field.name for field in self.model._meta.fields if field.name not in hidden]

    def get_exclude(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return ("sha256",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Key)
class KeyAdmin(Stopped):
    list_display = ("name", "post", "shown", "writes", "purpose", "until_on", "used_on", "revoked")
    list_filter = ("revoked", "writes")


@admin.register(Embedded)
class EmbeddedAdmin(Stopped):
    list_display = ("indicator", "kind", "where", "post", "until_on", "revoked")
    list_filter = ("revoked",)
