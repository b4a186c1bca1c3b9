"""操作日志 audit log: who did what to what, append-only, each entry sealed over the one before.

An entry's hash is SHA-256 over the hash before it and the entry's own words. A changed, removed or
inserted entry breaks the chain from there on; the head, exported daily, shows a chain cut short or
made anew. The database refuses to change or remove an entry (migration 0002).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

FIRST = "0" * 64
"""What stands before the first entry."""

LOCK = 0x6C6F7579
"""The PostgreSQL advisory lock that lets one entry be written at a time."""


class Action(StrEnum):
    """What can be in the log."""

    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOGOUT = "logout"
    PASSWORD = "password"  # noqa: S105 - the name of an action
    SECOND_FACTOR = "second_factor"
    POST_CHOSEN = "post_chosen"
    TAX_OPENED = "tax_opened"
    PEOPLE = "people"
    REVIEW = "review"
    READ = "read"
    EXPORT = "export"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    JUDGE = "judge"
    RULE = "rule"
    BUILD = "build"
    CLOSE = "close"
    POLICY = "policy"
    REFUSED = "refused"


ACTION_LABELS = {
    Action.LOGIN: "登录",
    Action.LOGIN_FAILED: "登录失败",
    Action.LOGOUT: "退出",
    Action.PASSWORD: "改密码",
    Action.SECOND_FACTOR: "两步验证",
    Action.POST_CHOSEN: "切换岗位",
    Action.TAX_OPENED: "打开精确税收",
    Action.PEOPLE: "账号与岗位",
    Action.REVIEW: "权限复核",
    Action.READ: "查看受限数据",
    Action.EXPORT: "导出",
    Action.SUBMIT: "报送",
    Action.WITHDRAW: "撤回",
    Action.CORRECT: "更正",
    Action.JUDGE: "归并判断",
    Action.RULE: "裁定矛盾",
    Action.BUILD: "编制",
    Action.CLOSE: "关账",
    Action.POLICY: "政策",
    Action.REFUSED: "无权访问",
}


def action_choices() -> list[tuple[str, str]]:
    return [(str(action), label) for action, label in ACTION_LABELS.items()]


class Entry(models.Model):
    """One line of the log."""

    number = models.BigIntegerField("序号", primary_key=True)
    at = models.CharField("时间", max_length=32)
    author = models.CharField("谁", max_length=120)
    unit = models.CharField("单位", max_length=80)
    action = models.CharField("做了什么", max_length=20, choices=action_choices)
    subject = models.CharField("对什么", max_length=200)
    detail = models.JSONField("详情", default=dict)
    before = models.CharField("前一条校验和", max_length=64)
    sha256 = models.CharField("校验和", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "操作日志"
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number} {self.at} {self.author} {self.get_action_display()} {self.subject}"

    @property
    def sealed(self) -> str:
        """The hash its words and the hash before it come to."""
        words = [self.number, self.at, self.author, self.unit, self.action, self.subject]
        text = json.dumps([*words, self.detail, self.before], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def record(
    action: Action,
    subject: str,
    *,
    author: str,
    unit: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Writes one line. Its place in the chain is taken in a transaction, one writer at a time."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Entry.objects.order_by("-number").values_list("number", "sha256").first()
        number, before = last or (0, FIRST)
        entry = Entry(
            number=number + 1,
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            author=author[:120],
            unit=unit[:80],
            action=action,
            subject=subject[:200],
            detail=json.loads(json.dumps(dict(detail or {}), ensure_ascii=False, default=str)),
            before=before,
        )
        entry.sha256 = entry.sealed
        entry.save(force_insert=True)
    return entry


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and how."""

    number: int
    wrong: str


def breaks() -> Iterator[Break]:
    """Where the log was tampered with; nothing when it holds."""
    number, before = 0, FIRST
    for entry in Entry.objects.order_by("number").iterator(2000):
        if entry.number != number + 1:
            yield Break(number + 1, f"缺第 {number + 1} 至 {entry.number - 1} 条")
        elif entry.before != before:
            yield Break(entry.number, "与前一条接不上")
        if entry.sha256 != entry.sealed:
            yield Break(entry.number, "内容与校验和不符")
        number, before = entry.number, entry.sha256


def head() -> tuple[int, str]:
    """Number and hash of the last entry: kept elsewhere, they prove the log up to here."""
    last = Entry.objects.order_by("-number").values_list("number", "sha256").first()
    return last or (0, FIRST)


HEADS = "audit_heads.csv"


def head_exported(home: Path) -> tuple[int, str]:
    """Notes today's head in ``home/audit_heads.csv``, to be kept where this host cannot write."""
    number, sha256 = head()
    path = home / HEADS
    new = not path.exists()
    with path.open("a", encoding="utf-8") as stream:
        if new:
            stream.write("时间,条数,末条校验和\n")
        stream.write(f"{datetime.now(UTC).isoformat(timespec='seconds')},{number},{sha256}\n")
    return number, sha256


@dataclass(frozen=True)
class Head:
    """The last entry as it was once exported: when, how many there were, its hash."""

    at: str
    number: int
    sha256: str

    @property
    def holds(self) -> bool:
        """Whether the log still has that entry: nothing up to it was changed or taken out."""
        if self.number == 0:
            return self.sha256 == FIRST
        return Entry.objects.filter(number=self.number, sha256=self.sha256).exists()


def heads(home: Path) -> list[Head]:
    """Every head that was exported, in order."""
    path = home / HEADS
    lines = path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []
    said = (line.split(",") for line in lines)
    return [Head(at, int(number), sha256) for at, number, sha256 in said]


def head_due(home: Path) -> bool:
    """Whether today's head has not been exported yet."""
    path = home / HEADS
    if not path.exists():
        return True
    last = path.read_text(encoding="utf-8").splitlines()[-1]
    return last[:10] < f"{datetime.now(UTC):%Y-%m-%d}"


def head_missing(home: Path) -> Iterator[Break]:
    """Heads that were exported and are no longer in the log: it was cut short or made anew."""
    for each in heads(home):
        if not each.holds:
            yield Break(each.number, "与导出的末条校验和不符")
