"""章节: paragraphs made whole again, each with its address (annex, section, item), and tables.

Headings are 一、 (一) 1. (1) in full- or half-width brackets, 第一章, or the # of a .md (which also
stands for heading styles of a .docx). Numbering may restart wherever a higher heading has changed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from louyu.plan.annexes import (
    ANNEX,
    ANNEX_LIST,
    CHINESE,
    annex_starts,
    listed_annexes,
    named_in_list,
)
from louyu.plan.header import Column, header
from louyu.plan.piece import PAGE_FURNITURE, Piece, Place, Row, joined, plain
from louyu.standards.numeral import number

LEVELS = (
    (1, re.compile(rf"(?:第({CHINESE})(?:章|部分)[、:：]?|({CHINESE})[、.])(?P<title>.+)")),
    (2, re.compile(rf"(?:第({CHINESE})节[、:：]?|[（(]({CHINESE})[）)][、.]?)(?P<title>.+)")),
    (3, re.compile(r"(\d{1,2})(?:[.、]|．)(?!\d)(?P<title>.+)")),
    (4, re.compile(r"[（(](\d{1,2})[）)](?P<title>.+)")),
)
MARKDOWN = re.compile(r"(#{1,6})\s*(.+)")
BULLET = re.compile(r"^[-•·●◆■*]\s*(?=[^\s*])")
NOTE = re.compile(r"(备?注|说明)\d{0,2}[:：]")
ROLE = re.compile(
    r"((副|常务副|第一|执行|双)?组长|(办公室)?(副)?主任|(副)?召集人|成员(单位)?)[:：]"
)
UNITS = re.compile(r"[（(]?(责任|牵头|配合|协同|协办)(单位|部门)[:：]")
SENT = re.compile(r"(抄送|主送|发送)[:：]")
TITLE_END = re.compile(r"(通知|方案|意见|办法|清单|指标|规划|计划|表|号|日|印发|文件|细则|小组)$")
STOPS = "。：！？:!?"
IN_BRACKETS = re.compile(r"[（(].*[）)]|.*(责任|牵头|配合)(单位|部门)[:：].*[）)】]")
SHORTEST_BODY = 15
LONGEST_HEADING = 30


@dataclass(frozen=True)
class Address:
    """Where in the outline: annex (0 is the text itself) and the numbers of the headings above."""

    annex: int = 0
    path: tuple[int, ...] = ()

    def item(self, last: int | None = None) -> str:
        """``section3.1:2``, ``annex1.2:3``; ``last`` counts below the address."""
        steps = [*self.path, *([] if last is None else [last])]
        if self.annex:
            if not steps:
                return f"annex{self.annex}"
            head = ".".join(str(step) for step in (self.annex, *steps[:-1]))
            return f"annex{head}:{steps[-1]}"
        if len(steps) < 2:
            return f"section{steps[0]}" if steps else "section0"
        return f"section{'.'.join(str(step) for step in steps[:-1])}:{steps[-1]}"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph made whole: ``title`` is what its heading says, ``text`` what follows.

    ``kind`` is text, note (注) or annexes (the list of annexes).
    """

    title: str
    text: str
    raw: str
    address: Address
    place: Place
    kind: str = "text"

    @property
    def whole(self) -> str:
        return self.title + self.text


@dataclass
class Table:
    """A table across its page breaks: columns, plain rows, the words above it."""

    columns: tuple[Column, ...]
    rows: list[Row]
    address: Address
    caption: str
    place: Place


@dataclass
class Outline:
    """The document in order."""

    parts: list[Paragraph | Table] = field(default_factory=list)
    annexes: dict[int, str] = field(default_factory=dict)

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [part for part in self.parts if isinstance(part, Paragraph)]

    @property
    def tables(self) -> list[Table]:
        return [part for part in self.parts if isinstance(part, Table)]


def structural(text: str) -> bool:
    """The line begins something of its own; it does not go on with the line before."""
    return bool(
        any(pattern.match(text) for _, pattern in LEVELS)
        or MARKDOWN.match(text)
        or (text.startswith("附件") and ANNEX.fullmatch(text))
        or ANNEX_LIST.match(BULLET.sub("", text))
        or any(pattern.match(text) for pattern in (NOTE, ROLE, UNITS, SENT))
        or re.fullmatch(r"20\d\d年\d{1,2}月\d{1,2}日(印发)?", text)
    )


def unfinished(text: str) -> bool:
    """The line stops in mid-sentence."""
    if not text or text[-1] in STOPS or MARKDOWN.match(text) or IN_BRACKETS.fullmatch(text):
        return False
    if TITLE_END.search(text) and not any(mark in text for mark in "，。；,"):
        return False
    if any(pattern.match(text) for _, pattern in LEVELS[:2]) and len(text) <= LONGEST_HEADING:
        return "。" in text
    body = any(mark in text for mark in "，、。；,") or bool(NOTE.match(text))
    return len(text) >= SHORTEST_BODY and (body or len(text) > LONGEST_HEADING)


def whole(pieces: Sequence[Piece]) -> list[tuple[str, str, Place] | Row]:
    """Plain text, raw text and place of each paragraph, joined over line and page ends."""
    found: list[tuple[str, str, Place] | Row] = []
    for piece in pieces:
        if isinstance(piece, Row):
            found.append(piece)
            continue
        for bit in BREAKS.split(piece.text):
            text = plain(bit)
            if not text or PAGE_FURNITURE.fullmatch(text) or re.fullmatch(r"[-=_*]{3,}", text):
                continue
            last = found[-1] if found else None
            if isinstance(last, tuple) and unfinished(last[0]) and not structural(text):
                raw = f"{last[1]} {bit.strip()}"
                found[-1] = (joined(last[0], text), raw, last[2].to(piece.place))
            else:
                found.append((text, bit.strip(), piece.place))
    return found


BREAKS = re.compile(r"\r?\n|\v|\f")


@dataclass
class Walk:
    """Goes down the paragraphs and keeps the headings it is under."""

    outline: Outline = field(default_factory=Outline)
    annex: int = 0
    numbers: dict[int, int] = field(default_factory=dict)
    unnumbered: dict[int, int] = field(default_factory=dict)
    await_title: bool = False
    caption: str = ""

    @property
    def address(self) -> Address:
        return Address(self.annex, tuple(self.numbers[level] for level in sorted(self.numbers)))

    def at(self, level: int, value: int) -> None:
        self.numbers = {above: said for above, said in self.numbers.items() if above < level}
        self.numbers[level] = value
        self.unnumbered = {at: said for at, said in self.unnumbered.items() if at <= level}

    def paragraph(self, text: str, raw: str, place: Place) -> None:
        bare = BULLET.sub("", text)
        mark = MARKDOWN.fullmatch(bare)
        bare = mark[2] if mark else bare
        for level, pattern in LEVELS:
            if match := pattern.fullmatch(bare):
                digits = next(group for group in match.groups() if group)
                value = int(digits) if digits.isdigit() else number(digits)
                if value is not None:
                    self.at(level, value)
                    return self.add(*parted(match["title"]), raw, place)
        if mark and self.unmarked(len(mark[1])):
            return self.add(bare, "", raw, place)
        return self.add("", bare, raw, place)

    def unmarked(self, marks: int) -> bool:
        """A # heading without a number gets the next one of its level; a lone # is the title."""
        if marks == 1:
            return False
        level = marks - 1
        self.unnumbered[level] = self.unnumbered.get(level, 0) + 1
        self.at(level, max(self.unnumbered[level], self.numbers.get(level, 0) + 1))
        return True

    def add(self, title: str, text: str, raw: str, place: Place, kind: str = "text") -> None:
        if self.await_title and self.annex:
            self.outline.annexes.setdefault(self.annex, title or text)
            self.await_title = False
        self.caption = title or text
        self.outline.parts.append(Paragraph(title, text, raw, self.address, place, kind))

    def annex_start(self, said: str | None, title: str) -> None:
        value = 1 if not said else int(said) if said.isdigit() else number(said)
        self.annex, self.numbers, self.unnumbered = value or self.annex + 1, {}, {}
        self.await_title = not title
        if title:
            self.outline.annexes[self.annex] = title

    def row(self, row: Row) -> None:
        cells = tuple(plain(cell).replace("\n", "") for cell in row.cells)
        columns = header(cells)
        tables = self.outline.tables
        last = self.outline.parts[-1] if self.outline.parts else None
        roles = [found.role for found in columns or ()]
        again = tables and tables[-1].address.annex == self.annex and tables[-1].columns
        same = again and [found.role for found in tables[-1].columns] == roles
        if columns and same and adjacent(self.outline.parts):
            return
        if columns:
            if isinstance(last, Table) and not last.rows and len(last.columns) == len(columns):
                last.columns = two_storeyed(last.columns, columns)
                return
            table = Table(columns, [], self.address, self.caption, row.place)
            self.outline.parts.append(table)
            return
        if isinstance(last, Table) and not last.rows and years_only(cells):
            last.columns = two_storeyed(last.columns, header_of(cells))
        elif isinstance(last, Table) and belongs(row, last):
            last.rows.append(Row(cells, row.place))
            last.place = last.place.to(row.place)
        elif tables and len(tables[-1].columns) == len(cells) and adjacent(self.outline.parts):
            tables[-1].rows.append(Row(cells, row.place))
        else:
            table = Table((), [Row(cells, row.place)], self.address, self.caption, row.place)
            self.outline.parts.append(table)


def belongs(row: Row, table: Table) -> bool:
    """A row right below a table is one of its rows, unless it is another table's by its width."""
    apart = row.loose or row.place.kind != table.place.kind
    return not (apart and table.columns and len(row.cells) != len(table.columns))


def years_only(cells: tuple[str, ...]) -> bool:
    """The second storey of a header: years below 年度目标, blanks below the rest."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(re.fullmatch(r"20\d\d年?", cell) for cell in filled)


def header_of(cells: tuple[str, ...]) -> tuple[Column, ...]:
    columns = header(("序号", "指标", *cells))
    assert columns
    return columns[2:]


def two_storeyed(upper: tuple[Column, ...], lower: tuple[Column, ...]) -> tuple[Column, ...]:
    """A header of two rows: the lower heading where there is one."""
    pairs = zip(upper, lower, strict=False)
    return tuple(low if low.heading else high for high, low in pairs)


def adjacent(parts: Sequence[Paragraph | Table]) -> bool:
    """Nothing but a caption said again stands between the last table and here."""
    between: list[Paragraph] = []
    for part in reversed(parts):
        if isinstance(part, Table):
            return all(one.whole == part.caption for one in between)
        between.append(part)
    return False


def parted(text: str) -> tuple[str, str]:
    """A heading's title and the text that follows in the same paragraph."""
    stop = re.search(r"[。:：]", text)
    if stop and stop.start() <= LONGEST_HEADING:
        return text[: stop.start()], text[stop.end() :]
    return (text, "") if len(text) <= 2 * LONGEST_HEADING and "。" not in text else ("", text)


def outline(pieces: Iterable[Piece]) -> Outline:
    """The document's paragraphs and tables in order, each with its address."""
    walk = Walk()
    items = whole(list(pieces))
    texts = [BULLET.sub("", item[0]) if isinstance(item, tuple) else "" for item in items]
    texts = [MARKDOWN.sub(r"\2", text) for text in texts]
    starts = annex_starts(texts)
    next_note = 0
    for index, item in enumerate(items):
        if isinstance(item, Row):
            walk.row(item)
            next_note = 0
            continue
        text, raw, place = item
        if index in starts:
            match = ANNEX.fullmatch(texts[index])
            assert match
            walk.annex_start(match[1], match["title"])
            next_note = 0
            continue
        listed = re.match(r"(\d{1,2})[.、]", text)
        note = NOTE.match(text)
        if note:
            counted = [int(said) for said in re.findall(r"(\d{1,2})[.、](?!\d)", text)]
            next_note = max(counted, default=1 if text[note.end() :] else 0) + 1
            walk.add("", text, raw, place, "note")
        elif next_note and listed and int(listed[1]) == next_note:
            next_note += 1
            walk.add("", text, raw, place, "note")
        elif ANNEX_LIST.match(texts[index]):
            walk.add("", text, raw, place, "annexes")
            walk.outline.annexes |= listed_annexes(texts[index:])
        elif listed and named_in_list(texts[:index]):
            walk.add("", text, raw, place, "annexes")
        else:
            next_note = 0
            walk.paragraph(text, raw, place)
    return walk.outline
