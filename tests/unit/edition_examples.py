"""Small editions for tests: three tables with a month or two of invented rows (演示数据)."""

from pathlib import Path

import pyarrow as pa

from louyu.edition import Edition, Inputs, drafting
from louyu.engine import Engine, schema_arrow
from louyu.nouns import NOUNS

MONTH = 202502


def rows(noun: str, *given: dict[str, object]) -> pa.Table:
    """Rows of a noun; what is not given is empty."""
    columns = NOUNS[noun].schema
    filled = [{name: row.get(name) for name in columns} for row in given]
    return pa.Table.from_pylist(filled, schema=schema_arrow(NOUNS[noun]))


def tax_rows(paid: int, buildings: int = 3) -> pa.Table:
    """January's tax is always the same; February's is ``paid`` fen a building."""
    return rows(
        "tax",
        *(
            {
                "month": month,
                "building": f"B{number}",
                "street": "甲街道" if number % 2 else "乙街道",
                "enterprise": f"E{number}",
                "total": 100 if month == 202501 else paid,
                "local": 50,
                "batch": f"{month}",
                "sheet": "Sheet1",
                "row": number,
            }
            for month in (202502, 202501)
            for number in range(buildings, 0, -1)
        ),
    )


def value_rows(paid: int) -> pa.Table:
    return rows(
        "indicator_value",
        *(
            {
                "indicator": "building_tax",
                "level": "district",
                "scope": "演示区",
                "month": month,
                "numerator": 300 if month == 202501 else paid * 3,
            }
            for month in (202501, 202502)
        ),
    )


def inputs(paid: int = 200) -> Inputs:
    return Inputs(
        month=MONTH,
        batches=(),
        district="演示区",
        district_sha256="0" * 64,
        code_version="0",
        code_sha256=f"{paid:064d}",
        libraries={},
        parameters={},
    )


def edition_made(home: Path, engine: Engine, paid: int = 200, buildings: int = 3) -> Edition:
    """Builds and publishes an edition in which every building paid ``paid`` fen in February."""
    with drafting(home, MONTH) as draft:
        draft.write(engine, "tax", engine.table(tax_rows(paid, buildings)))
        draft.write(engine, "indicator_value", engine.table(value_rows(paid)))
        draft.write(engine, "lead", engine.table(rows("lead", {"lead": "L1", "street": "甲街道"})))
        return draft.publish(inputs(paid), draft.sealed(), {"seconds": {}})
