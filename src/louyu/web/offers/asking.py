"""问政策 asking: a question answered by the library, and kept without who asked."""

from dataclasses import dataclass

from louyu.answering import answered
from louyu.district import Offer
from louyu.services.question import Answer, Evidence, Extract, Handover, NotFound, Span, stripped
from louyu.web.ledger.asked_question import AskedQuestion, Outcome
from louyu.web.offers.book import book
from louyu.web.offers.library import desks, endpoint, library, otherwise
from louyu.web.offers.outcomes import today
from louyu.web.shelf import district_of_site

MOST_TYPED = 300


@dataclass(frozen=True)
class Piece:
    """Some words of a passage, marked or not."""

    words: str
    marked: bool


@dataclass(frozen=True)
class Quoted:
    """A passage as a page shows it."""

    pieces: tuple[Piece, ...]
    title: str
    number: str
    clause: str
    issuer: str
    issued: str
    validity: str
    also: int


def quoted(one: Evidence) -> Quoted:
    document, cut = one.document, one.passage
    return Quoted(
        pieces=pieces(document.text, cut.start, cut.end, one.spans), title=document.title,
        number=document.number, clause=cut.clause, issuer=document.issuer,
        issued=document.issued.isoformat() if document.issued else "",
        validity=document.validity(today()), also=len(one.also),
    )  # fmt: skip


def pieces(text: str, start: int, end: int, spans: tuple[Span, ...]) -> tuple[Piece, ...]:
    """The passage word for word, parted where something is marked."""
    found: list[Piece] = []
    at = start
    for span in sorted(spans):
        first, last = max(span.start, at), min(span.end, end)
        if first >= last:
            continue
        if at < first:
            found.append(Piece(text[at:first], marked=False))
        found.append(Piece(text[first:last], marked=True))
        at = last
    if at < end:
        found.append(Piece(text[at:end], marked=False))
    return tuple(found)


def asked(said: str) -> tuple[Answer, str]:
    district = district_of_site()
    return answered(
        library().index, said, day=today(), desks=desks(district), otherwise=otherwise(district),
        place=district.name, endpoint=endpoint(),
    )  # fmt: skip


def offers_meant(answer: Handover) -> list[Offer]:
    """The policies a question about a case is about: named, or standing in what was found."""
    titles = {library().documents[each].title for each in answer.documents}
    now = book()
    return [
        offer
        for key, offer in now.offers.items()
        if key in now.policies
        and (
            (offer.document.title in titles and near(offer, answer.evidence))
            or any(name in offer.name or offer.name in name for name in answer.case.policies)
        )
    ]


def near(offer: Offer, evidence: tuple[Evidence, ...]) -> bool:
    """Whether a passage that was found is the clause an offer stands in."""
    return any(offer.document.text[:20] in one.text for one in evidence)


def kept(said: str, answer: Answer, trouble: str, *, role: str) -> AskedQuestion:
    outcome = {
        Extract: Outcome.QUOTED, Handover: Outcome.HANDED, NotFound: Outcome.NOT_FOUND
    }[type(answer)]  # fmt: skip
    evidence = () if isinstance(answer, NotFound) else answer.evidence
    return AskedQuestion.objects.create(
        question=stripped(said).text[:MOST_TYPED], outcome=outcome,
        cited=[f"{one.document.title} {one.passage.clause}".strip() for one in evidence],
        unit=answer.unit[:80] if isinstance(answer, NotFound) else "", trouble=trouble[:300],
        role=role,
    )  # fmt: skip
