"""检索: what is found, by what, and when it is said that nothing was."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from question_examples import DAY, DESKS, RENT, Document, example_index

from louyu.services.question import (
    Extract,
    Handover,
    Index,
    NotFound,
    Wanted,
    found_answer,
    index_of,
    passages,
    ranked,
    unit_to_ask,
)
from louyu.services.question.answer import Answer
from louyu.services.question.wording import lay_words

INDEX = example_index()
OTHERWISE = "望潮区楼宇经济专班"


def ask(question: str, index: Index = INDEX, **more: object) -> Answer:
    told = {"day": DAY, "desks": DESKS, "otherwise": OTHERWISE} | more
    return found_answer(index, question, **told)  # type: ignore[arg-type]


def best(question: str, **more: object) -> tuple[str, str]:
    found = ranked(INDEX, question, **more).evidence()  # type: ignore[arg-type]
    return found[0].document.id, found[0].passage.clause


@pytest.mark.parametrize(
    ("question", "document", "clause"),
    [
        ("租金补助申请要交什么材料", "rent", "第三章 第五条"),
        ("硕士每个月补多少钱", "talent", "二、"),
        ("毕业生社保要交几个月才行", "talent", "一、"),
        ("停车位以后会多吗", "plan", "一、"),
        ("房租补助一年最多给多少", "rent", "第二章 第三条"),
        ("营业收入一亿元以上每平米补几块", "rent", "第二章 第四条"),
        ("望潮政办〔2024〕15号什么时候到期", "rent", "第三章 第七条"),
        ("每月补助 35 元", "rent", "第二章 第四条"),
    ],
)
def test_a_lay_question_finds_its_clause(question: str, document: str, clause: str) -> None:
    assert best(question, wanted=Wanted(DAY)) == (document, clause)


def test_a_number_is_found_however_it_is_written() -> None:
    for said in ("30%", "３０％", "三成", "百分之三十"):
        assert best(f"按{said}", wanted=Wanted(DAY)) == ("rent", "第二章 第三条")
    for said in ("1亿元", "一亿元", "10000万元"):
        assert best(f"收入{said}", wanted=Wanted(DAY)) == ("rent", "第二章 第四条")


def test_what_is_highlighted_is_what_was_asked() -> None:
    answer = ask("硕士能补几个月")
    assert isinstance(answer, Extract)
    one = answer.evidence[0]
    shown = [one.document.text[span.start : span.end] for span in one.spans]
    assert "硕士" in shown
    assert all(one.passage.start <= start < end <= one.passage.end for start, end in one.spans)


def test_the_parts_of_a_score_add_up() -> None:
    for one in ranked(INDEX, "租写字楼的房租补贴怎么申请").evidence():
        assert sum(one.parts.values()) == pytest.approx(one.score, rel=1e-4)


def test_only_what_is_in_force_of_the_place_and_kind_is_quoted() -> None:
    question = "新引进企业租用办公用房的，按实际租金的多少给予补助"
    assert best(question, wanted=Wanted(date(2022, 1, 1)))[0] == "old-rent"
    assert best(question, wanted=Wanted(DAY))[0] == "rent"
    assert best("租金补助", wanted=Wanted(kinds=frozenset({"guide"})))[0] == "talent"
    assert not ranked(INDEX, question, wanted=Wanted(place="别处区")).evidence()


def test_what_is_said_twice_is_shown_once() -> None:
    copy = Document("copy", RENT.title, RENT.text.replace("15个工作日", "15 个工作日"))
    found = ranked(example_index(copy), "申请租金补助提交哪些材料").evidence()
    assert len({one.text.replace(" ", "") for one in found}) == len(found)
    assert [twin.document.id for twin in found[0].also] in (["copy"], ["rent"])


@pytest.mark.parametrize("question", ["红烧肉怎么做", "明天会下雨吗", "驾照到期怎么换", "？？", ""])
def test_a_question_off_topic_is_refused(question: str) -> None:
    answer = ask(question)
    assert isinstance(answer, NotFound)
    assert answer.unit == OTHERWISE


def test_a_refusal_names_the_unit_to_ask() -> None:
    answer = ask("《望潮区电梯加装补助办法》怎么规定的")
    assert isinstance(answer, NotFound)
    assert "望潮区电梯加装补助办法" in answer.reason
    assert answer.unit == "望潮区住房和城乡建设局"
    assert unit_to_ask("老楼装电梯", DESKS, otherwise=OTHERWISE) == "望潮区住房和城乡建设局"


def test_a_district_that_no_document_speaks_of_has_no_answer() -> None:
    answer = ask("澄屿区有房租补贴吗")
    assert isinstance(answer, NotFound)
    assert "澄屿区" in answer.reason
    assert isinstance(ask("望潮区有房租补贴吗"), Extract)
    city = Document("city", "临澜市租金补助指引", "一、租金补助由各区受理，全市统一标准。\n")
    answer = ask("澄屿区租金补助由谁受理", example_index(city))
    assert isinstance(answer, Extract)
    assert {one.document.id for one in answer.evidence} == {"city"}
    assert isinstance(ask("园区的写字楼有房租补贴吗"), Extract)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("我公司租了三百平米办公室，能拿多少补助", "amount"),
        ("我们企业能不能享受租金补助", "eligibility"),
        ("我司够不够条件申请人才补贴", "eligibility"),
        ("望海云帆科技有限公司符合租金补助的条件吗", "eligibility"),
        ("我们这样的公司可以申请租金补助吗？", "eligibility"),
        ("我能申请哪些政策", "eligibility"),
        ("云帆科技可以领多少奖励", "amount"),
        ("我们楼达标了没有", "eligibility"),
        ("我公司今年第一次上规，有奖励吗", "eligibility"),
        ("我公司差什么条件", "eligibility"),
        ("够条件吗", "eligibility"),
    ],
)
def test_a_question_about_a_case_is_handed_to_the_rule_engine(question: str, kind: str) -> None:
    answer = ask(question, enterprises=("云帆科技",))
    assert isinstance(answer, Handover)
    assert answer.case.kind == kind


@pytest.mark.parametrize(
    "question",
    [
        "租金补助的标准是多少",
        "申请租金补助要交哪些材料",
        "什么样的企业可以享受租金补助",
        "博士每月补贴多少元",
        "停车难由哪个单位负责",
        "租金补助什么时候申请",
        "租金补助跟别的优惠能不能叠着享受",
        "租金补助能拿几年",
        "我想申请租金补助，要什么材料",
    ],
)
def test_a_question_about_a_document_is_quoted(question: str) -> None:
    assert isinstance(ask(question), Extract)


def test_a_handover_names_policy_and_enterprise_and_brings_the_passages() -> None:
    answer = ask("云帆科技能不能享受《望潮区楼宇租金补助办法（试行）》", enterprises=("云帆科技",))
    assert isinstance(answer, Handover)
    assert answer.case.enterprise == "云帆科技"
    assert answer.case.policies == ("望潮区楼宇租金补助办法（试行）",)
    assert "rent" in answer.documents
    assert answer.evidence


def test_meaning_and_words_are_joined_by_rank() -> None:
    size = len(INDEX.passages)
    meant = next(at for at, cut in enumerate(INDEX.passages) if cut.clause == "第三章 第六条")
    vectors = np.zeros((size, 2), dtype=np.float32)
    vectors[:, 0] = 1
    vectors[meant] = (0, 1)
    index = index_of(INDEX.passages, vectors=vectors)
    vector = np.array([0, 1], dtype=np.float32)
    found = ranked(index, "审核", vector=vector).evidence()
    assert found[0].passage.clause == "第三章 第六条"
    assert found[0].parts["meaning"] == 1


def test_an_empty_library_refuses() -> None:
    assert isinstance(ask("租金补助", index_of([])), NotFound)


def test_every_lay_word_leads_somewhere_else() -> None:
    for lay, said in lay_words().items():
        assert len(lay) >= 2
        assert said.official
        assert lay not in said.official


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_no_question_breaks_the_search(question: str) -> None:
    answer = ask(question)
    for one in getattr(answer, "evidence", ()):
        assert one.text == one.document.text[one.passage.start : one.passage.end]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("补助租金企业元%0123年。\n\t第一条（）", max_size=60), max_size=6))
def test_any_documents_can_be_indexed_and_asked(texts: list[str]) -> None:
    cuts = [c for at, text in enumerate(texts) for c in passages(Document(str(at), "", text))]
    for one in ranked(index_of(cuts), "租金补助一年几元").evidence():
        assert one.score > 0
