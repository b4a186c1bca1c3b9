"""个人信息: what a question says of a person or an enterprise stays in the house."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.services.question import stripped


@pytest.mark.parametrize(
    ("question", "secret", "kind"),
    [
        ("我们公司代码91330302MA2ABCDE1X能享受吗", "91330302MA2ABCDE1X", "信用代码"),
        ("统一社会信用代码 9133 0302 MA2A BCDE 1X 能报吗", "MA2A", "信用代码"),
        ("身份证330302199001011234的人才补贴", "330302199001011234", "号码"),
        ("身份证33030219900101123X的人才补贴", "33030219900101123X", "号码"),
        ("电话13812345678回我", "13812345678", "号码"),
        ("电话１３８１２３４５６７８回我", "12345678", "号码"),
        ("电话138-1234-5678回我", "1234", "号码"),
        ("电话138 1234 5678回我", "5678", "号码"),
        ("固话0577-88123456", "88123456", "号码"),
        ("电话一三八一二三四五六七八", "一三八一二三四", "号码"),
        ("账号6222 0212 0000 1234 567到账没有", "6222", "号码"),
        ("微信号abc_12345联系", "abc_12345", "号码"),
        ("发到li.ming@example.com", "li.ming", "邮箱"),
        ("我叫欧阳小明，想问租金补助", "欧阳小明", "姓名"),
        ("我叫李明想问租金补助", "李明", "姓名"),
        ("本人王建国，在楼里开公司", "王建国", "姓名"),
        ("法定代表人：赵一，可以申请吗", "赵一", "姓名"),
        ("联系人张三电话没通", "张三", "姓名"),
        ("找陈女士办的补贴", "陈女士", "姓名"),
        ("望海云帆科技有限公司能拿多少", "云帆", "企业"),
        ("我是望海云帆科技股份有限公司（筹）的", "云帆", "企业"),
        ("住在江湾路88号1203室能申请吗", "1203", "住址"),
        ("我司去年纳税1234.5万元，能奖多少", "1234.5", "金额"),
        ("去年缴税大约八百万元能评吗", "八百万", "金额"),
        ("一年营业收入是3,200万元算规上吗", "3,200", "金额"),
        ("有650万的利润要交什么", "650万", "金额"),
        ("月薪18000元能领人才补贴吗", "18000", "金额"),
    ],
)
def test_a_fact_is_taken_out_and_its_kind_is_told(question: str, secret: str, kind: str) -> None:
    found = stripped(question)
    assert secret not in found.text
    assert kind in found.removed
    assert f"〔{kind}〕" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "租金补助每年最高50万元吗",
        "望潮政办〔2024〕15号第十二条怎么规定",
        "2024年4月1日以后还有效吗",
        "2024-04-01起施行的办法",
        "税收亿元楼宇奖多少",
        "本人是高校毕业生，能补几个月",
        "建筑面积不少于300平方米",
        "我是新来的，想了解租房补贴",
    ],
)
def test_what_is_asked_stays(question: str) -> None:
    assert stripped(question).text == question
    assert stripped(question).removed == ()


def test_known_names_are_taken_out_in_their_short_form_too() -> None:
    found = stripped("云帆去年拿过补助，云帆科技今年还能拿吗", ("云帆科技", "云帆"))
    assert "云帆" not in found.text


@settings(max_examples=200, deadline=None)
@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text("租金补助，。我想问 的", max_size=12)
)
def test_no_phone_number_gets_through(number: str, around: str) -> None:
    assert number not in stripped(f"{around}{number}{around}").text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_stripping_once_is_enough(text: str) -> None:
    once = stripped(text).text
    assert stripped(once).removed == ()
