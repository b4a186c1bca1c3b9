"""Ways to judge policies of all enterprises at once: ours in bits, DuckDB and Polars plainly.

Each is given the facts in its own form, and tells how long it took to make ready what it asks,
to have all verdicts, and to have the lists: who meets a policy, and who misses which one clause.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction

import ibis
import numpy as np
import polars as pl
import pyarrow as pa
from invented_rules import STORED, TODAY
from rule_oracle import UNITS, later

from louyu.services.policy import rule as r
from louyu.services.policy.bulk import Bulk, distinct_leaves, expression, leaf_columns
from louyu.standards.industry import industries

Lists = list[list[np.ndarray]]
"""For each policy: who meets it, then who is near by its first clause, its second, …"""


@dataclass
class Told:
    """What a way found of ``rows``, and in how many seconds."""

    rows: np.ndarray
    verdicts: np.ndarray  # policies × rows: 1 met, 0 not met, -1 unknown
    lists: Lists | None = None
    seconds: dict[str, float] = field(default_factory=dict)


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Seconds by the clock, and of all processors under ``… cpu``."""
    began, worked = time.perf_counter(), time.process_time()
    yield
    seconds[name] = time.perf_counter() - began
    seconds[f"{name} cpu"] = time.process_time() - worked


def connected(facts: pa.Table) -> tuple[ibis.BaseBackend, ibis.Table]:
    con = ibis.duckdb.connect()
    con.raw_sql("set threads = 2")
    return con, con.create_table("facts", facts)


def arrow(con: ibis.BaseBackend, sql: str) -> pa.Table:
    return con.con.sql(sql).to_arrow_table()


def ours(facts: pa.Table, rules: list[r.Rule]) -> Told:
    """Each condition on facts asked once of DuckDB; 且, 或, 非 and lists in bits."""
    con, table = connected(facts)
    spent: dict[str, float] = {}
    with timed(spent, "ready"):
        asked = distinct_leaves(rules)
        sql = con.compile(leaf_columns(table, asked, key="subject", today=TODAY))
    with timed(spent, "verdicts"):
        bulk = Bulk(arrow(con, sql), asked, key="subject")
        bits = [bulk.bits(rule) for rule in rules]
    with timed(spent, "lists"):
        outcomes = [bulk.outcome(rule) for rule in rules]
        lists = [
            [bulk.chosen(words).to_numpy() for words in (outcome.verdict.met, *outcome.step)]
            for outcome in outcomes
        ]
    size = facts.num_rows
    told = np.full((len(rules), size), -1, np.int8)
    for at, each in enumerate(bits):
        for words, said in ((each.met, 1), (each.unmet, 0)):
            told[at][np.unpackbits(words.view(np.uint8), bitorder="little")[:size] == 1] = said
    return Told(bulk.subjects.to_numpy(), told, lists, spent)


def whole(column: pa.ChunkedArray) -> np.ndarray:
    """Yes, no and null as 1, 0 and -1."""
    return column.cast(pa.int8()).fill_null(-1).to_numpy()


def step_names(rules: list[r.Rule]) -> list[list[str]]:
    return [
        [f"near{at}_{clause}" for clause, _ in enumerate(r.clauses(rule))]
        for at, rule in enumerate(rules)
    ]


def listed(found: pa.Table, rules: list[r.Rule]) -> Lists:
    return [
        [
            found["subject"].filter(found[name].fill_null(False)).to_numpy()
            for name in (f"met{at}", *names)
        ]
        for at, names in enumerate(step_names(rules))
    ]


def by_duckdb(facts: pa.Table, rules: list[r.Rule]) -> Told:
    """A column for each policy; for the lists one more for each clause."""
    con, table = connected(facts)
    spent: dict[str, float] = {}
    with timed(spent, "ready"):
        said = {f"met{at}": expression(rule, table, today=TODAY) for at, rule in enumerate(rules)}
        near = {}
        for names, rule in zip(step_names(rules), rules, strict=True):
            parts = [expression(part, table, today=TODAY) for part in r.clauses(rule)]
            for clause, name in enumerate(names):
                near[name] = ibis.and_(
                    ~parts[clause], *(part for at, part in enumerate(parts) if at != clause)
                )
        plain = con.compile(table.select("subject", **said))
        every = con.compile(table.select("subject", **said, **near))
    with timed(spent, "verdicts"):
        found = arrow(con, plain)
    with timed(spent, "lists"):
        more = arrow(con, every)
        lists = listed(more, rules)
    told = np.stack([whole(found[f"met{at}"]) for at, _ in enumerate(rules)])
    return Told(found["subject"].to_numpy(), told, lists, spent)


def polars_value(of: r.Value) -> tuple[pl.Expr, pl.Expr | int]:
    """Above and below the line; products stay within 128 bits."""
    if isinstance(of, r.Number):
        exact = Fraction(of.value) * UNITS[of.unit]
        return pl.lit(exact.numerator, pl.Int128), exact.denominator
    if isinstance(of, r.Asked):
        if of.fact.as_value is not None:
            return polars_value(of.fact.as_value)
        below = 1_000_000 if of.fact.kind.value == "ratio" else 1
        return pl.col(of.fact.key).cast(pl.Int128), below
    (a, b), (c, d) = polars_value(of.left), polars_value(of.right)
    match of.operation.value:
        case "+":
            return a * d + c * b, b * d
        case "-":
            return a * d - c * b, b * d
        case "×":
            return a * c, b * d
    return a * d, c * b


POLARS_THAN: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "不低于": lambda a, b: a >= b,
    "超过": lambda a, b: a > b,
    "不超过": lambda a, b: a <= b,
    "低于": lambda a, b: a < b,
    "等于": lambda a, b: a == b,
    "不等于": lambda a, b: a != b,
}


def polars_compared(rule: r.Compare) -> pl.Expr:
    (a, b), (c, d) = polars_value(rule.left), polars_value(rule.right)
    said = POLARS_THAN[rule.than.value]
    below = b * d
    if isinstance(below, int):
        simple = isinstance(rule.left, r.Asked) and rule.left.fact.as_value is None
        if simple and isinstance(rule.right, r.Number):
            line = Fraction(rule.right.value) * UNITS[rule.right.unit] * b
            if line.denominator == 1:
                return said(pl.col(rule.left.fact.key), pl.lit(line.numerator, pl.Int64))
        return said(a * d, c * b)
    sign = pl.when(below > 0).then(1).when(below < 0).then(-1)
    return said((a * d - c * b) * sign, pl.lit(0, pl.Int128))


def polars_rule(rule: r.Rule) -> pl.Expr:
    match rule:
        case r.All(parts):
            return pl.all_horizontal([polars_rule(part) for part in parts])
        case r.Any(parts):
            return pl.any_horizontal([polars_rule(part) for part in parts])
        case r.Not(part):
            return ~polars_rule(part)
        case r.Compare():
            return polars_compared(rule)
    column = pl.col(rule.fact.key)
    match rule:
        case r.Holds():
            return column
        case r.Lasting(_, length, span, reached):
            day = latest(length, span.value)
            return column <= day if reached else column > day
        case r.Dated(_, when, day):
            return {
                "早于": column < day, "不晚于": column <= day, "晚于": column > day,
                "不早于": column >= day,
            }[when.value]  # fmt: skip
        case r.Within(fact, values, outside):
            inside = column.is_in(codes(values) if fact.kind.value == "industry" else list(values))
            return ~inside if outside else inside
    raise AssertionError(rule)


def codes(values: tuple[str, ...]) -> list[str]:
    """Every code that a list of sections, divisions and groups takes in."""
    found = []
    for code, entry in industries().items():
        above = code
        while entry.parent is not None:
            entry = industries()[entry.parent]
            above = entry.code + code
        if any(above.startswith(value) for value in values):
            found.append(code)
    return found


def latest(length: int, span: str) -> dt.date:
    day = TODAY
    while later(day, length, span) > TODAY:
        day -= dt.timedelta(days=1)
    return day


def by_polars(facts: pa.Table, rules: list[r.Rule]) -> Told:
    """The same with expressions of Polars, in memory."""
    frame = pl.from_arrow(facts)
    assert isinstance(frame, pl.DataFrame)
    spent: dict[str, float] = {}
    with timed(spent, "ready"):
        said = {f"met{at}": polars_rule(rule) for at, rule in enumerate(rules)}
        near = {}
        for names, rule in zip(step_names(rules), rules, strict=True):
            parts = [polars_rule(part) for part in r.clauses(rule)]
            for clause, name in enumerate(names):
                others = [part for at, part in enumerate(parts) if at != clause]
                near[name] = pl.all_horizontal([~parts[clause], *others])
    with timed(spent, "verdicts"):
        found = frame.lazy().select(**said).collect()
    with timed(spent, "lists"):
        more = frame.lazy().select("subject", **said, **near).collect()
        lists = listed(more.to_arrow(), rules)
    told = np.stack([whole(found[f"met{at}"].to_arrow()) for at, _ in enumerate(rules)])
    return Told(np.arange(facts.num_rows), told, lists, spent)


def rows_of(facts: pa.Table, these: np.ndarray) -> list[dict[str, object]]:
    """Some enterprises as dictionaries, for those who judge one by one."""
    return facts.take(pa.array(these)).select([fact.key for fact in STORED]).to_pylist()
