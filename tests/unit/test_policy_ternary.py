"""且, 或 and 非 by the ternary-logic cases of the DMN TCK, which are read beside the checkout."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from rule_facts import TODAY, known

from louyu.services.policy.bulk import Bulk, distinct_leaves, expression, leaf_columns
from louyu.services.policy.fact import Catalogue, Fact, Kind
from louyu.services.policy.grammar import rule_read
from louyu.services.policy.judging import judged
from louyu.services.policy.rule import Verdict, conjunction, disjunction, negation

TCK = Path(__file__).parents[3] / "shared" / "data" / "dmn_tck"
NAMES = {"t": "http://www.omg.org/spec/DMN/20160719/testcase"}
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"

Case = tuple[dict[str, Verdict], str, Verdict]
"""What goes in, which decision is asked for, and what it is to say."""

DIRECT: dict[str, Callable[[dict[str, Verdict]], Verdict]] = {
    "DecisionAnd": lambda given: conjunction([given["A"], given["B"]]),
    "DecisionOr": lambda given: disjunction([given["A"], given["B"]]),
    "DecisionNot": lambda given: negation(given["A"]),
}
SAID = {"DecisionAnd": "甲 且 乙", "DecisionOr": "甲 或 乙", "DecisionNot": "非 甲"}
CATALOGUE = Catalogue(
    Fact(key, label, Kind.FLAG, "", "") for key, label in (("A", "甲"), ("B", "乙"))
)


def value(node: ET.Element) -> Verdict:
    found = node.find(".//t:value", NAMES)
    assert found is not None
    if found.get(NIL) == "true":
        return None
    return {"true": True, "false": False}[(found.text or "").strip()]


def cases() -> list[Case]:
    found: list[Case] = []
    for file in sorted(TCK.glob("*-test-*.xml")):
        for case in ET.parse(file).getroot().findall("t:testCase", NAMES):
            given = {
                node.attrib["name"]: value(node) for node in case.findall("t:inputNode", NAMES)
            }
            for node in case.findall("t:resultNode", NAMES):
                found.append((given, node.attrib["name"], value(node)))
    return found


@pytest.mark.skipif(not TCK.exists(), reason="the DMN TCK's cases are not beside the checkout")
def test_the_ternary_cases_of_the_tck_pass() -> None:
    """Each through the functions, the explainer, the bits and one expression on DuckDB."""
    read = cases()
    assert {name for _given, name, _right in read} == set(SAID)
    assert len(read) == 21, "9 of and, 9 of or, 3 of not"
    rules = {name: rule_read(text, CATALOGUE) for name, text in SAID.items()}
    con = ibis.duckdb.connect()
    columns = {key: pa.array([given.get(key) for given, _, _ in read], pa.bool_()) for key in "AB"}
    facts = con.create_table("facts", pa.table({"subject": range(len(read)), **columns}))
    asked = distinct_leaves(rules.values())
    leaf = con.to_pyarrow(leaf_columns(facts, asked, key="subject", today=TODAY))
    bulk = Bulk(leaf.sort_by("subject"), asked, key="subject")
    whole = {name: expression(rule, facts, today=TODAY) for name, rule in rules.items()}
    by_query = con.to_pyarrow(facts.select("subject", **whole)).sort_by("subject").to_pydict()
    con.disconnect()
    for at, (given, name, right) in enumerate(read):
        assert DIRECT[name](given) is right, (given, name)
        assert judged(rules[name], known(**given), today=TODAY).verdict is right, (given, name)
        assert list(bulk.told(bulk.bits(rules[name])))[at] is right, (given, name)
        assert by_query[name][at] is right, (given, name)
