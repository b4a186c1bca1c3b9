"""指标 numbers: what is counted from registers, always as numerator and denominator."""

from louyu.nouns.noun import flag, integer, month, noun, real, text
from louyu.nouns.registers import BUILDING, ROW, STREET

noun(
    "contribution",
    "指标构成",
    "what one register row adds to an indicator in a month; derived when asked, never stored",
    ["indicator", "month", "building", "subject"],
    text("indicator", "指标"),
    month("month", "月份"),
    BUILDING,
    STREET,
    text("subject", "对象", "what is counted once per scope: an enterprise, a building, a space …"),
    integer("numerator", "分子"),
    integer("denominator", "分母"),
    text("note", "说明"),
    *ROW,
)

noun(
    "indicator_value",
    "指标值",
    "an indicator of a scope in a month",
    # What a page asks for lies together: the district's and streets' numbers, one building's.
    ["level", "scope", "indicator", "month"],
    text("indicator", "指标"),
    text("level", "层级", "district, street or building"),
    text("scope", "范围", "the district's or street's name, or the building's code"),
    month("month", "月份"),
    integer("numerator", "分子"),
    integer("denominator", "分母", about="empty for a count or sum, which stands over 1"),
)

noun(
    "progress",
    "指标进度",
    "an indicator of the district held against its target",
    ["indicator", "month"],
    text("indicator", "指标"),
    month("month", "月份"),
    real("value", "数值", about="in the indicator's unit"),
    real("target", "目标", about="of the year, in the indicator's unit"),
    real("expected", "序时目标", about="what pace asks for by the month's end"),
    real("gap", "差距", about="value less target"),
    flag("on_pace", "达到序时进度"),
)
