"""规则语言 grammar: rules as clerks write them, read into a tree and written again.

``区内注册 且 上年税收 不低于 100万元 且 (高新技术企业 或 研发费用占比 超过 3%)``. Spaces are free,
full-width signs are as good as others. 且 and 或 side by side need brackets: nobody should have to
know which binds first. What cannot be read is told with its place and what may have been meant.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from rapidfuzz import fuzz, process

from louyu.services.policy.exact import too_large
from louyu.services.policy.fact import NUMERIC, PLAIN, Catalogue, Dimension, Fact, Kind
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
    facts_of_value,
)
from louyu.services.policy.units import LONGEST_FIRST
from louyu.standards.industry import code_of, industries, section_of

AND, OR, NOT = ("并且", "同时", "且"), ("或者", "或"), ("非",)
IN, NOT_IN = ("属于",), ("不属于",)
THAN = {
    "不低于": Than.AT_LEAST, "不少于": Than.AT_LEAST, "达到": Than.AT_LEAST, "至少": Than.AT_LEAST,
    "≥": Than.AT_LEAST, ">=": Than.AT_LEAST,
    "超过": Than.OVER, "高于": Than.OVER, "多于": Than.OVER, "大于": Than.OVER, ">": Than.OVER,
    "不超过": Than.AT_MOST, "不高于": Than.AT_MOST, "不多于": Than.AT_MOST, "至多": Than.AT_MOST,
    "≤": Than.AT_MOST, "<=": Than.AT_MOST,
    "低于": Than.UNDER, "少于": Than.UNDER, "小于": Than.UNDER, "不足": Than.UNDER, "<": Than.UNDER,
    "等于": Than.EQUAL, "=": Than.EQUAL, "不等于": Than.UNEQUAL, "≠": Than.UNEQUAL,
    "!=": Than.UNEQUAL,
}  # fmt: skip
IS, IS_NOT = ("为", "是", "等于", "="), ("不为", "不是", "不等于", "≠", "!=")
WHEN = {when.value: when for when in When}
LASTS, LASTS_NOT = ("满",), ("不满", "未满")
SPANS = {"个月": Span.MONTHS, "月": Span.MONTHS, "年": Span.YEARS, "天": Span.DAYS, "日": Span.DAYS}
ADDING = {"+": Operation.PLUS, "加": Operation.PLUS, "-": Operation.MINUS, "−": Operation.MINUS,
          "减": Operation.MINUS}  # fmt: skip
SCALING = {"×": Operation.TIMES, "*": Operation.TIMES, "乘以": Operation.TIMES,
           "÷": Operation.OVER, "/": Operation.OVER, "除以": Operation.OVER}  # fmt: skip
WIDE = str.maketrans(
    "（），．：；＋－＊／＝＜＞％０１２３４５６７８９　", "(),.:;+-*/=<>%0123456789 "
)
"""One character for one: what an error points at is where the writer sees it."""

NUMBER = re.compile(r"\d[\d,]*(\.\d+)?")
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
RUN = re.compile(r"[^\s()（）,，、;+\-−*×÷/=<>≥≤≠!\d]+")
BARE = re.compile(r"[^\s,，、()（）]+")
LISTED = re.compile(r"[^,，、()（）]+")
ENDS = re.compile("不属于|属于|不低于|不少于|不超过|不高于|低于|超过|达到|等于|且|或|满")
MOST_LONG = 4000
MOST_DEEP = 20
LIKE = 45
"""Of 100: names less alike than this are not proposed."""


class RuleError(ValueError):
    """A rule cannot be read: what is wrong, from which character, and what may have been meant."""

    def __init__(self, said: str, text: str, at: int, proposals: tuple[str, ...] = ()) -> None:
        self.said, self.text, self.at, self.proposals = said, text, at, proposals
        super().__init__(self.told)

    @property
    def told(self) -> str:
        meant = f"；是不是“{'”或“'.join(self.proposals)}”？" if self.proposals else ""
        return f"第 {self.at + 1} 个字：{self.said}{meant}"


def rule_read(text: str, catalogue: Catalogue) -> Rule:
    """The tree of a rule. Raises `RuleError`."""
    return whole(text, catalogue, Reading.rule)


def value_read(text: str, catalogue: Catalogue) -> Value:
    """The tree of a formula that gives a number. Raises `RuleError`."""
    return whole(text, catalogue, Reading.value)


Read = TypeVar("Read")


def whole(text: str, catalogue: Catalogue, part: "Callable[[Reading], Read]") -> Read:
    reading = Reading(text, catalogue)
    found = part(reading)
    reading.space()
    if reading.at < len(reading.text):
        raise reading.unexpected()
    return found


class Reading:
    """A text being read from left to right."""

    def __init__(self, text: str, catalogue: Catalogue) -> None:
        self.said = text
        self.text = text.translate(WIDE)
        self.catalogue = catalogue
        self.at = 0
        self.deep = 0
        if len(text) > MOST_LONG:
            raise self.wrong(
                f"规则长 {len(text)} 个字，最多 {MOST_LONG} 个；请拆成条款", at=MOST_LONG
            )
        if not text.strip():
            raise self.wrong("规则是空的")

    def wrong(self, said: str, *, at: int | None = None, near: tuple[str, ...] = ()) -> RuleError:
        return RuleError(said, self.said, self.at if at is None else at, near)

    def space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def word(self, *words: str) -> str:
        """Takes the longest of some words that stands here; empty if none does."""
        self.space()
        for each in sorted(words, key=len, reverse=True):
            if self.text.startswith(each, self.at):
                self.at += len(each)
                return each
        return ""

    def ahead(self, *words: str) -> bool:
        was, found = self.at, self.word(*words)
        self.at = was
        return bool(found)

    def unexpected(self) -> RuleError:
        self.space()
        run = RUN.match(self.text, self.at)
        shown = run[0] if run else self.text[self.at : self.at + 1]
        if shown == ")":
            return self.wrong("多了一个右括号")
        near = self.alike(shown) if run and not self.named() else ()
        return self.wrong(f"读到这里，“{shown}”接不上，前后应有 且、或 或比较词", near=near)

    def alike(self, said: str) -> tuple[str, ...]:
        cut = ENDS.split(said)[0] or said
        names = self.catalogue.names
        found = process.extract(cut, names, scorer=fuzz.ratio, limit=3, score_cutoff=LIKE)
        return tuple(name for name, _score, _at in found)

    def rule(self) -> Rule:
        first = self.factor()
        for words, others, made in ((AND, OR, All), (OR, AND, Any)):
            parts = [first]
            while self.word(*words):
                parts.append(self.factor())
            if len(parts) > 1:
                if self.ahead(*others):
                    raise self.wrong("且 和 或 连着用时要加括号，写明先看哪一边")
                return made(tuple(parts))
        return first

    def factor(self) -> Rule:
        self.space()
        if not self.named() and self.word(*NOT):
            return Not(self.factor())
        if self.ahead("("):
            return self.bracket()
        return self.condition()

    def named(self) -> str:
        """The longest fact's name that stands here."""
        self.space()
        text, at = self.text, self.at
        names = self.catalogue.names
        return next((name for name in names if text.startswith(name.translate(WIDE), at)), "")

    def bracket(self) -> Rule:
        """Brackets hold conditions, unless something is done with what they hold."""
        closed = self.closing()
        was, self.at = self.at, closed + 1
        goes_on = self.ahead(*THAN, *ADDING, *SCALING)
        self.at = was
        if goes_on:
            return self.condition()
        self.word("(")
        self.deep += 1
        if self.deep > MOST_DEEP:
            raise self.wrong(f"括号套了 {MOST_DEEP} 层以上，请拆成条款")
        found = self.rule()
        self.deep -= 1
        if not self.word(")"):
            raise self.unexpected()
        return found

    def closing(self) -> int:
        """Where the bracket that opens here closes."""
        depth = 0
        for at in range(self.at, len(self.text)):
            depth += {"(": 1, ")": -1}.get(self.text[at], 0)
            if depth == 0:
                return at
        raise self.wrong("括号没有合上")

    def condition(self) -> Rule:
        began = self.at
        left = self.value()
        fact = left.fact if isinstance(left, Asked) else None
        if fact is not None and fact.kind not in NUMERIC:
            return self.of_fact(fact, began)
        than = self.word(*THAN)
        if not than:
            if fact is not None:
                self.space()
                raise self.wrong(f"“{fact.label}”后面要写比较，如 不低于 {example(fact)}")
            raise self.unexpected() if self.at < len(self.text) else self.wrong("这里少了比较")
        self.space()
        at = self.at
        right = self.value()
        left, right = self.alike_measured(left, right, at)
        if not [*facts_of_value(left), *facts_of_value(right)]:
            raise self.wrong("比较的两边都是数，没有事实", at=began)
        if too_large(left, right):
            raise self.wrong("这个比较算出的数可能超过 38 位，请把式子写短或把数写短", at=began)
        return Compare(left, THAN[than], right)

    def of_fact(self, fact: Fact, began: int) -> Rule:
        """A condition on a date, a word, an industry, or on what is or is not so."""
        match fact.kind:
            case Kind.FLAG:
                if self.ahead(*THAN):
                    raise self.wrong(
                        f"“{fact.label}”是是否项，直接写名称即可，相反写 非 {fact.label}"
                    )
                return Holds(fact)
            case Kind.DATE:
                return self.of_date(fact)
            case _:
                return self.of_word(fact, began)

    def of_date(self, fact: Fact) -> Rule:
        if when := self.word(*WHEN):
            return Dated(fact, WHEN[when], self.day())
        lasts = self.word(*LASTS, *LASTS_NOT)
        if not lasts:
            self.space()
            raise self.wrong(f"“{fact.label}”是日期，后面写 满 12个月、不早于 2024-01-01 之类")
        self.space()
        number = re.compile(r"\d+").match(self.text, self.at)
        if number is None:
            raise self.wrong("满多久要写数字，如 满 12个月")
        self.at = number.end()
        span = self.word(*SPANS)
        if not span:
            raise self.wrong("时长的单位是 年、个月 或 天")
        return Lasting(fact, int(number[0]), SPANS[span], lasts in LASTS)

    def day(self) -> dt.date:
        self.space()
        found = DAY.match(self.text, self.at)
        if found is None:
            raise self.wrong("日期写作 2024-01-01 或 2024年1月1日")
        year, month, day = found[1], found[2] or found[4], found[3] or found[5]
        try:
            said = dt.date(int(year), int(month), int(day))
        except ValueError:
            raise self.wrong(f"没有 {found[0]} 这一天") from None
        self.at = found.end()
        return said

    def of_word(self, fact: Fact, began: int) -> Rule:
        if self.word(*NOT_IN):
            return Within(fact, self.listed(fact), outside=True)
        if self.word(*IN):
            return Within(fact, self.listed(fact))
        outside = bool(self.word(*IS_NOT))
        if outside or self.word(*IS):
            return Within(fact, (self.one(fact),), outside=outside)
        self.space()
        raise self.wrong(f"“{fact.label}”后面写 属于 (…) 或 为 …")

    def listed(self, fact: Fact) -> tuple[str, ...]:
        if not self.word("("):
            return (self.one(fact),)
        values = [self.one(fact)]
        while self.word(",", "，", "、"):
            values.append(self.one(fact))
        if not self.word(")"):
            raise self.wrong("清单的括号没有合上，各项之间用逗号隔开")
        return tuple(dict.fromkeys(values))

    def one(self, fact: Fact) -> str:
        """One value of a list, as it is stored."""
        self.space()
        if fact.kind is Kind.INDUSTRY:
            return self.industry()
        if not fact.words:
            return self.bare_word(fact)
        known = sorted((name for pair in fact.words for name in pair), key=len, reverse=True)
        for name in known:
            if self.text.startswith(name.translate(WIDE), self.at):
                self.at += len(name)
                return str(fact.stored_word(name))
        run = LISTED.match(self.text, self.at)
        said = run[0].strip() if run else ""
        labels = [label for _stored, label in fact.words]
        near = process.extract(said, labels, limit=3, score_cutoff=LIKE)
        proposals = tuple(name for name, _s, _a in near)
        raise self.wrong(f"“{fact.label}”没有“{said}”，可写：{'、'.join(labels)}", near=proposals)

    def bare_word(self, fact: Fact) -> str:
        """A name, where any may stand: up to a space, a comma or a bracket."""
        run = BARE.match(self.text, self.at)
        if run is None:
            raise self.wrong(f"“{fact.label}”后面少了名称")
        self.at = run.end()
        return run[0]

    def industry(self) -> str:
        """A section, division, group or class, with its section's letter: I, I65, I6513."""
        found = re.compile(r"[A-Ta-t]?\d{2,4}|[A-Ta-t](?![A-Za-z])").match(self.text, self.at)
        if found is None:
            raise self.wrong("行业写作 GB/T 4754-2017 的门类或代码，如 I、I65、6513")
        code, problem = code_of(found[0])
        if code is None or problem is not None:
            raise self.wrong(
                f"行业代码“{found[0]}”不对：{problem.sentence if problem else '不认识'}"
            )
        self.at = found.end()
        entry = industries()[code]
        return code if entry.level == "section" else section_of(code) + code

    def value(self) -> Value:
        left = self.term()
        while sign := self.word(*ADDING):
            self.space()
            at = self.at
            left, right = self.alike_measured(left, self.term(), at)
            dimension = left.dimension if left.dimension != PLAIN else right.dimension
            left = Arithmetic(left, ADDING[sign], right, dimension)
        return left

    def term(self) -> Value:
        left = self.unit_value()
        while sign := self.word(*SCALING):
            operation, right = SCALING[sign], self.unit_value()
            self.numeric(left)
            self.numeric(right)
            both = left.dimension, right.dimension
            made = both[0].times(both[1]) if operation is Operation.TIMES else both[0].over(both[1])
            left = Arithmetic(left, operation, right, made)
        return left

    def numeric(self, value: Value) -> None:
        if isinstance(value, Asked) and value.fact.kind not in NUMERIC:
            raise self.wrong(f"“{value.fact.label}”不是数，不能计算")

    def unit_value(self) -> Value:
        self.space()
        if name := self.named():
            self.at += len(name)
            return Asked(self.catalogue.by_name[name])
        if self.ahead("("):
            self.closing()
            self.word("(")
            self.deep += 1
            if self.deep > MOST_DEEP:
                raise self.wrong(f"括号套了 {MOST_DEEP} 层以上，请拆成条款")
            found = self.value()
            self.deep -= 1
            if not self.word(")"):
                raise self.unexpected()
            return found
        negative = bool(self.word("-", "−"))
        self.space()
        number = NUMBER.match(self.text, self.at)
        if number is None:
            raise self.nothing()
        self.at = number.end()
        value = Decimal(number[0].replace(",", ""))
        self.space()
        unit = next((u for u in LONGEST_FIRST if self.text.startswith(u, self.at)), "")
        self.at += len(unit)
        return Number(-value if negative else value, unit)

    def nothing(self) -> RuleError:
        """Neither a fact nor a number stands here."""
        run = RUN.match(self.text, self.at)
        if run is None:
            shown = self.text[self.at : self.at + 1]
            return self.wrong(f"“{shown}”前面少了事实或数" if shown else "这里少了事实或数")
        said = ENDS.split(run[0])[0] or run[0]
        near = self.alike(said)
        return self.wrong(f"不认识“{said}”", near=near)

    def alike_measured(self, left: Value, right: Value, at: int) -> tuple[Value, Value]:
        """Both sides, if they measure the same; a bare number may count, and 0 is 0 of anything."""
        self.numeric(left)
        self.numeric(right)
        one, other = left.dimension, right.dimension
        for value, number in ((left, right), (right, left)):
            self.counted_alike(value, number, at)
        if one == other or any(bare(v, w.dimension) for v, w in ((left, right), (right, left))):
            return left, right
        raise self.wrong(f"两边单位不同：左边是{measure(left)}，右边是{measure(right)}", at=at)

    def counted_alike(self, value: Value, number: Value, at: int) -> None:
        """People are not counted in 家."""
        if isinstance(value, Asked) and isinstance(number, Number) and value.fact.unit:
            said = number.unit.removeprefix("万")
            if number.dimension == Dimension(count=1) and said != value.fact.unit:
                raise self.wrong(
                    f"“{value.fact.label}”的单位是“{value.fact.unit}”，不是“{said}”", at=at
                )


def bare(value: Value, other: Dimension) -> bool:
    """Whether a number without a unit may stand for the other side's."""
    if not isinstance(value, Number) or value.unit:
        return False
    return value.value == 0 or other == Dimension(count=1)


def measure(value: Value) -> str:
    unit = value.dimension.unit
    return f"“{unit}”" if unit else "没有单位的数"


def example(fact: Fact) -> str:
    return {Kind.MONEY: "100万元", Kind.AREA: "500㎡", Kind.RATIO: "70%"}.get(
        fact.kind, f"10{fact.unit}"
    )


def written(rule: Rule, *, inside: bool = False) -> str:
    """A rule in words: what is written is read as the same tree."""
    match rule:
        case All(parts) | Any(parts):
            joint = " 且 " if isinstance(rule, All) else " 或 "
            said = joint.join(written(part, inside=True) for part in parts)
            return f"({said})" if inside else said
        case Not(part):
            return f"非 {written(part, inside=True)}"
        case Holds(fact):
            return fact.label
        case Compare(left, than, right):
            return f"{value_written(left)} {than.value} {value_written(right)}"
        case Dated(fact, when, day):
            return f"{fact.label} {when.value} {day.isoformat()}"
        case Lasting(fact, length, span, reached):
            return f"{fact.label} {'满' if reached else '不满'} {length}{span.value}"
        case Within(fact, values, outside):
            said = ", ".join(fact.word(value) for value in values)
            return f"{fact.label} {'不属于' if outside else '属于'} ({said})"
    raise AssertionError(rule)


STRENGTH = {Operation.PLUS: 1, Operation.MINUS: 1, Operation.TIMES: 2, Operation.OVER: 2}


def value_written(value: Value) -> str:
    match value:
        case Asked(fact):
            return fact.label
        case Number(number, unit):
            return f"{format(number, 'f')}{unit}"
        case Arithmetic(left, operation, right):
            first = bracketed(left, STRENGTH[operation])
            second = bracketed(right, STRENGTH[operation] + 1)
            return f"{first} {operation.value} {second}"
    raise AssertionError(value)


def bracketed(value: Value, needed: int) -> str:
    said = value_written(value)
    weak = isinstance(value, Arithmetic) and STRENGTH[value.operation] < needed
    return f"({said})" if weak else said


__all__ = ["PLAIN", "RuleError", "rule_read", "value_read", "written"]
