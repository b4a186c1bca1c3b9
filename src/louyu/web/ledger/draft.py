"""填报草稿 draft: a monthly list being filled in on the page, with every edit in order.

The rows it began with lie in ``LOUYU_HOME/drafts/<id>/``; an edit says one cell, or that a row is
new or gone. What stands is the rows with the edits over them, so the last edit can be taken back.
"""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import models

DRAFTS = "drafts"
NEW, GONE = "+", "-"
"""What stands in an edit for a column: the row is new, the row is gone (or, empty, back)."""


class Draft(models.Model):
    """A unit's list of a month; one of each. ``batch`` is the file it was filled in from."""

    unit = models.CharField("报送单位", max_length=80)
    dataset = models.CharField("数据集", max_length=40)
    month = models.PositiveIntegerField("所属期")
    batch = models.CharField("预填自批次", max_length=16, blank=True)
    origin = models.CharField("预填自", max_length=300)
    rows = models.PositiveIntegerField("预填行数")
    left = models.PositiveIntegerField("已迁出未列", default=0)
    author = models.CharField("建立人", max_length=120)
    began_at = models.DateTimeField("建立时间", auto_now_add=True)
    submission = models.ForeignKey(
        "ledger.Submission", models.SET_NULL, null=True, related_name="drafts"
    )

    class Meta:
        verbose_name = verbose_name_plural = "填报草稿"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("unit", "dataset", "month"), name="one_draft"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.dataset} {self.month}"

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / DRAFTS / str(self.pk)

    @property
    def path(self) -> Path:
        """The rows it began with: texts by column."""
        return self.folder / "rows.parquet"

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.delete()


class Edit(models.Model):
    """One thing said in a draft. ``line`` counts the rows from 0, new ones after those given."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="edits")
    line = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=40)
    value = models.CharField("值", max_length=1000, blank=True)
    author = models.CharField("谁", max_length=120)
    said_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "草稿改动"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.line} {self.column} {self.value}"
