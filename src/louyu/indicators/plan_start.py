"""方案起点 plan_start: from which month the plan's cumulative goals count."""

from ibis.expr.types import IntegerValue

from louyu.district import Dated, District, month_number
from louyu.standards.period import in_force


def plan_start(month: IntegerValue, *, district: District) -> IntegerValue:
    """The month from which the plan's cumulative goals count."""
    starts = [
        Dated.model_construct(since=dated.since, value=month_number(dated.value))
        for dated in district.parameters["plan_start"].values
    ]
    start: IntegerValue = in_force(month, starts)
    return start
