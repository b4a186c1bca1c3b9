"""Ways to find passages, ours and its peers, behind one door: build, then ask.

All see the same passages (or whole documents). A peer gets title, headings and text as one text.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from louyu.services.question.answer import unknown_documents
from louyu.services.question.finding import OFF_TOPIC, ranked
from louyu.services.question.index import index_of
from louyu.services.question.passage import Passage

MOST = 60
Ask = Callable[[str], tuple[list[int], bool]]
"""Passages, best first, and whether the method would answer at all."""


def pairs(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters; words of Latin letters and digits."""
    found = []
    for run in re.findall(r"[\u4e00-\u9fff]+|[a-z0-9.]+", text.lower()):
        if "\u4e00" <= run[0] <= "\u9fff":
            found += [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        else:
            found.append(run)
    return found


def whole(cut: Passage) -> str:
    return f"{cut.document.title} {cut.heading} {cut.text}"


def ours(passages: Sequence[Passage]) -> Ask:
    index = index_of(passages)

    def ask(question: str) -> tuple[list[int], bool]:
        found = ranked(index, question, most=MOST)
        shown = found.evidence()  # highlighted and explained, as on the page
        near = any(one.covered >= OFF_TOPIC for one in shown)
        return found.order.tolist(), near and not unknown_documents(index, question)

    return ask


def bm25s_by(cut_words: Callable[[str], list[str]], passages: Sequence[Passage]) -> Ask:
    import bm25s

    retriever = bm25s.BM25()
    retriever.index([cut_words(whole(cut)) for cut in passages], show_progress=False)
    most = min(MOST, len(passages))

    def ask(question: str) -> tuple[list[int], bool]:
        words = [word for word in cut_words(question) if word in retriever.vocab_dict]
        if not words:
            return [], False
        places, scores = retriever.retrieve([words], k=most, show_progress=False)
        order = [int(at) for at, score in zip(places[0], scores[0], strict=True) if score > 0]
        return order, bool(order)

    return ask


def bm25s_pairs(passages: Sequence[Passage]) -> Ask:
    return bm25s_by(pairs, passages)


def bm25s_jieba(passages: Sequence[Passage]) -> Ask:
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    return bm25s_by(
        lambda text: [word for word in jieba.lcut_for_search(text) if word.strip()], passages
    )


def tantivy_pairs(passages: Sequence[Passage]) -> Ask:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("said", stored=False, tokenizer_name="whitespace")
    schema.add_integer_field("at", stored=True, indexed=True)
    index = tantivy.Index(schema.build())
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for at, cut in enumerate(passages):
        writer.add_document(tantivy.Document(said=" ".join(pairs(whole(cut))), at=at))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> tuple[list[int], bool]:
        words = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "said", word))
            for word in pairs(question)
        ]
        if not words:
            return [], False
        hits = searcher.search(tantivy.Query.boolean_query(words), MOST).hits
        order = [int(searcher.doc(address)["at"][0]) for _, address in hits]
        return order, bool(order)

    return ask


def fts5(passages: Sequence[Passage]) -> Ask:
    """SQLite's default tokenizer, which takes a run of Chinese for one word."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE said USING fts5 (words)")
    base.executemany(
        "INSERT INTO said (rowid, words) VALUES (?, ?)", enumerate(map(whole, passages))
    )

    def ask(question: str) -> tuple[list[int], bool]:
        words = re.findall(r"\w+", question)
        if not words:
            return [], False
        query = " OR ".join(f'"{word}"' for word in words)
        found = base.execute(
            "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rank LIMIT ?", (query, MOST)
        )
        order = [row for (row,) in found]
        return order, bool(order)

    return ask


METHODS: dict[str, tuple[str, Callable[[Sequence[Passage]], Any]]] = {
    "ours": ("ours", ours),
    "bm25s-pairs": ("bm25s, pairs of characters", bm25s_pairs),
    "bm25s-jieba": ("bm25s, jieba words", bm25s_jieba),
    "tantivy": ("tantivy, pairs of characters", tantivy_pairs),
    "fts5": ("SQLite FTS5, default", fts5),
}
