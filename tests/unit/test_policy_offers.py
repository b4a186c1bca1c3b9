"""The sample district's offers: every one is read, and its worked cases come out as they say."""

import datetime as dt
from fractions import Fraction

import pytest
from policy_examples import CATALOGUES, OFFERS, UNITS, read

from louyu.district import Offer
from louyu.district.offer import Family
from louyu.services.policy.award import ranked
from louyu.services.policy.case_facts import CaseError, facts_of_case
from louyu.services.policy.clause_table import lines_of, rule_of
from louyu.services.policy.exact import MOST
from louyu.services.policy.fact import Subject
from louyu.services.policy.judging import Judge
from louyu.services.policy.matching import Match, Status, automatic, match
from louyu.services.policy.policy import PolicyError
from louyu.services.policy.publishing import faults


def said(offer: Offer) -> list[str]:
    return [str(f) for f in faults(read(offer), CATALOGUES[Subject(offer.subject)], UNITS)]


def matched(key: str, today: str = "2025-06-30", **facts: str) -> Match:
    offer = OFFERS[key]
    known = facts_of_case(facts, CATALOGUES[Subject(offer.subject)])
    return match(read(offer), Judge(known, today=dt.date.fromisoformat(today)))


@pytest.mark.parametrize("key", OFFERS)
def test_an_offer_can_be_published_as_it_stands(key: str) -> None:
    assert said(OFFERS[key]) == []


def test_there_is_every_kind_of_offer() -> None:
    assert len(OFFERS) >= 12
    assert {offer.family for offer in OFFERS.values()} == set(Family)


@pytest.mark.parametrize("key", OFFERS)
def test_conditions_are_the_same_as_lines_and_as_words(key: str) -> None:
    offer = OFFERS[key]
    catalogue = CATALOGUES[Subject(offer.subject)]
    rule = rule_of(offer.conditions, catalogue)
    assert rule_of(lines_of(rule), catalogue) == rule


def changed(key: str, **more: object) -> Offer:
    return Offer.model_validate({**OFFERS[key].model_dump(by_alias=True), **more})


def test_a_case_that_comes_out_otherwise_keeps_an_offer_back() -> None:
    cases = [case.model_dump() for case in OFFERS["tax-steps"].cases]
    cases[0]["amount"] = "41万元"
    wrong = changed("tax-steps", cases=cases)
    assert said(wrong) == ["算例“五千万元楼宇，增长两成”：应得 41万元，算得 40万元"]
    cases[0].update(amount="", status="不满足")
    assert said(changed("tax-steps", cases=cases)) == [
        "算例“五千万元楼宇，增长两成”：应为不满足，算得可享"
    ]


def test_a_condition_on_the_place_of_registration_needs_a_review() -> None:
    unseen = changed("first-entry", conditions="区内注册 且 本年首次入库", review={}, cases=[])
    assert said(unseen) == [
        "公平竞争审查：以注册地或纳税地为条件，审查“未审查”，不能发布",
        "算例：至少要有一个算例",
    ]


def test_all_that_cannot_be_read_is_said_at_once() -> None:
    award = {"tiers": [{"amount": "上年税收 × 3万元"}], "cap": "50㎡"}
    with pytest.raises(PolicyError) as failed:
        read(changed("rent-subsidy", conditions=["入驻楼宇", "上年纳税 超过 3万元"], award=award))
    assert [fault.where for fault in failed.value.faults] == [
        "条件", "奖励第 1 档的金额", "奖励上限",
    ]  # fmt: skip
    assert "条件第 2 行，第 1 个字：不认识“上年纳税”" in str(failed.value.faults[0])


def test_what_hangs_on_an_unknown_fact_has_no_amount() -> None:
    known = {"完成更新改造": "是", "竣备日期": "2008-03-01", "改造完工日期": "2024-11-20"}
    found = matched("renovation", **known, 改造投资额="800万元")
    assert found.status is Status.MET
    assert found.grant is not None and found.grant.amount is None
    assert found.grant.told == "金额待核（还不知道绿色认证）"


def test_one_step_away_says_how_far() -> None:
    found = matched("tax-steps", 计入指标="是", 上年税收="5586万元", 前年税收基数="4900万元",
                    以往最高年税收="4900万元")  # fmt: skip
    assert found.status is Status.NEAR
    (clause,) = found.lacking
    assert clause.distance is not None and clause.distance.told == "还差 1 个百分点"
    assert found.grant is not None and found.grant.told == "40万元"


def test_nothing_is_paid_unasked_while_a_deciding_fact_or_the_amount_is_unknown() -> None:
    known = {"入驻楼宇": "是", "本年首次入库": "是", "组织类别": "公司"}
    assert automatic(matched("first-entry", **known, 上年税收="30万元"))
    assert not automatic(matched("first-entry", **known))
    assert not automatic(matched("first-entry", "2028-01-01", **known, 上年税收="30万元"))


def test_equal_values_share_the_better_place() -> None:
    values = [("A", Fraction(9)), ("B", Fraction(7)), ("C", Fraction(7)), ("D", Fraction(5))]
    assert ranked(values, 3) == [(1, *values[0]), (2, *values[1]), (2, *values[2])]
    assert [place for place, *_ in ranked(values, 4)] == [1, 2, 2, 4]


@pytest.mark.parametrize(
    ("fact", "text", "told"),
    [
        ("上年税收", "100", "“上年税收”要写单位“元”，这里是“100”"),
        ("高新技术企业", "或许", "“高新技术企业”写 是 或 否，这里是“或许”"),
        ("入驻日期", "2024-02-30", "“入驻日期”写日期，如 2024-01-01，这里是“2024-02-30”"),
        ("研发费用占比", "3%",
         "“研发费用占比”由其他事实算出：上年研发费用 ÷ 上年营业收入，请写那些事实"),
        ("上年租金", "0.001元", "“上年租金”的“0.001元”写得太细，金额到分、面积到0.01㎡"),
        ("上年租金", "100001亿元", "“上年租金”的“100001亿元”太大，最多 100,000亿元"),
        ("上年租金", "-100001亿元", "“上年租金”的“-100001亿元”太小，最少 -100,000亿元"),
        ("入驻面积", "1000000001万㎡",
         "“入驻面积”的“1000000001万㎡”太大，最多 10,000,000,000,000㎡"),
        ("员工数", "1000000000000001",
         "“员工数”的“1000000000000001”太大，最多 1,000,000,000,000,000人"),
        ("上年租金", "1元 ÷ 0", "“上年租金”的“1元 ÷ 0”不是数：除以了 0"),
        ("上年租金", "上年税收", "“上年租金”的“上年税收”不是数：里面有事实"),
    ],
)  # fmt: skip
def test_a_fact_badly_written_is_told(fact: str, text: str, told: str) -> None:
    with pytest.raises(CaseError) as failed:
        facts_of_case({fact: text}, CATALOGUES[Subject.ENTERPRISE])
    assert str(failed.value) == told


def test_the_largest_number_a_fact_can_be_is_taken() -> None:
    facts = facts_of_case({"上年租金": "100000亿元"}, CATALOGUES[Subject.ENTERPRISE])
    assert facts["rent"].value == MOST


def test_a_case_with_a_number_too_large_keeps_an_offer_back() -> None:
    cases = [case.model_dump() for case in OFFERS["tax-steps"].cases]
    cases[0]["facts"]["上年税收"] = "200000亿元"
    assert said(changed("tax-steps", cases=cases)) == [
        "算例“五千万元楼宇，增长两成”：“上年税收”的“200000亿元”太大，最多 100,000亿元"
    ]
