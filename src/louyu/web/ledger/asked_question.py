"""所问 asked question: what was asked, without personal facts, how it was answered, of what use.

Who asked is not kept: only from what kind of post.
"""

from django.db import models


class Outcome(models.TextChoices):
    """How a question was answered."""

    QUOTED = "quoted", "引用原文"
    HANDED = "handed", "转规则引擎"
    NOT_FOUND = "not_found", "没有找到依据"


class AskedQuestion(models.Model):
    """One question. ``useful`` is what the asker said of the answer, if anything."""

    question = models.CharField("问题", max_length=300)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    cited = models.JSONField("引用", default=list)
    unit = models.CharField("应问单位", max_length=80, blank=True)
    trouble = models.CharField("接口情况", max_length=300, blank=True)
    role = models.CharField("提问角色", max_length=20)
    asked_at = models.DateTimeField("提问时间", auto_now_add=True)
    useful = models.BooleanField("有用", null=True)
    dealt_by = models.CharField("处理人", max_length=120, blank=True)
    dealt = models.CharField("处理", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "所问"
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return self.question
