"""What OCR and conversion do to a plan does not change what is read."""

import re
import unicodedata

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plan_examples import INVENTED, REAL, plan_of, real_only, said

from louyu.plan.piece import key
from louyu.plan.plan import Plan

TEXT = INVENTED.read_text(encoding="utf-8")
SAID = said(plan_of(TEXT))
REAL_TEXT = REAL.read_text(encoding="utf-8") if REAL.exists() else ""
REAL_SAID = said(plan_of(REAL_TEXT)) if REAL_TEXT else None
FULL = {chr(code): chr(code + 0xFEE0) for code in (*range(0x30, 0x3A), 0x25)}


def is_row(line: str) -> bool:
    return line.startswith("|")


def header_above(lines: list[str], at: int) -> list[str]:
    """The header and rule of the table that a row stands in."""
    top = at
    while is_row(lines[top - 1]):
        top -= 1
    return lines[top : top + 2]


def widened(text: str) -> str:
    return "".join(FULL.get(letter, letter) for letter in text)


def narrowed(text: str) -> str:
    return text.replace("（", "(").replace("）", ")").replace("，", ",").replace("：", ":")


def leads(plan: Plan) -> list[list[str]]:
    return [[key(unit) for unit in task.lead] for task in plan.tasks]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_page_breaks_with_repeated_headers(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    rows = [
        at
        for at, line in enumerate(lines)
        if is_row(line) and is_row(lines[at - 1]) and is_row(lines[at - 2])
    ]
    at = data.draw(st.sampled_from(rows))
    cut = ["", "- 7 -", "", *header_above(lines, at)]
    assert said(plan_of("\n".join([*lines[:at], *cut, *lines[at:]]))) == SAID


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_bold_marks_and_full_width_digits(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    for at, line in enumerate(lines):
        change = data.draw(st.sampled_from(["", "", "bold", "wide"]))
        if change == "wide" and not re.match(r"[|\s:-]+$", line):
            lines[at] = widened(line)
        elif change == "bold" and is_row(line) and not re.match(r"[|\s:-]+$", line):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            lines[at] = "|" + "|".join(f" **{cell}** " if cell else " " for cell in cells) + "|"
    assert said(plan_of("\n".join(lines))) == SAID


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_cells_broken_in_the_middle(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    rows = [at for at, line in enumerate(lines) if is_row(line) and "。 |" in line]
    at = data.draw(st.sampled_from(rows))
    line = lines[at]
    stops = [
        place
        for place in range(2, len(line) - 2)
        if all(unicodedata.category(letter) == "Lo" for letter in line[place - 1 : place + 1])
    ]
    place = data.draw(st.sampled_from(stops))
    gap = data.draw(st.sampled_from([[], [""], ["", "— 8 —", ""]]))
    lines[at : at + 1] = [line[:place], *gap, line[place:]]
    assert said(plan_of("\n".join(lines))) == SAID


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_sentences_broken_at_a_line_end(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    long = [at for at, line in enumerate(lines) if not is_row(line) and line.count("，") >= 2]
    at = data.draw(st.sampled_from(long))
    line = lines[at]
    stops = [
        place
        for place in range(20, len(line) - 1)
        if line[place - 1] not in "。；：）" and line[place] not in "（"
    ]
    place = data.draw(st.sampled_from(stops or [len(line)]))
    lines[at : at + 1] = [line[:place], "", line[place:]]
    assert said(plan_of("\n".join(lines))) == SAID


@real_only
@given(st.integers(24, 60))
@settings(max_examples=12, deadline=None)
def test_every_paragraph_wrapped_at_one_width(most: int) -> None:
    bodies = [line for line in REAL_TEXT.split("\n") if "\t" not in line]
    cuts = [line[at - 1] for line in bodies for at in range(most, len(line), most)]
    assume("。" not in cuts)  # a paragraph that stops there cannot be told from one that goes on
    lines = []
    for line in REAL_TEXT.split("\n"):
        wide = len(line) if "\t" in line else most
        lines += [line[at : at + wide] for at in range(0, len(line), wide)] if line else [""]
    assert said(plan_of("\n".join(lines))) == REAL_SAID


@real_only
@given(st.data())
@settings(max_examples=30, deadline=None)
def test_cells_of_the_real_plan_cut_by_a_page_end(data: st.DataObject) -> None:
    lines = REAL_TEXT.split("\n")
    rows = [at for at, line in enumerate(lines) if re.match(r"\d+\t.*\t.{30,}\t", line)]
    at = data.draw(st.sampled_from(rows))
    top = max(above for above in range(at) if lines[above].startswith("序号"))
    long = max(lines[at].split("\t")[:-1], key=len)
    start = lines[at].index(long)
    place = data.draw(st.integers(start + 1, start + len(long) - 1))
    gap = data.draw(st.sampled_from([[], [""], ["", "- 9 -", "", lines[top]]]))
    lines[at : at + 1] = [lines[at][:place], *gap, lines[at][place:]]
    assert said(plan_of("\n".join(lines))) == REAL_SAID


@real_only
def test_radicals_that_a_pdf_gives_for_characters() -> None:
    looks = str.maketrans(
        "方面用行工目一民长门", "\u2f45\u2faf\u2f64\u2f8f\u2f2f\u2f6c\u2f00⺠⻓⻔"
    )
    assert said(plan_of(REAL_TEXT.translate(looks))) == REAL_SAID


@real_only
def test_a_running_head_between_two_pages_of_a_table() -> None:
    lines = REAL_TEXT.split("\n")
    heads = [at for at, line in enumerate(lines) if line.startswith("序号")]
    for at in (heads[4], heads[8]):
        head = ["", "某某区人民政府办公室文件", ""]
        assert said(plan_of("\n".join([*lines[:at], *head, *lines[at:]]))) == REAL_SAID


def test_tabs_pipes_and_aligned_spaces_are_the_same_table() -> None:
    rows = [
        ("序号", "指标名称", "单位", "2026年", "2027年"),
        ("1", "新增商务楼宇建筑面积", "万方", "8", "10"),
        ("2", "楼宇入驻率", "%", "80", "84"),
    ]
    wide = [6, 26, 8, 10, 10]

    def padded(row: tuple[str, ...]) -> str:
        cells = []
        for cell, most in zip(row, wide, strict=True):
            taken = sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in cell)
            cells.append(cell + " " * (most - taken))
        return "".join(cells).rstrip()

    texts = [
        "\n".join("\t".join(row) for row in rows),
        "\n".join(f"|{'|'.join(row)}|" for row in rows),
        "\n".join(padded(row) for row in rows),
        "\n".join(" ".join(row) for row in rows),
        "\n\n".join("　".join(row) for row in rows),
    ]
    read = [[(one.item, one.unit, one.years) for one in plan_of(text).targets] for text in texts]
    assert read[0] == [
        ("table1:1", "万㎡", {2026: 8, 2027: 10}),
        ("table1:2", "%", {2026: 80, 2027: 84}),
    ]
    assert all(one == read[0] for one in read)


@real_only
def test_brackets_and_commas_of_either_width_in_the_real_plan() -> None:
    one, other = plan_of(REAL_TEXT), plan_of(narrowed(REAL_TEXT))
    assert [target.years for target in one.targets] == [target.years for target in other.targets]
    assert [goal.value for goal in one.goals] == [goal.value for goal in other.goals]
    assert leads(one) == leads(other)
    assert [project.area for project in one.projects] == [one.area for one in other.projects]
    assert [member.unit for member in one.members] == [one.unit for one in other.members]
