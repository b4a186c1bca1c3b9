"""检索依据 finding: the passages that answer, highlighted, each with what it was found by.

A score orders passages and promises nothing. `covered` says which share of what was asked stands in
a passage at all, rare words counting more; below `OFF_TOPIC` the question is about something else.
It can't tell a question whose document is missing from one whose document is here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from louyu.services.question.area import areas_in
from louyu.services.question.document import Document
from louyu.services.question.index import Floats, Index, Weighed, weighed
from louyu.services.question.marking import marks
from louyu.services.question.passage import Passage, Span
from louyu.services.question.terms import PAIR, pairs_of
from louyu.services.question.wording import Glossary, LayWord, asked_words, lay_words, lay_words_in

OFF_TOPIC = 0.15
"""Chosen on invented questions: see docs/explanation/questions.md."""
LAY = 0.8
"""Weight of a glossary's word beside a word of the question."""
WHOLE = 0.3
"""Weight of what the question finds in a passage's whole document."""
UNSEEN = 0.5
"""Weight of a pair that stands in no passage, when what is covered is counted."""
LOOKED_AT = 60
"""Best passages that are looked at once more, for what is said twice and what is covered."""
SAME = 0.85
"""Passages that share so many of their pairs of characters say the same."""
LIKELY_SAME = 11
"""Signs of 16 that agree before two texts are compared."""
RANK_OFFSET = 60
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)."""


@dataclass(frozen=True)
class Evidence:
    """A passage, its score by parts, the share of the question it covers, what to highlight.

    ``spans`` are in the document's text; ``also`` are passages that say the same.
    """

    passage: Passage
    score: float
    parts: Mapping[str, float]
    covered: float
    spans: tuple[Span, ...]
    also: tuple[Passage, ...] = ()

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def document(self) -> Document:
        return self.passage.document


@dataclass(frozen=True)
class Wanted:
    """Which documents may answer: in force on a day, of a place, of some kinds. Empty is any."""

    day: date | None = None
    place: str = ""
    kinds: frozenset[str] = frozenset()

    def takes(self, document: Document) -> bool:
        fits = not self.place or document.place in {"", self.place}
        of_kind = not self.kinds or document.kind in self.kinds
        return fits and of_kind and (self.day is None or document.in_force(self.day))


@dataclass(frozen=True)
class Ranking:
    """Passages, best first, with what put them there; `evidence` shows the first of them."""

    index: Index
    question: str
    beside: Mapping[str, LayWord]
    asked: Weighed
    order: NDArray[np.int64]
    total: Floats
    whole: Floats
    covered: Floats
    close: Floats | None = None

    def evidence(self, most: int = 3) -> list[Evidence]:
        """The best passages that say different things."""
        chosen = apart(self.index, self.order.tolist(), most)
        return [self.one(at, also) for at, also in chosen.items()]

    def one(self, at: int, also: Sequence[int]) -> Evidence:
        passage = self.index.passages[at]
        parts = self.index.parts(self.asked, at) | {"document": float(self.whole[at])}
        if self.close is not None:
            parts["meaning"] = float(self.close[at])
        words = {word for lay, said in self.beside.items() for word in [lay, *said.official]}
        return Evidence(
            passage,
            float(self.total[at]),
            parts,
            float(self.covered[at]),
            marks(passage, self.question, words),
            tuple(self.index.passages[twin] for twin in also),
        )


def ranked(
    index: Index,
    question: str,
    *,
    wanted: Wanted | None = None,
    glossary: Glossary | None = None,
    vector: Floats | None = None,
    most: int = LOOKED_AT,
) -> Ranking:
    """The passages that have something of the question. ``vector`` is its embedding, if any."""
    beside = lay_words_in(question, lay_words() if glossary is None else glossary)
    asked = weighed(index, asked_words(question), lay_weights(beside))
    allowed = allowed_passages(index, wanted or Wanted(), areas_in(question))
    own, documents = index.scored(asked)
    sums = np.where(allowed, own, 0).astype(np.float32)
    whole = (WHOLE * documents).astype(np.float32)
    total = np.where(sums > 0, sums + whole, 0).astype(np.float32)
    order = best(total, most)
    order = order[total[order] > 0]
    close: Floats | None = None
    if vector is not None and index.vectors is not None:
        close = (index.vectors @ vector).astype(np.float32)
        order = fused(order, best(np.where(allowed, close, -np.inf).astype(np.float32), most))
        order = order[allowed[order]]
    covered = coverage(index, asked, beside)
    return Ranking(index, question, beside, asked, order, total, whole, covered, close)


def apart(index: Index, order: Sequence[int], most: int) -> dict[int, list[int]]:
    """The first passages that say different things, each with those that say nearly the same."""
    chosen: dict[int, list[int]] = {}
    for at in order:
        agree = (index.signatures[list(chosen)] == index.signatures[at]).sum(axis=1)
        likely = [first for first, same in zip(chosen, agree, strict=True) if same >= LIKELY_SAME]
        text = index.passages[at].text
        twin = next((one for one in likely if alike(index.passages[one].text, text)), None)
        if twin is not None:
            chosen[twin].append(at)
        elif len(chosen) == most:
            break
        else:
            chosen[at] = []
    return chosen


def lay_weights(beside: Mapping[str, LayWord]) -> dict[str, float]:
    """Official words and their weights: a lay word with many of them gives each the less."""
    weights: dict[str, float] = {}
    for said in beside.values():
        for word in said.official:
            weights[word] = max(weights.get(word, 0.0), LAY / len(said.official) ** 0.5)
    return weights


def allowed_passages(index: Index, wanted: Wanted, areas: frozenset[str]) -> NDArray[np.bool_]:
    """Which passages may answer: no title alone, only of documents that are wanted, and of no
    other district than one that is named."""
    if wanted == Wanted() and not areas:
        return index.bodies
    takes = np.fromiter((wanted.takes(one) for one in index.documents), dtype=np.bool_)
    if areas:
        takes &= np.fromiter((not own or bool(own & areas) for own in index.areas), dtype=np.bool_)
    mask: NDArray[np.bool_] = takes[index.groups] & index.bodies
    return mask


def best(scores: Floats, most: int) -> NDArray[np.int64]:
    """Places of the highest scores, highest first; equals in the order of the passages."""
    if len(scores) > most:
        line = np.partition(scores, len(scores) - most)[len(scores) - most]
        some = np.flatnonzero(scores >= line)
    else:
        some = np.arange(len(scores))
    return some[np.argsort(-scores[some], kind="stable")][:most].astype(np.int64)


def fused(*orders: NDArray[np.int64]) -> NDArray[np.int64]:
    """Best by words and best by meaning as one order, by reciprocal ranks."""
    total: dict[int, float] = {}
    for order in orders:
        for rank, at in enumerate(order[:LOOKED_AT].tolist(), 1):
            total[at] = total.get(at, 0.0) + 1 / (RANK_OFFSET + rank)
    return np.array(sorted(total, key=lambda at: (-total[at], at)), dtype=np.int64)


def coverage(index: Index, asked: Weighed, beside: Mapping[str, LayWord]) -> Floats:
    """Which share of what the question is about each passage has, by the rarity of its pairs.

    A lay word counts as there where one of its official words is; one that only asks counts for
    nothing. A pair that no passage has is mostly the seam of two words, and counts `UNSEEN`.
    """
    own = asked.terms[~asked.lay & (asked.terms >= PAIR)]
    places = index.places(own)
    rarity = np.where(places >= 0, index.rarities(places), UNSEEN * index.rarities(places))
    weights = dict(zip(own.tolist(), rarity.tolist(), strict=True))
    said = {lay: [pair for pair in pairs_of(lay) if pair in weights] for lay in beside}
    for lay, pairs in said.items():
        if beside[lay].asks:
            for pair in pairs:
                weights.pop(pair, None)
    total = sum(weights.values())
    shares = index.nothing()
    for term, weight in weights.items():
        there = passages_with(index, [term])
        for lay, pairs in said.items():
            if term in pairs:
                for word in beside[lay].official:
                    there |= passages_with(index, pairs_of(word))
        shares += weight * there
    return (shares / total).astype(np.float32) if total else shares


def passages_with(index: Index, terms: Sequence[int]) -> NDArray[np.bool_]:
    """Which passages have all of the terms; none has all of nothing."""
    places = index.places(np.array(terms, dtype=np.int64))
    there = np.zeros(len(index.passages), dtype=np.bool_)
    if not len(places) or (places < 0).any():
        return there
    counts = np.bincount(
        np.concatenate([index.holders[index.having(int(place))] for place in places]),
        minlength=len(there),
    )
    there[:] = counts >= len(set(terms))
    return there


def alike(one: str, other: str) -> bool:
    """Nearly the same text, whichever is the longer: by all pairs of characters."""
    left, right = (set(map(str.__add__, text, text[1:])) for text in (one, other))
    return len(left & right) >= SAME * len(left | right) > 0
