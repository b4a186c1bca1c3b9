"""段落 passage: the piece of a document that is quoted: clause, exact text, where it stands."""

from typing import NamedTuple

from louyu.services.question.document import Document


class Span(NamedTuple):
    """Characters of a document's text, from ``start`` up to, not with, ``end``."""

    start: int
    end: int


class Passage(NamedTuple):
    """``document.text[start:end]`` verbatim, and the words it stands under.

    ``clause`` is where it is (第三章 第十二条 第二款), ``heading`` what the headings and the
    table's header above it say; ``kind`` is head (title and addressees), text or table.
    ``lead`` is the sentence that its list hangs on (下列情形不予补助：), where that is another
    passage's: shown with it, since an item alone may seem to say the contrary.
    """

    document: Document
    start: int
    end: int
    clause: str
    heading: str
    kind: str
    lead: str = ""

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]
