"""日期与月份: dates and months as Chinese offices write them.

A date is a calendar date; a month is the integer ``YYYYMM`` (202506). The year always stands first;
what could be read two ways is refused. Times of day are dropped.

The column functions return ``(values, problems)``; both are null for a blank cell.
"""

import calendar
import re
from datetime import date, timedelta

import polars as pl

from louyu.standards.column import BLANKS, Values, fast_then_rule, text_of
from louyu.standards.numeral import arabic
from louyu.standards.problem import Problem
from louyu.standards.width import half_width, unspaced

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Outside these a year is a slip of the hand, or a stand-in such as 9999."""


class CalendarProblem(Problem):
    """What can be wrong with a date or month written in a cell."""

    NOT_A_DATE = (
        "date-not-a-date",
        "这一格应是日期，写的内容不能读作日期",
        "请写成“2025-05-03”或“2025年5月3日”；没有日期请留空",
    )
    DAY_MISSING = (
        "date-day-missing",
        "只写到年或月，没有写到日",
        "请补上日，写成“2025-05-03”",
    )
    IMPOSSIBLE = (
        "date-impossible",
        "日历上没有这一天或这个月",
        "请核对月份和日数",
    )
    YEAR_NOT_FIRST = (
        "date-year-not-first",
        "年份不在最前或只有两位，日、月、年的先后可以有几种读法",
        "请把四位年份写在最前，如“2025-05-03”",
    )
    YEAR_MISSING = (
        "date-year-missing",
        "没有写年份",
        "请补上四位年份",
    )
    OUT_OF_RANGE = (
        "date-out-of-range",
        f"年份不在{FIRST_YEAR}年到{LAST_YEAR}年之间",
        "请核对年份；没有截止日期的请留空，不写9999年",
    )
    OPEN_ENDED = (
        "date-open-ended",
        "写的是“长期”“永久”一类，不是日期",
        "没有截止日期请留空",
    )
    NOT_A_MONTH = (
        "month-not-a-month",
        "这一格应是月份，写的内容不能读作月份",
        "请写成“2025-05”或“2025年5月”",
    )
    SPAN = (
        "month-span",
        "写的是一段时间（季度、半年或几个月），不是一个月",
        "请分月填写，一行一个月",
    )
    ZERO_LOST = (
        "month-zero-lost",
        "“.1”可能是1月，也可能是10月被表格软件去掉了末尾的0",
        "请写成“2025-01”或“2025-10”",
    )


DateReading = tuple[date | None, CalendarProblem | None]
MonthReading = tuple[int | None, CalendarProblem | None]

NUMERALS = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日号])")
TIME = re.compile(r"(?<=[0-9日])[\sT]*[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?$")
FULL_DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    r"|年(?P<month_>[0-9]{1,2})月(?P<day_>[0-9]{1,2})[日号]?"
    r"|(?P<month__>[0-9]{2})(?P<day__>[0-9]{2}))"
)
FULL_MONTH = re.compile(
    r"(?P<year>[0-9]{4})(?:[-/.](?P<month>[0-9]{1,2})|年(?P<month_>[0-9]{1,2})月份?"
    r"|(?P<month__>[0-9]{2}))"
)
YEAR_ALONE = re.compile(r"(?P<year>[0-9]{4})年?")
SERIAL = re.compile(r"(?P<serial>[0-9]{5})(\.[0-9]+)?")
"""Five digits reach from 1927 to 2173; shorter serials look like years and are not read."""
YEARLESS_MONTH = re.compile(r"(?P<month>[0-9]{1,2})(月份?)?")
YEARLESS_DATE = re.compile(r"[0-9]{1,2}(月[0-9]{1,2}[日号]?|[-/.][0-9]{1,2})")
YEAR_LAST = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1([0-9]{4}|[0-9]{2})|[0-9]{2}年.*")
OPEN_ENDED = re.compile(r"长期|永久|无固定|无期限|至今|不限")
SPAN_MARK = re.compile(r"[至到~—–]+|(?<=[0-9]{8})-(?=[0-9]{8})")
SPAN = re.compile(r"季|半年|全年|年度|上旬|[Qq][1-4]|[0-9]月?[-—–~～至到][0-9]{1,2}月")


def spreadsheet_date(serial: int) -> date | None:
    """The date of a spreadsheet's serial number (1900 system).

    The system counts a 29 February 1900 that never was: serial 60 has no date, and the serials
    before it stand one day closer to their dates.
    """
    if serial < 1 or serial == 60:
        return None
    return date(1899, 12, 31 if serial < 60 else 30) + timedelta(days=serial)


def cell_of(text: str) -> str:
    """The cell without time of day and blanks, in half width, with Arabic numerals."""
    cell = TIME.sub("", half_width(text).strip())
    cell = unspaced(cell).replace("−", "-")
    return NUMERALS.sub(lambda match: arabic(match[0]) or match[0], cell)


def part(match: re.Match[str], name: str) -> int:
    """A named part of a match, in whichever notation it stood."""
    parts = match.groupdict().items()
    return int(next(value for key, value in parts if value and key.rstrip("_") == name))


def checked_date(year: int, month: int, day: int) -> DateReading:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, CalendarProblem.OUT_OF_RANGE
    try:
        return date(year, month, day), None
    except ValueError:
        return None, CalendarProblem.IMPOSSIBLE


def checked_month(year: int, month: int) -> MonthReading:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, CalendarProblem.OUT_OF_RANGE
    if not 1 <= month <= 12:
        return None, CalendarProblem.IMPOSSIBLE
    return year * 100 + month, None


def date_of(text: str) -> DateReading:
    """A date as written, or why it is none."""
    cell = cell_of(text)
    if cell.lower() in BLANKS:
        return None, None
    if match := FULL_DATE.fullmatch(cell):
        return checked_date(part(match, "year"), part(match, "month"), part(match, "day"))
    if match := SERIAL.fullmatch(cell):
        found = spreadsheet_date(int(match["serial"]))
        return (found, None) if found else (None, CalendarProblem.IMPOSSIBLE)
    return None, no_date(cell)


def no_date(cell: str) -> CalendarProblem:
    """Why a cell is no date."""
    if FULL_MONTH.fullmatch(cell) or YEAR_ALONE.fullmatch(cell):
        return CalendarProblem.DAY_MISSING
    if OPEN_ENDED.search(cell):
        return CalendarProblem.OPEN_ENDED
    return yearless(cell) or CalendarProblem.NOT_A_DATE


def yearless(cell: str) -> CalendarProblem | None:
    if YEAR_LAST.fullmatch(cell):
        return CalendarProblem.YEAR_NOT_FIRST
    if YEARLESS_DATE.fullmatch(cell) or re.fullmatch(r"[0-9]{1,2}月份?", cell):
        return CalendarProblem.YEAR_MISSING
    return None


def month_of(text: str, year: int | None = None) -> MonthReading:
    """A month as written, or why it is none. A date stands for its month.

    ``year`` is that of the file, where months are written alone (5月).
    """
    cell = cell_of(text)
    if cell.lower() in BLANKS:
        return None, None
    if match := FULL_MONTH.fullmatch(cell):
        if re.fullmatch(r"[0-9]{4}\.1", cell):
            return None, CalendarProblem.ZERO_LOST
        return checked_month(part(match, "year"), part(match, "month"))
    if year is not None and (match := YEARLESS_MONTH.fullmatch(cell)):
        return checked_month(year, int(match["month"]))
    if ends := span_ends(cell):
        month = month_number(ends[0])
        whole = ends == (month_start(month), month_end(month))
        return (month, None) if whole else (None, CalendarProblem.SPAN)
    if SPAN.search(cell):
        return None, CalendarProblem.SPAN
    found, problem = date_of(text)
    if found:
        return found.year * 100 + found.month, None
    if problem in {CalendarProblem.NOT_A_DATE, CalendarProblem.DAY_MISSING}:
        return None, CalendarProblem.NOT_A_MONTH
    return None, problem


def span_ends(cell: str) -> tuple[date, date] | None:
    """The first and last day of a span that names both, as tax offices write a month."""
    days = [date_of(part)[0] for part in SPAN_MARK.split(cell)]
    return (days[0], days[1]) if len(days) == 2 and days[0] and days[1] else None


def dates(series: pl.Series) -> Values:
    """Dates and problem codes of a column of text, dates or datetimes."""
    if series.dtype.is_temporal():
        series = series.cast(pl.Date).cast(pl.String)
    text = text_of(series)
    column = pl.col("text")
    iso = column.str.contains(r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$")
    fast = pl.DataFrame({"text": text}).select(
        pl.when(iso).then(column.str.to_date("%Y-%m-%d", strict=False)).alias("value")
    )["value"]
    return fast_then_rule(text, fast, date_of)


def months(series: pl.Series, year: int | None = None) -> Values:
    """Months (int32 ``YYYYMM``) and problem codes of a column; ``year`` as in `month_of`."""
    if series.dtype.is_temporal():
        series = series.cast(pl.Date).cast(pl.String)
    text = text_of(series)
    column = pl.col("text")
    fast = pl.DataFrame({"text": text}).select(
        pl.when(column.str.contains(r"^(19|20)[0-9]{2}-?(0[1-9]|1[0-2])$"))
        .then(column.str.replace("-", "", literal=True).cast(pl.Int32, strict=False))
        .alias("value")
    )["value"]
    return fast_then_rule(text, fast, lambda cell: month_of(cell, year))


def month_number(day: date) -> int:
    """The month a date lies in."""
    return day.year * 100 + day.month


def month_add(month: int, count: int) -> int:
    """The month ``count`` months later (earlier, when negative)."""
    year, index = divmod(months_since_zero(month) + count, 12)
    return year * 100 + index + 1


def months_between(first: int, last: int) -> int:
    """How many months ``last`` is after ``first``: 0 for the same month."""
    return months_since_zero(last) - months_since_zero(first)


def months_since_zero(month: int) -> int:
    year, number = divmod(month, 100)
    if not 1 <= number <= 12:
        raise ValueError(f"{month} 不是月份，应如 202506")
    return year * 12 + number - 1


def month_start(month: int) -> date:
    """The month's first day."""
    months_since_zero(month)
    return date(month // 100, month % 100, 1)


def month_end(month: int) -> date:
    """The month's last day, on which stocks are taken."""
    start = month_start(month)
    return start.replace(day=calendar.monthrange(start.year, start.month)[1])
