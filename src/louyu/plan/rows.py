"""表行: table rows among the lines of a text: tab-, pipe- and space-separated, whole again.

A row that a line end or page end has cut is joined to what follows it, across blank lines, page
numbers and repeated headers. Rows of .docx and .pdf tables pass through as they are.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from louyu.plan.header import TOTAL, Column, header
from louyu.plan.outline import structural
from louyu.plan.piece import PAGE_FURNITURE, Line, Piece, Place, Row, key, plain

PIPE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
GAP = re.compile(r"\u3000+| {2,}|\t+")
LOOSE_YEAR = re.compile(r"(20\d\d) (年)")


def cells_of(text: str, style: str) -> tuple[str, ...]:
    """A line's cells in a style of table; one cell where the style does not show."""
    if style == "tab":
        return tuple(text.rstrip(" \r\n").split("\t"))
    if style == "pipe":
        bare = text.replace("｜", "|").replace("\\|", "\0").strip()
        bare = bare.removeprefix("|").removesuffix("|")
        return tuple(cell.replace("\0", "|").strip() for cell in bare.split("|"))
    if style == "space":
        return tuple(GAP.split(text.strip()))
    return tuple(LOOSE_YEAR.sub(r"\1\2", text.strip()).split())


STYLES = ("pipe", "tab", "space", "blank")


def opened(text: str) -> tuple[str, tuple[Column, ...]] | None:
    """The style and columns of a table whose header the line is."""
    for style in STYLES:
        cells = cells_of(text, style)
        columns = header(cells)
        if columns and len(cells) >= (2 if style in {"pipe", "tab"} else 3):
            return style, columns
    return None


def width(text: str) -> int:
    """Columns a text takes on a screen: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def spans(text: str) -> list[tuple[int, int, str]]:
    """The cells of a space-aligned line with the screen columns they cover."""
    found, at = [], 0
    for part in re.split(r"(\u3000+| {2,}|\t+)", text.rstrip()):
        if part and not GAP.fullmatch(part):
            lead = width(part) - width(part.lstrip())
            found.append((at + lead, at + width(part), part.strip()))
        at += width(part)
    return found


def aligned(text: str, heads: list[tuple[int, int, str]]) -> list[str]:
    """The line's cells under the headings they stand below."""
    cells = [""] * len(heads)
    parts = spans(text)
    if len(parts) == len(heads):
        return [part for _, _, part in parts]
    for start, end, part in parts:

        def distance(column: int, start: int = start, end: int = end) -> tuple[int, int]:
            left, right, _ = heads[column]
            return (-(min(end, right) - max(start, left)), abs(start - left))

        best = min(range(len(heads)), key=distance)
        cells[best] += part
    return cells


@dataclass
class Reader:
    """Goes down the lines and gathers rows; the table it is in is its only memory."""

    out: list[Piece] = field(default_factory=list)
    style: str = ""
    columns: tuple[Column, ...] = ()
    heads: list[tuple[int, int, str]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    place: Place | None = None
    gap: bool = False
    open: bool = False
    """The row began with | and has not ended with it."""

    def take(self, line: Line) -> None:
        text = line.text
        if not text.strip() or PAGE_FURNITURE.fullmatch(plain(text)):
            self.gap = True
            if not self.style:
                self.out.append(Line("", line.place))
            return
        if found := opened(text):
            self.take_header(line, *found)
        elif not self.style or not self.take_row(line):
            self.close()
            self.take_outside(line)
        self.gap = False

    def take_header(self, line: Line, style: str, columns: tuple[Column, ...]) -> None:
        same = [found.role for found in columns] == [found.role for found in self.columns]
        if self.style == style and same:
            return  # a header repeated after a page break
        self.close()
        self.style, self.columns = style, columns
        self.heads = spans(line.text)
        self.out.append(Row(cells_of(line.text, style), line.place))

    def take_outside(self, line: Line) -> None:
        """A line outside any table whose header is known; rows without header stay visible."""
        text = line.text.strip()
        if text.count("|") >= 2 and text.startswith("|"):
            self.out.append(Row(cells_of(text, "pipe"), line.place, loose=True))
        elif text.count("\t") >= 2:
            self.out.append(Row(cells_of(text, "tab"), line.place, loose=True))
        else:
            self.out.append(line)

    def take_row(self, line: Line) -> bool:
        if self.style == "pipe" and PIPE_RULE.fullmatch(line.text):
            return True
        if self.style in {"pipe", "tab"}:
            return self.take_separated(line)
        if self.style == "space":
            return self.take_aligned(line)
        cells = list(cells_of(line.text, "blank"))
        if not numbered(cells) and not TOTAL.search(cells[0]):
            return False
        self.start(cells, line.place)
        return True

    def take_separated(self, line: Line) -> bool:
        cells = list(cells_of(line.text, self.style))
        text = line.text.replace("｜", "|").strip()
        piped, ends = text.startswith("|"), text.endswith("|")
        if self.style == "tab" and piped:
            return False
        held, wide, is_open = len(self.cells), len(self.columns), self.open
        self.open = self.style == "pipe" and not ends and (piped or is_open)
        if piped and is_open and held + len(cells) == wide:
            cells = ["", *cells]  # the row was cut between two cells
        elif piped or (self.fresh(cells) and not is_open):
            return self.start(cells, line.place)
        if is_open or (held and held < wide):
            together = held + len(cells) - 1
            fits = together == wide and len(cells) > 1  # the other half, whatever it begins like
            if fits or (together <= wide and not structural(plain(text))):
                return self.go_on(cells, line.place)
        elif held and len(cells) == 1 and not self.gap and not structural(plain(text)):
            return self.go_on(cells, line.place)
        return len(cells) > 1 and self.start(cells, line.place)

    def fresh(self, cells: list[str]) -> bool:
        """A row of its own: as wide as the header, or with a serial number or 合计 in front."""
        first = numbered(cells) or bool(TOTAL.search(key(cells[0])))
        return len(cells) > 1 and (len(cells) >= len(self.columns) or first)

    def take_aligned(self, line: Line) -> bool:
        cells = aligned(line.text, self.heads)
        first = "number" in {found.role for found in self.columns[:1]}
        if first and self.cells and not numbered(cells) and not TOTAL.search(key("".join(cells))):
            if structural(plain(line.text)) or (self.gap and len(spans(line.text)) == 1):
                return False
            self.cells = [a + b for a, b in zip(self.cells, cells, strict=True)]
            assert self.place
            self.place = self.place.to(line.place)
            return True
        if len(spans(line.text)) < 2:
            return False
        self.start(cells, line.place)
        return True

    def go_on(self, cells: list[str], place: Place) -> bool:
        """The row's last cell goes on in the first of these; a line end is between them."""
        self.cells[-1:] = [f"{self.cells[-1].rstrip()}\n{cells[0].lstrip()}".strip(), *cells[1:]]
        assert self.place
        self.place = self.place.to(place)
        return True

    def start(self, cells: list[str], place: Place) -> bool:
        self.end_row()
        self.cells, self.place = cells, place
        return True

    def end_row(self) -> None:
        if self.cells and self.place:
            self.out.append(Row(tuple(self.cells), self.place))
        self.cells, self.place = [], None

    def close(self) -> None:
        self.end_row()
        self.style, self.columns, self.heads, self.open = "", (), [], False


def numbered(cells: Sequence[str]) -> bool:
    """The row begins with a serial number: it is a new one."""
    return bool(re.fullmatch(r"\d{1,3}[.、]?", key(cells[0])))


def pieces(lines: Sequence[Piece]) -> list[Piece]:
    """The lines with table rows made whole; blank lines stay between paragraphs."""
    reader = Reader()
    for piece in lines:
        if isinstance(piece, Row):
            reader.close()
            reader.out.append(piece)
        else:
            reader.take(piece)
    reader.close()
    return reader.out
