"""条款 clause: where a target, a threshold or a choice is written, in words."""

import re

CLAUSE = (
    (r"table(\d+):(\d+)", "行动方案表{0}第{1}项"),
    (r"note:(\d+)", "行动方案表注{0}"),
    (r"section(\d+):(\d+)", "行动方案第{0}部分第{1}条"),
    (r"section(\d+)", "行动方案第{0}部分"),
    (r"annex(\d+):(\d+)", "行动方案附件{0}第{1}项"),
    (r"decision:(\w+)", "实施口径（方案未作规定）"),
)


def clause_name(clause: str) -> str:
    """``table1:6`` in words; a clause of an unknown shape is shown as it is written."""
    for pattern, words in CLAUSE:
        if found := re.fullmatch(pattern, clause):
            return words.format(*found.groups())
    return clause
