"""把关 gate: whether what a model wrote may be shown. No judgement, no score: rules, all of them.

1. Every sentence ends with the numbers of passages that were given, [1].
2. No address, tag, hidden character or order stands in it.
3. What it quotes (“ ”, 《 》) stands verbatim in a passage it cites, or is that document's title.
4. Every figure (number, share, amount, date) of it occurs there, with its unit.
5. Every document number, and every name of an office or an enterprise, occurs there.
6. Support: without a few joining words the sentence is, character for character, one or more
   whole sentences of each passage it cites.
7. An exception (但 …, 除 … 外) that follows there follows in the answer too.
8. An item of a list comes with the words that the list hangs on (下列情形不予补助：).
Rule 6 is stricter than 3 to 5; they stand for themselves and say better what is wrong.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from louyu.services.question.figure import figures
from louyu.services.question.finding import Evidence
from louyu.services.question.prompt import NOTHING, SENTENCES
from louyu.services.question.sentence import (
    STOP,
    Source,
    bare,
    brackets,
    folded,
    source_of,
)
from louyu.services.question.speaking import gives_orders, has_markup
from louyu.standards.width import half_width, unspaced

LONGEST = 4000
"""Characters of an answer that are looked at at all."""


class Fault(Enum):
    """Why an answer is not shown: for the log, never for the asker."""

    EMPTY = "没有内容"
    NOTHING_FOUND = "模型答没有找到依据"
    TOO_LONG = "过长"
    MARKUP = "含网址、标记或隐藏字符"
    ORDER = "含指令"
    UNCITED = "有句子没有引用编号"
    UNKNOWN_CITATION = "引用了没有给出的段落"
    QUOTATION = "引文不在所引段落"
    FIGURE = "数字不在所引段落"
    NAME = "文件名、文号或单位名不在所引段落"
    SUPPORT = "不是所引段落的整句"
    EXCEPTION = "漏了紧接着的例外规定"
    LEAD = "漏了列举项前面的话"


class Sentence(NamedTuple):
    """A sentence fit to be shown, and the places of the passages it cites (from 0)."""

    text: str
    cites: tuple[int, ...]


class Verdict(NamedTuple):
    """The sentences, or what is wrong with which of them."""

    sentences: tuple[Sentence, ...] = ()
    fault: Fault | None = None
    where: str = ""


class Stands(NamedTuple):
    """Where a sentence stands: in which of the given passages, from which to which sentence."""

    passage: int
    first: int
    last: int


CITES = re.compile(r"((?:\s*\[\s*\d{1,3}(?:\s*[,，、]\s*\d{1,3})*\s*\])+)")
WIDE_BRACKETS = str.maketrans("［］【】", "[][]")
QUOTED = re.compile(r"“([^”]*)”|「([^」]*)」|『([^』]*)』|《([^》]*)》|\"([^\"]*)\"")
TITLED = re.compile(
    r"(?:根据|按照|依据|依照|按)?《(?P<title>[^》]+)》"
    r"(?:\((?P<number>[\u4e00-\u9fff]{2,10}[〔\[(]\d{4}[〕\])]\d{1,4}号)\))?"
    r"(?P<clause>第[^,:。]{1,24}?[章节条款项目])?的?(?:规定|明确|要求)?[,:]?"
)
JOINING = re.compile(
    r"(?:另外|此外|同时|其次|首先|最后|并且|而且|其中|具体为|具体如下|有关规定如下|原文如下|文件规定"
    r"|根据规定|按照规定|对此)[,:]|[-*•·]\s*"
)
NUMBERED = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[(]\d{4}[〕\])]\d{1,4}号")
OFFICE = re.compile(
    r"[\u4e00-\u9fff]{1,12}?(?:人民政府|委员会|办公室|公司|街道|专班|中心|[\u4e00-\u9fff]{1,3}[局办委])"
)
SHORTEST_NAME = 3
"""Characters of a name, of a document number those before its year."""


def checked(answer: str, passages: Sequence[Evidence]) -> Verdict:
    """The answer's sentences if all of them hold; else none, and the first fault."""
    text = answer.strip().translate(WIDE_BRACKETS)
    if fault := whole_fault(text):
        return Verdict(fault=fault)
    sources = [source_of(one) for one in passages]
    found: list[Sentence] = []
    stands: list[Stands] = []
    for said, cites in cited_sentences(text):
        if not cites or STOP.search(said.rstrip('。！？!?”’」』" \t\n')):
            return Verdict(fault=Fault.UNCITED, where=said)
        if any(not 0 <= number < len(sources) for number in cites):
            return Verdict(fault=Fault.UNKNOWN_CITATION, where=said)
        place = placed(said, {number: sources[number] for number in cites})
        if isinstance(place, Fault):
            return Verdict(fault=place, where=said)
        found.append(Sentence(said.strip(), cites))
        stands.append(place)
    if not found or len(found) > 2 * SENTENCES:
        return Verdict(fault=Fault.TOO_LONG if found else Fault.EMPTY)
    for at, place in enumerate(stands):
        if excepted(place, sources[place.passage], stands[at + 1 : at + 2]):
            return Verdict(fault=Fault.EXCEPTION, where=found[at].text)
        if hanging(place, sources[place.passage], stands[: at + 1]):
            return Verdict(fault=Fault.LEAD, where=found[at].text)
    return Verdict(tuple(found))


def whole_fault(text: str) -> Fault | None:
    """What is wrong with an answer as a whole."""
    if not text:
        return Fault.EMPTY
    if len(text) > LONGEST:
        return Fault.TOO_LONG
    if bare(unspaced(text)) == NOTHING:
        return Fault.NOTHING_FOUND
    if has_markup(text):
        return Fault.MARKUP
    return Fault.ORDER if gives_orders(text) else None


def cited_sentences(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What stands before each group of citations; what stands behind the last has none."""
    parts = CITES.split(text)
    for at in range(0, len(parts), 2):
        said = parts[at].lstrip("。；;，,、.!！?？ \t\n")
        numbers = re.findall(r"\d+", parts[at + 1]) if at + 1 < len(parts) else []
        if said.strip():
            yield said, tuple(dict.fromkeys(int(number) - 1 for number in numbers))


def placed(said: str, cited: dict[int, Source]) -> Stands | Fault:
    """Where a sentence stands in the passages it cites, or what is wrong with it."""
    sources = list(cited.values())
    for quoted in QUOTED.finditer(said):
        words = folded(next(group for group in quoted.groups() if group is not None))
        if not any(source.says(words) for source in sources):
            return Fault.QUOTATION
    plain = half_width(said)
    for figure in figures(plain):
        if not any((figure.value, figure.unit) in source.figures for source in sources):
            return Fault.FIGURE
    for name in (*NUMBERED.findall(plain), *OFFICE.findall(plain)):
        if not any(named(folded(name), source) for source in sources):
            return Fault.NAME
    stands = []
    for number, source in cited.items():
        found = supported(plain, source)
        if isinstance(found, Fault):
            return found
        stands.append(Stands(number, *found))
    return stands[0]


def named(words: str, source: Source) -> bool:
    """A name is found with words before it, which are none of it: some end of it must be there."""
    own = next((at for at, letter in enumerate(words) if letter in "〔[("), len(words))
    return any(source.says(words[at:]) for at in range(max(1, own - SHORTEST_NAME + 1)))


def supported(plain: str, source: Source) -> tuple[int, int] | Fault:
    """The whole sentences of a passage that a sentence is, once joining words are left out."""
    rest = plain.strip()
    while True:
        if (found := run_of(bare(folded(rest)), source)) is not None:
            return found
        if joining := JOINING.match(rest):
            rest = rest[joining.end() :].strip()
        elif frame := TITLED.match(rest):
            if not frame_holds(frame, source):
                return Fault.NAME
            rest = rest[frame.end() :].strip()
        else:
            return Fault.SUPPORT


def run_of(wanted: str, source: Source) -> tuple[int, int] | None:
    """From which to which sentence of a passage the words are, whole."""
    for first, begun in enumerate(source.sentences):
        for start in begun.starts:
            joined = unstopped(start)
            for last in range(first, len(source.sentences)):
                if last > first:
                    joined += unstopped(source.sentences[last].text)
                if wanted and joined == unstopped(wanted) and (last > first or wanted == start):
                    return first, last
                if not unstopped(wanted).startswith(joined):
                    break
    return None


def unstopped(text: str) -> str:
    return re.sub(r"[。;；:：]", "", text)


def excepted(place: Stands, source: Source, following: Sequence[Stands]) -> bool:
    """An exception follows in the passage and does not in the answer."""
    after = place.last + 1
    if after >= len(source.sentences) or not source.sentences[after].excepts:
        return False
    return not any(
        next_.passage == place.passage and next_.first <= after <= next_.last for next_ in following
    )


def hanging(place: Stands, source: Source, said: Sequence[Stands]) -> bool:
    """An item is said and what it hangs on was not, here or before."""
    leads = {whole.lead for whole in source.sentences[place.first : place.last + 1]} - {None}
    return any(
        not any(one.passage == place.passage and one.first <= lead <= one.last for one in said)
        for lead in leads
        if lead is not None
    )


def frame_holds(frame: re.Match[str], source: Source) -> bool:
    """根据《…》(文号)第…条规定: title, number and clause are the cited passage's own."""
    number, clause = frame["number"], frame["clause"]
    return (
        folded(frame["title"]) == source.title
        and (not number or folded(number) == source.number)
        and (not clause or brackets(folded(clause)) in source.clause)
    )
