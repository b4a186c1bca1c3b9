"""企业归并: pairs, bands and clusters of a few organisations, drawn in small tables."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.registers.linkage import (
    Bands,
    Scorer,
    clustered,
    linked,
    scorer_learned,
    scorer_shipped,
    scorer_weights,
)
from louyu.registers.linkage.features import FEATURES
from louyu.registers.linkage.prepared import COLUMNS
from louyu.registers.linkage.questions import PAIRS_JOINED, questions
from louyu.registers.linkage.scorer import scorer_moved

CHAINS = [("云海省", "望海市", "滨江区"), ("云海省", "潮安市", "江东区")]
VERDICTS = {"left": pl.String, "right": pl.String, "verdict": pl.String}
NOBODY = pl.DataFrame(schema=VERDICTS)
ROAD = "望海市滨江区江湾路88号1203室"


def row(record: str, name: str, uscc: str | None = None, **more: object) -> dict[str, object]:
    return {"record": record, "name": name, "uscc": uscc, "registered": uscc is not None, **more}


def table(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS)


RECORDS = table(
    row("a1", "望海云帆科技有限公司", "U1", person="甲一", address=ROAD, city="望海市"),
    row("a2", "望海雲帆科技有限公司", address=ROAD, city="望海市"),
    row("a3", "云帆科技", person="甲一", address="江湾路88号1203", city="望海市"),
    row("b1", "望海云帆商贸有限公司", "U2", person="乙二", address="望海市永安路9号301室"),
    row("c1", "望海云帆科技有限公司第一分公司", "U3", person="甲一", city="望海市"),
    row("c2", "望海云帆科技有限公司第二分公司", person="甲一", city="望海市"),
    row("d1", "潮安云帆科技有限公司", "U4", person="丁四", city="潮安市"),
    row("e1", "望海澄屿餐饮店", "U5", address="望海市府前街7号101室", since=date(2018, 1, 1)),
    row("e2", "望海澄屿小吃店", "U6", address="望海市府前街7号101室", since=date(2023, 1, 1)),
)
SCORERS = [scorer_shipped(), scorer_weights()]


def pairs_of(records: pl.DataFrame, scorer: Scorer = SCORERS[1]) -> pl.DataFrame:
    return linked(records, scorer=scorer, bands=Bands(), divisions=CHAINS)


def clusters_of(records: pl.DataFrame, scorer: Scorer, said: pl.DataFrame = NOBODY) -> set[str]:
    found, _ = clustered(records, pairs_of(records, scorer), said)
    groups = found.sort("record").group_by("cluster").agg("record")
    return {" ".join(group) for group in groups["record"]}


@pytest.mark.parametrize("scorer", SCORERS, ids=["shipped", "weights"])
def test_who_is_who(scorer: Scorer) -> None:
    found = clusters_of(RECORDS, scorer)
    assert {"a1 a2 a3", "b1", "c1", "d1", "e1", "e2"} <= found


def test_related_is_told_and_never_merged() -> None:
    pairs = pairs_of(RECORDS)
    related = {
        (left, right): relation
        for left, right, relation in pairs.filter(band="related")
        .select("left", "right", "relation")
        .iter_rows()
    }
    assert related["a1", "c1"] == "branch"
    assert related["c1", "c2"] == "sister"
    assert related["e1", "e2"] == "successor"
    same = pairs.filter(band="same")
    assert same.filter(pl.col("relation").is_not_null()).is_empty()


def test_evidence_is_in_words_without_persons() -> None:
    pairs = pairs_of(RECORDS)
    told = pairs.filter(left="a1", right="a3")["evidence"].item()
    assert "字号" in told and "法定代表人相同" in told
    assert not pairs["evidence"].str.contains("甲一|乙二|丁四").any()
    assert pairs["evidence"].str.len_chars().min() > 0


def test_judgements_outrank_scores() -> None:
    apart = pl.DataFrame([("a3", "a1", "different")], VERDICTS, orient="row")
    assert "a3" in clusters_of(RECORDS, SCORERS[0], apart)
    joined = pl.DataFrame([("c2", "b1", "same")], VERDICTS, orient="row")
    assert "b1 c2" in clusters_of(RECORDS, SCORERS[0], joined)
    unsure = pl.DataFrame([("a1", "a3", "unsure")], VERDICTS, orient="row")
    assert clusters_of(RECORDS, SCORERS[0], unsure) == clusters_of(RECORDS, SCORERS[0])


def test_a_judgement_that_joins_two_codes_is_refused() -> None:
    said = pl.DataFrame([("a1", "b1", "same")], VERDICTS, orient="row")
    found, conflicts = clustered(RECORDS, pairs_of(RECORDS), said)
    assert found.filter(pl.col("record") == "b1")["cluster"].item() == "b1"
    assert conflicts.select("left", "right").rows() == [("a1", "b1")]
    assert "统一社会信用代码" in conflicts["reason"].item()


def test_the_weakest_link_gives_way() -> None:
    records = table(row("a", "甲", "U1"), row("b", "乙"), row("c", "丙", "U2"))
    pairs = pl.DataFrame(
        {"left": ["a", "b"], "right": ["b", "c"], "score": [0.95, 0.97], "band": ["same", "same"]}
    )
    found, _ = clustered(records, pairs, NOBODY)
    assert found["cluster"].to_list() == ["a", "b", "b"]


def test_judgements_move_the_scorer_the_same_way_every_time() -> None:
    said = pl.DataFrame([("a1", "a3", "same"), ("a3", "b1", "different")], VERDICTS, orient="row")
    scorers = [scorer_learned(SCORERS[1], RECORDS, rows) for rows in (said, said.reverse())]
    found = [pairs_of(RECORDS, scorer) for scorer in scorers]
    assert found[0].equals(found[1])
    assert scorer_learned(SCORERS[1], RECORDS, NOBODY) is SCORERS[1]


ODD = table(
    row("o0", "甲"),
    row("o1", "乙"),
    row("o2", "云" * 80 + "有限公司"),
    row("o3", "云" * 79 + "有限公司"),
    row("o4", "𠮷𠀋餐饮店"),
    row("o5", "𠮷𠀌餐饮店"),
    row("o6", "望海甲乙律师事务所"),
    row("o7", "望海甲乙会计师事务所"),
    row("o8", "望海甲乙专业合作社"),
    row("o9", "Acme Trading Co., Ltd."),
    row("p0", "Acme Trading Inc. 望海代表处"),
    row("p1", ""),
    row("p2", ""),
)


@pytest.mark.parametrize("scorer", SCORERS, ids=["shipped", "weights"])
def test_odd_names_do_not_collide(scorer: Scorer) -> None:
    assert len(clusters_of(ODD, scorer)) == ODD.height


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(RECORDS.height)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    shuffled = RECORDS[order]
    pairs = pairs_of(shuffled)
    assert pairs.equals(pairs_of(RECORDS))
    found, _ = clustered(shuffled, pairs.reverse(), NOBODY)
    assert found.equals(clustered(RECORDS, pairs, NOBODY)[0])


def test_nothing_in_nothing_out() -> None:
    none = RECORDS.clear()
    assert pairs_of(none).is_empty()
    assert clustered(none, pairs_of(none), NOBODY)[0].is_empty()


def test_a_record_named_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="编号有重复"):
        pairs_of(table(row("a", "甲"), row("a", "乙")))


BRANCHES = table(
    row("h1", "望海云帆科技有限公司", "U1", person="甲一", address=ROAD, city="望海市"),
    row("k1", "云帆科技望海分店", person="甲一", city="望海市", since=date(2018, 1, 1)),
    row("k2", "望海云帆科技有限公司第二分公可", person="甲一", city="望海市"),
    row("k3", "望海云帆科技有限公司营业布", person="甲一", address=ROAD, city="望海市"),
)


@pytest.mark.parametrize("scorer", SCORERS, ids=["shipped", "weights"])
def test_a_branch_with_a_short_or_garbled_suffix_is_not_its_head_office(scorer: Scorer) -> None:
    found, _ = clustered(BRANCHES, pairs_of(BRANCHES, scorer), NOBODY)
    assert found.filter(pl.col("record") != "h1").filter(pl.col("cluster") == "h1").is_empty()


def test_two_copies_that_each_have_their_own_registration_are_not_one() -> None:
    records = table(
        row("a1", "望海云帆科技有限公司", "U1", person="甲一", address=ROAD, city="望海市"),
        row("a2", "云帆科技", person="甲一", address=ROAD, city="望海市"),
        row("b1", "望海云航科技有限公司", "U2", person="乙二", address=ROAD, city="望海市"),
        row("b2", "云航科技", person="乙二", address=ROAD, city="望海市"),
    )
    for scorer in SCORERS:
        pairs = pairs_of(records, scorer)
        assert pairs.filter(left="a2", right="b2").is_empty()
        assert clusters_of(records, scorer) == {"a1 a2", "b1 b2"}


def test_questions_are_asked_once_and_by_what_an_answer_brings() -> None:
    worth = pl.DataFrame(
        {"record": list("abcdef"), "uscc": ["U1", None, None, None, "U2", None], "worth": [1] * 6}
    )
    clusters = pl.DataFrame({"record": list("abcdef"), "cluster": list("aacdef")})
    asked = pl.DataFrame(
        [("a", "c", 0.6), ("b", "c", 0.7), ("a", "d", 0.5), ("e", "d", 0.4), ("b", "e", 0.7)],
        schema=["left", "right", "score"],
        orient="row",
    ).with_columns(band=pl.lit("ask"))
    found = questions(asked, clusters, worth, stake=PAIRS_JOINED)
    # Both ways to c are one question; a and e have codes of their own; d is asked about e last.
    assert found.select("left", "right", "stake").rows() == [
        ("b", "c", 2),
        ("a", "d", 2),
        ("e", "d", 1),
    ]
    assert found["value"].to_list() == pytest.approx([1.4, 1.0, 0.4])


def test_judgements_that_are_all_alike_teach_nothing() -> None:
    found = np.random.default_rng(3).random((60, len(FEATURES))).astype(np.float32)
    assert scorer_moved(SCORERS[1], found, np.ones(60, dtype=bool)) is SCORERS[1]
