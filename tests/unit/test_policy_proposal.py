"""A text proposes conditions and amounts; a person decides. What is not read is named."""

from policy_examples import CATALOGUES

from louyu.services.policy.fact import Subject
from louyu.services.policy.proposal import proposals


def told(text: str, subject: Subject) -> list[tuple[str, str]]:
    return [(each.sort, each.text or each.said) for each in proposals(text, CATALOGUES[subject])]


def test_a_building_s_clause_gives_its_conditions_and_tiers() -> None:
    text = (
        "建筑面积１万平方米以上的商务楼宇，入驻率达到60%以上且属地注册率不低于70%、纳税规模达5000万元以上的，"
        "分别给予运营单位10万元、20万元、30万元奖励，最高不超过100万元。本条由某局负责解释。"
    )
    assert told(text, Subject.BUILDING) == [
        ("condition", "建筑面积 不低于 1万㎡"),
        ("condition", "企业入驻率 不低于 60%"),
        ("condition", "企业属地注册率 不低于 70%"),
        ("condition", "上年税收 不低于 5000万元"),
        ("amount", "10万元"),
        ("amount", "20万元"),
        ("amount", "30万元"),
        ("cap", "100万元"),
        ("unread", "本条由某局负责解释。"),
    ]


def test_an_enterprise_s_clause_gives_flags_and_numbers() -> None:
    text = (
        "楼宇内的高新技术企业，租用面积200平方米以上、年度纳税超过300万元的，给予一次性补助5万元。"
    )
    assert told(text, Subject.ENTERPRISE) == [
        ("condition", "入驻楼宇"),
        ("condition", "高新技术企业"),
        ("condition", "入驻面积 不低于 200㎡"),
        ("condition", "上年税收 超过 300万元"),
        ("amount", "5万元"),
    ]


def test_a_line_that_several_rates_share_is_proposed_of_each() -> None:
    text = "入驻率、属地注册率均达到80%以上。"
    assert told(text, Subject.BUILDING) == [
        ("condition", "企业入驻率 不低于 80%"),
        ("condition", "企业属地注册率 不低于 80%"),
    ]


def test_a_proposal_stands_where_its_words_stand() -> None:
    text = "第一条　总则。\n第二条　注册资本5000万元以上的总部企业，奖励100万元。"
    for each in proposals(text, CATALOGUES[Subject.ENTERPRISE]):
        assert text[each.start : each.end].strip() == each.said
