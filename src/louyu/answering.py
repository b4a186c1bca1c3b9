"""依据问答 answering: from a question to quotation, refusal or handover, with a model or without.

The one place where the pure answer and the endpoint meet; pages, the API and the command line use
it alike. An endpoint that fails, lies or is slow costs its sentences, never the quotation.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np

from louyu.endpoint import Endpoint, EndpointError
from louyu.services.question import (
    Answer,
    Desk,
    Extract,
    Index,
    Passage,
    found_answer,
    index_of,
    prompt_for,
    stripped,
    with_model,
)
from louyu.services.question.index import Floats

BATCH = 64
"""Texts that are sent for embeddings at once."""


def index_with_meaning(passages: Sequence[Passage], endpoint: Endpoint) -> Index:
    """An index that knows the passages' embeddings. Raises `EndpointError`."""
    said = [f"{cut.document.title} {cut.heading} {cut.text}" for cut in passages]
    rows = [endpoint.embeddings(said[at : at + BATCH]) for at in range(0, len(said), BATCH)]
    return index_of(passages, vectors=np.concatenate(rows) if rows else None)


def answered(
    index: Index,
    question: str,
    *,
    day: date,
    desks: Sequence[Desk],
    otherwise: str,
    place: str = "",
    kinds: frozenset[str] = frozenset(),
    enterprises: tuple[str, ...] = (),
    endpoint: Endpoint | None = None,
) -> tuple[Answer, str]:
    """The answer, and what to write into the log about the endpoint (empty when all is well)."""
    told = stripped(question, enterprises).text
    vector: Floats | None = None
    trouble = ""
    if endpoint is not None and endpoint.embedding_model and index.vectors is not None:
        try:
            vector = endpoint.embeddings([told])[0]
            if len(vector) != index.vectors.shape[1]:
                vector, trouble = None, "embedding has another length than the index"
        except EndpointError as error:
            trouble = f"embedding: {error}"
    answer = found_answer(
        index,
        question,
        day=day,
        desks=desks,
        otherwise=otherwise,
        place=place,
        kinds=kinds,
        enterprises=enterprises,
        vector=vector,
    )
    if endpoint is None or not isinstance(answer, Extract):
        return answer, trouble
    prompt = prompt_for(told, answer.evidence)
    if prompt is None:
        return answer, "no passage may go to a model"
    try:
        written = endpoint.completion(prompt.system, prompt.user)
    except EndpointError as error:
        return answer, f"model: {error}"
    joined = with_model(answer, written, prompt.passages)
    if joined.fault is not None:
        return joined, f"gate: {joined.fault.name} {joined.fault.value}"
    return joined, trouble
