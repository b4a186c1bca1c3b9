"""The rule language by worked examples: what can be written, what it means, what is said of errors.

Facts are those of `rule_facts`; today is 2025-02-28.
"""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import ibis
import pytest
from rule_facts import CATALOGUE, TODAY, Row, facts_in, known

from louyu.services.policy.bulk import Bulk, distinct_leaves, expression, leaf_columns
from louyu.services.policy.exact import MOST
from louyu.services.policy.fact import Catalogue, Fact, Kind
from louyu.services.policy.grammar import RuleError, rule_read, written
from louyu.services.policy.judging import Finding, judged
from louyu.services.policy.lasting import latest_start, start_after
from louyu.services.policy.rule import Span, Verdict, clauses, facts_of

WAN = 1_000_000
"""万元 in fen."""

ISSUE = (
    "区内注册 且 上年税收 不低于 100万元 且 (高新技术企业 或 研发费用占比 超过 3%)"
    " 且 行业 属于 (I65, M73)"
)


def finding(text: str, **values: int | str | bool | dt.date) -> Finding:
    return judged(rule_read(text, CATALOGUE), known(**values), today=TODAY)


def verdict(text: str, **values: int | str | bool | dt.date) -> Verdict:
    return finding(text, **values).verdict


@pytest.fixture(scope="module")
def duck() -> Iterator[ibis.BaseBackend]:
    con = ibis.duckdb.connect()
    yield con
    con.disconnect()


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        (ISSUE, ISSUE),
        ("上年税收≥100万元", "上年税收 不低于 100万元"),
        ("上年度税收 达到 １００万元", "上年税收 不低于 100万元"),
        ("上年税收 > 1,000,000.50元", "上年税收 超过 1000000.50元"),
        ("100万元 <= 上年税收", "100万元 不超过 上年税收"),
        (
            "高企 并且 区内注册 同时 从业人数 至少 10人",
            "高新技术企业 且 区内注册 且 从业人数 不低于 10人",
        ),
        ("从业人数 少于 300", "从业人数 低于 300"),
        ("非（高企 或者 区内注册）", "非 (高新技术企业 或 区内注册)"),
        ("((区内注册))", "区内注册"),
        ("行业为6513", "行业 属于 (I6513)"),
        ("行业 不属于（I、M73，2710）", "行业 不属于 (I, M73, C2710)"),
        ("组织类别 不是 分公司", "组织类别 不属于 (分公司)"),
        ("组织类别 属于 (公司，个体工商户、公司)", "组织类别 属于 (公司, 个体工商户)"),
        ("入驻满12个月", "入驻日期 满 12个月"),
        ("入驻 未满 2年", "入驻日期 不满 2年"),
        ("入驻日期 不早于 2024年1月5日", "入驻日期 不早于 2024-01-05"),
        ("(上年税收 - 前年税收) / 前年税收 超过 10%", "(上年税收 - 前年税收) ÷ 前年税收 超过 10%"),
        ("上年税收 - (前年税收 - 5万元) 大于 0", "上年税收 - (前年税收 - 5万元) 超过 0"),
        ("上年税收 ÷ 使用面积 ≥ 1000元/㎡", "上年税收 ÷ 使用面积 不低于 1000元/㎡"),
        ("上年税收 除以 从业人数 高于 5万元/人", "上年税收 ÷ 从业人数 超过 5万元/人"),
        ("0 + 上年税收 不低于 5万元", "0 + 上年税收 不低于 5万元"),
    ],
)
def test_a_rule_is_read_and_written_plainly(said: str, plainly: str) -> None:
    rule = rule_read(said, CATALOGUE)
    assert written(rule) == plainly
    assert rule_read(plainly, CATALOGUE) == rule


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "第 1 个字：规则是空的"),
        (
            "上年税后 不低于 100万元",
            "第 1 个字：不认识“上年税后”；是不是“上年税收”或“上年度税收”或“前年税收”？",
        ),
        ("区内注册 且 研发占比 超过 3%", "第 8 个字：不认识“研发占比”；是不是“研发费用占比”？"),
        ("上年税收 不低于 100平方米", "第 10 个字：两边单位不同：左边是“元”，右边是“㎡”"),
        ("上年税收 不低于 100", "第 10 个字：两边单位不同：左边是“元”，右边是没有单位的数"),
        ("从业人数 不低于 10家", "第 10 个字：“从业人数”的单位是“人”，不是“家”"),
        ("上年税收", "第 5 个字：“上年税收”后面要写比较，如 不低于 100万元"),
        ("上年税收 不低于", "第 9 个字：这里少了事实或数"),
        ("区内注册 且", "第 7 个字：这里少了事实或数"),
        ("区内注册 等于 是", "第 6 个字：“区内注册”是是否项，直接写名称即可，相反写 非 区内注册"),
        ("区内注册 且 高企 或 扎根企业", "第 11 个字：且 和 或 连着用时要加括号，写明先看哪一边"),
        ("区内注册 高企", "第 6 个字：读到这里，“高企”接不上，前后应有 且、或 或比较词"),
        ("(区内注册", "第 1 个字：括号没有合上"),
        ("区内注册)", "第 5 个字：多了一个右括号"),
        (
            "行业 属于 (I65, X9)",
            "第 13 个字：行业写作 GB/T 4754-2017 的门类或代码，如 I、I65、6513",
        ),
        (
            "行业 属于 (M65)",
            "第 8 个字：行业代码“M65”不对：门类字母与数字代码不属于同一门类。"
            "请核对行业代码，字母或数字有一个写错。",
        ),
        (
            "组织类别 为 公私",
            "第 8 个字：“组织类别”没有“公私”，可写：公司、分公司、个体工商户"
            "；是不是“公司”或“分公司”？",
        ),
        (
            "入驻日期 不低于 2024-01-01",
            "第 6 个字：“入驻日期”是日期，后面写 满 12个月、不早于 2024-01-01 之类",
        ),
        ("入驻 早于 2024-02-30", "第 7 个字：没有 2024-02-30 这一天"),
        ("入驻 满 三个月", "第 6 个字：满多久要写数字，如 满 12个月"),
        ("入驻 满 3", "第 7 个字：时长的单位是 年、个月 或 天"),
        ("上年税收 × 区内注册 超过 1万元", "第 12 个字：“区内注册”不是数，不能计算"),
        ("100万元 超过 50万元", "第 1 个字：比较的两边都是数，没有事实"),
        (
            "上年税收 不低于 1" + "0" * 40 + "元",
            "第 1 个字：这个比较算出的数可能超过 38 位，请把式子写短或把数写短",
        ),
        ("(" * 21 + "高企" + ")" * 21, "第 22 个字：括号套了 20 层以上，请拆成条款"),
        (
            "区内注册 且 " * 600 + "区内注册",
            "第 4001 个字：规则长 4204 个字，最多 4000 个；请拆成条款",
        ),
    ],
)
def test_an_error_says_where_and_proposes_what_was_meant(text: str, told: str) -> None:
    with pytest.raises(RuleError) as error:
        rule_read(text, CATALOGUE)
    assert error.value.told == told


def test_seventy_per_cent_is_exactly_seventy_per_cent() -> None:
    for text in ("上年税收 ÷ 前年税收 不低于 70%", "上年税收 不低于 前年税收 × 0.7"):
        assert verdict(text, tax=7 * 10**14, tax_before=10**15) is True
        assert verdict(text, tax=7 * 10**14 - 1, tax_before=10**15) is False
    assert verdict("研发费用占比 超过 3%", research=30_000) is False
    assert verdict("研发费用占比 超过 3%", research=30_001) is True
    assert verdict("研发费用占比 等于 0.5‰", research=500) is True


@pytest.mark.parametrize(
    ("text", "given", "met"),
    [
        ("上年税收 不低于 1万元", {"tax": WAN}, True),
        ("上年税收 不低于 0.01亿元", {"tax": 100 * WAN - 1}, False),
        ("使用面积 不低于 1000㎡", {"area": 100_000}, True),
        ("上年税收 ÷ 使用面积 不低于 1000元/㎡", {"tax": WAN, "area": 1000}, True),
        ("单位面积税收 不低于 1000元/㎡", {"tax": WAN, "area": 1001}, False),
        ("单位面积税收 不低于 0.1万元/㎡", {"tax": WAN, "area": 1000}, True),
        ("上年税收 ÷ 从业人数 超过 1万元/人", {"tax": 3 * WAN, "staff": 3}, False),
        ("税收增幅 不低于 15个百分点", {"tax": 115, "tax_before": 100}, True),
        ("从业人数 不低于 0.03万人", {"staff": 300}, True),
    ],
)
def test_units_mean_what_they_say(text: str, given: dict[str, int], met: bool) -> None:
    assert verdict(text, **given) is met


@pytest.mark.parametrize(
    ("began", "length", "span", "day"),
    [
        ("2024-02-28", 12, Span.MONTHS, "2025-02-28"),
        ("2024-02-29", 12, Span.MONTHS, "2025-02-28"),
        ("2024-02-29", 4, Span.YEARS, "2028-02-29"),
        ("2024-01-31", 1, Span.MONTHS, "2024-02-29"),
        ("2024-11-30", 3, Span.MONTHS, "2025-02-28"),
        ("2024-03-01", 12, Span.MONTHS, "2025-03-01"),
        ("2025-01-29", 30, Span.DAYS, "2025-02-28"),
        ("2024-12-31", 0, Span.YEARS, "2024-12-31"),
    ],
)
def test_time_ends_on_the_day_that_corresponds_or_the_months_last(
    began: str, length: int, span: Span, day: str
) -> None:
    first, reached = dt.date.fromisoformat(began), dt.date.fromisoformat(day)
    assert start_after(first, length, span) == reached
    assert first <= latest_start(reached, length, span)
    assert first > latest_start(reached - dt.timedelta(days=1), length, span)


def test_the_latest_start_is_the_last_day_that_has_lasted_so_long() -> None:
    """Of every day of a leap and a common year, and lengths around a year."""
    for ordinal in range(dt.date(2024, 1, 1).toordinal(), dt.date(2026, 1, 1).toordinal()):
        today = dt.date.fromordinal(ordinal)
        for length in (1, 2, 11, 12, 13):
            latest = latest_start(today, length, Span.MONTHS)
            assert start_after(latest, length, Span.MONTHS) <= today
            assert start_after(latest + dt.timedelta(days=1), length, Span.MONTHS) > today


def test_time_before_all_days_and_after_them_is_no_error() -> None:
    for text in ("入驻 满 99999年", "入驻 满 999999999999999天"):
        said = finding(text, since=dt.date(2020, 1, 1))
        assert said.verdict is False and said.distance is not None
        assert said.distance.day == dt.date.max


@pytest.mark.parametrize(
    ("text", "stored", "met"),
    [
        ("行业 属于 (I)", "6513", True),
        ("行业 属于 (I)", "63", True),
        ("行业 属于 (I)", "I", True),
        ("行业 属于 (I)", "7310", False),
        ("行业 属于 (I65)", "6513", True),
        ("行业 属于 (I65)", "6319", False),
        ("行业 属于 (I651)", "6513", True),
        ("行业 为 6513", "6513", True),
        ("行业 为 6513", "6511", False),
        ("行业 不属于 (I65, M)", "7310", False),
        # what is known less closely than it is asked is not known
        ("行业 为 6513", "65", None),
        ("行业 不属于 (I651)", "65", None),
        ("行业 属于 (I65)", "I", None),
        ("行业 属于 (I65)", "M", False),
        ("行业 属于 (I651, I65)", "65", True),
    ],
)
def test_an_industry_is_in_what_it_belongs_to(
    text: str, stored: str, met: Verdict, duck: ibis.BaseBackend
) -> None:
    assert verdict(text, industry=stored) is met
    rule, facts = rule_read(text, CATALOGUE), facts_in(duck, [{"industry": stored}, {}])
    asked = duck.to_pyarrow(facts.select("subject", said=expression(rule, facts, today=TODAY)))
    assert dict(zip(*asked.to_pydict().values(), strict=True)) == {0: met, 1: None}


def test_what_is_not_known_is_neither_yes_nor_no_nor_zero() -> None:
    assert verdict("上年税收 不低于 0") is None
    assert verdict("非 高企") is None
    assert verdict("高企 或 非 高企") is None
    assert verdict("高企 且 区内注册", here=False) is False
    assert verdict("高企 或 区内注册", here=True) is True
    assert verdict("上年税收 不等于 前年税收", tax=5) is None
    assert verdict("税收增幅 超过 0%", tax=5) is None


def test_what_is_missing_is_named_with_who_holds_it() -> None:
    said = finding(ISSUE, here=True, tax=200 * WAN, industry="6513")
    assert said.verdict is None
    _, _, either, _ = said.clauses
    assert [part.told for part in either.parts] == [
        "不知道：高新技术企业（问科技局）",
        "不知道：研发费用占比（问科技局）",
    ]
    half = finding("上年税收 ÷ 使用面积 不低于 1000元/㎡", tax=80 * WAN)
    assert half.told == "上年税收 80万元；不知道：使用面积（问街镇）"
    coarse = finding("行业 为 6513", industry="65")
    assert coarse.told == "行业 65 软件和信息技术服务业；不知道：行业（问市场监管局）"


@pytest.mark.parametrize(
    ("text", "given", "told", "away"),
    [
        ("上年税收 不低于 100万元", {"tax": 80 * WAN}, "上年税收 80万元", "还差 20万元"),
        (
            "上年税收 超过 100万元",
            {"tax": 100 * WAN},
            "上年税收 100万元",
            "正好等于界线，须再多一点",
        ),
        (
            "上年税收 不超过 100万元",
            {"tax": 100 * WAN + 1},
            "上年税收 100.000001万元",
            "超出 0.01元",
        ),
        (
            "上年税收 低于 1亿元",
            {"tax": 10_000 * WAN},
            "上年税收 1亿元",
            "正好等于界线，须再少一点",
        ),
        ("研发费用占比 超过 3%", {"research": 25_000}, "研发费用占比 2.5%", "还差 0.5 个百分点"),
        ("从业人数 不低于 20人", {"staff": 18}, "从业人数 18人", "还差 2人"),
        (
            "税收增幅 不低于 10%",
            {"tax": 105, "tax_before": 100},
            "5%（上年税收 1.05元；前年税收 1元）",
            "还差 5 个百分点",
        ),
        (
            "入驻满12个月",
            {"since": dt.date(2024, 3, 31)},
            "入驻日期 2024-03-31",
            "到 2025-03-31 起满足",
        ),
        ("非 上年税收 低于 100万元", {"tax": 80 * WAN}, "上年税收 80万元", "还差 20万元"),
        (
            "非 入驻 不满 1年",
            {"since": dt.date(2024, 6, 1)},
            "入驻日期 2024-06-01",
            "到 2025-06-01 起满足",
        ),
    ],
)
def test_a_clause_not_met_says_how_far_away_it_is(
    text: str, given: dict[str, int | dt.date], told: str, away: str
) -> None:
    said = finding(text, **given)
    assert said.verdict is False and said.distance is not None
    assert (said.told, said.distance.told) == (told, away)


def test_of_alternatives_the_nearest_tells_the_distance() -> None:
    said = finding("上年税收 不低于 100万元 或 从业人数 不低于 20人", tax=90 * WAN, staff=10)
    assert said.distance is not None
    assert said.distance.told == "还差 10万元"


@pytest.mark.parametrize(
    ("text", "given", "met"),
    [
        ("税收增幅 超过 0%", {"tax": 5, "tax_before": 0}, None),
        ("上年税收 ÷ (前年税收 - 前年税收) 不低于 0", {"tax": 5, "tax_before": 3}, None),
        ("上年税收 ÷ (上年税收 ÷ 前年税收) 不低于 0元", {"tax": 5, "tax_before": 0}, None),
        ("上年税收 不低于 100万元 ÷ 0", {"tax": 5}, None),
        ("上年税收 不低于 100万元 ÷ (2 - 2)", {"tax": 5}, None),
        ("上年税收 ÷ (1 - 3) 不低于 0元", {"tax": 5}, False),
        ("上年税收 ÷ 前年税收 不低于 50%", {"tax": -1, "tax_before": -2}, True),
        ("上年税收 ÷ 前年税收 超过 50%", {"tax": 1, "tax_before": -2}, False),
        ("上年税收 ÷ 前年税收 低于 0%", {"tax": 1, "tax_before": -2}, True),
        ("1 ÷ 税收增幅 不高于 -2", {"tax": 1, "tax_before": 2}, True),
        # the largest facts there may be, and lines beyond what a column can hold
        (
            "税收增幅 - 研发费用占比 低于 0.01%",
            {"tax": MOST, "tax_before": MOST - 1, "research": 0},
            True,
        ),
        (
            "上年税收 × 前年税收 ÷ 前年税收 不低于 100000亿元",
            {"tax": MOST, "tax_before": MOST},
            True,
        ),
        ("上年税收 低于 99999999999亿元", {"tax": MOST}, True),
        ("上年税收 不等于 99999999999亿元", {"tax": MOST}, True),
        ("上年税收 - 99999999999亿元 低于 前年税收", {"tax": MOST, "tax_before": -MOST}, True),
        ("上年税收 等于 0.001元", {"tax": 0}, False),
    ],
)
def test_arithmetic_is_exact_safe_and_the_same_for_one_and_for_all(
    text: str, given: Row, met: Verdict, duck: ibis.BaseBackend
) -> None:
    rule = rule_read(text, CATALOGUE)
    assert judged(rule, known(**given), today=TODAY).verdict is met
    facts = facts_in(duck, [given, {}])
    asked = duck.to_pyarrow(facts.select("subject", said=expression(rule, facts, today=TODAY)))
    assert dict(zip(*asked.to_pydict().values(), strict=True)) == {0: met, 1: None}
    columns = duck.to_pyarrow(leaf_columns(facts, [rule], key="subject", today=TODAY))
    bulk = Bulk(columns.sort_by("subject"), [rule], key="subject")
    assert list(bulk.told(bulk.bits(rule))) == [met, None]


def test_near_are_those_who_miss_one_clause_and_know_all_others(duck: ibis.BaseBackend) -> None:
    rule = rule_read(ISSUE, CATALOGUE)
    whole: Row = {"here": True, "tax": 100 * WAN, "hightech": True, "industry": "7310"}
    rows = [
        whole,
        whole | {"tax": 99 * WAN},  # near by the second clause
        whole | {"tax": 99 * WAN, "here": None},  # not all others known
        whole | {"tax": 99 * WAN, "industry": "2710"},  # two steps away
        whole | {"hightech": False, "research": 30_000},  # near by the third
        whole | {"hightech": False},  # the third is not known
    ]
    asked = distinct_leaves([rule])
    columns = leaf_columns(facts_in(duck, rows), asked, key="subject", today=TODAY)
    bulk = Bulk(duck.to_pyarrow(columns.order_by("subject")), asked, key="subject")
    outcome = bulk.outcome(rule)
    assert list(bulk.told(outcome.verdict)) == [True, False, False, False, False, None]
    assert bulk.chosen(outcome.verdict.met).to_pylist() == [0]
    assert bulk.chosen(outcome.near).to_pylist() == [1, 4]
    assert [bulk.chosen(step).to_pylist() for step in outcome.step] == [[], [1], [4], []]
    assert len(clauses(rule)) == 4


@pytest.mark.parametrize("count", [0, 1, 7, 8, 63, 64, 65, 200])
def test_bits_are_right_at_every_size(count: int, duck: ibis.BaseBackend) -> None:
    rows: list[Row] = [{"here": (None, True, False)[at % 3]} for at in range(count)]
    rule = rule_read("非 区内注册", CATALOGUE)
    asked = distinct_leaves([rule])
    columns = leaf_columns(facts_in(duck, rows), asked, key="subject", today=TODAY)
    found = duck.to_pyarrow(columns.order_by("subject"))
    right = [(None, False, True)[at % 3] for at in range(count)]
    for start in {0, min(count, 3)}:  # a part of a column begins within a byte
        bulk = Bulk(found.slice(start), asked, key="subject")
        outcome = bulk.outcome(rule)
        assert list(bulk.told(outcome.verdict)) == right[start:]
        near = [at for at in range(start, count) if right[at] is False]
        assert bulk.chosen(outcome.near).to_pylist() == near


def test_a_fact_worked_out_asks_for_the_facts_behind_it() -> None:
    rule = rule_read("扎根企业 且 税收增幅 超过 0%", CATALOGUE)
    assert {fact.key for fact in facts_of(rule)} == {"here", "kind", "tax", "tax_before"}
    said = finding("扎根企业", here=True, kind="branch")
    assert said.verdict is False
    assert [part.verdict for part in said.parts[0].parts] == [True, False]


def test_a_name_may_have_signs_that_are_read_as_their_narrow_ones() -> None:
    fact = Fact("small", "专精特新（省级）", Kind.FLAG, "名单", "经信局")
    rule = rule_read("非 专精特新(省级)", Catalogue([fact]))
    assert written(rule) == "非 专精特新（省级）"
    assert rule_read(written(rule), Catalogue([fact])) == rule


def test_a_name_stands_for_one_fact() -> None:
    fact = CATALOGUE.by_key["tax"]
    with pytest.raises(ValueError, match="“上年税收”定义了两次"):
        Catalogue([fact, Fact("again", "上年税收", Kind.MONEY, "", "")])


def test_the_value_of_a_clause_is_told_exactly() -> None:
    said = finding("单位面积税收 不低于 1000元/㎡", tax=80 * WAN, area=100_000)
    assert said.value == Fraction(800)
    assert said.told == "800元/㎡（上年税收 80万元；使用面积 1,000㎡）"
    assert said.distance is not None and said.distance.told == "还差 200元/㎡"
