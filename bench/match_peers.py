"""Rule engines that ours is measured against, with rules as their own manuals would have them.

Zen and CEL judge one enterprise at a time, so they get a part of them; OpenFisca judges all, in
vectors. Zen's comparisons fail on nothing, so that nothing stands for 0, no or an empty word there
(``??``). OpenFisca knows no nothing: an input that is not given is 0, no or an empty word. CEL
fails on what is not there unless the rest decides, which is taken for unknown. What divides by zero
is guarded to no in all three.
"""

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from invented_rules import STORED
from match_ways import Told, codes, latest, rows_of, timed
from rule_oracle import UNITS

from louyu.services.policy import rule as r

Population: TypeAlias = Callable[[str, object], np.ndarray]
"""What OpenFisca gives a formula: the values of a variable by its name and period."""

SIGN = {"不低于": ">=", "超过": ">", "不超过": "<=", "低于": "<", "等于": "==", "不等于": "!="}
DATE_SIGN = {"早于": "<", "不晚于": "<=", "晚于": ">", "不早于": ">="}
EMPTY = {"flag": "false", "industry": "''", "word": "''", "date": "999999"}


def day_number(day: date) -> int:
    return day.toordinal()


def decimal_text(of: r.Number) -> str:
    exact = Fraction(of.value) * UNITS[of.unit]
    return str(exact.numerator) if exact.denominator == 1 else f"{float(exact)!r}"


class Text:
    """A rule as text for an engine with operators like JavaScript's or Python's."""

    both, either, opposite = "and", "or", "not"

    def fact(self, fact: r.Fact) -> str:
        return fact.key

    def value(self, of: r.Value) -> str:
        if isinstance(of, r.Number):
            return decimal_text(of)
        if isinstance(of, r.Asked):
            if of.fact.as_value is not None:
                return self.value(of.fact.as_value)
            said = self.fact(of.fact)
            return f"({said} / 1000000)" if of.fact.kind.value == "ratio" else said
        sign = {"+": "+", "-": "-", "×": "*", "÷": "/"}[of.operation.value]
        return f"({self.value(of.left)} {sign} {self.value(of.right)})"

    def divisors(self, of: r.Value) -> list[str]:
        if isinstance(of, r.Asked) and of.fact.as_value is not None:
            return self.divisors(of.fact.as_value)
        if not isinstance(of, r.Arithmetic):
            return []
        inside = self.divisors(of.left) + self.divisors(of.right)
        return [*inside, self.value(of.right)] if of.operation.value == "÷" else inside

    def compared(self, rule: r.Compare) -> str:
        test = f"{self.value(rule.left)} {SIGN[rule.than.value]} {self.value(rule.right)}"
        for divisor in self.divisors(rule.left) + self.divisors(rule.right):
            test = f"({divisor} != 0 ? {test} : false)"
        return test

    def listed(self, rule: r.Within) -> str:
        values = codes(rule.values) if rule.fact.kind.value == "industry" else list(rule.values)
        return f"({self.fact(rule.fact)} in {values!r})"

    def rule(self, rule: r.Rule) -> str:
        match rule:
            case r.All(parts):
                return "(" + f" {self.both} ".join(self.rule(part) for part in parts) + ")"
            case r.Any(parts):
                return "(" + f" {self.either} ".join(self.rule(part) for part in parts) + ")"
            case r.Not(part):
                return f"{self.opposite} ({self.rule(part)})"
            case r.Compare():
                return f"({self.compared(rule)})"
            case r.Holds(fact):
                return self.fact(fact)
            case r.Lasting(fact, length, span, reached):
                day = day_number(latest(length, span.value))
                return f"({self.fact(fact)} {'<=' if reached else '>'} {day})"
            case r.Dated(fact, when, day):
                return f"({self.fact(fact)} {DATE_SIGN[when.value]} {day_number(day)})"
            case r.Within(_, _, outside):
                said = self.listed(rule)
                return f"{self.opposite} {said}" if outside else said
        raise AssertionError(rule)


class Zen(Text):
    """Nothing stands for 0, no or empty, as ``??`` has it."""

    def fact(self, fact: r.Fact) -> str:
        return f"({fact.key} ?? {EMPTY.get(fact.kind.value, '0')})"


class Cel(Text):
    """Dot and brackets; numbers are doubles, for CEL has no mixed arithmetic and no decimals."""

    both, either, opposite = "&&", "||", "!"

    def fact(self, fact: r.Fact) -> str:
        return f"f.{fact.key}"

    def value(self, of: r.Value) -> str:
        said = super().value(of)
        return said if not isinstance(of, r.Number) or "." in said else f"{said}.0"

    def compared(self, rule: r.Compare) -> str:
        return (
            super().compared(rule).replace("!= 0 ?", "!= 0.0 ?").replace("1000000)", "1000000.0)")
        )


def numbered(row: dict[str, object]) -> dict[str, object]:
    """Days as numbers: these engines compare no dates, or slowly."""
    for key in ("founded", "since"):
        if row[key] is not None:
            row[key] = day_number(row[key])
    return row


def by_zen(facts: pa.Table, rules: list[r.Rule], these: np.ndarray) -> Told:
    """All policies in one decision, which is judged once for each enterprise."""
    import zen

    spent: dict[str, float] = {}
    rows = [numbered(row) for row in rows_of(facts, these)]
    with timed(spent, "ready"):
        said = [
            {"id": str(at), "key": f"r{at}", "value": Zen().rule(rule)}
            for at, rule in enumerate(rules)
        ]
        place = {"position": {"x": 0, "y": 0}}
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "rules", "type": "expressionNode", "name": "rules"}
            | {"content": {"expressions": said}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ]
        edges = [
            {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
            for one, other in (("in", "rules"), ("rules", "out"))
        ]
        content = {
            "contentType": "application/vnd.gorules.decision",
            "nodes": [node | place for node in nodes],
            "edges": edges,
        }
        decision = zen.ZenEngine().create_decision(json.dumps(content))
    with timed(spent, "verdicts"):
        found = [decision.evaluate(row)["result"] for row in rows]
    told = np.array([[each[f"r{at}"] for each in found] for at, _ in enumerate(rules)], np.int8)
    return Told(these, told, None, spent)


def by_cel(facts: pa.Table, rules: list[r.Rule], these: np.ndarray) -> Told:
    """A program for each policy; one that fails on a fact that is not there says unknown."""
    import celpy
    from celpy import celtypes

    spent: dict[str, float] = {}
    with timed(spent, "ready"):
        environment = celpy.Environment()
        programs = [environment.program(environment.compile(Cel().rule(rule))) for rule in rules]
    dated = {fact.key for fact in STORED if fact.kind.value == "date"}
    contexts = []
    for row in map(numbered, rows_of(facts, these)):
        known = {}
        for key, value in row.items():
            if isinstance(value, bool):
                known[celtypes.StringType(key)] = celtypes.BoolType(value)
            elif isinstance(value, int):
                number = celtypes.IntType if key in dated else celtypes.DoubleType
                known[celtypes.StringType(key)] = number(value)
            elif value is not None:
                known[celtypes.StringType(key)] = celtypes.StringType(value)
        contexts.append({"f": celtypes.MapType(known)})
    told = np.full((len(rules), len(these)), -1, np.int8)
    with timed(spent, "verdicts"):
        for at, program in enumerate(programs):
            for number, context in enumerate(contexts):
                try:
                    told[at, number] = bool(program.evaluate(context))
                except celpy.CELEvalError:
                    continue
    return Told(these, told, None, spent)


def fisca_value(of: r.Value, enterprise: Population, period: object) -> np.ndarray | float:
    if isinstance(of, r.Number):
        return float(Fraction(of.value) * UNITS[of.unit])
    if isinstance(of, r.Asked):
        if of.fact.as_value is not None:
            return fisca_value(of.fact.as_value, enterprise, period)
        said = enterprise(of.fact.key, period)
        return said / 1_000_000 if of.fact.kind.value == "ratio" else said
    left = fisca_value(of.left, enterprise, period)
    right = fisca_value(of.right, enterprise, period)
    match of.operation.value:
        case "+":
            return left + right
        case "-":
            return left - right
        case "×":
            return left * right
    return np.divide(left, right, out=np.full(np.shape(left), np.nan), where=np.not_equal(right, 0))


NUMPY = {
    "不低于": np.greater_equal, "超过": np.greater, "不超过": np.less_equal, "低于": np.less,
    "等于": np.equal, "不等于": np.not_equal, "早于": np.less, "不晚于": np.less_equal,
    "晚于": np.greater, "不早于": np.greater_equal,
}  # fmt: skip


def fisca_rule(rule: r.Rule, enterprise: Population, period: object) -> np.ndarray:
    match rule:
        case r.All(parts):
            return np.logical_and.reduce([fisca_rule(p, enterprise, period) for p in parts])
        case r.Any(parts):
            return np.logical_or.reduce([fisca_rule(p, enterprise, period) for p in parts])
        case r.Not(part):
            return ~fisca_rule(part, enterprise, period)
        case r.Compare(left, than, right):
            both = (fisca_value(each, enterprise, period) for each in (left, right))
            return NUMPY[than.value](*both)
    column = enterprise(rule.fact.key, period)
    match rule:
        case r.Holds():
            return column
        case r.Lasting(_, length, span, reached):
            long = column <= np.datetime64(latest(length, span.value))
            return long if reached else ~long
        case r.Dated(_, when, day):
            return NUMPY[when.value](column, np.datetime64(day))
        case r.Within(fact, values, outside):
            listed = codes(values) if fact.kind.value == "industry" else values
            numbers = [WORDS[fact.key].index(v) for v in listed if v in WORDS[fact.key]]
            inside = np.isin(column, numbers)
            return ~inside if outside else inside
    raise AssertionError(rule)


WORDS: dict[str, list[str]] = {}
"""Words and codes by their numbers: OpenFisca's text is slow, its enumerations are numbers."""


def by_openfisca(facts: pa.Table, rules: list[r.Rule]) -> Told:
    """A tax-benefit system of its own: facts as inputs, each policy a vectorial variable."""
    import datetime as dt

    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    entity = build_entity(key="enterprise", plural="enterprises", label="", is_person=True)
    types = {"flag": bool, "date": dt.date, "industry": int, "word": int}
    spent: dict[str, float] = {}
    inputs: dict[str, np.ndarray] = {}
    for fact in STORED:
        column = facts[fact.key].combine_chunks()
        if fact.kind.value in ("industry", "word"):
            coded = column.dictionary_encode()
            WORDS[fact.key] = ["", *coded.dictionary.to_pylist()]
            inputs[fact.key] = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False) + 1
        elif fact.kind.value == "date":
            inputs[fact.key] = column.fill_null(dt.date(9999, 1, 1)).to_numpy(zero_copy_only=False)
        elif fact.kind.value == "flag":
            inputs[fact.key] = column.fill_null(False).to_numpy(zero_copy_only=False)
        else:
            inputs[fact.key] = column.fill_null(0).to_numpy().astype(np.float32)

    def variable(name: str, of: type, **more: object) -> type:
        said = {"value_type": of, "entity": entity, "definition_period": DateUnit.YEAR}
        return type(name, (Variable,), {**said, "label": name, **more})

    with timed(spent, "ready"):
        system = TaxBenefitSystem([entity])
        for fact in STORED:
            system.add_variable(variable(fact.key, types.get(fact.kind.value, float)))
        for at, rule in enumerate(rules):

            def formula(
                enterprise: Population, period: object, _parameters: object, rule: r.Rule = rule
            ) -> np.ndarray:
                return fisca_rule(rule, enterprise, period)

            system.add_variable(variable(f"r{at}", bool, formula=formula))
    simulation = SimulationBuilder().build_default_simulation(system, count=facts.num_rows)
    for key, values in inputs.items():
        simulation.set_input(key, "2026", values)
    with timed(spent, "verdicts"):
        found = [simulation.calculate(f"r{at}", "2026") for at, _ in enumerate(rules)]
    return Told(np.arange(facts.num_rows), np.stack(found).astype(np.int8), None, spent)
