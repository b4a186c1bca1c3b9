"""Random rules as trees, and random rows of facts that are known in part."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from rule_facts import CATALOGUE, TODAY, Row

from louyu.services.policy.exact import too_large
from louyu.services.policy.fact import NUMERIC, PLAIN, Dimension, Fact, Kind
from louyu.services.policy.rule import (
    All,
    Any,
    Arithmetic,
    Asked,
    Compare,
    Dated,
    Holds,
    Lasting,
    Not,
    Number,
    Operation,
    Rule,
    Span,
    Than,
    Value,
    When,
    Within,
)

MONEY, AREA, COUNT = Dimension(money=1), Dimension(area=1), Dimension(count=1)
RATE = MONEY.over(AREA)
UNITS = {
    MONEY: ("元", "万元"), AREA: ("㎡",), COUNT: ("人",), PLAIN: ("", "%", "‰", "个百分点"),
    RATE: ("元/㎡",),
}  # fmt: skip
INDUSTRIES = ("I", "65", "651", "6513", "6319", "M", "7310", "C", "2710")
ASKED = ("I", "I65", "I651", "I6513", "M", "M73", "C271")


def facts(*kinds: Kind) -> list[Fact]:
    return [fact for fact in CATALOGUE.by_key.values() if fact.kind in kinds]


def numbers(dimension: Dimension) -> SearchStrategy[Value]:
    figure = st.decimals(-300, 300, places=2) | st.integers(-3, 40).map(Decimal)
    return st.builds(Number, figure, st.sampled_from(UNITS[dimension]))


def asked(dimension: Dimension) -> SearchStrategy[Value]:
    measuring = [f for f in facts(*NUMERIC) if f.dimension == dimension and f.unit in ("", "人")]
    return st.sampled_from(measuring).map(Asked)


@st.composite
def values(draw: st.DrawFn, dimension: Dimension, deep: int = 1) -> Value:
    """A number of a dimension: a fact, a figure, or both worked into one."""
    how = draw(st.integers(0, 7 if deep else 2))
    if how < 3:
        return draw(numbers(dimension) if how == 0 else asked(dimension))
    operation = draw(st.sampled_from(Operation))
    inside = deep - 1
    if operation in (Operation.PLUS, Operation.MINUS):
        left, right = draw(values(dimension, inside)), draw(values(dimension, inside))
    elif operation is Operation.OVER and dimension == PLAIN:
        both = draw(st.sampled_from([MONEY, AREA, COUNT, PLAIN]))
        left, right = draw(values(both, inside)), draw(values(both, inside))
    elif operation is Operation.OVER and dimension == RATE:
        left, right = draw(values(MONEY, inside)), draw(values(AREA, inside))
    else:
        left, right = draw(values(dimension, inside)), draw(values(PLAIN, inside))
    return Arithmetic(left, operation, right, dimension)


def constant(value: Value) -> bool:
    if isinstance(value, Arithmetic):
        return constant(value.left) and constant(value.right)
    return isinstance(value, Number)


def compares() -> SearchStrategy[Rule]:
    both = st.sampled_from(list(UNITS)).flatmap(lambda d: st.tuples(values(d), values(d)))
    asking = both.filter(lambda pair: not all(map(constant, pair)) and not too_large(*pair))
    return st.tuples(asking, st.sampled_from(Than)).map(
        lambda drawn: Compare(drawn[0][0], drawn[1], drawn[0][1])
    )


def listed(fact: Fact) -> SearchStrategy[tuple[str, ...]]:
    known = ASKED if fact.kind is Kind.INDUSTRY else tuple(stored for stored, _ in fact.words)
    return st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True).map(tuple)


days = st.dates(dt.date(2019, 1, 1), dt.date(2026, 1, 1))
dates = st.sampled_from(facts(Kind.DATE))
LEAF = st.one_of(
    compares(),
    st.sampled_from(facts(Kind.FLAG)).map(Holds),
    st.builds(Dated, dates, st.sampled_from(When), days),
    st.builds(Lasting, dates, st.integers(0, 40), st.sampled_from(Span), st.booleans()),
    st.sampled_from(facts(Kind.WORD, Kind.INDUSTRY)).flatmap(
        lambda fact: st.builds(Within, st.just(fact), listed(fact), st.booleans())
    ),
)


def put_together(part: SearchStrategy[Rule]) -> SearchStrategy[Rule]:
    parts = st.lists(part, min_size=2, max_size=4).map(tuple)
    return st.one_of(part.map(Not), parts.map(All), parts.map(Any))


RULES = st.recursive(LEAF, put_together, max_leaves=8)

MOST = 400
"""In 万元, ㎡ or 人: small enough that SQLite and CEL can count exactly, often zero."""


def whole(kind: Kind) -> SearchStrategy[int]:
    scale = {Kind.MONEY: 1_000_000, Kind.AREA: 100, Kind.COUNT: 1, Kind.RATIO: 10_000}[kind]
    some = st.integers(-2 if kind in (Kind.MONEY, Kind.RATIO) else 0, MOST)
    return some.map(lambda few: few * scale) | st.integers(0, MOST * scale)


def stored(fact: Fact) -> SearchStrategy[int | str | bool | dt.date | None]:
    if fact.kind in NUMERIC:
        said: SearchStrategy[int | str | bool | dt.date] = whole(fact.kind)
    elif fact.kind is Kind.FLAG:
        said = st.booleans()
    elif fact.kind is Kind.DATE:
        said = st.dates(dt.date(2020, 1, 1), TODAY)
    elif fact.kind is Kind.INDUSTRY:
        said = st.sampled_from(INDUSTRIES)
    else:
        said = st.sampled_from([word for word, _ in fact.words])
    return st.none() | said | said


ROWS: SearchStrategy[list[Row]] = st.lists(
    st.fixed_dictionaries({fact.key: stored(fact) for fact in CATALOGUE.stored}),
    min_size=1,
    max_size=10,
)


@dataclass(frozen=True)
class Topic:
    """Conditions about the same few things, and every value of those that tells them apart."""

    leaf: SearchStrategy[Rule]
    worlds: dict[str, list[int | str | bool | dt.date | None]]


def number(fact: str) -> Value:
    return Asked(CATALOGUE.by_name[fact])


def against(value: Value, unit: str, *lines: str) -> SearchStrategy[Rule]:
    line = st.sampled_from(lines).map(lambda said: Number(Decimal(said), unit))
    either = st.tuples(st.just(value), line) | st.tuples(line, st.just(value))
    return st.tuples(either, st.sampled_from(Than)).map(lambda d: Compare(d[0][0], d[1], d[0][1]))


def one_of_list(fact: str) -> SearchStrategy[Rule]:
    named = CATALOGUE.by_name[fact]
    return st.builds(Within, st.just(named), listed(named), st.booleans())


def flag(fact: str) -> SearchStrategy[Rule]:
    return st.just(Holds(CATALOGUE.by_name[fact]))


TAX, BEFORE, SINCE = number("上年税收"), number("前年税收"), CATALOGUE.by_name["入驻日期"]
FEW = st.integers(1, 3)
TOPICS = (
    Topic(
        against(TAX, "分", "1", "2") | against(BEFORE, "分", "1", "2")
        | against(Arithmetic(TAX, Operation.OVER, BEFORE), "", "0.5", "1")
        | st.builds(Compare, st.just(TAX), st.sampled_from(Than), st.just(BEFORE))
        | st.builds(Compare, st.just(BEFORE), st.sampled_from(Than), st.just(TAX)),
        {"tax": [None, 0, 1, 2, 3], "tax_before": [None, 0, 1, 2, 3]},
    ),
    Topic(
        against(number("从业人数"), "人", "1", "2.5", "3"), {"staff": [None, 0, 1, 2, 3, 4]}
    ),
    Topic(
        against(number("研发费用占比"), "%", "50", "50.00005", "60"),
        {"research": [None, 499_999, 500_000, 500_001, 550_000, 600_000, 600_001]},
    ),
    Topic(
        flag("区内注册") | flag("扎根企业") | one_of_list("组织类别"),
        {"here": [None, False, True], "kind": [None, "company", "branch", "sole"]},
    ),
    Topic(one_of_list("行业"), {"industry": [None, *INDUSTRIES]}),
    Topic(
        st.builds(Dated, st.just(SINCE), st.sampled_from(When),
                  FEW.map(lambda days: TODAY - dt.timedelta(days)))
        | st.builds(Lasting, st.just(SINCE), FEW, st.just(Span.DAYS), st.booleans())
        | st.builds(Lasting, st.just(SINCE), st.sampled_from([1, 12, 24]),
                    st.sampled_from([Span.MONTHS, Span.YEARS]), st.booleans()),
        {"since": [None, *(TODAY - dt.timedelta(days) for days in
                           (0, 1, 2, 3, 4, 27, 28, 29, 364, 365, 366, 730, 731, 9000))]},
    ),
)  # fmt: skip


@st.composite
def close_rules(draw: st.DrawFn) -> tuple[Rule, list[Row]]:
    """A rule that says much about little, and a row for every way those facts can stand."""
    topics = draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=2, unique_by=id))
    part = st.recursive(st.one_of(*(t.leaf for t in topics)), put_together, max_leaves=4)
    parts = draw(st.lists(part, min_size=2, max_size=4))
    worlds = {key: values for topic in topics for key, values in topic.worlds.items()}
    rows = [dict(zip(worlds, values, strict=True)) for values in product(*worlds.values())]
    return All(tuple(parts)), rows
