"""索引 index: BM25 over passages by pairs of characters, words, figures; text, headings, title.

A term that stands in several fields of a passage counts once, by the field where it says most: the
name of a place in every title would otherwise lead to the article that names it once more. The
weights were chosen on invented questions (bench/question.py, seed 7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from louyu.services.question.area import areas_in
from louyu.services.question.document import Document
from louyu.services.question.passage import Passage
from louyu.services.question.terms import PAIR, Ints, Words, fold, terms_of

Floats = NDArray[np.float32]
FIELDS = ("text", "heading", "title")
WEIGHTS = (1.0, 1.1, 1.3)
"""Weight of BM25 in each field."""
SATURATION = ((1.0, 0.5), (1.2, 0.3), (0.6, 0.2))
"""k1 and b of BM25 in each field."""
SINGLE = 0.3
"""Weight of a single character beside a pair."""
SIGNS = 16
"""Numbers of a passage's signature, by which texts that are nearly the same are found."""


class Weighed(NamedTuple):
    """The terms of a question and the weight of each; ``lay`` marks those that a glossary added."""

    terms: Ints
    weights: Floats
    lay: NDArray[np.bool_]


@dataclass(frozen=True)
class Index:
    """Passages and how they are found. Built once, never changed; holds no open file.

    ``starts``, ``holders``, ``scores`` and ``sources`` are, term by term, the passages that have
    it, what it adds to their score and the field it was found in.
    """

    passages: Sequence[Passage]
    words: Words
    terms: Ints
    rarity: Floats
    starts: Ints
    holders: NDArray[np.int32]
    scores: Floats
    sources: NDArray[np.uint8]
    groups: Ints
    """Number of the document of each passage."""
    bodies: NDArray[np.bool_]
    """Which passages say something: not a title and its addressees."""
    signatures: NDArray[np.uint32]
    vectors: Floats | None = field(default=None, repr=False)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents in the order of their numbers in `groups`."""
        firsts = np.unique(self.groups, return_index=True)[1]
        return tuple(self.passages[at].document for at in firsts.tolist())

    @cached_property
    def areas(self) -> tuple[frozenset[str], ...]:
        """Districts that each document is one of, by its place, title and issuer."""
        return tuple(areas_in(f"{one.place} {one.title} {one.issuer}") for one in self.documents)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """All that each document says, folded, to look for a name in."""
        told = (f"{one.title}\n{one.number}\n{one.place}\n{one.text}" for one in self.documents)
        return tuple(map(fold, told))

    def places(self, terms: Ints) -> Ints:
        """Where the terms stand in the index; -1 where no passage has one."""
        if not len(self.terms):
            return np.full(len(terms), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[at] == terms, at, -1)

    def rarities(self, places: Ints) -> Floats:
        """Inverse document frequency; a term that no passage has is as rare as can be."""
        rarest = np.float32(np.log1p(2 * len(self.passages) + 1))
        if not len(self.rarity):
            return np.full(len(places), rarest, dtype=np.float32)
        return np.where(places >= 0, self.rarity[places], rarest).astype(np.float32)

    def having(self, place: int) -> slice:
        """The postings of a term."""
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def scored(self, asked: Weighed) -> tuple[Floats, Floats]:
        """What the terms add to each passage, and to its document wherever they stand in it."""
        passages = self.nothing()
        documents = np.zeros(int(self.groups.max(initial=-1)) + 1, dtype=np.float32)
        for at, times in zip(self.places(asked.terms), asked.weights, strict=True):
            if at < 0:
                continue
            span = self.having(at)
            holders, scores = self.holders[span], self.scores[span] * times
            passages[holders] += scores
            group = self.groups[holders]
            begins = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
            documents[group[begins]] += np.maximum.reduceat(scores, begins)
        return passages, documents[self.groups]

    def parts(self, asked: Weighed, passage: int) -> dict[str, float]:
        """The score of one passage by what it was found in; ``lay`` is the glossary's share."""
        found = dict.fromkeys((*FIELDS, "lay"), 0.0)
        for at, times, added in zip(
            self.places(asked.terms), asked.weights, asked.lay, strict=True
        ):
            if at < 0:
                continue
            span = self.having(at)
            here = span.start + int(np.searchsorted(self.holders[span], passage))
            if here < span.stop and self.holders[here] == passage:
                name = "lay" if added else FIELDS[self.sources[here]]
                found[name] += float(self.scores[here] * times)
        return found

    def nothing(self) -> Floats:
        return np.zeros(len(self.passages), dtype=np.float32)


def index_of(passages: Sequence[Passage], *, vectors: Floats | None = None) -> Index:
    """An index of passages. ``vectors`` are their embeddings, one row each, when there are any."""
    words = Words()
    said = (
        ["" if cut.kind == "head" else cut.text for cut in passages],
        [f"{cut.clause} {cut.heading}" for cut in passages],
        [f"{cut.document.title} {cut.document.number}" for cut in passages],
    )
    found = [terms_of(texts, words) for texts in said]
    terms = distinct(np.concatenate([each for _, each in found]))
    size = max(len(passages), 1)
    cells: list[tuple[Ints, Ints]] = [
        np.unique(np.searchsorted(terms, each) * size + owner, return_counts=True)
        for owner, each in found
    ]
    keys = distinct(np.concatenate([key for key, _ in cells]))
    holding = np.bincount(keys // size, minlength=len(terms))
    rarity = np.log1p((len(passages) - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    scores = np.zeros(len(keys), dtype=np.float32)
    sources = np.zeros(len(keys), dtype=np.uint8)
    for number, (key, counts) in enumerate(cells):
        added = WEIGHTS[number] * saturated(key % size, counts, size, SATURATION[number])
        at = np.searchsorted(keys, key)
        more = added > scores[at]
        scores[at[more]] = added[more]
        sources[at[more]] = number
    numbers: dict[str, int] = {}
    groups = [numbers.setdefault(cut.document.id, len(numbers)) for cut in passages]
    return Index(
        passages,
        words,
        terms,
        rarity,
        np.concatenate(([0], np.cumsum(holding))),
        (keys % size).astype(np.int32),
        scores * rarity[keys // size],
        sources,
        np.array(groups, dtype=np.int64),
        np.array([cut.kind != "head" for cut in passages], dtype=np.bool_),
        signatures_of(*found[0], len(passages)),
        vectors,
    )


def distinct(values: Ints) -> Ints:
    """Each value once, in order: by sorting, several times as fast as `np.unique` hashes them."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def saturated(owner: Ints, counts: Ints, size: int, saturation: tuple[float, float]) -> Floats:
    """The part of BM25 that counts how often: a passage's length is its number of terms."""
    k1, b = saturation
    lengths = np.bincount(owner, weights=counts, minlength=size)
    filled = lengths[lengths > 0]
    mean = filled.mean() if len(filled) else 1.0
    norm = k1 * (1 - b + b * lengths / mean)
    result: Floats = (counts * (k1 + 1) / (counts + norm[owner])).astype(np.float32)
    return result


def signatures_of(owner: Ints, terms: Ints, size: int) -> NDArray[np.uint32]:
    """Min-hashes of the pairs of each text: two texts agree in as many as they share pairs."""
    signs = np.full((size, SIGNS), np.iinfo(np.uint32).max, dtype=np.uint32)
    chosen = terms >= PAIR
    owner, order = owner[chosen], np.argsort(owner[chosen], kind="stable")
    owner = owner[order]
    pairs = terms[chosen][order].astype(np.uint64)
    if not len(owner):
        return signs
    begins = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
    for number in range(SIGNS):
        factor = np.uint64(0x9E3779B97F4A7C15 + 2 * 0xBF58476D1CE4E5 * number)
        mixed = pairs * factor
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0x94D049BB133111EB)
        hashed = (mixed >> np.uint64(32)).astype(np.uint32)
        signs[owner[begins], number] = np.minimum.reduceat(hashed, begins)
    return signs


def weighed(index: Index, asked: str, lay: Mapping[str, float] | None = None) -> Weighed:
    """The terms of a question, and those of words that a glossary puts beside it with a weight."""
    known = Words(before=index.words)
    beside = dict(lay or {})
    _, own = terms_of([asked], known)
    said = list(beside)
    owner, more = terms_of(said, known)
    weights: dict[int, float] = dict.fromkeys(np.unique(own).tolist(), 1.0)
    for at, term in zip(owner.tolist(), more.tolist(), strict=True):
        if term >= PAIR and weights.get(term, 0.0) < beside[said[at]]:
            weights[term] = beside[said[at]]
    terms = np.array(list(weights), dtype=np.int64)
    each = np.array(list(weights.values())) * np.where(terms < PAIR, SINGLE, 1.0)
    return Weighed(terms, each.astype(np.float32), ~np.isin(terms, own))
