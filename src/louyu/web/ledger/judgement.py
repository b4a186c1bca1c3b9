"""归并判断 judgement: somebody's answer to whether two records are one enterprise.

Answers are gathered and sent in together as one batch, with the reason for each; until then an
answer can be taken back by a key, after that by saying 撤回.
"""

from django.conf import settings
from django.db import models

VERDICTS = ("同一", "不同", "不确定", "撤回")


class Judgement(models.Model):
    """One answer. A side is a USCC, or ``name:`` and a name, as in the register."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="判断人")
    unit = models.CharField("单位", max_length=80)
    author = models.CharField("署名", max_length=120)
    left = models.CharField("记录甲", max_length=200)
    left_name = models.CharField("名称甲", max_length=200)
    right = models.CharField("记录乙", max_length=200)
    right_name = models.CharField("名称乙", max_length=200)
    verdict = models.CharField("判断", max_length=3, choices=[(v, v) for v in VERDICTS])
    reason = models.CharField("理由", max_length=300)
    said_at = models.DateTimeField("判断时间", auto_now_add=True)
    submission = models.ForeignKey(
        "ledger.Submission", models.SET_NULL, null=True, related_name="judgements"
    )
    """The batch it went in with; none while it waits."""

    class Meta:
        verbose_name = verbose_name_plural = "归并判断"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("unit", "submission")),)

    def __str__(self) -> str:
        return f"{self.left_name} {self.verdict} {self.right_name}"
