"""标准: national codes, divisions, addresses, datums, numbers and dates as pure functions.

Nothing here knows a district: a place is data. Nothing repairs a value silently: what is wrong is
named by a `Problem`, which carries its own Chinese sentence. All of them are in `PROBLEMS`.
"""

from louyu.standards import calendar, division, industry, quantity, uscc
from louyu.standards.problem import PROBLEMS, Finding, Problem

__all__ = [
    "PROBLEMS",
    "Finding",
    "Problem",
    "calendar",
    "division",
    "industry",
    "quantity",
    "uscc",
]
