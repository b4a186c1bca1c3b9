"""嵌入图 embedded chart: a chart of one indicator that another site may show, till it is revoked.

Its address is signed, so that nobody guesses it; it shows what its maker's post may see without
opening exact tax.
"""

from datetime import timedelta

from django.core import signing
from django.db import models
from django.utils import timezone

from louyu.web.people.models import Post

MOST_DAYS = 366
SIGNER = signing.Signer(salt="louyu.embedded", sep=".")


class Kind(models.TextChoices):
    """What is drawn."""

    TREND = "trend", "全区走势"
    RANKING = "ranking", "街镇排名"


class Embedded(models.Model):
    """A chart that is given out."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="charts", verbose_name="岗位")
    kind = models.CharField("图形", max_length=10, choices=Kind.choices)
    indicator = models.CharField("指标", max_length=60)
    where = models.CharField("用在哪里", max_length=100)
    made_at = models.DateTimeField("创建时间", auto_now_add=True)
    until_on = models.DateField("有效期至")
    revoked = models.BooleanField("已停用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "嵌入图"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.indicator} {self.get_kind_display()}（{self.where}）"

    @property
    def token(self) -> str:
        """Its part of the address: number and signature."""
        return SIGNER.sign(self.pk)

    @property
    def in_force(self) -> bool:
        return not self.revoked and self.until_on >= timezone.localdate()


def embedded_make(post: Post, *, kind: str, indicator: str, where: str, days: int) -> Embedded:
    until = timezone.localdate() + timedelta(days=min(days, MOST_DAYS))
    made: Embedded = Embedded.objects.create(
        post=post, kind=kind, indicator=indicator, where=where, until_on=until
    )
    return made


def embedded_of(token: str) -> Embedded | None:
    """The chart of an address, if it was signed here and still holds."""
    try:
        number = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found = Embedded.objects.select_related("post__account").filter(pk=number).first()
    return found if found is not None and found.in_force and found.post.stands else None
