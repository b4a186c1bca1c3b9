"""标亮 marking: what of a passage is highlighted: words of the question, wherever they stand."""

from collections.abc import Iterable

from louyu.services.question.figure import figures
from louyu.services.question.passage import Passage, Span
from louyu.services.question.terms import WORD, fold, is_han
from louyu.services.question.wording import asked_words

COMMON = frozenset("的了和与及或在对为以于等是")
"""A pair with one of these is no word."""


def marks(passage: Passage, question: str, beside: Iterable[str] = ()) -> tuple[Span, ...]:
    """Spans of the document's text that say what was asked, in order, none touching another."""
    text = fold(passage.text)
    asked = asked_words(question)
    wanted = {
        asked[at : at + 2]
        for at in range(len(asked) - 1)
        if all(is_han(letter) and letter not in COMMON for letter in asked[at : at + 2])
    }
    hit = [False] * len(text)
    for at in range(len(text) - 1):
        if text[at : at + 2] in wanted:
            hit[at] = hit[at + 1] = True
    for word in {*(fold(word) for word in beside), *WORD.findall(asked)}:
        at = text.find(word)
        while word and at >= 0:
            hit[at : at + len(word)] = [True] * len(word)
            at = text.find(word, at + 1)
    said = {(figure.value, figure.unit) for figure in figures(question)}
    for figure in figures(text):
        if (figure.value, figure.unit) in said:
            hit[figure.start : figure.end] = [True] * (figure.end - figure.start)
    return tuple(spans_of(hit, passage.start))


def spans_of(hit: list[bool], offset: int) -> Iterable[Span]:
    begun = None
    for at, here in enumerate([*hit, False]):
        if here and begun is None:
            begun = at
        elif not here and begun is not None:
            yield Span(offset + begun, offset + at)
            begun = None
