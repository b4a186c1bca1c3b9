"""可见 visible: a stranger's words made fit to be shown in a sentence or on a terminal."""

import re
from contextlib import suppress

STAND_IN = "□"
LONGEST_NAME = 200
"""Characters of a file's name; the end is kept, where month and extension stand."""
NAMELESS = "无名文件"


def visible(text: str) -> str:
    """The text on one line: blanks as spaces, other unseen characters as □.

    Unseen are the control characters that steer a terminal, the marks that turn the direction of
    writing, and halves of characters: each could make a sentence say what it does not.
    """
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else " " if letter.isspace() else STAND_IN for letter in text
    )


def name_visible(said: str) -> str:
    """A file's name without folders, fit to be shown and kept.

    Names out of archives that Windows packed are bytes of GB18030, which is no UTF-8.
    """
    if re.search("[\udc80-\udcff]", said):
        with suppress(UnicodeError):
            said = said.encode("utf-8", "surrogateescape").decode("gb18030")
    return visible(re.split(r"[/\\]", said)[-1])[-LONGEST_NAME:] or NAMELESS
