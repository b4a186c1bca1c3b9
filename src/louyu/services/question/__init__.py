"""政策法规AI服务 question: ask in Chinese, get the passages that answer, verbatim, or a refusal.

    document -> cutting -> index          passages(document), index_of(passages)
    question -> finding -> answer         found_answer(index, question, …)
    answer -> prompt -> (a model) -> gate prompt_for(…), with_model(extract, written, …)

`louyu.answering` does all of it in one call.
"""

from louyu.services.question.answer import (
    NOT_FOUND,
    Answer,
    Extract,
    Handover,
    NotFound,
    found_answer,
    with_model,
)
from louyu.services.question.asking import Case
from louyu.services.question.cutting import passages
from louyu.services.question.document import Document, Facts, document_facts
from louyu.services.question.finding import Evidence, Wanted, ranked
from louyu.services.question.gate import Fault, Sentence, Verdict, checked
from louyu.services.question.index import Index, index_of
from louyu.services.question.passage import Passage, Span
from louyu.services.question.personal import Stripped, stripped
from louyu.services.question.prompt import Prompt, prompt_for
from louyu.services.question.unit import Desk, unit_to_ask

__all__ = [
    "NOT_FOUND",
    "Answer",
    "Case",
    "Desk",
    "Document",
    "Evidence",
    "Extract",
    "Facts",
    "Fault",
    "Handover",
    "Index",
    "NotFound",
    "Passage",
    "Prompt",
    "Sentence",
    "Span",
    "Stripped",
    "Verdict",
    "Wanted",
    "checked",
    "document_facts",
    "found_answer",
    "index_of",
    "passages",
    "prompt_for",
    "ranked",
    "stripped",
    "unit_to_ask",
    "with_model",
]
