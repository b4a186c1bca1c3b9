"""附件: where a plan's annexes begin, and the list that names them."""

import re
from collections.abc import Sequence

from louyu.standards.numeral import number

CHINESE = "[零〇一二三四五六七八九十百]+"
ANNEX = re.compile(rf"附件\s*(\d{{1,2}}|{CHINESE})?\s*[:：]?(?P<title>[^。；]{{0,60}})")
ANNEX_LIST = re.compile(r"附件[:：](?P<rest>.*)")


def listed_annexes(texts: Sequence[str]) -> dict[int, str]:
    """附件：1. … 2. …, on one line or on several."""
    match = ANNEX_LIST.match(texts[0])
    assert match
    run = [match["rest"]]
    for text in texts[1:]:
        if not re.match(r"\d{1,2}[.、]", text):
            break
        run.append(text)
    found = re.findall(r"(\d{1,2})[.、](?!\d)(.+?)(?=\d{1,2}[.、](?!\d)|$)", "".join(run))
    return {int(value): title for value, title in found} or {1: "".join(run)}


def named_in_list(before: Sequence[str]) -> bool:
    """The line is 2. or 3. of a list of annexes that began just above."""
    for above in reversed(before):
        if ANNEX_LIST.match(above):
            return True
        if not re.match(r"\d{1,2}[.、]", above):
            return False
    return False


def annex_starts(texts: Sequence[str]) -> set[int]:
    """Where annexes begin; of lines that name one annex twice, the last (the first is a list)."""
    last: dict[str, int] = {}
    for index, text in enumerate(texts):
        match = ANNEX.fullmatch(text) if not ANNEX_LIST.match(text) else None
        if match and not re.search(r"[，,]|见附件", text):
            said = match[1] or "1"
            value = int(said) if said.isdigit() else number(said)
            last[str(value)] = index
    return set(last.values())
