"""已有此数 held: somebody's table to fill in, and what the registers already hold of it.

The table lies in ``LOUYU_HOME/held/<id>/`` beside the one filled in. It is answered within what its
asker could see when it was dropped, and shown only while they still see just that.
"""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from louyu.web.people.rights import Access, Clearance, Scope
from louyu.web.people.roles import ROLES, Reach

FOLDER = "held"
KEPT_FOR = timedelta(days=30)
"""A filled table is a copy of registers: it is not kept for good."""


class HeldState(models.TextChoices):
    """How far a table is."""

    WAITING = "waiting", "排队"
    READING = "reading", "读取比对中"
    READY = "ready", "已比对"
    REFUSED = "refused", "读不了"
    FAILED = "failed", "处理中断"


class Held(models.Model):
    """A table to fill in. ``found`` is what was seen in it, ``chosen`` what its asker said of its
    columns: sheet → place → the register's column, empty for none."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="谁")
    role = models.CharField("角色", max_length=20)
    unit = models.CharField("单位", max_length=80)
    author = models.CharField("署名", max_length=120)
    reach = models.CharField("范围", max_length=12)
    names = models.JSONField("范围名称", default=list)
    clearance = models.CharField("税收权限", max_length=8)
    file = models.CharField("文件名", max_length=255)
    size = models.PositiveBigIntegerField("字节")
    asked_at = models.DateTimeField("时间", auto_now_add=True)
    state = models.CharField(
        "状态", max_length=10, choices=HeldState.choices, default=HeldState.WAITING
    )
    message = models.CharField("结论", max_length=500, blank=True)
    found = models.JSONField("比对", default=dict)
    chosen = models.JSONField("所选", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "已有此数"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / FOLDER / str(self.pk)

    @property
    def path(self) -> Path:
        """The table as dropped."""
        return self.folder / f"asked{Path(self.file).suffix.lower()[:9]}"

    @property
    def filled(self) -> Path:
        return self.folder / "filled.xlsx"

    @property
    def access(self) -> Access:
        """What its asker could see."""
        scope = Scope(Reach(self.reach), frozenset(self.names))
        abilities = ROLES[self.role].abilities
        clearance = Clearance(self.clearance)
        return Access(self.role, self.unit, self.author, scope, clearance, abilities)

    @property
    def moving(self) -> bool:
        return self.state in (HeldState.WAITING, HeldState.READING)

    def told(self, state: HeldState, message: str = "", **more: object) -> None:
        self.state, self.message = state, message[:500]
        for name, value in more.items():
            setattr(self, name, value)
        self.save(update_fields=["state", "message", *more])

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.delete()


def held_outdated_remove() -> None:
    for old in Held.objects.filter(asked_at__lt=now() - KEPT_FOR):
        old.remove()
