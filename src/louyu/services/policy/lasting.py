"""时长 lasting: when so many years, months or days have passed since a date.

The day of the later month that corresponds to the first; where a month has no such day, its last
(民法典第二百零二条).
"""

import calendar
import datetime as dt

from louyu.services.policy.rule import Span


def start_after(began: dt.date, length: int, span: Span) -> dt.date:
    """The day from which it has lasted so long; the last day there is where that lies beyond."""
    try:
        if span is Span.DAYS:
            return began + dt.timedelta(days=length)
        months = length * (12 if span is Span.YEARS else 1)
        index = began.year * 12 + began.month - 1 + months
        return in_month(index, began.day)
    except (ValueError, OverflowError):
        return dt.date.max


def latest_start(today: dt.date, length: int, span: Span) -> dt.date:
    """The latest day since which it has lasted so long; the first day there is before that."""
    try:
        if span is Span.DAYS:
            return today - dt.timedelta(days=length)
        months = length * (12 if span is Span.YEARS else 1)
        index = today.year * 12 + today.month - 1 - months
        last_day = today.day == calendar.monthrange(today.year, today.month)[1]
        return in_month(index, 31 if last_day else today.day)
    except (ValueError, OverflowError):
        return dt.date.min


def in_month(index: int, day: int) -> dt.date:
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day, last))
