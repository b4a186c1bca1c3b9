"""指标进度 progress: the district's numbers held against its plan's targets and goals.

A flow should have reached its share of the year's target by a month's end (序时进度); a rate or a
stock is held against the target itself.
"""

import ibis
import polars as pl
import pyarrow as pa

from louyu.district import District
from louyu.indicators import INDICATORS
from louyu.nouns import NOUNS

FIRST_YEAR = 1900

AIMS = {
    "indicator": pl.String,
    "from_month": pl.Int32,
    "to_month": pl.Int32,
    "target": pl.Float64,
    "over": pl.Boolean,
    "flow": pl.Boolean,
    "times": pl.Int64,
    "by": pl.Int64,
}


def progress(indicator_value: ibis.Table, aims: ibis.Table) -> ibis.Table:
    """Every month for which the plan sets a target (`aims`). Noun progress.

    A goal is set for the end of a year and stands in every month up to it. A number that does not
    exist (a rate over nothing) has no gap and no pace.
    """
    rows = indicator_value.filter(indicator_value.level == "district")
    rows = rows.join(
        aims,
        [
            rows.indicator == aims.indicator,
            rows.month >= aims.from_month,
            rows.month <= aims.to_month,
        ],
    )
    whole = rows.denominator.fill_null(1)
    # One division of two exact integers, so that the value is the nearest float to the truth.
    value = (rows.numerator * rows.times) / (whole * rows.by)
    rows = rows.mutate(
        value=ibis.ifelse(whole == 0, ibis.null("float64"), value.cast("float64")),
        expected=ibis.ifelse(rows.flow, rows.target * (rows.month % 100) / 12, rows.target),
    )
    reached = ibis.ifelse(rows.over, rows.value > rows.expected, rows.value >= rows.expected)
    rows = rows.mutate(gap=rows.value - rows.target, on_pace=reached)
    return rows.select(*NOUNS["progress"].schema).cast(NOUNS["progress"].schema)


def aims(district: District) -> pa.Table:
    """Each target of the plan with the months it holds in and how its indicator is counted.

    Columns: indicator, from_month, to_month, target, over (it is reached when exceeded), flow,
    times and by (the target's unit in the unit of the sums).
    """
    yearly = [
        (target.indicator, year * 100 + 1, year * 100 + 12, aim, False)
        for target in district.targets
        for year, aim in target.targets.items()
    ]
    goals = [
        (goal.indicator, FIRST_YEAR * 100 + 1, goal.year * 100 + 12, goal.target,
         goal.comparison == "over")
        for goal in district.goals
    ]  # fmt: skip
    found = []
    for key, first, last, aim, over in [*yearly, *goals]:
        indicator = INDICATORS[key]
        scale = indicator.scale
        flow = indicator.course == "flow"
        found.append((key, first, last, float(aim), over, flow, scale.numerator, scale.denominator))
    rows = pl.DataFrame(found, AIMS, orient="row")
    return rows.to_arrow(compat_level=pl.CompatLevel.oldest())
