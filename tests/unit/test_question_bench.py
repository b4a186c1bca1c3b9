"""The benchmark of questions itself: its set is what it says, its measures count right."""

import json
import sys
from pathlib import Path

import pytest

from louyu.services.question import Document, passages

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(autouse=True)
def bench_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])


def test_an_answer_stands_in_a_passage_of_its_document() -> None:
    from question_set import invented

    documents, questions = invented(3, 6, 60)
    held = {row["id"]: row for row in documents}
    groups = {question["group"] for question in questions}
    assert groups == {"answered", "missing", "off_topic"}
    for question in questions:
        assert bool(question["documents"]) is (question["group"] == "answered")
        for name in question["documents"]:
            cuts = passages(Document(name, "", held[name]["text"]))
            assert any(quote in cut.text for cut in cuts for quote in question["quotes"])
    assert invented(3, 6, 60) == (documents, questions)
    assert invented(4, 6, 60) != (documents, questions)


def test_measures_count_what_they_say() -> None:
    from question import measures

    rows = [
        {"documents": ["a"], "quotes": ["x"], "group": "answered"},
        {"documents": ["a"], "quotes": ["x"], "group": "answered"},
        {"documents": [], "group": "missing"},
        {"documents": [], "group": "off_topic"},
    ]
    found = [
        {"document": 1, "passage": 4, "answers": True},
        {"document": 5, "passage": 0, "answers": True},
        {"document": 0, "passage": 0, "answers": True},
        {"document": 0, "passage": 0, "answers": False},
    ]
    told = measures(rows, {"found": found, "seconds": [0.001] * 4, "build": 1.0, "MB": 1.0})
    assert told["R@1"] == 0.5
    assert told["R@5"] == 1.0
    assert told["MRR"] == pytest.approx(0.6)
    assert told["pR@3"] == 0.0
    assert told["pR@10"] == 0.5
    assert told["prec"] == pytest.approx(1 / 3)
    assert (told["kept"], told["refused"], told["off"]) == (1.0, 0.5, 1.0)


def test_ours_runs_on_files_and_refuses_what_is_off_topic(tmp_path: Path) -> None:
    from question import measures, method_run
    from question_set import invented, lines_read, lines_write

    documents, questions = invented(3, 4, 40)
    corpus, asked = tmp_path / "corpus.jsonl", tmp_path / "questions.jsonl"
    lines_write(corpus, documents)
    lines_write(asked, questions)
    rows = list(lines_read(asked))
    told = method_run("ours", corpus, asked, "passage")
    found = measures(rows, json.loads(json.dumps(told)) | {"MB": 0.0})
    assert found["R@5"] > 0.9
    assert found["off"] > 0.9


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    from question_set import lines_read

    broken = tmp_path / "corpus.jsonl"
    broken.write_text('{"id": "a"}\n{"id": \n', "utf-8")
    with pytest.raises(SystemExit, match=r"corpus\.jsonl line 2"):
        list(lines_read(broken))
