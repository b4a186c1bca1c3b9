"""编制 build run: an edition being built for the pages, how far it is, and what became of it.

How far it is lies in a file, not in the ledger: the stages tell it from threads of their own, many
times a second, and nobody needs it a minute later.
"""

import json
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

BUILDS = "builds"


class BuildState(models.TextChoices):
    """How far a build is."""

    WAITING = "waiting", "排队"
    RUNNING = "running", "编制中"
    PUBLISHED = "published", "已发布"
    UNCHANGED = "unchanged", "没有变化"
    FAILED = "failed", "未成"


class BuildRun(models.Model):
    """One build."""

    asked_at = models.DateTimeField("提出时间", auto_now_add=True)
    asked_by = models.CharField("提出人", max_length=120)
    reason = models.CharField("缘由", max_length=200)
    state = models.CharField(
        "状态", max_length=10, choices=BuildState.choices, default=BuildState.WAITING
    )
    edition = models.CharField("期号", max_length=20, blank=True)
    seconds = models.FloatField("用时", null=True)
    message = models.CharField("结论", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "编制"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.edition}".strip()

    @property
    def moving(self) -> bool:
        return self.state in (BuildState.WAITING, BuildState.RUNNING)

    @property
    def path(self) -> Path:
        return Path(settings.HOME) / BUILDS / f"{self.pk}.json"

    def tell(self, stage: str, done: int, of: int) -> None:
        """Notes how far the build is; whole or not at all. Several threads may tell at once."""
        self.path.parent.mkdir(exist_ok=True)
        part = self.path.with_suffix(f".{threading.get_ident()}.part")
        part.write_text(json.dumps({"stage": stage, "done": done, "of": of}), encoding="utf-8")
        part.replace(self.path)

    @property
    def progress(self) -> dict[str, Any]:
        """``stage``, ``done`` and ``of``, as last told; empty before."""
        try:
            said: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return said
