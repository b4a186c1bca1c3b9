"""操作日志: the log as the auditor reads it, newest first, with what breaks its chain."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from louyu.web.ledger.audit import ACTION_LABELS, Entry, breaks, head
from louyu.web.page import page
from louyu.web.people.roles import Ability

PAGE = 50


@page("log/", name="log", title="操作日志", needs=Ability.AUDIT, menu="日志", reads=False)
def log_page(request: HttpRequest) -> HttpResponse:
    action, words = request.GET.get("action", ""), request.GET.get("q", "").strip()[:80]
    entries = Entry.objects.all()
    if action in ACTION_LABELS:
        entries = entries.filter(action=action)
    for word in words.split():
        entries = entries.filter(subject__icontains=word) | entries.filter(author__icontains=word)
    number, sha256 = head()
    return render(
        request,
        "workbench/log.html",
        {
            "entries": Paginator(entries, PAGE).get_page(request.GET.get("page")),
            "actions": ACTION_LABELS.items(),
            "action": action,
            "words": words,
            "count": number,
            "head": sha256,
            "broken": list(breaks()) if request.GET.get("verify") else None,
        },
    )
