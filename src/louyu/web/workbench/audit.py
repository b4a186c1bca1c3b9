"""操作日志: the log as the auditor reads it, newest first, with what breaks its chain.

The head of the log is exported every day. Who kept one elsewhere holds it against the log here.
"""

import re
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from louyu.web.frame.figures import moment
from louyu.web.frame.spreadsheet import attachment
from louyu.web.ledger.audit import (
    ACTION_LABELS,
    HEADS,
    Entry,
    Head,
    breaks,
    head,
    head_missing,
    heads,
)
from louyu.web.page import page
from louyu.web.people.roles import Ability

PAGE = 50
SHOWN_HEADS = 10
HASH = re.compile(r"[0-9a-f]{64}")


@page("log/", name="log", title="操作日志", needs=Ability.AUDIT, menu="日志", reads=False)
def log_page(request: HttpRequest) -> HttpResponse:
    action, words = request.GET.get("action", ""), request.GET.get("q", "").strip()[:80]
    entries = Entry.objects.all()
    if action in ACTION_LABELS:
        entries = entries.filter(action=action)
    for word in words.split():
        entries = entries.filter(subject__icontains=word) | entries.filter(author__icontains=word)
    number, sha256 = head()
    home = Path(settings.HOME)
    exported = heads(home)
    shown = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "workbench/log.html",
        {
            "entries": shown,
            "rows": [(entry, moment(entry.at, seconds=True)) for entry in shown],
            "actions": ACTION_LABELS.items(),
            "action": action,
            "words": words,
            "count": number,
            "head": sha256,
            "broken": [*breaks(), *head_missing(home)] if request.GET.get("verify") else None,
            "heads": exported[: -SHOWN_HEADS - 1 : -1],
            "heads_count": len(exported),
            "heads_file": HEADS,
            "kept": head_asked(request),
        },
    )


def head_asked(request: HttpRequest) -> Head | None:
    """A head somebody kept elsewhere, to be held against the log; none where it is no head."""
    number = request.GET.get("number", "").replace(",", "").strip()
    sha256 = request.GET.get("sha256", "").strip().lower()
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    return Head("", int(number), sha256) if HASH.fullmatch(sha256) else None


@page("log/heads.csv", name="log_heads", title="每日末条", needs=Ability.AUDIT, reads=False)
def log_heads(_request: HttpRequest) -> HttpResponse:
    """The exported heads, for the auditor to keep where this site cannot write."""
    path = Path(settings.HOME) / HEADS
    if not path.exists():
        raise Http404("还没有导出过，后台每天导出一次")
    answer = HttpResponse(path.read_bytes(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = attachment("操作日志每日末条.csv")
    return answer
