"""政策 policies: what is offered, how one subject stands to all of it, and questions answered."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from louyu.district import Offer
from louyu.services.policy.fact import Subject
from louyu.services.policy.grammar import written
from louyu.services.policy.judging import Judge
from louyu.services.policy.matching import match as matched
from louyu.services.policy.rule import clauses
from louyu.services.question import Extract, Handover, NotFound
from louyu.web.api.keyed import AUTH, needing, reader_of
from louyu.web.api.shown import Limit, Listed, Offset, listed
from louyu.web.ledger.audit import Action, record
from louyu.web.offers.asking import MOST_TYPED, Quoted, asked, kept, offers_meant, quoted
from louyu.web.offers.book import book
from louyu.web.offers.outcomes import NotReadyError, facts_of, today
from louyu.web.offers.told import ClauseTold, MatchTold, ladder_told, match_told, ordered
from louyu.web.people.roles import Ability

router = Router(tags=["政策"], auth=AUTH)


class PolicySaid(Schema):
    """An offer of the catalogue."""

    key: str
    name: str
    kind: str
    family: str
    subject: str
    to: str
    version: int
    since: str
    until: str | None
    automatic: bool
    review: str
    document: str
    number: str
    clause: str
    text: str
    conditions: list[str]
    award: list[list[str]]
    cap: str
    papers: list[str]
    unit: str


def said_of(offer: Offer) -> dict[str, Any]:
    policy = book().policies.get(offer.key)
    return {
        "key": offer.key, "name": offer.name, "kind": offer.kind, "family": offer.family.value,
        "subject": offer.subject, "to": offer.to, "version": offer.version,
        "since": offer.valid.since.isoformat(),
        "until": offer.valid.until.isoformat() if offer.valid.until else None,
        "automatic": offer.automatic, "review": offer.review.state.value,
        "document": offer.document.title, "number": offer.document.number,
        "clause": offer.document.clause, "text": offer.document.text,
        "conditions": [written(clause) for clause in clauses(policy.rule)] if policy else [],
        "award": [list(pair) for pair in ladder_told(policy)] if policy else [],
        "cap": offer.award.cap, "papers": [paper.name for paper in offer.papers],
        "unit": offer.unit,
    }  # fmt: skip


@router.get("/policies", response=Listed[PolicySaid], summary="政策目录")
@needing(Ability.READ)
def policies(
    request: HttpRequest,
    family: str | None = None,
    subject: str | None = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> dict[str, Any]:
    """在目录里的政策、金融产品、服务和人才政策，连同条件、金额和原文。"""
    reader = reader_of(request)
    chosen = [
        offer
        for offer in book().offers.values()
        if family in (None, offer.family.value) and subject in (None, offer.subject)
    ]
    page = listed(reader.name, chosen, offset, limit)
    page["items"] = [said_of(offer) for offer in chosen[offset : offset + limit]]
    return page


@router.get("/policies/{key}", response=PolicySaid, summary="一项政策")
@needing(Ability.READ)
def policy(request: HttpRequest, key: str) -> dict[str, Any]:  # noqa: ARG001 - ninja gives it
    offer = book().offers.get(key)
    if offer is None:
        raise HttpError(404, f"目录里没有政策“{key[:60]}”")
    return said_of(offer)


class ClauseSaid(Schema):
    """A clause of one subject: how it stands, by what, how far it is, whom to ask."""

    words: str
    state: str
    value: str
    away: str
    ask: str
    parts: list["ClauseSaid"]


class MatchSaid(Schema):
    """One policy for one subject."""

    policy: str
    name: str
    status: str
    amount: str
    clauses: list[ClauseSaid]


def clause_said(clause: ClauseTold) -> dict[str, Any]:
    return {
        "words": clause.words, "state": clause.state, "value": clause.value, "away": clause.away,
        "ask": clause.ask, "parts": [clause_said(part) for part in clause.parts],
    }  # fmt: skip


def match_said(told: MatchTold) -> dict[str, Any]:
    return {
        "policy": told.policy.key, "name": told.policy.offer.name, "status": told.status,
        "amount": told.amount, "clauses": [clause_said(clause) for clause in told.clauses],
    }  # fmt: skip


@router.get(
    "/matches/{subject}/{thing}", response=Listed[MatchSaid], summary="一个企业或一幢楼的政策匹配"
)
@needing(Ability.READ)
def matches(
    request: HttpRequest, subject: str, thing: str, offset: Offset = 0, limit: Limit = 100
) -> dict[str, Any]:
    """可享的在前；每一项带条件、依据和差距。税收按本岗位或密钥的权限显示。"""
    kind = next((each for each in Subject if each == subject), None)
    if kind is None:
        raise HttpError(404, "对象是 enterprise 或 building")
    reader = reader_of(request)
    try:
        found = facts_of(reader, kind, [thing])
    except NotReadyError as error:
        raise HttpError(503, "这一期的事实表还在准备，请稍后再取") from error
    if not found:
        raise HttpError(404, f"没有“{thing[:60]}”，或它不在范围内")
    access = request.access
    judge = Judge(found[0][1], today=today())
    told = ordered(
        [match_told(matched(each, judge), access, reader.district) for each in book().of(kind)]
    )
    if access.exact:
        record(
            Action.READ, f"政策匹配 {thing}", author=access.author, unit=access.unit,
            detail={"by": "API"},
        )  # fmt: skip
    page = listed(reader.name, told, offset, limit)
    page["items"] = [match_said(each) for each in told[offset : offset + limit]]
    return page


class QuestionSaid(Schema):
    question: str = Field(min_length=2, max_length=MOST_TYPED)


class QuoteSaid(Schema):
    """A passage, word for word, with where it stands and whether it holds."""

    text: str
    title: str
    number: str
    clause: str
    issuer: str
    issued: str
    validity: str


class QuestionAnswered(Schema):
    """``quoted``: passages; ``handed``: the rules answer, see the policies; ``not_found``: why, and
    whom to ask. ``sentences`` only where a configured model's words passed every check."""

    outcome: str
    quotes: list[QuoteSaid]
    sentences: list[str]
    policies: list[str]
    reason: str
    unit: str


def quote_said(quote: Quoted) -> dict[str, Any]:
    return {
        "text": "".join(piece.words for piece in quote.pieces), "title": quote.title,
        "number": quote.number, "clause": quote.clause, "issuer": quote.issuer,
        "issued": quote.issued, "validity": quote.validity,
    }  # fmt: skip


@router.post("/questions", response=QuestionAnswered, summary="问政策")
@needing(Ability.READ)
def question_ask(request: HttpRequest, said: QuestionSaid) -> dict[str, Any]:
    """答的是文件原文；没有依据就说没有。问题去掉个人信息后记下，不记是谁问的。"""
    answer, trouble = asked(said.question)
    one = kept(said.question, answer, trouble, role=request.access.role)
    told: dict[str, Any] = {
        "outcome": one.outcome, "quotes": [], "sentences": [], "policies": [], "reason": "",
        "unit": "",
    }  # fmt: skip
    match answer:
        case Extract(evidence, sentences):
            told["quotes"] = [quote_said(quoted(each)) for each in evidence]
            told["sentences"] = [sentence.text for sentence in sentences]
        case Handover(_case, _documents, evidence):
            told["quotes"] = [quote_said(quoted(each)) for each in evidence]
            told["policies"] = [offer.key for offer in offers_meant(answer)]
        case NotFound(reason, unit, _nearest):
            told |= {"reason": reason, "unit": unit}
    return told
