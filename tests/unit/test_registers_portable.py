"""Every expression of the stages has words in the other engine: it compiles for Spark as well."""

from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from ibis.config import Config

from louyu.district import district_read
from louyu.engine import schema_arrow
from louyu.engine.plans import Asked, expression
from louyu.indicators.progress import aims, progress
from louyu.indicators.values import indicator_values
from louyu.nouns import NOUNS, STATEMENTS
from louyu.registers.order import registers

DISTRICT = district_read(Path(__file__).parents[2] / "districts" / "sample")


class SparkOptions(Config):
    treat_nan_as_null: bool = False


class Compiler:
    """Keeps nothing and runs nothing: what should be kept is compiled, its table stays unbound."""

    def __init__(self) -> None:
        self.compiled: list[str] = []

    def unbound(self, schema: ibis.Schema) -> ibis.Table:
        return ibis.table(schema, name=f"kept_{len(self.compiled)}")

    def table(self, arrow: pa.Table) -> ibis.Table:
        return self.unbound(ibis.schema(arrow.schema))

    def materialise(self, asked: Asked) -> ibis.Table:
        expr = expression(asked)
        self.compiled.append(ibis.to_sql(expr, dialect="pyspark"))
        return self.unbound(expr.schema())

    def arrow(self, asked: Asked) -> pa.Table:
        expr = expression(asked)
        self.materialise(expr)
        return schema_arrow(dict(expr.schema().items())).empty_table()


def test_the_whole_way_from_statements_to_numbers_compiles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Ibis sets this option when it loads Spark, which need not be installed to compile for it.
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    compiler = Compiler()
    tables = registers(
        {name: ibis.table(noun.schema, name=noun.name) for name, noun in STATEMENTS.items()},
        ibis.table(NOUNS["coverage"].schema, name="coverage"),
        ibis.table(NOUNS["batch"].schema, name="batch"),
        until=202506,
        district=DISTRICT,
        keeper=compiler,
    )
    for noun, table in tables.items():
        assert dict(table.schema().items()) == dict(ibis.schema(NOUNS[noun].schema).items()), noun
    values = indicator_values(tables, district=DISTRICT, keeper=compiler)
    assert list(values.columns) == list(NOUNS["indicator_value"].schema)
    pace = progress(values, compiler.table(aims(DISTRICT)))
    compiler.materialise(pace)
    assert list(pace.columns) == list(NOUNS["progress"].schema)
    assert len(compiler.compiled) > 60
