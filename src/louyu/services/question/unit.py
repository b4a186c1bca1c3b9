"""问哪个单位 unit: which unit answers for a matter, when no document does."""

from collections.abc import Sequence
from typing import NamedTuple

from louyu.services.question.terms import pairs_of
from louyu.services.question.wording import asked_words, lay_words, lay_words_in


class Desk(NamedTuple):
    """A unit and words of what it answers for, of the district's data (tasks it leads, matters)."""

    unit: str
    topics: tuple[str, ...]


def unit_to_ask(question: str, desks: Sequence[Desk], *, otherwise: str) -> str:
    """The unit whose topics share most with the question, rarer words counting more."""
    lay = lay_words_in(question, lay_words())
    said = [
        asked_words(question),
        *(w for one in lay.values() if not one.asks for w in one.official),
    ]
    wanted = {pair for words in said for pair in pairs_of(words)}
    held = [{pair for topic in desk.topics for pair in pairs_of(topic)} for desk in desks]
    spread = {pair: sum(pair in words for words in held) for pair in wanted}
    scores = [sum(1 / spread[pair] for pair in wanted & words) for words in held]
    named = [desk.unit for desk in desks if desk.unit in question]
    if named:
        return named[0]
    best = max(scores, default=0.0)
    return desks[scores.index(best)].unit if best > 0 else otherwise
