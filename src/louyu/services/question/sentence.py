"""整句 sentence: the whole sentences and items of a passage, in a form in which they are compared.

Width, blanks, quotation marks and ways of writing a figure make no difference.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from louyu.services.question.figure import canonical, figures
from louyu.services.question.finding import Evidence
from louyu.services.question.marker import markers_of
from louyu.standards.width import half_width, unspaced

STOP = re.compile(r"[。！？!?\n]")
EXCEPTION = re.compile(r"(?:但|除[^。]{1,40}外|除外|不适用|不包括|不含|前款|上述|另有规定)")
"""How a sentence begins that takes something back from the one before."""
MARKS = str.maketrans(dict.fromkeys("“”‘’\"'「」『』*_#"))


class Whole(NamedTuple):
    """A whole sentence, and the ways in which it may begin: with and without number and heading."""

    text: str
    starts: frozenset[str]

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
        tuple(Whole(bare(folded(said)), beginnings(said)) for said in sentences_of(one.text)),
    )


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
