"""政策目录: what is offered, in force or not, with how many may have it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from louyu.district import Offer
from louyu.district.offer import Family
from louyu.services.policy.fact import SUBJECTS, Subject
from louyu.services.policy.policy import PolicyError
from louyu.services.policy.rule import facts_of
from louyu.web.frame.months import frame
from louyu.web.offers.book import book
from louyu.web.offers.outcomes import Counted, NotReadyError, outcomes, today
from louyu.web.offers.told import closed
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

STATES = ("在有效期", "未到期", "已过期")
MOST_TYPED = 40


@dataclass(frozen=True)
class Row:
    """An offer in the catalogue."""

    offer: Offer
    state: str
    subject: str
    counted: Counted | None
    error: PolicyError | None
    asks_place: bool


def state_of(offer: Offer) -> str:
    day = today()
    if day < offer.valid.since:
        return "未到期"
    return "在有效期" if offer.valid.on(day) else "已过期"


def counts(reader: Reader) -> tuple[dict[str, Counted], bool]:
    """How many stand how to each policy; and whether that is still being made."""
    found: dict[str, Counted] = {}
    for subject in Subject:
        if subject is Subject.ENTERPRISE and not reader.access.scope.whole:
            continue
        try:
            made = outcomes(reader, subject)
        except NotReadyError:
            return found, True
        found |= {key: made.counted(key) for key in made.found}
    return found, False


def rows(reader: Reader) -> tuple[list[Row], bool]:
    now = book()
    counted, making = counts(reader)
    told = []
    for key, offer in now.offers.items():
        policy = now.policies.get(key)
        shut = policy is not None and closed(reader.access, tuple(facts_of(policy.rule)))
        told.append(
            Row(
                offer, state_of(offer), SUBJECTS[Subject(offer.subject)],
                None if shut else counted.get(key), now.unread.get(key),
                policy.asks_place if policy else False,
            )
        )  # fmt: skip
    return told, making


def words_of(offer: Offer) -> str:
    """What a search looks through."""
    return f"{offer.name} {offer.kind} {offer.to} {offer.document.text}".casefold()


@page("policy/", name="policies", title="政策目录", needs=Ability.READ, menu="政策")
def policies_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    said = {
        name: request.GET.get(name, "").strip()[:MOST_TYPED]
        for name in ("q", "family", "subject", "state")
    }
    every, making = rows(reader)
    shown = [
        row
        for row in every
        if said["q"].casefold() in words_of(row.offer)
        and said["family"] in ("", row.offer.family)
        and said["subject"] in ("", row.offer.subject)
        and said["state"] in ("", row.state)
    ]
    return render(
        request,
        "policy/policies.html",
        {
            **frame(reader, reader.months[-1]),
            "rows": shown,
            "total": len(every),
            "making": making,
            "said": said,
            "families": [family.value for family in Family],
            "subjects": list(SUBJECTS.items()),
            "states": STATES,
            "day": today(),
            "may_edit": request.access.may(Ability.POLICY),
        },
    )
