"""一项政策: its clauses and document, and who stands how to it; taken out as a list."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from louyu.district.offer import Review
from louyu.services.policy.bulk import many
from louyu.services.policy.fact import SUBJECTS, Subject
from louyu.services.policy.grammar import written
from louyu.services.policy.judging import Facts, Judge
from louyu.services.policy.matching import Match, Status, match
from louyu.services.policy.policy import Policy, facts_asked
from louyu.services.policy.publishing import REVIEWED, case_faults
from louyu.services.policy.rule import clauses, facts_of
from louyu.web.frame.figures import rounded
from louyu.web.frame.months import frame, number_asked
from louyu.web.frame.spreadsheet import Cell, Field, taken_out
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.policy_version import PolicyVersion
from louyu.web.offers.book import book, catalogue
from louyu.web.offers.outcomes import NotReadyError, outcomes, today
from louyu.web.offers.outcomes import facts_of as facts_of_some
from louyu.web.offers.told import CHOICES, MatchTold, closed, ladder_told, match_told
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.policy.listing import state_of
from louyu.web.reader import Reader

PER_PAGE = 50
SHOWN = (Status.MET, Status.NEAR, Status.UNKNOWN)
"""How subjects stand that are listed by name; the others are only counted."""


def policy_of(key: str) -> Policy:
    found = book().policies.get(key)
    if found is None:
        raise Http404("目录里没有这项政策，或它的条件读不懂")
    return found


def seen(reader: Reader, policy: Policy) -> bool:
    """Whether a reader may have the names: of enterprises only who sees the whole district, and not
    where a clause on tax would tell who pays it."""
    subject = Subject(policy.offer.subject)
    within = subject is Subject.BUILDING or reader.access.scope.whole
    return within and not closed(reader.access, tuple(facts_of(policy.rule)))


def matches(reader: Reader, policy: Policy, keys: list[str]) -> list[tuple[str, Facts, Match]]:
    """The subjects of some keys against a policy."""
    subject, day = Subject(policy.offer.subject), today()
    return [
        (key, facts, match(policy, Judge(facts, today=day)))
        for key, facts in facts_of_some(reader, subject, keys)
    ]


def named(facts: Facts, key: str) -> str:
    stated = facts.get("name")
    return str(stated.value) if stated is not None else key


def status_asked(request: HttpRequest) -> Status:
    said = request.GET.get("status", "")
    return next((status for status in SHOWN if status == said), Status.MET)


@page("policy/one/<slug:policy>/", name="policy", title="政策", needs=Ability.READ)
def policy_page(request: HttpRequest, reader: Reader, *, policy: str) -> HttpResponse:
    key, status = policy, status_asked(request)
    one = policy_of(key)
    offer, subject = one.offer, Subject(one.offer.subject)
    told: dict[str, Any] = {"making": False, "listed": [], "pages": 1, "page": 1, "steps": []}
    if seen(reader, one):
        try:
            told |= listed(reader, one, status, number_asked(request, "page"))
        except NotReadyError:
            told["making"] = True
    return render(
        request,
        "policy/one.html",
        {
            **frame(reader, reader.months[-1]),
            **told,
            "policy": one,
            "offer": offer,
            "state": state_of(offer),
            "subject": SUBJECTS[subject],
            "subject_page": subject,
            "clauses": [written(clause) for clause in clauses(one.rule)],
            "ladder": ladder_told(one),
            "choice": CHOICES[offer.award.choose] if len(offer.award.tiers) > 1 else "",
            "definitions": facts_asked(one),
            "unit": unit_named(reader, offer.unit),
            "issuer": unit_named(reader, offer.document.issuer),
            "reviewed": offer.review.state in REVIEWED,
            "review_failed": offer.review.state is Review.FAILED,
            "cases": [
                (case, case_faults(one, case.name, catalogue(subject))) for case in offer.cases
            ],
            "versions": PolicyVersion.objects.filter(key=key),
            "seen": seen(reader, one),
            "status": status,
            "paging": f"status={quote(status)}&",
            "statuses": SHOWN,
            "may_export": request.access.may(Ability.EXPORT) and seen(reader, one),
            "may_edit": request.access.may(Ability.POLICY),
        },
    )  # fmt: skip


def listed(reader: Reader, policy: Policy, status: Status, number: int) -> dict[str, Any]:
    """A page of those who stand so, and the counts of all."""
    subject = Subject(policy.offer.subject)
    made = outcomes(reader, subject)
    total = many(made.standing(policy.key, status))
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(number, 1), pages)
    some = made.subjects(policy.key, status, slice((number - 1) * PER_PAGE, number * PER_PAGE))
    rows = [
        (named(facts, key), reverse("policy_match", args=[subject, key]),
         match_told(found, reader.access, reader.district))
        for key, facts, found in matches(reader, policy, some)
    ]  # fmt: skip
    near = zip(
        (written(clause) for clause in clauses(policy.rule)), made.near_by(policy.key), strict=True
    )
    return {
        "counted": made.counted(policy.key), "listed": rows, "pages": pages, "page": number,
        "total": total,
        "steps": sorted((pair for pair in near if pair[1]), key=lambda pair: -pair[1]),
    }  # fmt: skip


def unit_named(reader: Reader, said: str) -> str:
    named_by = {department.id: department.name for department in reader.district.departments}
    return named_by.get(said, said)


@page(
    "policy/one/<slug:policy>/list.<sheet:kind>", name="policy_out", title="政策对象导出",
    needs=Ability.EXPORT,
)  # fmt: skip
def policy_out(request: HttpRequest, reader: Reader, *, policy: str, kind: str) -> HttpResponseBase:
    one, status = policy_of(policy), status_asked(request)
    subject = Subject(one.offer.subject)
    if not seen(reader, one):
        raise Http404("当前岗位不能导出这项政策的对象")
    try:
        keys = outcomes(reader, subject).subjects(policy, status)
    except NotReadyError as error:
        raise Http404("这一期的事实表还在准备，请稍后再导出") from error
    record(
        Action.EXPORT, f"{one.offer.name} {status.value}名单", author=request.access.author,
        unit=request.access.unit,
        detail={"rows": len(keys), "purpose": request.session.get("purpose", "")},
    )  # fmt: skip
    fields = [
        Field(f"{SUBJECTS[subject]}名称", width=32), Field("编号", width=24), Field("状态"),
        Field("金额（元）", 2), Field("金额说明", width=24), Field("差在哪里", width=40),
        Field("还不知道", width=40),
    ]  # fmt: skip
    return taken_out(
        kind, f"{one.offer.name} {status.value}", fields, cells(reader, one, keys),
        reader=reader, access=request.access,
    )  # fmt: skip


AT_A_TIME = 2000


def cells(reader: Reader, policy: Policy, keys: list[str]) -> Iterator[list[Cell]]:
    for start in range(0, len(keys), AT_A_TIME):
        for key, facts, found in matches(reader, policy, keys[start : start + AT_A_TIME]):
            told = match_told(found, reader.access, reader.district)
            amount = rounded(Fraction(told.worth, 100), 2) if told.worth else None
            name = named(facts, key)
            yield [name, key, told.status, amount, told.amount, lacks(told), asks(told)]


def lacks(told: MatchTold) -> str:
    return "；".join(
        f"{clause.words}{f'（{clause.away}）' if clause.away else ''}"
        for clause in told.clauses
        if clause.state == "unmet"
    )


def asks(told: MatchTold) -> str:
    return "；".join(clause.ask for clause in told.clauses if clause.ask)
