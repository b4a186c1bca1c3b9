"""政策沙盘: what a policy comes to, by whom, where its line could be, and who is paid unasked."""

import datetime as dt
from fractions import Fraction

from policy_examples import CATALOGUES, OFFERS, read

from louyu.district import Offer
from louyu.services.policy.case_facts import facts_of_case
from louyu.services.policy.fact import Subject
from louyu.services.policy.frontier import frontier, movable
from louyu.services.policy.grammar import written
from louyu.services.policy.judging import Facts
from louyu.services.policy.payout import payout
from louyu.services.policy.sandbox import broken_down, by_size, by_street, by_trade, outlay

TODAY = dt.date(2025, 6, 30)
WAN = Fraction(1_000_000)


def firms(*said: dict[str, str]) -> list[tuple[str, Facts]]:
    usual = {"入驻楼宇": "是", "本年首次入库": "是", "组织类别": "公司"}
    return [
        (f"E{n}", facts_of_case({**usual, **each}, CATALOGUES[Subject.ENTERPRISE]))
        for n, each in enumerate(said, 1)
    ]


ENTRY = OFFERS["first-entry"]
FIRMS = firms(
    {"上年税收": "30万元", "所在街镇": "甲街道", "员工数": "8人", "行业": "6513"},
    {"上年税收": "150万元", "所在街镇": "乙街道", "员工数": "60人", "行业": "7211"},
    {"上年税收": "250万元", "所在街镇": "甲街道", "行业": "6513"},
    {"所在街镇": "甲街道"},
    {"上年税收": "90万元", "本年首次入库": "否"},
)


def test_an_outlay_says_who_and_how_much_and_what_is_not_known() -> None:
    found = outlay(read(ENTRY), FIRMS, today=TODAY)
    assert [each.subject for each in found.receivers] == ["E2", "E3", "E1", "E4"]
    assert (found.total, found.unknown) == (21 * WAN, 1)
    assert found.over == 0


def test_the_parts_of_an_outlay_add_up_to_it() -> None:
    found = outlay(read(ENTRY), FIRMS, today=TODAY)
    for label in (by_street, by_size, by_trade):
        parts = broken_down(found, label)
        assert sum(part.amount for part in parts) == found.total
        assert sum(part.receivers for part in parts) == len(found.receivers)
    assert [(p.label, p.receivers) for p in broken_down(found, by_street)] == [
        ("甲街道", 3), ("乙街道", 1),
    ]  # fmt: skip


def test_a_budget_is_held_against_the_sum() -> None:
    tight = Offer.model_validate({**ENTRY.model_dump(by_alias=True), "budget": "20万元"})
    assert outlay(read(tight), FIRMS, today=TODAY).over == 1 * WAN


def test_a_line_moved_lets_more_or_fewer_in() -> None:
    offer = Offer.model_validate(
        {
            **ENTRY.model_dump(by_alias=True),
            "conditions": "入驻楼宇 且 上年税收 不低于 100万元",
            "award": {"tiers": [{"amount": "上年税收 × 10%"}]},
        }
    )
    policy = read(offer)
    ((at, clause),) = movable(policy.rule)
    assert written(clause) == "上年税收 不低于 100万元"
    lines = frontier(policy, at, FIRMS, today=TODAY)
    (present,) = [line for line in lines if line.present]
    assert (present.text, present.receivers, present.amount) == ("100万元", 2, 40 * WAN)
    assert [line.receivers for line in lines] == sorted(
        (line.receivers for line in lines), reverse=True
    )
    lowest = lines[0]
    assert (lowest.text, lowest.receivers, lowest.amount) == ("30万元", 4, 52 * WAN)


def test_ranked_buildings_are_paid_by_their_place() -> None:
    usual = {"计入指标": "是", "商务办公面积": "2万㎡", "建筑面积": "2万㎡", "入驻面积": "1.8万㎡"}
    towers = [
        (f"B{n}", facts_of_case({**usual, "上年税收": f"{n}千万元"}, CATALOGUES[Subject.BUILDING]))
        for n in range(1, 13)
    ]
    found = outlay(read(OFFERS["output-ranking"]), towers, today=TODAY)
    assert [(each.place, each.subject, each.amount) for each in found.receivers[:3]] == [
        (1, "B12", 30 * WAN), (2, "B11", 30 * WAN), (3, "B10", 25 * WAN),
    ]  # fmt: skip
    assert (len(found.receivers), found.total) == (10, 200 * WAN)


def test_who_had_it_or_has_better_of_the_same_group_is_left_out_with_the_reason() -> None:
    entry = read(ENTRY)
    more = {**ENTRY.model_dump(by_alias=True), "key": "entry-plus", "award": {
        "tiers": [{"amount": "6万元"}]}}  # fmt: skip
    other = read(Offer.model_validate(more))
    lists = [(policy, outlay(policy, FIRMS[:3], today=TODAY)) for policy in (entry, other)]
    had = {("first-entry", "E2"): "2025年已享受"}
    told = {
        (e.policy.key, e.receiver.subject): e.excluded
        for e in payout(lists, lambda key, subject: had.get((key, subject), ""))
    }
    same = "同类“上规”只享受一项，已按金额高的一项"
    assert told == {
        ("first-entry", "E1"): same, ("first-entry", "E2"): "2025年已享受",
        ("first-entry", "E3"): "", ("entry-plus", "E1"): "", ("entry-plus", "E2"): "",
        ("entry-plus", "E3"): same,
    }  # fmt: skip
