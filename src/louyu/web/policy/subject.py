"""一个对象的政策: all policies for one enterprise or building, what is met first, with reasons."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from louyu.services.policy.fact import SUBJECTS, Subject
from louyu.services.policy.judging import Judge
from louyu.services.policy.matching import match
from louyu.services.policy.policy import Policy
from louyu.services.policy.rule import facts_of as asked_facts
from louyu.web.frame.months import frame
from louyu.web.ledger.audit import Action, record
from louyu.web.offers.book import book
from louyu.web.offers.outcomes import NotReadyError, facts_of, tenant_counts, today
from louyu.web.offers.told import closed, match_told, ordered
from louyu.web.page import page
from louyu.web.people.disclosure import MINIMUM_UNITS
from louyu.web.people.roles import Ability
from louyu.web.policy.one import named
from louyu.web.reader import Reader


@page(
    "policy/for/<slug:subject>/<path:thing>", name="policy_match", title="政策匹配",
    needs=Ability.READ,
)  # fmt: skip
def match_page(request: HttpRequest, reader: Reader, *, subject: str, thing: str) -> HttpResponse:
    """Every policy for one subject."""
    kind = next((each for each in Subject if each == subject), None)
    if kind is None:
        raise Http404("政策的对象是企业或楼宇")
    told: dict[str, Any] = {"making": False, "matches": [], "name": thing}
    try:
        found = facts_of(reader, kind, [thing])
    except NotReadyError:
        told["making"] = True
        found = []
    else:
        if not found:
            raise Http404("没有这个对象，或它不在当前岗位的范围内")
    for key, facts in found:
        judge = Judge(facts, today=today())
        told["name"] = named(facts, key)
        told["matches"] = ordered(
            [
                match_told(match(policy, judge), reader.access, reader.district)
                for policy in book().of(kind)
            ]
        )
        if reader.access.exact:
            record(
                Action.READ, f"政策匹配 {told['name']}", author=request.access.author,
                unit=request.access.unit, detail={"purpose": request.session.get("purpose", "")},
            )  # fmt: skip
    if kind is Subject.BUILDING and not told["making"]:
        told["tenants"] = tenants(reader, thing)
    return render(
        request,
        "policy/match.html",
        {
            **frame(reader, reader.months[-1]),
            **told,
            "subject": SUBJECTS[kind],
            "back": reverse(kind.value, args=[thing]),
            "day": today(),
        },
    )


def tenants(reader: Reader, building: str) -> list[tuple[Policy, str, str]]:
    """How many tenants meet and nearly meet each policy, where that may be told; a number of one or
    two could tell of a single tenant and is not given."""
    try:
        counted = tenant_counts(reader, building)
    except NotReadyError:
        return []
    return [
        (policy, few(each.met), few(each.near))
        for policy, each in counted
        if (each.met or each.near) and not closed(reader.access, tuple(asked_facts(policy.rule)))
    ]


def few(count: int) -> str:
    return f"少于 {MINIMUM_UNITS}" if 0 < count < MINIMUM_UNITS else str(count)
