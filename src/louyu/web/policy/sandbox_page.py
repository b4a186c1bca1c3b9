"""政策沙盘: what a policy in force or a draft would cost, and where its line could be."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from louyu.services.policy.policy import Policy, PolicyError, policy_read
from louyu.web.frame.figures import month_name
from louyu.web.frame.months import frame, number_asked
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.policy_version import PolicyVersion
from louyu.web.offers.book import catalogue
from louyu.web.offers.outcomes import NotReadyError
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.policy.costing import (
    cost,
    lines,
    money,
    movable_told,
    shares_told,
    shut,
    year_before,
)
from louyu.web.policy.one import policy_of
from louyu.web.reader import Reader


@page(
    "policy/one/<slug:policy>/sandbox", name="policy_sandbox", title="政策沙盘", needs=Ability.READ
)
def sandbox_page(request: HttpRequest, reader: Reader, *, policy: str) -> HttpResponse:
    return worked(request, reader, policy_of(policy))


@page(
    "policy/desk/<int:number>/sandbox", name="policy_draft_sandbox", title="政策沙盘",
    needs=Ability.POLICY,
)  # fmt: skip
def draft_page(request: HttpRequest, reader: Reader, *, number: int) -> HttpResponse:
    version = get_object_or_404(PolicyVersion, pk=number)
    try:
        policy = policy_read(version.offer, catalogue(version.offer.subject))
    except PolicyError as error:
        raise Http404(f"草稿还读不懂：{error}") from error
    return worked(request, reader, policy)


def worked(request: HttpRequest, reader: Reader, policy: Policy) -> HttpResponse:
    told: dict[str, Any] = {"making": False, "closed": shut(reader, policy)}
    asked = number_asked(request, "line", otherwise=-1)
    if not told["closed"]:
        try:
            told |= costs(reader, policy, asked)
        except NotReadyError:
            told["making"] = True
    if reader.access.exact:
        record(
            Action.READ, f"政策沙盘 {policy.offer.name}", author=request.access.author,
            unit=request.access.unit, detail={"purpose": request.session.get("purpose", "")},
        )  # fmt: skip
    return render(
        request,
        "policy/sandbox.html",
        {
            **frame(reader, reader.months[-1]),
            **told,
            "offer": policy.offer,
            "movable": movable_told(policy),
            "asked": asked,
        },
    )


def costs(reader: Reader, policy: Policy, asked: int) -> dict[str, Any]:
    found = cost(reader, policy)
    moved = lines(reader, policy, asked) if asked >= 0 else ()
    before = year_before(reader, policy)
    return {
        "cost": found,
        "before": before and (month_name(before[0]), len(before[1].receivers),
                              money(before[1].total)),
        "parts": [
            (name, shares_told(shares))
            for name, shares in (
                ("按街镇", found.streets), ("按规模", found.sizes), ("按行业", found.trades)
            )
            if shares
        ],
        "lines": [(line, money(line.amount)) for line in moved or ()],
        "too_many": moved is None,
    }  # fmt: skip
