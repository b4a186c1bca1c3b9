"""The truth of a sample is whole, and the system finds it again from clean reports."""

import polars as pl
import pyarrow as pa
from sample_examples import district, scale, small_world

from louyu.engine import Engine, engine_open, schema_arrow
from louyu.indicators import INDICATORS
from louyu.indicators.values import indicator_values
from louyu.nouns import AUTHORED, NOUNS, STATEMENTS
from louyu.registers.order import registers
from louyu.sample.check import comparisons
from louyu.sample.departments import reports
from louyu.sample.truth import indicators
from louyu.sample.world import world


def test_no_row_is_missing() -> None:
    """Rule 12: the district, every street, every building registered in the month."""
    drawn = small_world()
    months, streets = len(drawn.span), len(drawn.district.streets)
    listed = int(drawn.buildings.registered(drawn.span).sum())
    number = dict(indicators(drawn).group_by("indicator").len().iter_rows())
    assert set(number) == set(INDICATORS)
    registered_in_second_year = int(drawn.buildings.registered(drawn.span)[12:].sum())
    for name, found in number.items():
        if name == "new_yi_buildings":
            assert found == 12 * (1 + streets) + registered_in_second_year
        elif name.startswith("planned_parcel"):
            assert found == months * (1 + streets)
        else:
            assert found == months * (1 + streets) + listed, name


def publisher(sender: str) -> str:
    if district().street_named(sender):
        return "street"
    department = district().department_named(sender)
    return department.id if department else "operator"


def received(
    engine: Engine, tables: dict[str, pl.DataFrame], months: list[int]
) -> dict[str, object]:
    """Clean reports as statements, with their batches and coverage, as if all came in order."""
    statements, batches, coverage = {}, [], []
    for dataset, noun in STATEMENTS.items():
        schema = schema_arrow(noun)
        if dataset not in tables:
            # In a sample nobody has said a word of his own yet.
            assert dataset in AUTHORED
            statements[dataset] = engine.table(pa.Table.from_batches([], schema))
            continue
        table = tables[dataset].with_columns(
            pl.col("sender").map_elements(publisher, return_dtype=pl.String).alias("publisher"),
            pl.concat_str(pl.lit(dataset), "sender", "month", separator="-").alias("batch"),
            pl.lit("Sheet1").alias("sheet"),
            pl.int_range(pl.len()).over("month", "sender").alias("row"),
        )
        flags = [c.name for c in noun.columns if c.ibis_type == "boolean"]
        table = table.with_columns(pl.col(name) == "是" for name in flags)
        statements[dataset] = engine.table(table.select(schema.names).to_arrow().cast(schema))
        contract = district().contracts[dataset]
        files = (
            table.select("sender", "publisher", "month", "batch").unique().sort("month", "sender")
        )
        for number, file in enumerate(files.iter_rows(named=True)):
            batches.append({**file, "dataset": dataset, "sequence": number, "status": "in_force"})
        for sender in files["sender"].unique().sort():
            last = None
            own = {f["month"]: f for f in files.iter_rows(named=True) if f["sender"] == sender}
            for month in months:
                stands = contract.speaks == "snapshot" and contract.carry
                last = own.get(month) or (last if stands else None)
                if last:
                    carried = last["month"] != month
                    row = {**last, "month": month, "dataset": dataset, "carried": carried}
                    coverage.append(row)
    return {
        "statements": statements,
        "batch": engine.table(pa.Table.from_pylist(batches, schema_arrow(NOUNS["batch"]))),
        "coverage": engine.table(pa.Table.from_pylist(coverage, schema_arrow(NOUNS["coverage"]))),
    }


def test_the_system_finds_the_truth_exactly() -> None:
    """Two independent readings of one law: every value at every level in every month."""
    drawn = world(district(), scale(202301, 202403, seed=8))
    months = drawn.span.months
    with engine_open(threads=2) as engine:
        given = received(engine, reports(drawn), months)
        made = registers(
            given["statements"],  # type: ignore[arg-type]  # a test's own dictionary
            given["coverage"],  # type: ignore[arg-type]
            given["batch"],  # type: ignore[arg-type]
            until=months[-1],
            district=district(),
            keeper=engine,
        )
        values = engine.arrow(indicator_values(made, district=district(), keeper=engine))
    said = pl.DataFrame(pl.from_arrow(values))
    found = comparisons(indicators(drawn), said)
    assert len(found) == len(INDICATORS)
    assert [comparison for comparison in found if not comparison.is_exact] == []
