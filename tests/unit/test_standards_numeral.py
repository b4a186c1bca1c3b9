"""汉字数字: what is said is what was counted, and what can be heard two ways is no numeral."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.standards.numeral import arabic, number, numeral


@settings(deadline=None)
@given(st.integers(0, 9999))
def test_a_number_said_is_the_number_read(value: int) -> None:
    assert number(numeral(value)) == value


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("六十八", "68"),
        ("十二", "12"),
        ("一十二", "12"),
        ("一百一十二", "112"),
        ("一百十二", "112"),
        ("一百零二", "102"),
        ("两千", "2000"),
        ("贰拾叁", "23"),
        ("一二〇三", "1203"),
        ("〇三", "03"),
        ("九千九百九十九", "9999"),
    ],
)
def test_both_notations(text: str, digits: str) -> None:
    assert arabic(text) == digits


@pytest.mark.parametrize("text", ["", "一百五", "三百零", "百千", "十十", "一二三四五", "大三"])
def test_what_can_be_heard_two_ways_is_no_numeral(text: str) -> None:
    assert arabic(text) is None
