"""政策版本 policy version: an offer as the policy desk has it, from draft to published to ended.

A version that was published is never changed: what is otherwise from a day on is a new version.
"""

from django.db import models

from louyu.district import Offer


class Standing(models.TextChoices):
    """How far a version is."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已被新版本替代"
    WITHDRAWN = "withdrawn", "已撤下"


class PolicyVersion(models.Model):
    """One version of one offer; ``body`` is the offer as a district's folder would have it."""

    key = models.CharField("政策", max_length=62)
    version = models.PositiveIntegerField("版本")
    name = models.CharField("名称", max_length=200)
    body = models.JSONField("内容")
    standing = models.CharField("状态", max_length=10, choices=Standing.choices)
    unit = models.CharField("单位", max_length=80)
    author = models.CharField("起草人", max_length=120)
    note = models.CharField("改动说明", max_length=300, blank=True)
    drafted_at = models.DateTimeField("起草时间", auto_now_add=True)
    changed_at = models.DateTimeField("改动时间", auto_now=True)
    published_at = models.DateTimeField("发布时间", null=True)
    published_by = models.CharField("发布人", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "政策版本"
        ordering = ("key", "-version")
        constraints = (models.UniqueConstraint(fields=("key", "version"), name="one_version"),)

    def __str__(self) -> str:
        return f"{self.name} 第{self.version}版"

    @property
    def offer(self) -> Offer:
        return Offer.model_validate({**self.body, "key": self.key, "version": self.version})
