"""Random rules as trees, and random rows of facts that are known in part."""

import datetime as dt
from decimal import Decimal

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
