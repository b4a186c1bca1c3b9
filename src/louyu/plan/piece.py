"""文字与表行: what a document is made of before anyone asks what it means, and where each piece is.

Also what conversion does to a text and how it is undone: bold marks, full-width letters and digits,
radicals in place of characters, blanks between Chinese characters, sentences cut by line ends.
"""

import re
import unicodedata
from dataclasses import dataclass

from louyu.standards.width import FULL, HALF, SPACES, half_width, unspaced

LETTERS_AND_DIGITS = {
    **{
        full: half for full, half in zip(FULL, HALF, strict=True) if half.isalnum() or half in "%+#"
    },
    "＊": "*",
    "｜": "|",
    "．": ".",
    "\u3000": " ",
    "\u2329": "〈",
    "\u232a": "〉",
}
RADICALS = {
    **{chr(at): unicodedata.normalize("NFKC", chr(at)) for at in range(0x2F00, 0x2FD6)},
    **{chr(at): unicodedata.normalize("NFKC", chr(at)) for at in range(0xF900, 0xFA2E)},
    **dict(zip("⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢", "民西见角贝车长门青韦页风飞食马", strict=True)),
    "\u2f3e": "户",
    **dict(zip("⻤⻥⻦⻨⻩⻬⻮⻰⻳⻁⻣⻑", "鬼鱼鸟麦黄齐齿龙龟虎骨長", strict=True)),
}
"""Radicals and compatibility forms that a PDF's fonts give for the characters they look like."""
NARROWED = str.maketrans({**LETTERS_AND_DIGITS, **RADICALS})
BOLD = re.compile(r"\*\*(?=\S)(.+?)\*\*|__(?=\S)(.+?)__")
ESCAPED = re.compile(r"\\([*_|#.\[\]()-])")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
BLANK = re.compile(f"[{SPACES}]+")
PAGE_FURNITURE = re.compile(
    r"[-—–─－]\s*\d{1,4}\s*[-—–─－]|第\s*\d+\s*页(\s*[,，/]?\s*共\s*\d+\s*页)?"
)
QUOTES = str.maketrans(dict.fromkeys("“”‘’\"'「」『』", ""))
BRACKETS = str.maketrans("〈〉<>[]【】〔〕", "()()()()()")


@dataclass(frozen=True)
class Place:
    """Where a piece stands: lines (行), paragraphs (段), pages (页), rows of a table (表2·行)."""

    kind: str
    first: int
    last: int

    @property
    def label(self) -> str:
        within, _, unit = self.kind.rpartition("·")
        many = "" if self.first == self.last else f"—{self.last}"
        return f"{within}第{self.first}{many}{unit}"

    def to(self, other: "Place") -> "Place":
        """From here to another place of the same kind; across kinds, here."""
        if other.kind != self.kind:
            return self
        return Place(self.kind, min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True)
class Line:
    """A line or paragraph as written; blank ones are kept, they part what they stand between."""

    text: str
    place: Place


@dataclass(frozen=True)
class Row:
    """A row of a table, its cells as written; ``loose`` when no header was known above it."""

    cells: tuple[str, ...]
    place: Place
    loose: bool = False


Piece = Line | Row


def plain(text: str) -> str:
    """The text without what conversion adds: one way of writing, Chinese punctuation kept."""
    text = BREAK.sub("\n", text)
    text = ESCAPED.sub(r"\1", text.translate(NARROWED))
    text = BOLD.sub(lambda match: match[1] or match[2], text)
    text = text.replace("**", "") if text.count("**") % 2 else text
    return BLANK.sub(between, text.strip()).strip()


def between(blank: re.Match[str]) -> str:
    """A blank stays only between Latin letters or digits; a line end inside a word goes."""
    text, start, end = blank.string, blank.start(), blank.end()
    if not start or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    latin = ascii_letter(before) and ascii_letter(after)
    cut = "\n" in blank[0] and one_word(before, after)
    return " " if latin and not cut else ""


def one_word(before: str, after: str) -> bool:
    """Over a line end a number goes on as a number (1|00), an acronym as one (REIT|s)."""
    return before.isupper() or (before.isdigit() and after.isdigit())


def ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


def joined(before: str, after: str) -> str:
    """Two halves of a text that a line end had parted."""
    if before and after and ascii_letter(before[-1]) and ascii_letter(after[0]):
        return before + ("" if one_word(before[-1], after[0]) else " ") + after
    return before + after


def key(text: str) -> str:
    """What two writings of one name have in common: no blanks, quotes or kinds of bracket."""
    return unspaced(half_width(text).translate(QUOTES).translate(BRACKETS)).lower()


def words(text: str) -> str:
    """Letters, digits and characters alone, for comparing sentences."""
    return "".join(character for character in key(text) if character.isalnum() or character == "+")
