"""全量 bulk: rules of every subject at once.

What asks for facts (the leaves) is one Ibis expression each, shared by all rules that ask the
same, and gives a column of yes, no or null. 且, 或 and 非 over those columns are done in bits: a
column is two rows of bits, known to be met and known not to be, sixty-four subjects to a word.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any as Anything

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import BooleanValue, IntegerValue, Table

from louyu.services.policy.exact import LONG, Over, all_wide, largest, over
from louyu.services.policy.fact import Fact, Kind
from louyu.services.policy.judging import coarser, prefixes
from louyu.services.policy.lasting import latest_start
from louyu.services.policy.rule import (
    LEAVES,
    TURNED,
    All,
    Any,
    Asked,
    Compare,
    Dated,
    Holds,
    Lasting,
    Leaf,
    Not,
    Number,
    Rule,
    Than,
    Value,
    When,
    Within,
    clauses,
    leaves,
    parts_of,
)

Words = npt.NDArray[np.uint64]


def widened(whole: Anything) -> Anything:
    """Whole numbers that may pass 64 bits, a column of them or one."""
    if isinstance(whole, int):
        return whole if abs(whole) <= LONG else ibis.literal(whole, "decimal(38,0)")
    return whole.cast("decimal(38,0)")


def leaf_expression(leaf: Leaf, facts: Table, *, today: dt.date) -> BooleanValue:
    """A condition on facts as a column: true, false, or null where it is not known."""
    match leaf:
        case Holds(fact):
            return facts[fact.key]
        case Within(fact, values, outside):
            inside = within(fact, values, facts)
            return ~inside if outside else inside
        case Dated(fact, when, day):
            return dated(facts[fact.key], when, day)
        case Lasting(fact, length, span, reached):
            latest = ibis.literal(latest_start(today, length, span))
            return facts[fact.key] <= latest if reached else facts[fact.key] > latest
        case Compare(left, than, right):
            return compared(left, than, right, facts)
    raise AssertionError(leaf)


def within(fact: Fact, values: tuple[str, ...], facts: Table) -> BooleanValue:
    column = facts[fact.key]
    if fact.kind is not Kind.INDUSTRY:
        return column.isin(values)
    found: dict[int, list[str]] = {}
    for code in prefixes(values):
        found.setdefault(len(code), []).append(code)
    tests = [column.left(length).isin(codes) for length, codes in sorted(found.items())]
    if coarse := coarser(values):
        vague = column.isin(coarse)
        tests.append(ibis.ifelse(vague, ibis.null("boolean"), vague))
    return ibis.or_(*tests)


def dated(column: Anything, when: When, day: dt.date) -> BooleanValue:
    said = ibis.literal(day)
    match when:
        case When.BEFORE:
            return column < said
        case When.NOT_AFTER:
            return column <= said
        case When.AFTER:
            return column > said
    return column >= said


def compared(left: Value, than: Than, right: Value, facts: Table) -> BooleanValue:
    if isinstance(left, Number):
        left, than, right = right, TURNED[than], left
    if stored(left) and isinstance(right, Number):
        assert isinstance(left, Asked)
        unit = Fraction(1) if left.fact.kind is not Kind.RATIO else Fraction(1_000_000)
        return against(facts[left.fact.key], than, right.exact * unit)
    one, other = (over(value, lambda fact: facts[fact.key], widened) for value in (left, right))
    return crosswise(one, than, other)


def stored(value: Value) -> bool:
    return isinstance(value, Asked) and value.fact.as_value is None


def against(column: IntegerValue, than: Than, line: Fraction) -> BooleanValue:
    """A whole number against an exact line: against the next whole number."""
    match than:
        case Than.AT_LEAST:
            return column >= in_reach(ceil(line))
        case Than.OVER:
            return column > in_reach(floor(line))
        case Than.AT_MOST:
            return column <= in_reach(floor(line))
        case Than.UNDER:
            return column < in_reach(ceil(line))
    if line.denominator != 1:
        never = column != column  # false where known, null where not
        return never if than is Than.EQUAL else ~never
    whole = in_reach(int(line))
    return column == whole if than is Than.EQUAL else column != whole


def in_reach(line: int) -> int:
    """A line no stored number comes near, if it lies beyond what fits."""
    return max(-LONG, min(line, LONG))


def crosswise(a: Over, than: Than, b: Over) -> BooleanValue:
    """``a.above/a.below`` against ``b.above/b.below`` without a division."""
    if largest(a, b) > LONG:
        a, b = all_wide(a, widened), all_wide(b, widened)
    left, right = a.above * b.below, b.above * a.below
    plain = held(left, than, right)
    turned = held(left, TURNED[than], right)
    nothing = ibis.null("boolean")
    below = a.below * b.below
    if isinstance(below, int):
        told = plain if below > 0 else turned if below < 0 else nothing
    else:
        told = ibis.cases((below > 0, plain), (below < 0, turned), else_=nothing)
    divisors = [each for each in a.divisors + b.divisors if not isinstance(each, int) or not each]
    if any(isinstance(each, int) for each in divisors):
        return nothing
    if divisors:
        told = ibis.cases((ibis.and_(*(each != 0 for each in divisors)), told), else_=nothing)
    return told


def held(left: Anything, than: Than, right: Anything) -> BooleanValue:
    match than:
        case Than.AT_LEAST:
            return left >= right
        case Than.OVER:
            return left > right
        case Than.AT_MOST:
            return left <= right
        case Than.UNDER:
            return left < right
        case Than.EQUAL:
            return left == right
    return left != right


def expression(rule: Rule, facts: Table, *, today: dt.date) -> BooleanValue:
    """A whole rule as one column: SQL's AND, OR and NOT treat null as not known."""
    parts = [expression(part, facts, today=today) for part in parts_of(rule)]
    match rule:
        case Not():
            return ~parts[0]
        case All():
            return ibis.and_(*parts)
        case Any():
            return ibis.or_(*parts)
        case Holds() if parts:
            return parts[0]
    assert isinstance(rule, LEAVES)
    return leaf_expression(rule, facts, today=today)


def distinct_leaves(rules: Iterable[Rule]) -> tuple[Leaf, ...]:
    """What all rules ask of facts, each once, in the order met."""
    return tuple(dict.fromkeys(leaf for rule in rules for leaf in leaves(rule)))


def leaf_columns(facts: Table, asked: Sequence[Leaf], *, key: str, today: dt.date) -> Table:
    """The subjects' key and a column for each leaf, ``leaf0``, ``leaf1``, …"""
    named = {
        f"leaf{at}": leaf_expression(leaf, facts, today=today) for at, leaf in enumerate(asked)
    }
    return facts.select(key, **named)


@dataclass(frozen=True)
class Bits:
    """A verdict of each subject: known to be met, known not to be; neither is unknown."""

    met: Words
    unmet: Words

    def __invert__(self) -> "Bits":
        return Bits(self.unmet, self.met)

    def __and__(self, other: "Bits") -> "Bits":
        return Bits(self.met & other.met, self.unmet | other.unmet)

    def __or__(self, other: "Bits") -> "Bits":
        return Bits(self.met | other.met, self.unmet & other.unmet)


def bits_of(column: pa.ChunkedArray) -> Bits:
    """A column of yes, no and null; Arrow has it in bits already."""
    array = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if isinstance(array, pa.ChunkedArray):  # no chunk at all
        array = pa.array([], pa.bool_())
    known, values = array.buffers()
    size = len(array)
    value = words(values, array.offset, size)
    everyone = words(None, 0, size)
    valid = everyone if known is None else words(known, array.offset, size)
    return Bits(value & valid, ~value & valid)


def words(buffer: pa.Buffer | None, offset: int, size: int) -> Words:
    """``size`` bits from a place on in words of 64, nothing after them. No buffer: all ones."""
    count = -(-size // 64)
    padded = np.zeros(count * 8, np.uint8)
    if buffer is None:
        bits = np.packbits(np.ones(size, np.uint8), bitorder="little")
    elif offset % 8:
        loose = np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little")
        bits = np.packbits(loose[offset : offset + size], bitorder="little")
    else:
        start = offset // 8
        bits = np.frombuffer(buffer, np.uint8)[start : start + -(-size // 8)].copy()
        if size % 8 and len(bits):
            bits[-1] &= (1 << size % 8) - 1
    padded[: len(bits)] = bits
    return padded.view(np.uint64)


def places(chosen: Words) -> npt.NDArray[np.int64]:
    """The numbers of the subjects whose bit is set, in order."""
    bits = np.unpackbits(chosen.view(np.uint8), bitorder="little")
    return np.flatnonzero(bits.view(np.bool_))  # of yes and no it finds four times faster


def picked(from_: Words, at: npt.NDArray[np.int64]) -> Words:
    """The bits at some places, one after another in words of their own."""
    bits = (from_[at >> 6] >> (at & 63).astype(np.uint64)) & np.uint64(1)
    packed = np.packbits(bits.astype(np.uint8), bitorder="little")
    padded = np.zeros(-(-len(at) // 64) * 8, np.uint8)
    padded[: len(packed)] = packed
    return padded.view(np.uint64)


def many(chosen: Words) -> int:
    """How many subjects' bits are set."""
    return int(np.bitwise_count(chosen).sum())


@dataclass(frozen=True)
class Outcome:
    """A rule of every subject: the verdicts, and who is one clause away.

    ``near`` are those who meet every clause but one, which is known not to be met. ``step`` says
    for each clause who is near by it.
    """

    verdict: Bits
    near: Words
    step: tuple[Words, ...]


class Bulk:
    """Verdicts of rules from the columns of their leaves (`leaf_columns`, as Arrow)."""

    def __init__(self, columns: pa.Table, asked: Sequence[Leaf], *, key: str) -> None:
        self.size = columns.num_rows
        self.subjects = columns[key].combine_chunks()
        self.leaf = {leaf: bits_of(columns[f"leaf{at}"]) for at, leaf in enumerate(asked)}
        self.found: dict[Rule, Bits] = {}

    def of(self, keys: Collection[str]) -> "Bulk":
        """The same of some subjects alone, in the same order."""
        some = pa.array(keys, pa.string())
        at = np.flatnonzero(pc.is_in(self.subjects, value_set=some).to_numpy(zero_copy_only=False))
        found = copy(self)
        found.size, found.subjects, found.found = len(at), self.subjects.take(pa.array(at)), {}
        found.leaf = {
            leaf: Bits(picked(bits.met, at), picked(bits.unmet, at))
            for leaf, bits in self.leaf.items()
        }
        return found

    def bits(self, rule: Rule) -> Bits:
        kept = self.found.get(rule)
        if kept is None:
            kept = self.found[rule] = self.worked(rule)
        return kept

    def worked(self, rule: Rule) -> Bits:
        parts = [self.bits(part) for part in parts_of(rule)]
        match rule:
            case Not():
                return ~parts[0]
            case All():
                found = parts[0]
                for part in parts[1:]:
                    found = found & part
                return found
            case Any():
                found = parts[0]
                for part in parts[1:]:
                    found = found | part
                return found
            case Holds() if parts:
                return parts[0]
        return self.leaf[rule]

    def outcome(self, rule: Rule) -> Outcome:
        """Verdicts, and who meets all clauses but one."""
        parts = [self.bits(part) for part in clauses(rule)]
        met, near = parts[0].met, parts[0].unmet
        for part in parts[1:]:
            met, near = met & part.met, (near & part.met) | (met & part.unmet)
        steps = tuple(near & part.unmet for part in parts)
        return Outcome(self.bits(rule), near, steps)

    def chosen(self, these: Words, page: slice = slice(None)) -> pa.Array:
        """The keys of the subjects whose bit is set, all or a page of them, in their order."""
        return self.subjects.take(pa.array(places(these)[page]))

    def told(self, verdict: Bits) -> Iterator[bool | None]:
        """The verdict of each subject, in the order of the columns."""
        met, unmet = (
            np.unpackbits(each.view(np.uint8), bitorder="little")[: self.size]
            for each in (verdict.met, verdict.unmet)
        )
        for yes, no in zip(met.tolist(), unmet.tolist(), strict=True):
            yield True if yes else False if no else None
