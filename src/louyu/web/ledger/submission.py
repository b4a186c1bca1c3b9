"""报送 submission: a file somebody sent on the pages, from its arrival to its batch.

The file lies in ``LOUYU_HOME/inbox/<id>/`` with what was found in it. Nothing speaks before its
sender has confirmed; a batch then does, and an edition is built.
"""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import models

INBOX = "inbox"


class State(models.TextChoices):
    """How far a submission is."""

    WAITING = "waiting", "排队"
    READING = "reading", "读取核对中"
    ASKING = "asking", "待确认"
    REFUSED = "refused", "退回"
    KNOWN = "known", "以前收过"
    ENTERING = "entering", "入库中"
    IN_FORCE = "in_force", "已入库"
    WITHDRAWN = "withdrawn", "已撤回"
    DROPPED = "dropped", "未提交"
    FAILED = "failed", "处理中断"


MOVING = (State.WAITING, State.READING, State.ENTERING)


class Submission(models.Model):
    """A file as sent."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="报送人")
    unit = models.CharField("单位", max_length=80)
    author = models.CharField("署名", max_length=120)
    whole = models.BooleanField("代任何单位报送", default=False)
    unchanged = models.BooleanField("报无变化", default=False)
    """Whether its sender said that nothing has changed: if that is so, it is taken in at once."""
    file = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField("校验和", max_length=64, blank=True, db_index=True)
    sent_at = models.DateTimeField("报送时间", auto_now_add=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    dataset = models.CharField("数据集", max_length=40, blank=True)
    sender = models.CharField("报送单位", max_length=80, blank=True)
    month = models.PositiveIntegerField("所属期", null=True)
    message = models.CharField("结论", max_length=500, blank=True)
    record = models.JSONField("批次记录", default=dict)
    comparison = models.JSONField("与上次相比", default=dict)
    batch = models.CharField("批次", max_length=16, blank=True)
    build = models.ForeignKey(
        "ledger.BuildRun", models.SET_NULL, null=True, related_name="submissions"
    )

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / INBOX / str(self.pk)

    @property
    def path(self) -> Path:
        """The file as sent."""
        return self.folder / f"sent{Path(self.file).suffix.lower()[:9]}"

    @property
    def moving(self) -> bool:
        return self.state in MOVING

    def told(self, state: State, message: str = "", **more: object) -> None:
        """Notes how far it is, and what there is to say."""
        self.state, self.message = state, message[:500]
        for name, value in more.items():
            setattr(self, name, value)
        self.save(update_fields=["state", "message", *more])

    def drop(self) -> None:
        """Puts aside what was not confirmed: the file goes, the line stays."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.told(State.DROPPED)
