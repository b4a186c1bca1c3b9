"""Progress: a flow has its pace, a rate and a stock are held against the target itself."""

import pyarrow as pa
from spec_world import DISTRICT, drawn

from louyu.engine import Engine, schema_arrow
from louyu.indicators.progress import aims, progress
from louyu.nouns import NOUNS

VALUES = """
    indicator        | month  | numerator  | denominator
    new_floor_area   | 202302 | 1          |
    new_floor_area   | 202506 | 60000000   |
    occupancy_rate   | 202502 | 82         | 100
    occupancy_rate   | 202503 | 0          | 0
    five_yi_buildings | 202506 | 5         |
    building_tax     | 202506 | 500000000000 |
    occupants        | 202506 | 9          |
"""


def test_progress(engine: Engine) -> None:
    """60 万㎡ by June of 110 a year is over pace (55); 5 is not over 5; no target, no row."""
    rows = [
        {
            "indicator": row["indicator"],
            "level": "district",
            "scope": DISTRICT.name,
            "month": int(row["month"]),
            "numerator": int(row["numerator"]),
            "denominator": int(row["denominator"]) if row["denominator"] else None,
        }
        for row in drawn(VALUES)
    ]
    values = engine.table(pa.Table.from_pylist(rows, schema_arrow(NOUNS["indicator_value"])))
    found = engine.arrow(
        progress(values, engine.table(aims(DISTRICT))).order_by("indicator", "month")
    )
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        # indicator, month, value, target, expected, gap, on pace
        ("building_tax", 202506, 50.0, 100.0, 50.0, -50.0, False),
        ("five_yi_buildings", 202506, 5.0, 5.0, 5.0, 0.0, False),
        ("new_floor_area", 202506, 60.0, 110.0, 55.0, -50.0, True),
        ("occupancy_rate", 202502, 82.0, 82.0, 82.0, 0.0, True),
        ("occupancy_rate", 202503, None, 82.0, 82.0, None, None),
    ]
