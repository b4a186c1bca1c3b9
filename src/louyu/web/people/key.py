"""接口密钥 key: lets a program act by a post, for a time, so many times a day.

Only its SHA-256 is kept: who loses a key makes another. It sees what its post sees, exact tax only
if it was made for a purpose by somebody whose post and session had it open.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

from louyu.web.people.models import Post

MOST_DAYS = 366
PREFIX = "louyu_"


class Key(models.Model):
    """What is known of a key beside its secret."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="keys", verbose_name="岗位")
    name = models.CharField("名称", max_length=60)
    sha256 = models.CharField("校验和", max_length=64, unique=True)
    shown = models.CharField("开头几位", max_length=12)
    purpose = models.CharField("精确税收用途", max_length=100, blank=True)
    writes = models.BooleanField("可报送、更正", default=False)
    quota = models.PositiveIntegerField("每日次数", default=1000)
    made_at = models.DateTimeField("创建时间", auto_now_add=True)
    until_on = models.DateField("有效期至")
    revoked = models.BooleanField("已作废", default=False)
    used_on = models.DateField("最近使用", null=True, blank=True)
    used = models.PositiveIntegerField("当日次数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "接口密钥"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name}（{self.shown}…）"

    @property
    def used_today(self) -> int:
        return self.used if self.used_on == timezone.localdate() else 0

    @property
    def in_force(self) -> bool:
        return not self.revoked and self.until_on >= timezone.localdate()


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def key_made(
    post: Post, name: str, *, days: int, quota: int, purpose: str = "", writes: bool = False
) -> tuple[Key, str]:
    """A new key and its secret, which is never shown again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    until = timezone.localdate() + timedelta(days=min(days, MOST_DAYS))
    key = Key.objects.create(
        post=post, name=name, sha256=digest(secret), shown=secret[: len(PREFIX) + 4],
        purpose=purpose, quota=quota, until_on=until, writes=writes,
    )  # fmt: skip
    return key, secret


def key_used(secret: str) -> tuple[Key | None, bool]:
    """The key in force that has this secret, counted as used; and whether that is too often."""
    key = Key.objects.select_related("post__account").filter(sha256=digest(secret)).first()
    if key is None or not (key.in_force and key.post.stands):
        return None, False
    today = timezone.localdate()
    counted = Key.objects.filter(pk=key.pk, used_on=today, used__lt=key.quota)
    if counted.update(used=F("used") + 1):
        return key, False
    if key.used_on == today:
        return key, True
    Key.objects.filter(pk=key.pk).update(used_on=today, used=1)
    return key, False
