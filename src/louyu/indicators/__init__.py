"""指标 indicators: registers become numbers, and every number leads back to its rows.

One file per theme; each indicator is a function from registers to contributions, registered by
`@indicator` with its name, unit, clause and decision. The same text makes the number and lists the
rows behind it.

For the pipeline::

    from louyu.indicators.values import indicator_values
    from louyu.indicators.progress import aims, progress

    indicator_values(tables, *, district, keeper) -> ibis.Table  # indicator_value, materialised
    progress(indicator_value, aims) -> ibis.Table                 # progress

``tables`` maps nouns to tables as `registers` returns them. For explain, diff and the pages::

    from louyu.indicators import INDICATORS     # dict key -> Indicator, in order of number
    from louyu.indicators.lineage import contributions

    contributions(key, tables, *, district, level, scope, month) -> ibis.Table  # noun contribution

An `Indicator` has key, number (None for goals and derived), name, unit, scale (Fraction), course
(flow, rate or stock), clause, decision, example, numerator, numerator_unit, numerator_scale,
denominator, denominator_unit, denominator_scale, money; ``needs`` are the nouns its function reads.
"""

from louyu.indicators import (
    building_area,
    building_standing,
    line,
    locality,
    occupancy,
    parcel,
    standing,
    tax,
)
from louyu.indicators.indicator import REGISTERED, Indicator

__all__ = ["INDICATORS", "THEMES", "Indicator"]

THEMES = (
    building_area, line, building_standing, standing, occupancy, locality, tax, parcel,
)  # fmt: skip

INDICATORS: dict[str, Indicator] = dict(
    sorted(REGISTERED.items(), key=lambda item: (item[1].number or 99, not item[1].goal))
)
"""Key to indicator: the plan's twelve by number, then what has a goal, then the derived."""
