"""规上限上: which line holds for which industry on which day."""

from collections import Counter
from datetime import date

import pytest

from louyu.standards.industry import UnknownIndustryError, industries, lineage
from louyu.standards.threshold import CoarseIndustryError, kinds, threshold_of, thresholds

TODAY = date(2025, 6, 30)
WAN = 1_000_000  # fen


@pytest.mark.parametrize(
    ("industry", "kind", "wan"),
    [
        ("1311", "规上工业", 2000),
        ("5191", "限上批发", 2000),
        ("5211", "限上零售", 500),
        ("6110", "限上住餐", 200),
        ("6210", "限上住餐", 200),
        ("6513", "规上服务业", 2000),
        ("G", "规上服务业", 2000),
        ("8411", "规上服务业", 2000),
        ("7241", "规上服务业", 1000),
        ("7020", "规上服务业", 1000),
        ("8010", "规上服务业", 500),
        ("8511", "规上服务业", 500),
        ("4710", "资质建筑业", None),
        ("7010", "房地产开发", None),
    ],
)
def test_the_lines_of_today(industry: str, kind: str, wan: int | None) -> None:
    threshold = threshold_of(industry, on=TODAY)
    assert threshold is not None and threshold.kind == kind
    assert threshold.revenue == (None if wan is None else wan * WAN)


@pytest.mark.parametrize("industry", ["0111", "6621", "9221", "J"])
def test_farming_finance_and_offices_have_no_line(industry: str) -> None:
    assert threshold_of(industry, on=TODAY) is None


def test_a_line_has_its_time() -> None:
    before = threshold_of("6513", on=date(2019, 12, 31))
    assert before is not None and (before.revenue, before.staff) == (1000 * WAN, 50)
    assert before.is_reached(revenue=0, staff=50)
    after = threshold_of("6513", on=date(2020, 1, 1))
    assert after is not None and (after.revenue, after.staff) == (2000 * WAN, None)
    assert after.is_reached(revenue=2000 * WAN, staff=0)
    assert not after.is_reached(revenue=2000 * WAN - 1, staff=5000)
    industry = threshold_of("1311", on=date(2010, 12, 31))
    assert industry is not None and industry.revenue == 500 * WAN


def test_a_qualification_is_not_told_by_figures() -> None:
    builder = threshold_of("4710", on=TODAY)
    assert builder is not None and builder.is_reached(revenue=10**15, staff=999) is None


@pytest.mark.parametrize("industry", ["F", "K", "Q", "70"])
def test_a_code_too_coarse_is_loud(industry: str) -> None:
    with pytest.raises(CoarseIndustryError, match=industry):
        threshold_of(industry, on=TODAY)


def test_an_unknown_code_is_loud() -> None:
    with pytest.raises(UnknownIndustryError):
        threshold_of("9999", on=TODAY)


@pytest.mark.parametrize("day", [date(2009, 6, 1), date(2018, 6, 1), TODAY])
def test_no_class_has_two_lines_on_one_day(day: date) -> None:
    for entry in industries().values():
        above = {one.code for one in lineage(entry.code)}
        lines = [t for t in thresholds() if t.holds_on(day) and above & set(t.industries)]
        assert len(lines) <= 1, entry


def test_every_line_has_a_source_and_codes_of_the_standard() -> None:
    for threshold in thresholds():
        assert threshold.source and set(threshold.industries) <= set(industries())
    assert Counter(kinds()).total() == 7
