"""回答 answer: quotation, refusal or handover. Nothing here asks a model; what one wrote is given.

A question about a case goes to the rule engine with what was found; one without a passage that
speaks of it is refused, with the unit to ask; every other gets its passages verbatim. A model's
sentences are shown above them only when `gate.checked` lets all of them pass.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from louyu.services.question.area import areas_in
from louyu.services.question.asking import Case, case_asked
from louyu.services.question.finding import OFF_TOPIC, Evidence, Ranking, Wanted, ranked
from louyu.services.question.gate import Fault, Sentence, checked
from louyu.services.question.index import Floats, Index
from louyu.services.question.terms import fold
from louyu.services.question.unit import Desk, unit_to_ask

NOT_FOUND = "没有找到依据"


@dataclass(frozen=True)
class Extract:
    """The passages that answer, a model's sentences if they passed; ``fault`` is for the log."""

    evidence: tuple[Evidence, ...]
    sentences: tuple[Sentence, ...] = ()
    fault: Fault | None = None
    where: str = ""


@dataclass(frozen=True)
class NotFound:
    """没有找到依据: why, the unit to ask, and what came nearest (for the policy desk's list)."""

    reason: str
    unit: str
    nearest: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Handover:
    """A question about a case, for the rule engine; the passages are shown beside its answer."""

    case: Case
    documents: tuple[str, ...]
    evidence: tuple[Evidence, ...]


Answer = Extract | NotFound | Handover


def found_answer(
    index: Index,
    question: str,
    *,
    day: date,
    desks: Sequence[Desk],
    otherwise: str,
    place: str = "",
    kinds: frozenset[str] = frozenset(),
    enterprises: tuple[str, ...] = (),
    vector: Floats | None = None,
) -> Answer:
    """What can be said by quotation alone, of documents in force on the day."""
    wanted = Wanted(day, place, kinds)
    ranking = ranked(index, question, wanted=wanted, vector=vector)
    evidence = tuple(one for one in ranking.evidence() if one.covered >= OFF_TOPIC)
    case = case_asked(question, enterprises=enterprises)
    if case is not None:
        documents = tuple(dict.fromkeys(one.document.id for one in evidence))
        return Handover(case, documents, evidence)
    unknown = unknown_documents(index, question)
    if unknown or not evidence:
        unit = unit_to_ask(question, desks, otherwise=otherwise)
        return NotFound(reason(ranking, question, unknown), unit, tuple(ranking.evidence()))
    return Extract(evidence)


def with_model(extract: Extract, written: str, given: Sequence[Evidence]) -> Extract:
    """The extract with what a model wrote about the passages it was given, if all of it holds."""
    verdict = checked(written, given)
    place = {id(one): at for at, one in enumerate(extract.evidence)}
    sentences = tuple(
        Sentence(said.text, tuple(place[id(given[number])] for number in said.cites))
        for said in verdict.sentences
    )
    return replace(extract, sentences=sentences, fault=verdict.fault, where=verdict.where)


def unknown_documents(index: Index, question: str) -> tuple[str, ...]:
    """Documents the question names, by title or number, that no document here is or speaks of."""
    named = [found[1] for found in TITLE.finditer(question)]
    named += [found[0] for found in NUMBER.finditer(fold(question))]
    texts = index.texts
    return tuple(
        dict.fromkeys(name for name in named if not any(fold(name) in text for text in texts))
    )


TITLE = re.compile(r"《([^《》]{2,60})》")
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}[〔\[(]\d{4}[〕\])]\d{1,4}号")


def reason(ranking: Ranking, question: str, unknown: Sequence[str]) -> str:
    """Why nothing is quoted, in words for the asker."""
    if unknown:
        return f"文件库里没有提到“{'”“'.join(unknown)}”的文件"
    if (areas := areas_in(question)) and not any(
        area in text for area in areas for text in ranking.index.texts
    ):
        return f"文件库里没有“{'”“'.join(sorted(areas))}”的文件"
    if not len(ranking.order):
        return "文件库里没有说到所问事项的文件"
    return "文件库里最接近的段落也没有说到所问事项"
