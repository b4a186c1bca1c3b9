"""更正单 correction: a person's word that a cell is otherwise than shown, from form to edition.

A word of a unit that may state the column goes in at the door and is 待入库 till the next edition.
Any other waits for the owner of the datum, who takes it up as a word of its own, or says why not.
"""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from louyu.web.ledger.build_run import BuildState

PROOFS = "proofs"


class Stage(models.TextChoices):
    """How far a correction is."""

    PROPOSED = "proposed", "待归属单位核实"
    WAITING = "waiting", "待入库"
    IN_FORCE = "in_force", "已入库"
    REFUSED = "refused", "退回"
    ADOPTED = "adopted", "已采纳"
    DECLINED = "declined", "不采纳"
    LEAVING = "leaving", "撤回中"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = (Stage.PROPOSED, Stage.WAITING)


class Correction(models.Model):
    """One cell, as somebody says it is. ``was`` and ``value`` are texts as in a file."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人")
    unit = models.CharField("单位", max_length=80)
    author = models.CharField("署名", max_length=120)
    noun = models.CharField("台账", max_length=40)
    thing = models.CharField("对象", max_length=80)
    name = models.CharField("名称", max_length=200)
    column = models.CharField("字段", max_length=40)
    owner = models.CharField("归属单位", max_length=80)
    was = models.CharField("原值", max_length=500, blank=True)
    value = models.CharField("更正为", max_length=500)
    holds_from = models.DateField("起算日期", null=True)
    reason = models.CharField("理由", max_length=500)
    proof = models.CharField("凭据", max_length=300, blank=True)
    attachment = models.CharField("附件", max_length=200, blank=True)
    said_at = models.DateTimeField("提出时间", auto_now_add=True)
    changed_at = models.DateTimeField("变动时间", default=timezone.now, db_index=True)
    stage = models.CharField("状态", max_length=10, choices=Stage.choices)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.CharField("答复人", max_length=120, blank=True)
    answers = models.ForeignKey("self", models.SET_NULL, null=True, related_name="taken_up_in")
    month = models.PositiveIntegerField("随哪个月入库")
    build = models.ForeignKey(
        "ledger.BuildRun", models.SET_NULL, null=True, related_name="corrections"
    )

    class Meta:
        verbose_name = verbose_name_plural = "更正单"
        ordering = ("-pk",)
        indexes = (models.Index(fields=("noun", "thing", "stage")),)

    def __str__(self) -> str:
        return f"{self.reference} {self.name} {self.column}"

    @property
    def reference(self) -> str:
        """更正单号: by it a word is taken back."""
        return f"G{self.pk}"

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / PROOFS / str(self.pk)

    @property
    def standing(self) -> str:
        """How far it is, in words: a word is 已入库 only when an edition has it."""
        if self.stage != Stage.IN_FORCE:
            return str(Stage(self.stage).label)
        if self.build is None or self.build.moving:
            return str(Stage.WAITING.label)
        if self.build.state == BuildState.FAILED:
            return "待入库（编制未成）"
        return f"已入库（第 {self.build.edition} 期）"

    @property
    def moving(self) -> bool:
        building = self.stage == Stage.IN_FORCE and (self.build is None or self.build.moving)
        return self.stage in (Stage.WAITING, Stage.LEAVING) or building

    def told(self, stage: Stage, **more: object) -> None:
        self.stage, self.changed_at = stage, timezone.now()
        for name, value in more.items():
            setattr(self, name, value)
        self.save(update_fields=["stage", "changed_at", *more])


def open_corrections(noun: str, thing: str) -> QuerySet[Correction]:
    """What has been said of a thing and stands in no edition yet."""
    moving = models.Q(build__state__in=(BuildState.WAITING, BuildState.RUNNING))
    building = models.Q(stage=Stage.IN_FORCE) & (moving | models.Q(build=None))
    said = Correction.objects.filter(noun=noun, thing=thing).select_related("build")
    return said.filter(models.Q(stage__in=OPEN) | building)
