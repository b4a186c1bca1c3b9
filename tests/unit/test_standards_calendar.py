"""日期与月份: the many ways offices write them, and what must not be guessed."""

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.standards.calendar import (
    CalendarProblem,
    date_of,
    dates,
    month_add,
    month_end,
    month_number,
    month_of,
    month_start,
    months,
    months_between,
    spreadsheet_date,
)

THIRD_OF_MAY = date(2025, 5, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-05-03",
        "2025-5-3",
        "2025/5/3",
        "2025.5.3",
        "20250503",
        "2025年5月3日",
        "2025 年 5 月 3 日",
        "２０２５年５月３号",
        "二〇二五年五月三日",
        "2025-05-03 00:00:00",
        "2025-05-03T08:30:00.000",
        "2025年5月3日 8:30",
        "45780",
        "45780.5",
    ],
)
def test_one_day_written_many_ways(cell: str) -> None:
    assert date_of(cell) == (THIRD_OF_MAY, None)
    assert month_of(cell) == (202505, None)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("2025-02-29", CalendarProblem.IMPOSSIBLE),
        ("2025-13-01", CalendarProblem.IMPOSSIBLE),
        ("2025年5月", CalendarProblem.DAY_MISSING),
        ("202505", CalendarProblem.DAY_MISSING),
        ("2025", CalendarProblem.DAY_MISSING),
        ("3/5/2025", CalendarProblem.YEAR_NOT_FIRST),
        ("25-05-03", CalendarProblem.YEAR_NOT_FIRST),
        ("25年5月3日", CalendarProblem.YEAR_NOT_FIRST),
        ("5月3日", CalendarProblem.YEAR_MISSING),
        ("9999-12-31", CalendarProblem.OUT_OF_RANGE),
        ("长期", CalendarProblem.OPEN_ENDED),
        ("2025-05/03", CalendarProblem.NOT_A_DATE),
        ("待定", CalendarProblem.NOT_A_DATE),
    ],
)
def test_what_is_no_date_is_named(cell: str, problem: CalendarProblem) -> None:
    assert date_of(cell) == (None, problem)


@pytest.mark.parametrize(
    "cell",
    [
        "2025年5月",
        "2025-05",
        "2025-5",
        "202505",
        "2025/5",
        "2025.5",
        "2025年05月份",
        "二〇二五年五月",
        "2025-05-01至2025-05-31",
        "2025年5月1日—2025年5月31日",
        "20250501-20250531",
    ],
)
def test_one_month_written_many_ways(cell: str) -> None:
    assert month_of(cell) == (202505, None)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("2025.1", CalendarProblem.ZERO_LOST),
        ("2025年1-5月", CalendarProblem.SPAN),
        ("2025年一季度", CalendarProblem.SPAN),
        ("2025-05-01至2025-05-15", CalendarProblem.SPAN),
        ("2025-01-01至2025-05-31", CalendarProblem.SPAN),
        ("20250501-20250515", CalendarProblem.SPAN),
        ("2025年上半年", CalendarProblem.SPAN),
        ("202513", CalendarProblem.IMPOSSIBLE),
        ("5月", CalendarProblem.YEAR_MISSING),
        ("2025", CalendarProblem.NOT_A_MONTH),
    ],
)
def test_what_is_no_month_is_named(cell: str, problem: CalendarProblem) -> None:
    assert month_of(cell) == (None, problem)


def test_a_month_alone_takes_the_year_of_its_file() -> None:
    assert month_of("5月", 2025) == (202505, None)
    assert month_of("十二月", 2025) == (202512, None)
    assert month_of("5", 2025) == (202505, None)
    assert month_of("13月", 2025) == (None, CalendarProblem.IMPOSSIBLE)


def test_the_spreadsheet_has_a_leap_day_that_never_was() -> None:
    assert spreadsheet_date(1) == date(1900, 1, 1)
    assert spreadsheet_date(59) == date(1900, 2, 28)
    assert spreadsheet_date(60) is None
    assert spreadsheet_date(61) == date(1900, 3, 1)
    assert spreadsheet_date(45778) == date(2025, 5, 1)


def test_months_are_counted() -> None:
    assert month_add(202511, 3) == 202602
    assert month_add(202501, -1) == 202412
    assert months_between(202411, 202502) == 3
    assert month_start(202402) == date(2024, 2, 1)
    assert month_end(202402) == date(2024, 2, 29)
    with pytest.raises(ValueError, match="不是月份"):
        month_add(202513, 1)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(-600, 600))
def test_adding_months_and_counting_them_agree(day: date, count: int) -> None:
    month = month_number(day)
    assert months_between(month, month_add(month, count)) == count
    assert month_start(month) <= day <= month_end(month)


CELLS = st.one_of(
    st.dates().map(str),
    st.from_regex(r"(19|20|99)[0-9]{2}[-/.年]?[01]?[0-9][-/.月]?([0-3]?[0-9]日?)?", fullmatch=True),
    st.text("0123456789年月日-/. :一二十", max_size=11),
    st.none(),
)


@settings(deadline=None)
@given(st.lists(CELLS, max_size=20))
def test_a_column_says_what_its_cells_say(cells: list[str | None]) -> None:
    series = pl.Series(cells, dtype=pl.String)
    values, problems = dates(series)
    expected = [(None, None) if cell is None else date_of(cell) for cell in cells]
    assert list(zip(values, problems, strict=True)) == expected
    values, problems = months(series, 2025)
    assert [*zip(values, problems, strict=True)] == [
        (None, None) if cell is None else month_of(cell, 2025) for cell in cells
    ]
    assert values.dtype == pl.Int32


def test_columns_of_dates_and_datetimes_need_no_reading() -> None:
    assert dates(pl.Series([datetime(2025, 5, 3, 8, 30)]))[0].to_list() == [THIRD_OF_MAY]  # noqa: DTZ001 (a cell has no time zone)
    assert months(pl.Series([THIRD_OF_MAY]))[0].to_list() == [202505]
    assert dates(pl.Series([45780]))[0].to_list() == [THIRD_OF_MAY]
