"""算例的事实 case_facts: facts as people write them in a worked case or a form, made exact."""

import datetime as dt
from collections.abc import Mapping

from louyu.services.policy.exact import MOST, fraction
from louyu.services.policy.fact import NUMERIC, RATIO_UNIT, Catalogue, Fact, Kind
from louyu.services.policy.grammar import DAY, RuleError, value_read
from louyu.services.policy.judging import Facts, Stated
from louyu.services.policy.rule import Number, facts_of_value
from louyu.services.policy.telling import value_told
from louyu.standards.industry import code_of, industries

YES, NO = ("是", "有", "yes", "true"), ("否", "无", "no", "false")
UNKNOWN = ("", "不知道", "未知")


class CaseError(ValueError):
    """A fact cannot be read: which one, and how to write it."""


def facts_of_case(said: Mapping[str, str], catalogue: Catalogue, *, source: str = "算例") -> Facts:
    """Facts by key. What is said to be unknown is left out. Raises `CaseError`."""
    found: dict[str, Stated] = {}
    for name, text in said.items():
        fact = catalogue.by_name.get(name.strip())
        if fact is None:
            raise CaseError(f"没有事实“{name}”")
        if fact.formula:
            raise CaseError(f"“{fact.label}”由其他事实算出：{fact.formula}，请写那些事实")
        value = stated(fact, text.strip(), catalogue)
        if value is not None:
            found[fact.key] = Stated(value, source)
    return found


def stated(fact: Fact, text: str, catalogue: Catalogue) -> int | str | bool | dt.date | None:
    """A fact's value as stored; None where it is said to be unknown."""
    if text in UNKNOWN:
        return None
    match fact.kind:
        case Kind.FLAG:
            if text.lower() in YES:
                return True
            if text.lower() in NO:
                return False
            raise CaseError(f"“{fact.label}”写 是 或 否，这里是“{text}”")
        case Kind.DATE:
            return day(fact, text)
        case Kind.WORD:
            stored = fact.stored_word(text) if fact.words else text
            if stored is None:
                labels = "、".join(label for _s, label in fact.words)
                raise CaseError(f"“{fact.label}”没有“{text}”，可写：{labels}")
            return stored
        case Kind.INDUSTRY:
            code, problem = code_of(text)
            if code is None or problem is not None or industries()[code].level == "section":
                raise CaseError(f"“{fact.label}”写行业代码，如 6513，这里是“{text}”")
            return code
    return whole(fact, text, catalogue)


def day(fact: Fact, text: str) -> dt.date:
    found = DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        return dt.date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
    except ValueError:
        raise CaseError(f"“{fact.label}”写日期，如 2024-01-01，这里是“{text}”") from None


def whole(fact: Fact, text: str, catalogue: Catalogue) -> int:
    """A number with its unit, in stored units."""
    assert fact.kind in NUMERIC
    try:
        number = value_read(text, catalogue)
    except RuleError as error:
        raise CaseError(f"“{fact.label}”的“{text}”不是数：{error.said}") from error
    bare = isinstance(number, Number) and not number.unit
    zero_or_count = bare and (fact.kind is Kind.COUNT or text in ("0", "0.0"))
    if number.dimension != fact.dimension and not zero_or_count:
        raise CaseError(
            f"“{fact.label}”要写单位“{fact.unit or fact.dimension.unit}”，这里是“{text}”"
        )
    if any(facts_of_value(number)):
        raise CaseError(f"“{fact.label}”的“{text}”不是数：里面有事实")
    exact = fraction(number, lambda _fact: 0)
    if exact is None:
        raise CaseError(f"“{fact.label}”的“{text}”不是数：除以了 0")
    scaled = exact * RATIO_UNIT if fact.kind is Kind.RATIO else exact
    if scaled.denominator != 1:
        raise CaseError(f"“{fact.label}”的“{text}”写得太细，金额到分、面积到0.01㎡")
    if scaled > MOST:
        raise CaseError(f"“{fact.label}”的“{text}”太大，最多 {value_told(fact, MOST)}")
    if scaled < -MOST:
        raise CaseError(f"“{fact.label}”的“{text}”太小，最少 {value_told(fact, -MOST)}")
    return int(scaled)
