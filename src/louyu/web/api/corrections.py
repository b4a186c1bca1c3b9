"""更正 corrections: stated by a program, and sent back to the owner of the datum, who answers.

政务数据共享条例 (2025) asks that who finds a shared datum wrong tells its provider, and that the
provider looks into it and answers. Owners fetch what has changed since they last asked.
"""

import datetime as dt
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from louyu.district import District
from louyu.web import word
from louyu.web.api.keyed import AUTH, Number, holder_of, needing, reader_of
from louyu.web.api.shown import Limit
from louyu.web.api.trouble import UnfitError
from louyu.web.correcting import field
from louyu.web.frame.units import unit_called
from louyu.web.ledger.correction import Correction, Stage
from louyu.web.people.rights import Access
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

router = Router(tags=["更正"], auth=AUTH)
SETTLED = dt.timedelta(seconds=60)
"""A cursor stays this far behind: what is being written while it is read is told next time."""

StageName = Literal[
    "proposed", "waiting", "in_force", "refused", "adopted", "declined", "leaving", "withdrawn"
]
assert set(StageName.__args__) == set(Stage.values)
Noun = Literal["building", "enterprise"]


class CorrectionSaid(Schema):
    """A cell as somebody says it is. Values are written as in the files of its dataset."""

    number: int
    reference: str
    kind: Literal["更正", "更新"]
    noun: Noun
    thing: str
    name: str
    column: str
    label: str
    unit: str
    listed: str
    said: str
    since: dt.date | None
    reason: str
    proof: str
    author_unit: str
    owner: str
    said_at: dt.datetime
    changed_at: dt.datetime
    state: StageName
    state_name: str
    edition: str | None
    answer: str
    answered_by_unit: str
    answerable: bool


class CorrectionsSaid(Schema):
    """Corrections in the order of their last change. ``more``: ask again with the cursor now."""

    cursor: str
    more: bool
    items: list[CorrectionSaid]


class WordSaid(Schema):
    """更正 (it was always so) or, with a month, 更新 (it has been so since)."""

    noun: Noun
    thing: Annotated[str, Field(min_length=1, max_length=80)]
    column: Annotated[str, Field(min_length=1, max_length=40)]
    value: Annotated[str, Field(min_length=1, max_length=500)]
    reason: Annotated[str, Field(min_length=word.LEAST_REASON, max_length=500)]
    since: int | None = None
    proof: Annotated[str, Field(max_length=300)] = ""


class AnswerSaid(Schema):
    """The owner's answer: adopt, or decline with a reason; the author's: withdraw."""

    word: Literal["adopt", "decline", "withdraw"]
    reason: Annotated[str, Field(max_length=500)] = ""


def correction_told(access: Access, reader: Reader, said: Correction) -> dict[str, Any]:
    asked = field(reader.district, said.noun, said.column)
    build = said.build
    return {
        "number": said.pk, "reference": said.reference,
        "kind": "更新" if said.holds_from else "更正",
        "noun": said.noun, "thing": said.thing, "name": said.name, "column": said.column,
        "label": asked.column.label if asked else said.column,
        "unit": asked.rules.unit if asked else "",
        "listed": said.was, "said": said.value, "since": said.holds_from,
        "reason": said.reason, "proof": said.proof, "author_unit": said.unit,
        "owner": owner_name(reader.district, said),
        "said_at": said.said_at, "changed_at": said.changed_at,
        "state": said.stage, "state_name": said.standing,
        "edition": (build.edition or None) if build and said.stage == Stage.IN_FORCE else None,
        "answer": said.answer,
        "answered_by_unit": owner_name(reader.district, said) if said.answered_by else "",
        "answerable": word.answerable(access, reader, said, asked),
    }  # fmt: skip


def owner_name(district: District, said: Correction) -> str:
    return unit_called(district, said.owner)


def concerning(
    access: Access, reader: Reader, whose: Literal["owned", "own", "all"]
) -> QuerySet[Correction]:
    if whose == "owned":
        return word.owned(access, reader)
    found = word.visible(access, reader)
    return found.filter(unit=access.unit) if whose == "own" else found


def after(cursor: str) -> Q:
    """What has changed after a cursor: the time of a change and the correction's number."""
    if not cursor:
        return Q()
    try:
        at, _, number = cursor.partition("~")
        when = dt.datetime.fromisoformat(at)
        last = int(number or 0)
    except ValueError:
        raise HttpError(422, "since 须为上一次答复里的 cursor，或 2026-03-01 这样的日期") from None
    if not 0 <= last < 2**62:
        raise HttpError(422, "since 里的单号不对")
    if when.tzinfo is None:
        when = timezone.make_aware(when)
    return Q(changed_at__gt=when) | Q(changed_at=when, pk__gt=last)


@router.get("/corrections", response=CorrectionsSaid, summary="更正清单（退回归属单位）")
@needing(Ability.CORRECT)
def corrections(
    request: HttpRequest,
    since: Annotated[str, Field(max_length=80)] = "",
    whose: Literal["owned", "own", "all"] = "owned",
    state: StageName | None = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """自上次以来有变动的更正：owned 别的单位对本单位的数说的，own 本单位说的，all 看得到的全部。

    把答复里的 cursor 存下，下次作为 since；同一张可能给两次，以单号为准，后来的覆盖先前的。
    """
    reader, access = reader_of(request), request.access
    found = concerning(access, reader, whose).filter(after(since)).order_by("changed_at", "pk")
    found = found.filter(stage=state) if state else found
    rows = list(found[: limit + 1])
    items, more = rows[:limit], len(rows) > limit
    cursor = since
    if items:
        last = items[-1]
        cursor = f"{last.changed_at.isoformat()}~{last.pk}"
        settled = timezone.now() - SETTLED
        if not more and last.changed_at > settled:
            cursor = f"{settled.isoformat()}~0"
    told = [correction_told(access, reader, each) for each in items]
    return {"cursor": cursor, "more": more, "items": told}


def one(request: HttpRequest, reader: Reader, number: int) -> Correction:
    said: Correction = get_object_or_404(word.visible(request.access, reader), pk=number)
    return said


@router.get("/corrections/{number}", response=CorrectionSaid, summary="一张更正单")
@needing(Ability.CORRECT)
def correction(request: HttpRequest, number: Number) -> dict[str, Any]:
    reader = reader_of(request)
    return correction_told(request.access, reader, one(request, reader, number))


@router.post("/corrections", response={202: CorrectionSaid}, summary="提出更正或更新")
@needing(Ability.CORRECT)
def correction_say(request: HttpRequest, said: WordSaid) -> Status:
    """与页面上的更正同样核对。since 不写是更正（一直如此），写年月是更新（自那个月起）。"""
    reader, access = reader_of(request), request.access
    asked = word.asked_of(reader, said.noun, said.column)
    row = word.thing_of(reader, said.noun, said.thing)
    words = {
        "value": said.value.strip(), "reason": said.reason.strip(), "proof": said.proof.strip(),
        "since": str(said.since) if said.since is not None else "",
    }  # fmt: skip
    kept = said_already(access, said, words)
    if kept is None:
        wrong = word.wrongs(access, reader, asked, words, row[said.column])
        if wrong:
            raise UnfitError({f"内容.said.{where}": what for where, what in wrong.items()})
        kept = word.correction_state(
            holder_of(request), access, reader, asked, row, said.column, words
        )
    return Status(202, correction_told(access, reader, one(request, reader, kept.pk)))


def said_already(access: Access, said: WordSaid, words: dict[str, str]) -> Correction | None:
    """The same word of the same unit that still stands: saying it twice is saying it once."""
    return (
        Correction.objects.filter(
            unit=access.unit, noun=said.noun, thing=said.thing, column=said.column,
            value=words["value"], holds_from=word.day_of(words["since"]),
            stage__in=(Stage.PROPOSED, Stage.WAITING, Stage.IN_FORCE),
        ).first()
    )  # fmt: skip


@router.post("/corrections/{number}/answer", response=CorrectionSaid, summary="答复更正")
@needing(Ability.CORRECT)
def correction_answer(request: HttpRequest, number: Number, said: AnswerSaid) -> dict[str, Any]:
    """归属单位采纳（adopt）或说明理由不采纳（decline）；提出的单位撤回（withdraw）。"""
    reader, access = reader_of(request), request.access
    found = one(request, reader, number)
    if said.word == "withdraw":
        word.correction_withdraw(access, found)
    else:
        word.correction_answer(holder_of(request), access, reader, found, said.word, said.reason)
    return correction_told(access, reader, one(request, reader, number))
