"""切分 cutting: a document's text into passages along its own structure: 章 节 条 款 项, tables.

Every character that is no blank comes into exactly one passage, in order. A clause stays whole up
to `LONGEST` characters; a longer one is parted at its own items, then at paragraphs, then at
sentences. Rows of a table are lines with tabs; each passage of them knows the table's header.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from louyu.services.question.document import Document
from louyu.services.question.marker import ANNEX, ARTICLE, HAN, NOTE, Marker, markers_of
from louyu.services.question.passage import Passage
from louyu.standards.numeral import numeral

LONGEST = 400
"""Characters: what is read at one look, about the length of a long article."""
SHORTEST = 40
"""A paragraph below this is read with the next one."""
HEADING_LONGEST = 40
TITLE = re.compile(r"(?P<title>[^。：:；;，,\s]{2,24})(?=[。：:\s]|$)")
SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;\n]+[”」』）)]?|$)")

UNFINISHED = re.compile(r"[^。！？!?；;：:”」』）)\]]$")
"""A long line that ends so was cut in mid-sentence."""

SIGN_ALONE = re.compile(r"(?:备?注|说明)\d{0,2}[:：]|[^，,。]{1,3}[:：]")
"""注： begins notes; it says nothing that they hang on."""


class Clause(NamedTuple):
    """A clause on the way down to a line: its marker and what its heading says."""

    id: int
    marker: Marker
    title: str


class Line(NamedTuple):
    """A line, or the part of one from an item's marker on; lines are the text without a gap."""

    start: int
    end: int
    path: tuple[Clause, ...]
    table: bool


def passages(document: Document) -> list[Passage]:
    """The passages of a document in order."""
    text = document.text
    lines = [line for line in lines_of(text) if text[line.start : line.end].strip()]
    cuts = [cut for cut in cuts_of(document, lines, 0) if cut.text]
    return joined_headings(cuts)


def lines_of(text: str) -> Iterator[Line]:
    """Lines with the clauses above them, by the rank of the markers they begin with."""
    path: list[Clause] = []
    at = 0
    clauses = 0
    for whole in text.splitlines(keepends=True):
        if "\t" in whole.strip():
            yield Line(at, at + len(whole), tuple(path), table=True)
            at += len(whole)
            continue
        markers = markers_of(whole)
        starts = [marker.start for marker in markers]
        if starts and not whole[: starts[0]].strip(" \t#*>-"):
            starts[0] = 0
        if not starts or starts[0] > 0:
            yield Line(at, at + (starts[0] if starts else len(whole)), tuple(path), table=False)
        for marker, start, end in zip(markers, starts, [*starts, len(whole)][1:], strict=True):
            while path and (path[-1].marker.rank >= marker.rank or marker.rank == ANNEX):
                path.pop()
            clauses += 1
            path.append(Clause(clauses, marker, title_of(whole[marker.end : end])))
            yield Line(at + start, at + end, tuple(path), table=False)
        if not markers and path and path[-1].marker.rank == ANNEX and not path[-1].title:
            path[-1] = path[-1]._replace(title=title_of(whole))  # 附件2, and below it its name
        at += len(whole)


def title_of(rest: str) -> str:
    """What a clause is called: a few words that stand before a blank, a line's end, 。 or ：."""
    found = TITLE.match(rest.strip(" \t*#"))
    return found["title"].strip("* ") if found else ""


def cuts_of(document: Document, lines: Sequence[Line], depth: int) -> Iterator[Passage]:
    """Passages of lines that share their first ``depth`` clauses."""
    first, last = lines[0] if lines else None, lines[-1] if lines else None
    if first is None or last is None:
        return
    clause = first.path[depth - 1] if depth else None
    tables = any(line.table for line in lines)
    if clause and clause.marker.rank >= ARTICLE and not tables:
        start, end = trimmed(document.text, first.start, last.end)
        if end - start <= LONGEST:
            yield passage(document, start, end, first.path[:depth])
            return
    parts = groupby(lines, lambda line: line.path[depth].id if len(line.path) > depth else 0)
    groups = [(below, list(group)) for below, group in parts]
    lead = ""
    for below, group in groups:
        if below:
            for cut in cuts_of(document, group, depth + 1):
                yield cut if cut.lead else cut._replace(lead=lead)
        else:
            said = document.text[group[-1].start : group[-1].end].strip()
            lead = said if said.endswith(("：", ":")) and not SIGN_ALONE.fullmatch(said) else ""
            alone = len(groups) == 1
            yield from paragraphs(document, group, first.path[:depth], alone=alone)


def paragraphs(
    document: Document, lines: Sequence[Line], path: tuple[Clause, ...], *, alone: bool
) -> Iterator[Passage]:
    """Lines of one clause: tables by rows, paragraphs one by one, short ones with the next.

    Paragraphs of an article are its 款, and counted when there are several.
    """
    article = bool(path) and path[-1].marker.rank == ARTICLE
    count = 0
    caption = ""
    for table, group in groupby(lines, lambda line: line.table):
        if table:
            yield from rows(document, list(group), path, caption)
            continue
        texts = list(group)
        last = document.text[texts[-1].start : texts[-1].end].strip()
        caption = last if bare_heading(last) else ""
        several = (article and not alone) or (len(texts) > 1 and article)
        held: list[Line] = []
        for index, line in enumerate(texts):
            held.append(line)
            size = held[-1].end - held[0].start
            said = document.text[line.start : line.end].strip()
            goes_on = bool(UNFINISHED.search(said)) and len(said) > SHORTEST
            if index == len(texts) - 1 or (size >= SHORTEST and not goes_on):
                count += 1
                paragraph = f"第{numeral(count)}款" if several else ""
                for start, end in pieces(document.text, held[0].start, held[-1].end):
                    yield passage(document, start, end, path, paragraph=paragraph)
                held = []


def pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph whole, or from sentence to sentence when it is longer than `LONGEST`."""
    start, end = trimmed(text, start, end)
    begun = at = start
    while at < end:
        found = SENTENCE.match(text, at, end)
        stop = max(found.end() if found else end, at + 1)
        if stop - begun > LONGEST and at > begun:
            yield trimmed(text, begun, at)
            begun = at
        at = stop
    if begun < end:
        yield trimmed(text, begun, end)


def rows(
    document: Document, lines: Sequence[Line], path: tuple[Clause, ...], caption: str
) -> Iterator[Passage]:
    """Rows of a table, as many as are read at a look; a blank cell goes on with the one above."""
    cells = [document.text[line.start : line.end].strip("\r\n").split("\t") for line in lines]
    header = [caption, *(cell.strip() for cell in cells[0])]
    above = list(cells[0])
    begun = 0
    carried = ""
    for index, line in enumerate(lines):
        if index and line.end - lines[begun].start > LONGEST and index > begun:
            yield table_passage(document, lines[begun:index], path, header, carried)
            begun = index
        blank = [at for at, cell in enumerate(cells[index]) if not cell.strip()]
        if index == begun:
            carried = " ".join(above[at].strip() for at in blank if at < len(above))
        filled = [
            cell if cell.strip() or at >= len(above) else above[at]
            for at, cell in enumerate(cells[index])
        ]
        above = filled
    yield table_passage(document, lines[begun:], path, header, carried)


def table_passage(
    document: Document,
    lines: Sequence[Line],
    path: tuple[Clause, ...],
    header: list[str],
    carried: str,
) -> Passage:
    start, end = trimmed(document.text, lines[0].start, lines[-1].end)
    made = passage(document, start, end, path)
    more = f"{' '.join(word for word in header if word)} {carried}".strip()
    return made._replace(heading=f"{made.heading} {more}".strip(), kind="table")


def passage(
    document: Document,
    start: int,
    end: int,
    path: tuple[Clause, ...],
    *,
    paragraph: str = "",
) -> Passage:
    where = clause_name([clause.marker for clause in path])
    heading = " ".join(clause.title for clause in path if clause.title)
    head = not path and "。" not in document.text[:end]
    return Passage(
        document, start, end, f"{where} {paragraph}".strip(), heading, "head" if head else "text"
    )


def clause_name(markers: Sequence[Marker]) -> str:
    """第三章 第十二条 第（二）项; in a plan 三、（二）1."""
    said = ""
    under_article = False
    for marker in markers:
        under_article = under_article or marker.rank == ARTICLE
        if under_article and marker.rank > HAN and marker.rank != NOTE:
            label = f"第{marker.label.rstrip('.')}{'项' if marker.rank < NOTE else '目'}"
        else:
            label = marker.label
        said += label if marker.rank >= HAN and not under_article else f" {label}"
    return said.strip()


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks at its ends."""
    said = text[start:end]
    return start + len(said) - len(said.lstrip()), start + len(said.rstrip())


def joined_headings(cuts: list[Passage]) -> list[Passage]:
    """A heading that stands alone is read with what follows below it."""
    found: list[Passage] = []
    waiting: Passage | None = None
    for cut in cuts:
        if waiting:
            if cut.kind == "text" and cut.clause.startswith(waiting.clause):
                cut = cut._replace(start=waiting.start)
            else:
                found.append(waiting._replace(kind="head"))
            waiting = None
        if cut.kind == "text" and cut.clause and bare_heading(cut.text):
            waiting = cut
        else:
            found.append(cut)
    return [*found, waiting._replace(kind="head")] if waiting else found


def bare_heading(text: str) -> bool:
    return len(text) <= HEADING_LONGEST and not re.search(r"[。；;，,：:]", text)
