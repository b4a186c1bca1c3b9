"""整句 sentence: the whole sentences and items of a passage, in a form in which they are compared.

Width, blanks, quotation marks and ways of writing a figure make no difference.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from louyu.services.question.figure import canonical, figures
from louyu.services.question.finding import Evidence
from louyu.services.question.marker import ARTICLE, markers_of
from louyu.standards.width import half_width, unspaced

STOP = re.compile(r"[。！？!?\n]")
UNNUMBERED = 99
SHORTEST_LEAD = 3
EXCEPTION = re.compile(r"(?:但|除[^。]{1,40}外|除外|不适用|不包括|不含|前款|上述|另有规定)")
"""How a sentence begins that takes something back from the one before."""
ELSEWHERE = -1
MARKS = str.maketrans(dict.fromkeys("“”‘’\"'「」『』*_#"))


class Whole(NamedTuple):
    """A whole sentence, and the ways in which it may begin: with and without number and heading.

    ``lead`` is the place of the sentence that an item's list hangs on (下列情形不予补助：),
    `ELSEWHERE` if that is in another passage: without it an item may seem to say the contrary.
    """

    text: str
    starts: frozenset[str]
    lead: int | None = None

    @property
    def excepts(self) -> bool:
        return bool(EXCEPTION.match(self.text))


class Source(NamedTuple):
    """What a sentence of an answer is held against."""

    whole: str
    title: str
    number: str
    issuer: str
    clause: str
    figures: frozenset[tuple[object, str]]
    sentences: tuple[Whole, ...]

    def says(self, words: str) -> bool:
        """The passage or its document's name has these words, one after the other."""
        return any(words in text for text in (self.whole, self.title, self.number, self.issuer))


def folded(text: str) -> str:
    """One way of writing."""
    return unspaced(canonical(half_width(text).translate(MARKS))).lower()


def bare(text: str) -> str:
    """A sentence without the stop at its end."""
    return text.strip("。.;；，,:：！？!? \n")


def brackets(text: str) -> str:
    return re.sub(r"[()（）]", "", text)


def source_of(one: Evidence) -> Source:
    document = one.document
    told = "\n".join((one.text, document.title, document.number, one.passage.clause))
    return Source(
        folded(one.text),
        folded(document.title),
        folded(document.number),
        folded(document.issuer),
        brackets(folded(one.passage.clause)),
        frozenset((figure.value, figure.unit) for figure in figures(told)),
        tuple(wholes(sentences_of(one.text), outside=bool(one.passage.lead))),
    )


def wholes(sentences: Sequence[str], *, outside: bool) -> Iterator[Whole]:
    """Sentences with what each hangs on; ``outside``: the first items hang on another passage."""
    leads: dict[int, int] = {}
    pending = ELSEWHERE if outside else None
    for at, said in enumerate(sentences):
        marker = next(iter(markers_of(said)), None)
        rank = marker.rank if marker and marker.start == 0 else UNNUMBERED
        item = rank > ARTICLE
        if item and pending is not None and rank not in leads:
            leads[rank] = pending
        leads = {r: lead for r, lead in leads.items() if r <= rank}
        yield Whole(bare(folded(said)), beginnings(said), leads.get(rank) if item else None)
        ends = said.rstrip()[-1:]
        if rank == UNNUMBERED and ends not in "；;：:":
            leads.pop(UNNUMBERED, None)
        heads = ends in "：:" and len(bare(said)) > SHORTEST_LEAD
        pending = at if heads else None


def sentences_of(text: str) -> list[str]:
    """The whole sentences and items of a text, as they are written.

    A line's end parts two sentences only where the line was at its end: behind a stop, behind a
    heading, or before an item. Otherwise a half of "… 不予 / 奖励" would pass for a sentence.
    """
    found: list[str] = []
    for line in text.splitlines():
        items = {marker.start for marker in markers_of(line)}
        cuts = {0, len(line), *items, *(stop.end() for stop in STOP.finditer(line))}
        for start, end in pairwise(sorted(cuts)):
            said = line[start:end]
            if not bare(said):
                continue
            if start == 0 and not items & {0} and found and unfinished(found[-1]):
                found[-1] += said
            else:
                found.append(said)
    return found


def unfinished(line: str) -> bool:
    """The line stops in mid-sentence: it is no heading, no row of a table and has no stop."""
    said = line.strip()
    heading = len(said) <= 20 and not re.search(r"[，,、；;]", said)
    return bool(said) and said[-1] not in "。！？!?；;：:" and not heading and "\t" not in said


def beginnings(sentence: str) -> frozenset[str]:
    starts = {bare(folded(sentence))}
    for marker in markers_of(sentence)[:1]:
        rest = sentence[marker.end :].strip()
        starts.add(bare(folded(rest)))
        heading, blank, after = rest.partition(" ")
        if blank and len(heading) <= 20 and not re.search(r"[，,。；;：:、]", heading):
            starts.add(bare(folded(after)))
    return frozenset(start for start in starts if start)
