"""切分: passages are the document, cut where it cuts itself, nothing lost and nothing changed."""

from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from question_examples import DOCUMENTS, PLAN, RENT, TALENT

from louyu.plan.document import document_text
from louyu.services.question import Document, document_facts, passages


def clauses(document: Document) -> list[str]:
    return [cut.clause for cut in passages(document) if cut.kind != "head"]


def test_an_article_is_a_passage_and_knows_its_chapter() -> None:
    assert clauses(RENT) == [
        "第一章 第一条",
        "第一章 第二条",
        "第二章 第三条",
        "第二章 第四条",
        "第三章 第五条",
        "第三章 第六条",
        "第三章 第七条",
    ]
    third = next(cut for cut in passages(RENT) if cut.clause.endswith("第三条"))
    assert third.heading == "补助标准"
    assert third.text.startswith("第二章 补助标准\n第三条 新引进企业")
    assert third.text.endswith("不予补助。")


def test_a_long_article_is_cut_at_its_paragraphs_and_items() -> None:
    filler = "按照有关规定执行并定期报送进展情况" * 12
    document = Document(
        "long",
        "办法",
        f"第一章 总则\n第一条 本条第一款。{filler}。\n第二款的内容。{filler}。\n"
        f"（一）第一项。{filler}。\n（二）第二项。{filler}。\n第二条 短。\n",
    )
    assert clauses(document) == [
        "第一章 第一条 第一款",
        "第一章 第一条 第二款",
        "第一章 第一条 第（一）项",
        "第一章 第一条 第（二）项",
        "第一章 第二条",
    ]


def test_items_inside_one_line_are_parted_when_they_count() -> None:
    said = "四、申报材料 (一)基础材料 1.营业执照;2.申请表。" + "补充说明若干。" * 50
    document = Document("line", "通知", f"{said}(二)其他材料 1.发票。3.5万元以下免交。\n")
    found = passages(document)
    assert found[-1].clause == "四、（二）"
    assert found[-1].text == "(二)其他材料 1.发票。3.5万元以下免交。"


def test_a_table_knows_its_header_and_what_a_blank_cell_goes_on_with() -> None:
    (table,) = (cut for cut in passages(TALENT) if cut.kind == "table")
    assert table.heading.endswith("学历层次 每月补贴 最长期限")
    assert "硕士研究生\t1000元\t24个月" in table.text
    rows = "".join(f"{at}\t\t第{at}项工作，要求很多，说明很长，各单位配合\n" for at in range(2, 30))
    long = Document(
        "rows", "清单", f"附件1\n任务清单\n序号\t类别\t内容\n1\t招商引资\t第一项\n{rows}"
    )
    tables = [cut for cut in passages(long) if cut.kind == "table"]
    assert len(tables) > 1
    assert tables[-1].heading == "任务清单 序号 类别 内容 招商引资"
    assert tables[-1].clause == "附件1"


def test_a_note_below_a_table_is_no_item_of_the_text_above() -> None:
    assert "二、注" in clauses(TALENT)


def test_a_title_alone_is_no_answer() -> None:
    heads = [cut for document in DOCUMENTS for cut in passages(document) if cut.kind == "head"]
    assert RENT.title in heads[0].text
    assert any(cut.text == "附件1\n重点任务分工表" for cut in heads)
    assert not any("。" in cut.text for cut in heads)


def test_facts_are_proposed_from_the_text() -> None:
    found = document_facts(
        f"临澜市望潮区人民政府办公室文件\n\n{RENT.text}\n望潮区人民政府办公室\n2024年3月1日\n"
    )
    assert found.title == RENT.title
    assert found.number == RENT.number
    assert found.issuer == "临澜市望潮区人民政府办公室"
    assert (found.issued, found.since, found.until) == (
        date(2024, 3, 1),
        date(2024, 4, 1),
        date(2027, 3, 31),
    )
    assert document_facts("今天天气很好。") == document_facts("")


@pytest.mark.parametrize(
    ("day", "holds", "said"),
    [
        (date(2024, 3, 31), False, "2024-04-01 起施行，尚未生效"),
        (date(2024, 4, 1), True, "有效期至 2027-03-31"),
        (date(2027, 3, 31), True, "有效期至 2027-03-31"),
        (date(2027, 4, 1), False, "已于 2027-03-31 到期"),
    ],
)
def test_a_document_holds_between_its_dates(day: date, holds: bool, said: str) -> None:
    assert RENT.in_force(day) is holds
    assert RENT.validity(day) == said


BITS = st.sampled_from(
    [
        *"第一二三十章节条款（）()、.：:。；;\n\t 注附件1230％%①②*#",
        "\n",
        "\r\n",
        "\u2028",
        "第一条 ",
        "\n第二章 ",
        "\n（一）",
        "\n1.",
        "补助资金按照规定执行",
        "一\t二\t三\n",
        "\n附件2\n",
        "很长的一段话" * 80,
        "𠮷",
        "\x0b",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(BITS | st.text(max_size=8), max_size=40))
def test_nothing_of_a_document_is_lost_or_said_twice(bits: list[str]) -> None:
    document = Document("any", "任意", "".join(bits))
    found = passages(document)
    assert "".join("".join(cut.text.split()) for cut in found) == "".join(document.text.split())
    ends = [0, *(cut.end for cut in found)]
    for cut, before in zip(found, ends, strict=False):
        assert before <= cut.start < cut.end
        assert cut.text == document.text[cut.start : cut.end] == cut.text.strip()


def test_the_examples_are_whole() -> None:
    for document in DOCUMENTS:
        joined = "".join("".join(cut.text.split()) for cut in passages(document))
        assert joined == "".join(document.text.split())
    assert "附件1" in clauses(PLAN)


def test_a_word_document_is_cut_like_its_text(tmp_path: Path) -> None:
    written = docx.Document()
    written.add_heading("望潮区楼宇奖励办法", 0)
    written.add_heading("第一章 奖励标准", 1)
    written.add_paragraph("第一条 按照下表给予一次性奖励。")
    table = written.add_table(2, 2)
    for row, cells in zip(table.rows, (("税收", "奖励"), ("1亿元", "80万元")), strict=True):
        for cell, said in zip(row.cells, cells, strict=True):
            cell.text = said
    written.save(str(tmp_path / "办法.docx"))
    text = document_text(tmp_path / "办法.docx")
    assert text.splitlines() == [
        "望潮区楼宇奖励办法",
        "第一章 奖励标准",
        "第一条 按照下表给予一次性奖励。",
        "税收\t奖励",
        "1亿元\t80万元",
    ]
    last = passages(Document("docx", "办法", text))[-1]
    assert (last.clause, last.kind) == ("第一章 第一条", "table")
    assert last.heading.endswith("税收 奖励")
