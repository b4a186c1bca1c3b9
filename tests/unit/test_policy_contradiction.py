"""Slips of a clerk: conditions nobody can meet, said for nothing, or written twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_examples import CATALOGUES, OFFERS, read
from rule_facts import TODAY, Row, known
from rule_strategies import ROWS, RULES, close_rules

from louyu.district import Offer
from louyu.services.policy.contradiction import doubts, impossible, plainer
from louyu.services.policy.fact import Subject
from louyu.services.policy.grammar import rule_read, written
from louyu.services.policy.judging import judged
from louyu.services.policy.rule import Rule
from louyu.services.policy.ways import Ways

APART = "“上年税收”的各项要求合不到一起，没有对象能满足"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("上年税收 不低于 500万元 且 上年税收 低于 300万元", [APART]),
        ("上年税收 不低于 500万元 且 上年税收 低于 500万元", [APART]),
        ("上年税收 不低于 500万元 且 上年税收 不超过 500万元", []),
        ("入驻楼宇 且 非 入驻楼宇", ["既要“入驻楼宇”又不要它，没有对象能满足"]),
        ("员工数 超过 10人 且 入驻面积 超过 100㎡", []),
        ("员工数 超过 10人 且 员工数 低于 11人",
         ["“员工数”的各项要求合不到一起，没有对象能满足"]),
        ("上年税收 等于 1万元 且 上年税收 不等于 10000元", [APART]),
        ("上年税收 超过 前年税收 且 前年税收 不低于 上年税收",
         ["“上年税收”与“前年税收”的各项要求合不到一起，没有对象能满足"]),
        ("税收增量 超过 1万元 且 上年税收 − 前年税收 低于 1万元",
         ["“税收增量”的各项要求合不到一起，没有对象能满足"]),
        ("入驻日期 晚于 2024-01-01 且 入驻日期 早于 2024-01-02",
         ["“入驻日期”的各项要求合不到一起，没有对象能满足"]),
        ("入驻日期 满 2年 且 非 (入驻日期 满 12个月)",
         ["“入驻日期”的各项要求合不到一起，没有对象能满足"]),
        ("入驻日期 满 3年 且 入驻日期 不早于 2020-01-01", []),
        ("行业 属于 (I65) 且 行业 属于 (M, C27)",
         ["“行业”的各项要求合不到一起，没有对象能满足"]),
        ("行业 属于 (I6513) 且 行业 不属于 (I)",
         ["“行业”的各项要求合不到一起，没有对象能满足"]),
        ("行业 属于 (I65) 且 行业 不属于 (I6513)", []),
        ("组织类别 为 公司 且 非 (组织类别 属于 (公司, 分公司))",
         ["“组织类别”的各项要求合不到一起，没有对象能满足"]),
        ("入驻楼宇 且 (非 入驻楼宇 或 (员工数 超过 9人 且 员工数 低于 5人))",
         ["“入驻楼宇”、“非 入驻楼宇 或 (员工数 超过 9人 且 员工数 低于 5人)”合不到一起，"
          "没有对象能满足"]),
        ("非 (入驻楼宇 或 非 入驻楼宇)",
         ["“非 (入驻楼宇 或 非 入驻楼宇)”自己合不到一起，没有对象能满足"]),
        ("税收连续两年增长 且 前年税收 低于 大前年税收",
         ["“税收连续两年增长”、“前年税收 低于 大前年税收”合不到一起，没有对象能满足"]),
    ],
)  # fmt: skip
def test_conditions_that_nobody_can_meet_are_told(rule: str, told: list[str]) -> None:
    assert impossible(rule_read(rule, CATALOGUES[Subject.ENTERPRISE])) == told


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("上年税收 不低于 100万元 且 上年税收 不低于 500万元",
         ["“上年税收 不低于 100万元”是多余的：满足“上年税收 不低于 500万元”就满足它"]),
        ("入驻楼宇 且 入驻楼宇", ["“入驻楼宇”是多余的：满足“入驻楼宇”就满足它"]),
        ("行业 属于 (I65, M) 且 行业 属于 (I6513)",
         ["“行业 属于 (I65, M)”是多余的：满足“行业 属于 (I6513)”就满足它"]),
        ("行业 属于 (M) 且 行业 不属于 (I6513)",
         ["“行业 不属于 (I6513)”是多余的：满足“行业 属于 (M)”就满足它"]),
        ("行业 不属于 (I65) 且 行业 不属于 (I6513)",
         ["“行业 不属于 (I6513)”是多余的：满足“行业 不属于 (I65)”就满足它"]),
        ("入驻日期 满 2年 且 入驻日期 满 12个月",
         ["“入驻日期 满 12个月”是多余的：满足“入驻日期 满 2年”就满足它"]),
        ("(上年税收 超过 500万元 或 上年税收 超过 900万元) 且 上年税收 不低于 100万元",
         ["“上年税收 不低于 100万元”是多余的："
          "满足“上年税收 超过 500万元 或 上年税收 超过 900万元”就满足它"]),
        ("上年税收 超过 500万元 且 (入驻楼宇 或 上年税收 超过 100万元)",
         ["“入驻楼宇 或 上年税收 超过 100万元”是多余的：满足“上年税收 超过 500万元”就满足它"]),
        ("上年税收 低于 100万元 且 (入驻楼宇 或 上年税收 超过 500万元)",
         ["“上年税收 超过 500万元”和别的条件合不到一起，这一种没有对象能满足"]),
        ("上年税收 超过 500万元 且 (高新技术企业 或 (上年税收 超过 100万元 且 入驻楼宇))",
         ["“上年税收 超过 100万元”是多余的：满足“上年税收 超过 500万元”就满足它"]),
        ("上年税收 不低于 500万元 且 (入驻楼宇 或 非 入驻楼宇)", []),
        ("上年税收 ÷ 前年税收 超过 2 且 上年税收 − 前年税收 超过 1万元", []),
        ("行业 属于 (I65) 且 (行业 属于 (I6513) 或 行业 不属于 (I6513))", []),  # 651 is neither
        ("上年税收 不低于 0元 且 前年税收 不低于 0元 且 "  # 0 divides nothing
         "(上年税收 ÷ 前年税收 超过 2 或 上年税收 ÷ 前年税收 不超过 2)", []),
        ("上年税收 不低于 0元 且 前年税收 不低于 0元 且 "
         "(上年税收 - 前年税收 超过 2元 或 上年税收 - 前年税收 不超过 2元)",
         ["“上年税收 - 前年税收 超过 2元 或 上年税收 - 前年税收 不超过 2元”是多余的："
          "满足其余各项就满足它"]),
    ],
)  # fmt: skip
def test_what_is_said_for_nothing_is_told(rule: str, told: list[str]) -> None:
    read = rule_read(rule, CATALOGUES[Subject.ENTERPRISE])
    assert (impossible(read), plainer(read)[1]) == ([], told)


def met(rule: Rule, row: Row) -> bool:
    return judged(rule, known(**row), today=TODAY).verdict is True


@settings(max_examples=150)
@given(asked=close_rules() | st.tuples(RULES, ROWS))
def test_what_is_told_is_so(asked: tuple[Rule, list[Row]]) -> None:
    """Nobody meets what nobody is said to meet, and what is said for nothing moves nobody."""
    rule, rows = asked
    contradicts, plain = bool(impossible(rule)), plainer(rule)[0]
    for row in rows:
        assert not (contradicts and met(rule, row)), written(rule)
        assert met(plain, row) is met(rule, row), (written(rule), written(plain))


def test_after_too_many_ways_nothing_is_claimed() -> None:
    two = "({0} 超过 1万元 或 {0} 低于 0元)"
    many = " 且 ".join(two.format(name) for name in ("上年税收", "前年税收", "大前年税收") * 9)
    rule = rule_read(f"{many} 且 入驻楼宇 且 非 入驻楼宇", CATALOGUES[Subject.ENTERPRISE])
    assert not Ways(most=50).never([rule])
    assert impossible(rule)


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


def test_a_tier_against_the_policy_s_own_conditions_is_never_reached() -> None:
    tiers = [{"when": "非 入驻楼宇 且 上年税收 超过 1万元", "amount": "5万元", "label": "楼外"}]
    policy = read(changed(award={"tiers": tiers, "choose": "highest"}))
    assert [str(each) for each in doubts(policy, {})] == [
        "奖励：奖励“楼外”的条件和政策的条件合不到一起，永远轮不到"
    ]


def test_the_same_conditions_in_another_order_are_the_same_offer() -> None:
    other = read(changed(key="again", name="又一项", conditions=[
        "组织类别 为 公司", "入驻楼宇", "本年首次入库"]))  # fmt: skip
    policy = read(OFFERS["first-entry"])
    assert [str(each) for each in doubts(other, {"first-entry": policy})] == [
        "重复：与“首次上规奖励”条件相同"
    ]
