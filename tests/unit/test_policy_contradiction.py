"""Slips of a clerk: conditions nobody can meet, tiers nobody reaches, one offer written twice."""

import pytest
from policy_examples import CATALOGUES, OFFERS, read

from louyu.district import Offer
from louyu.services.policy.contradiction import doubts, impossible
from louyu.services.policy.fact import Subject
from louyu.services.policy.grammar import rule_read

APART = "“上年税收”的各项要求合不到一起，没有对象能满足"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("上年税收 不低于 500万元 且 上年税收 低于 300万元", [APART]),
        ("上年税收 不低于 500万元 且 上年税收 低于 500万元", [APART]),
        ("上年税收 不低于 500万元 且 上年税收 不超过 500万元", []),
        ("入驻楼宇 且 非 入驻楼宇", ["既要“入驻楼宇”又不要它，没有对象能满足"]),
        ("员工数 超过 10人 且 入驻面积 超过 100㎡", []),
    ],
)  # fmt: skip
def test_conditions_that_nobody_can_meet_are_told(rule: str, told: list[str]) -> None:
    assert impossible(rule_read(rule, CATALOGUES[Subject.ENTERPRISE])) == told


def test_the_sample_s_offers_raise_no_doubt() -> None:
    policies = {key: read(offer) for key, offer in OFFERS.items()}
    assert [f for p in policies.values() for f in doubts(p, policies)] == []


def changed(**more: object) -> Offer:
    return Offer.model_validate({**OFFERS["first-entry"].model_dump(by_alias=True), **more})


def test_a_tier_behind_a_wider_one_is_never_reached() -> None:
    tiers = [
        {"when": "上年税收 不低于 100万元", "amount": "5万元"},
        {"when": "上年税收 不低于 500万元", "amount": "9万元", "label": "五百万元"},
    ]
    first = read(changed(award={"tiers": tiers}))
    assert [str(each) for each in doubts(first, {})] == [
        "奖励：奖励“五百万元”排在更宽的一档后面，永远轮不到；调整顺序或改为就高"
    ]
    assert doubts(read(changed(award={"tiers": tiers, "choose": "highest"})), {}) == []


def test_the_same_conditions_in_another_order_are_the_same_offer() -> None:
    other = read(changed(key="again", name="又一项", conditions=[
        "组织类别 为 公司", "入驻楼宇", "本年首次入库"]))  # fmt: skip
    policy = read(OFFERS["first-entry"])
    assert [str(each) for each in doubts(other, {"first-entry": policy})] == [
        "重复：与“首次上规奖励”条件相同"
    ]
