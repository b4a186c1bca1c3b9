"""关账 closing: the edition that is a month's word, whatever later editions say of that month."""

from django.db import models


class Closing(models.Model):
    """One month, closed once; what changes afterwards is a restatement (重述), never silent."""

    month = models.PositiveIntegerField("月份", primary_key=True)
    edition = models.CharField("期号", max_length=20)
    closed_by = models.CharField("关账人", max_length=120)
    closed_at = models.DateTimeField("关账时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "关账"
        ordering = ("-month",)

    def __str__(self) -> str:
        return f"{self.month} {self.edition}"
