"""政策文件 policy text: a document as it was issued, to be quoted and to propose clauses from."""

import datetime as dt

from django.db import models

from louyu.services.question import Document


class Sort(models.TextChoices):
    """What sort of document it is."""

    POLICY = "policy", "政策"
    REGULATION = "regulation", "法规"
    GUIDE = "guide", "指南"
    PLAN = "plan", "方案"


class PolicyText(models.Model):
    """One document, word for word; what it says of itself was confirmed by a person."""

    title = models.CharField("标题", max_length=200)
    number = models.CharField("文号", max_length=80, blank=True)
    issuer = models.CharField("发文单位", max_length=120, blank=True)
    sort = models.CharField("种类", max_length=12, choices=Sort.choices, default=Sort.POLICY)
    issued = models.DateField("发文日期", null=True, blank=True)
    since = models.DateField("施行日期", null=True, blank=True)
    until = models.DateField("截止日期", null=True, blank=True)
    repealed_by = models.CharField("被何文件替代", max_length=200, blank=True)
    text = models.TextField("全文")
    unit = models.CharField("录入单位", max_length=80)
    author = models.CharField("录入人", max_length=120)
    added_at = models.DateTimeField("录入时间", auto_now_add=True)
    changed_at = models.DateTimeField("改动时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "政策文件"
        ordering = ("-added_at",)

    def __str__(self) -> str:
        return self.title

    @property
    def document(self) -> Document:
        return Document(
            id=f"text-{self.pk}", title=self.title, text=self.text, number=self.number,
            issuer=self.issuer, issued=self.issued, since=self.since, until=self.until,
            repealed_by=self.repealed_by, kind=self.sort,
        )  # fmt: skip

    def standing(self, day: dt.date) -> str:
        return self.document.validity(day)
