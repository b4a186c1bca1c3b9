"""免申即享: who is paid unasked this year, who is left out and why; taken out and recorded."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from louyu.services.policy.fact import SUBJECTS, Subject
from louyu.services.policy.payout import Entry, payout
from louyu.services.policy.policy import Policy
from louyu.web.frame.figures import rounded
from louyu.web.frame.months import frame
from louyu.web.frame.spreadsheet import Cell, Field, taken_out
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.grant import Grant
from louyu.web.offers.book import book
from louyu.web.offers.outcomes import NotReadyError, today
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.policy.costing import money, outlay_of, shut
from louyu.web.policy.one import named
from louyu.web.reader import Reader

SHOWN = 200
"""Lines of a policy that a page shows; the file has them all."""


@dataclass(frozen=True)
class Listed:
    """A policy's list: what is due, and who is left out."""

    policy: Policy
    due: tuple[Entry, ...]
    out: tuple[Entry, ...]
    closed: str

    @property
    def sum(self) -> str:
        return money(self.total)

    @property
    def total(self) -> Fraction:
        return sum((entry.receiver.amount or Fraction(0) for entry in self.due), Fraction(0))

    @property
    def over(self) -> str:
        most = self.policy.budget
        return money(self.total - most) if most is not None and self.total > most else ""

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        return [
            (named(e.receiver.facts, e.receiver.subject), e.receiver.subject,
             money(e.receiver.amount or Fraction(0)))
            for e in self.due[:SHOWN]
        ]  # fmt: skip

    @property
    def left_out(self) -> list[tuple[str, str]]:
        return [(named(e.receiver.facts, e.receiver.subject), e.excluded) for e in self.out[:SHOWN]]


def lists(reader: Reader) -> list[Listed]:
    """Every policy paid unasked. Raises `NotReadyError`."""
    year, day = today().year, today()
    had = {
        (grant.policy, grant.subject): f"{year}年已享受 {money(Fraction(grant.amount))}"
        for grant in Grant.objects.filter(year=year)
    }
    policies = [
        policy
        for policy in book().policies.values()
        if policy.offer.automatic and policy.offer.valid.on(day)
    ]
    seen = [policy for policy in policies if not shut(reader, policy)]
    open_to = [(policy, outlay_of(reader, policy)) for policy in seen]
    entries = payout(open_to, lambda key, subject: had.get((key, subject), ""))
    return [listed(reader, policy, entries) for policy in policies]


def listed(reader: Reader, policy: Policy, entries: tuple[Entry, ...]) -> Listed:
    mine = [entry for entry in entries if entry.policy.key == policy.key]
    due = tuple(entry for entry in mine if not entry.excluded)
    out = tuple(entry for entry in mine if entry.excluded)
    return Listed(policy, due, out, shut(reader, policy))


@page("policy/payout/", name="payout", title="免申即享", needs=Ability.POLICY)
def payout_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    try:
        found, making = lists(reader), False
    except NotReadyError:
        found, making = [], True
    return render(
        request,
        "policy/payout.html",
        {
            **frame(reader, reader.months[-1]),
            "lists": found,
            "making": making,
            "year": today().year,
            "most": SHOWN,
        },
    )


@page(
    "policy/payout.<sheet:kind>", name="payout_out", title="免申即享清单导出", needs=Ability.EXPORT
)  # fmt: skip
def payout_out(request: HttpRequest, reader: Reader, *, kind: str) -> HttpResponseBase:
    try:
        found = lists(reader)
    except NotReadyError as error:
        raise BadRequest("这一期的事实表还在准备，请稍后再导出") from error
    rows = list(cells(found))
    record(
        Action.EXPORT, f"免申即享清单 {today().year}", author=request.access.author,
        unit=request.access.unit,
        detail={"rows": len(rows), "purpose": request.session.get("purpose", "")},
    )  # fmt: skip
    fields = [
        Field("政策", width=28), Field("对象"), Field("名称", width=32), Field("编号", width=24),
        Field("金额（元）", 2), Field("不列入的原因", width=40),
    ]  # fmt: skip
    return taken_out(kind, "免申即享清单", fields, rows, reader=reader, access=request.access)


def cells(found: list[Listed]) -> Iterator[list[Cell]]:
    for each in found:
        for entry in (*each.due, *each.out):
            receiver = entry.receiver
            amount = receiver.amount
            yield [
                each.policy.offer.name, SUBJECTS[Subject(each.policy.offer.subject)],
                named(receiver.facts, receiver.subject), receiver.subject,
                None if amount is None else rounded(amount / 100, 2), entry.excluded,
            ]  # fmt: skip


@page(
    "policy/payout/record", name="payout_record", title="登记兑现", needs=Ability.POLICY,
    methods=("POST",),
)  # fmt: skip
def payout_record(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What was paid of one policy's list, so that nobody is paid twice."""
    try:
        found = next((e for e in lists(reader) if e.policy.key == request.POST.get("key")), None)
    except NotReadyError as error:
        raise BadRequest("这一期的事实表还在准备，请稍后再登记") from error
    if found is None or found.closed:
        raise BadRequest("没有这项可登记的清单")
    author, year = request.access.author, today().year
    with transaction.atomic():
        for entry in found.due:
            receiver = entry.receiver
            assert receiver.amount is not None
            Grant.objects.create(
                policy=found.policy.key, subject=receiver.subject, year=year,
                name=named(receiver.facts, receiver.subject), amount=int(receiver.amount),
                said_by=author,
            )  # fmt: skip
        record(
            Action.POLICY, f"登记兑现 {found.policy.offer.name} {year}", author=author,
            unit=request.access.unit,
            detail={"count": len(found.due), "amount_fen": int(found.total)},
        )  # fmt: skip
    return redirect("payout")
