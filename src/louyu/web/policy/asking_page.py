"""政策法规AI服务: ask in Chinese; what answers is quoted with its place, or nothing is said to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from louyu.services.question import Answer, Extract, Handover, NotFound
from louyu.web.frame.months import number_asked
from louyu.web.ledger.asked_question import AskedQuestion, Outcome
from louyu.web.offers.asking import MOST_TYPED, asked, kept, offers_meant, quoted
from louyu.web.offers.library import endpoint, library
from louyu.web.page import page
from louyu.web.people.roles import Ability

PER_PAGE = 50


@page(
    "policy/ask/", name="policy_ask", title="政策法规问答", needs=Ability.READ,
    methods=("GET", "POST"), reads=False,
)  # fmt: skip
def ask_page(request: HttpRequest) -> HttpResponse:
    """A question, and what answers it. What was asked is kept without who asked."""
    said = request.POST.get("q", "").strip()[:MOST_TYPED]
    told: dict[str, Any] = {"said": said, "texts": len(library().documents)}
    if said:
        answer, trouble = asked(said)
        told |= answer_told(answer)
        told["kept"] = kept(said, answer, trouble, role=request.access.role)
    return render(request, "policy/ask.html", told)


def answer_told(answer: Answer) -> dict[str, Any]:
    match answer:
        case Extract(evidence, sentences):
            return {
                "quotes": [quoted(one) for one in evidence],
                "sentences": [(s.text, [n + 1 for n in s.cites]) for s in sentences],
            }
        case NotFound(reason, unit, _nearest):
            return {"reason": reason, "unit": unit}
        case Handover(case, _documents, evidence):
            offers = [
                (offer.name, reverse("policy", args=[offer.key])) for offer in offers_meant(answer)
            ]
            return {"handover": case, "offers": offers, "quotes": [quoted(e) for e in evidence]}
    raise AssertionError(answer)


@page(
    "policy/ask/<int:number>/useful", name="policy_useful", title="有用没用", needs=Ability.READ,
    methods=("POST",), reads=False,
)  # fmt: skip
def useful_page(request: HttpRequest, *, number: int) -> HttpResponse:
    """What the asker says of an answer."""
    one = get_object_or_404(AskedQuestion, pk=number)
    said = request.POST.get("say")
    if said in ("yes", "no"):
        one.useful = said == "yes"
        one.save(update_fields=["useful"])
    return render(request, "policy/thanks.html", {"one": one})


SHOWN = {
    "open": "要处理的", "not_found": "没有找到依据", "useless": "说没用的", "all": "全部",
}  # fmt: skip


@page("policy/asked/", name="policy_asked", title="问答台", needs=Ability.POLICY, reads=False)
def asked_page(request: HttpRequest) -> HttpResponse:
    """What was asked: what found no ground and what was of no use first."""
    shown = request.GET.get("show", "open")
    shown = shown if shown in SHOWN else "open"
    every = AskedQuestion.objects.all()
    chosen = {
        "open": every.filter(dealt="") & (
            every.filter(outcome=Outcome.NOT_FOUND) | every.filter(useful=False)),
        "not_found": every.filter(outcome=Outcome.NOT_FOUND),
        "useless": every.filter(useful=False),
        "all": every,
    }[shown]  # fmt: skip
    number, total = max(1, number_asked(request, "page")), chosen.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(number, pages)
    rated = every.exclude(useful=None)
    return render(
        request,
        "policy/asked.html",
        {
            "rows": chosen[(number - 1) * PER_PAGE : number * PER_PAGE],
            "shown": shown,
            "shows": list(SHOWN.items()),
            "total": total,
            "page": number,
            "pages": pages,
            "paging": f"show={shown}&",
            "count": every.count(),
            "found": every.exclude(outcome=Outcome.NOT_FOUND).count(),
            "useful": rated.filter(useful=True).count(),
            "rated": rated.count(),
            "endpoint": endpoint() is not None,
        },
    )


@page(
    "policy/asked/<int:number>", name="policy_dealt", title="处理一个问题", needs=Ability.POLICY,
    methods=("POST",), reads=False,
)  # fmt: skip
def dealt_page(request: HttpRequest, *, number: int) -> HttpResponse:
    """What was done about a question that found no answer, or no good one."""
    one = get_object_or_404(AskedQuestion, pk=number)
    one.dealt = request.POST.get("dealt", "").strip()[:300] or "已处理"
    one.dealt_by = request.access.author
    one.save(update_fields=["dealt", "dealt_by"])
    return redirect("policy_asked")
