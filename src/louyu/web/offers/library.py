"""文件库 library: the documents that are quoted, and the index by which they are found.

Full texts that the desk took in, and of every offer in force the clause it stands in. Read once and
kept while nothing changes.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from louyu.answering import index_with_meaning
from louyu.district import District, Offer
from louyu.endpoint import Endpoint, EndpointError
from louyu.services.question import Desk, Document, Index, Passage, index_of, passages
from louyu.web.ledger.policy_text import PolicyText
from louyu.web.offers.book import book
from louyu.web.shelf import district_of_site

LOCK = threading.Lock()


@dataclass(frozen=True)
class Library:
    stamp: object
    documents: dict[str, Document]
    index: Index


KEPT: list[Library] = []


def library() -> Library:
    """The documents that may be quoted now."""
    newest = PolicyText.objects.order_by("-changed_at").values_list("pk", "changed_at")[:1]
    stamp = (book().stamp, PolicyText.objects.count(), *newest)
    with LOCK:
        if not KEPT or KEPT[0].stamp != stamp:
            KEPT[:] = [library_read(stamp)]
        return KEPT[0]


def library_read(stamp: object) -> Library:
    documents = [text.document for text in PolicyText.objects.order_by("pk")]
    whole = {document.title for document in documents}
    documents += [each for each in clauses_of(book().offers.values()) if each.title not in whole]
    cut = [passage for document in documents for passage in passages(document)]
    return Library(stamp, {each.id: each for each in documents}, indexed(cut))


def indexed(cut: list[Passage]) -> Index:
    """With meaning where an endpoint for it is configured and answers; else by words alone."""
    there = endpoint()
    if there is not None and there.embedding_model:
        try:
            return index_with_meaning(cut, there)
        except EndpointError:
            return index_of(cut)
    return index_of(cut)


def clauses_of(offers: Iterable[Offer]) -> list[Document]:
    """Of each document the clauses that offers stand in, as far as they were written down.

    A document whose clauses are different units' is parted by unit: each is quoted with its own.
    """
    ordered = sorted(offers, key=lambda offer: (*source(offer), offer.document.clause))
    return [clauses_document(list(some)) for _, some in groupby(ordered, key=source)]


def source(offer: Offer) -> tuple[str, str]:
    return offer.document.title, offer.document.issuer


def clauses_document(offers: list[Offer]) -> Document:
    first = offers[0].document
    units = {each.id: each.name for each in district_of_site().departments}
    said = {f"{each.document.clause}　{each.document.text}": None for each in offers}
    ends = [each.valid.until for each in offers]
    return Document(
        id=f"offers-{first.title}-{first.issuer}", title=first.title,
        text="\n".join(said), number=first.number, issued=first.issued_on,
        issuer=units.get(first.issuer, first.issuer),
        since=min(each.valid.since for each in offers),
        until=None if None in ends else max(day for day in ends if day is not None),
        place=district_of_site().name,
    )  # fmt: skip


def endpoint() -> Endpoint | None:
    """The model an administrator configured; None where there is none, and nothing leaves here."""
    said = settings.MODEL_ENDPOINT
    return Endpoint(**said) if said else None


def desks(district: District) -> tuple[Desk, ...]:
    """Which unit answers for what: by the offers it answers for and the plan's tasks it leads."""
    named = {each.id: each.name for each in district.departments}
    topics: dict[str, list[str]] = {}
    for offer in book().offers.values():
        topics.setdefault(named.get(offer.unit, offer.unit), []).append(
            f"{offer.name} {offer.kind} {offer.document.text}"
        )
    for task in district.tasks:
        for unit in task.lead:
            topics.setdefault(named.get(unit, unit), []).append(f"{task.task} {task.measure}")
    return tuple(Desk(unit, tuple(words)) for unit, words in sorted(topics.items()))


def otherwise(district: District) -> str:
    """Whom to ask when no unit's matters are near."""
    named = {each.id: each.name for each in district.departments}
    return named.get("task_force") or named.get("development") or district.departments[0].name
