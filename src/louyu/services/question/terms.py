"""词项 terms: what a text is found by: characters, pairs of them, Latin words, figures.

Chinese is written without blanks, and cutting it into words goes wrong where a clerk and a citizen
say the same differently; pairs of characters that follow one another do not. A term is a number,
so that a hundred thousand passages are counted by NumPy.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from louyu.services.question.figure import figures
from louyu.standards.width import HALF_OF_FULL

FOLD = HALF_OF_FULL | {ord("A") + at: ord("a") + at for at in range(26)}
WORD = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*")
KINDS = re.compile(r"#[^\s#]+")
PAIR = 1 << 21
"""Greater than any character's code: a pair is first × PAIR + second."""
WORDS_FROM = 1 << 43
"""Greater than any pair."""
KIND = "#"
"""Before a unit: the text says some figure of it; #元 is an amount of money, asked by 多少钱."""
SMALL = 10
"""A number below this means something only with its unit: 三年, not 三."""

Ints = NDArray[np.int64]


def fold(text: str) -> str:
    """One way of writing, character by character: places stay what they are."""
    return text.translate(FOLD)


@dataclass(frozen=True)
class Words:
    """Words and figures numbered in the order in which they were met, after those of ``before``."""

    numbers: dict[str, int] = field(default_factory=dict)
    before: "Words | None" = None

    def met(self, word: str) -> int:
        if self.before and (known := self.before.numbers.get(word)):
            return known
        first = WORDS_FROM + (len(self.before.numbers) if self.before else 0)
        return self.numbers.setdefault(word, first + len(self.numbers))


def characters(text: str) -> Ints:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
        np.int64
    )


def han(codes: Ints) -> NDArray[np.bool_]:
    return ((codes >= 0x4E00) & (codes <= 0x9FFF)) | ((codes >= 0x3400) & (codes <= 0x4DBF))


@lru_cache(maxsize=1 << 12)
def words_of(folded: str) -> tuple[str, ...]:
    """Latin words, numbers and codes, whole and in parts, and figures by value.

    Remembered, because the passages of a document share their title.
    """
    found = KINDS.findall(folded)
    for match in WORD.finditer(folded):
        found.append(match[0])
        parts = re.split("[-./]", match[0])
        if len(parts) > 1:
            found += parts
    for figure in figures(folded):
        if figure.unit:
            found += [f"={figure.said}", f"{KIND}{figure.unit}"]
        if figure.value >= SMALL:
            found.append(f"={figure._replace(unit='').said}")
    return tuple(found)


def terms_of(texts: Sequence[str], words: Words) -> tuple[Ints, Ints]:
    """All terms of many texts: which text each is of, and which term it is."""
    folded = [fold(text) for text in texts]
    codes = characters("\n".join(folded))
    lengths = np.fromiter((len(text) + 1 for text in folded), dtype=np.int64, count=len(folded))
    owner = np.repeat(np.arange(len(folded), dtype=np.int64), lengths)[: len(codes)]
    single = han(codes)
    double = single[:-1] & single[1:] if len(codes) else single
    pairs = codes[:-1][double] * PAIR + codes[1:][double]
    word_owner: list[int] = []
    word_terms: list[int] = []
    for at, text in enumerate(folded):
        for word in words_of(text):
            word_owner.append(at)
            word_terms.append(words.met(word))
    owners = (owner[single], owner[:-1][double], np.array(word_owner, dtype=np.int64))
    return np.concatenate(owners), np.concatenate(
        (codes[single], pairs, np.array(word_terms, dtype=np.int64))
    )


def pairs_of(text: str) -> list[int]:
    """The pairs of characters of a short text."""
    folded = fold(text)
    return [
        ord(a) * PAIR + ord(b) for a, b in itertools.pairwise(folded) if is_han(a) and is_han(b)
    ]


def is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or "\u3400" <= letter <= "\u4dbf"
