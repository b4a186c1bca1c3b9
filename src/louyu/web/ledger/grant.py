"""兑现 grant: what a subject had by a policy in a year, and who said so."""

from django.db import models


class Grant(models.Model):
    """One payment or award; the amount is in fen."""

    policy = models.CharField("政策", max_length=62)
    subject = models.CharField("对象", max_length=80)
    name = models.CharField("名称", max_length=200)
    year = models.PositiveIntegerField("年度")
    amount = models.BigIntegerField("金额（分）")
    said_by = models.CharField("登记人", max_length=120)
    said_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "兑现"
        ordering = ("-said_at",)
        constraints = (
            models.UniqueConstraint(fields=("policy", "subject", "year"), name="once_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.policy} {self.name}"
