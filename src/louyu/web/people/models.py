"""账号与岗位 accounts and posts: a person logs in by an account and acts by a post."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from louyu.web.people.rights import CLEARANCE_LABELS, Clearance
from louyu.web.people.roles import ROLES, Ability

REVIEW_DAYS = 182
"""Rights are looked through every half year."""


class Accounts(BaseUserManager["Account"]):
    """Makes accounts: they have no password until one is set."""

    def create_user(self, username: str, password: str | None = None, **more: Any) -> "Account":
        account = self.model(username=username, **more)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """账号: who somebody is; what may be seen and done is said by posts."""

    username = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("name",)
    objects = Accounts()

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ("username",)

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_set_at = timezone.now()

    def get_full_name(self) -> str:
        return self.name

    # The administrator's pages (Django's own) ask these; the answer is a post's.
    @property
    def is_staff(self) -> bool:
        return self.administers

    @property
    def is_superuser(self) -> bool:
        return self.administers

    @property
    def administers(self) -> bool:
        return self.is_active and any(
            Ability.PEOPLE in ROLES[post.role].abilities for post in Post.in_force(self)
        )

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.administers

    def has_module_perms(self, app_label: str) -> bool:
        return self.administers


def role_choices() -> list[tuple[str, str]]:
    return [(role.key, role.label) for role in ROLES.values()]


def clearance_choices() -> list[tuple[str, str]]:
    return [(str(level), label) for level, label in CLEARANCE_LABELS.items()]


class Post(models.Model):
    """岗位: in which unit somebody acts, as what, how far they look and how they see tax."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="posts", verbose_name="账号")
    role = models.CharField(
        "角色", max_length=20, choices=[(r.key, r.label) for r in ROLES.values()]
    )
    unit = models.CharField("单位", max_length=80)
    names = models.JSONField(
        "范围", default=list, blank=True, help_text="街镇名称、楼宇编码或企业编号"
    )
    clearance = models.CharField(
        "税收权限", max_length=10, choices=clearance_choices, default=Clearance.HIDDEN.value
    )
    manages_unit = models.BooleanField("本单位管理人", default=False)
    from_on = models.DateField("生效日期", default=date.today)
    until_on = models.DateField("失效日期", null=True, blank=True)
    granted_by = models.CharField("授予人", max_length=80, blank=True)
    reviewed_on = models.DateField("复核日期", default=date.today)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ("account", "pk")

    def __str__(self) -> str:
        return f"{self.unit} · {ROLES[self.role].label}"

    @classmethod
    def in_force(cls, account: Account) -> QuerySet["Post"]:
        """The posts somebody holds today."""
        today = timezone.localdate()
        return cls.objects.filter(
            Q(until_on=None) | Q(until_on__gte=today), account=account, from_on__lte=today
        ).order_by("pk")

    @property
    def stands(self) -> bool:
        """Whether what was given by this post still holds: the post and its account do."""
        active = self.account.is_active
        return active and Post.in_force(self.account).filter(pk=self.pk).exists()

    @property
    def review_due(self) -> bool:
        return self.reviewed_on + timedelta(days=REVIEW_DAYS) <= timezone.localdate()
