"""数量: worked examples of cells as offices write them, and the column against the single cell."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.standards.quantity import (
    QuantityProblem,
    area,
    area_of,
    header_unit,
    integer,
    integer_of,
    money_fen,
    money_of,
    real,
    real_of,
)

NOT_A_NUMBER = QuantityProblem.NOT_A_NUMBER
AMBIGUOUS = QuantityProblem.UNIT_AMBIGUOUS


@pytest.mark.parametrize(
    ("cell", "header", "fen"),
    [
        ("1204300", "元", 120430000),
        ("0.7", "元", 70),
        ("0.29", "元", 29),
        ("120.43", "万元", 120430000),
        ("1,204,300.50", "元", 120430050),
        ("１，２０４，３００．５", "元", 120430050),
        (" 5 ", "万元", 5000000),
        ("-3.25", "元", -325),
        ("−3.25", "元", -325),
        ("(1,200)", "元", -120000),
        ("3.5万元", "元", 3500000),
        ("3.5万元", "万元", 3500000),
        ("3.5万", "元", 3500000),
        ("1.2亿元", None, 12000000000),
        ("1亿2000万元", None, 12000000000),
        ("￥100", None, 10000),
        ("100万人民币", None, 100000000),
        ("人民币100万元整", "元", 100000000),
        ("1.2043E6", "元", 120430000),
        ("70.01", "百万元", 7001000000),
    ],
)
def test_money_is_read_exactly(cell: str, header: str | None, fen: int) -> None:
    value, problem = money_of(cell, header)
    assert value == fen
    assert problem == (QuantityProblem.SCIENTIFIC if "E" in cell else None)


@pytest.mark.parametrize("cell", ["", "  ", "/", "—", "——", "－", "无", "N/A", "\u3000"])
def test_a_blank_is_neither_a_value_nor_a_problem(cell: str) -> None:
    assert money_of(cell, "元") == (None, None)


@pytest.mark.parametrize(
    ("cell", "header", "problem"),
    [
        ("约1200", "元", QuantityProblem.APPROXIMATE),
        ("1200左右", "元", QuantityProblem.APPROXIMATE),
        ("5000-6000", "元", QuantityProblem.APPROXIMATE),
        ("5000以上", "元", QuantityProblem.APPROXIMATE),
        ("12,34", "元", QuantityProblem.SEPARATORS),
        ("1200 3400", "元", QuantityProblem.SEPARATORS),
        ("#DIV/0!", "元", QuantityProblem.SPREADSHEET_ERROR),
        ("100万美元", "万元", QuantityProblem.FOREIGN_CURRENCY),
        ("3.5万", "万元", AMBIGUOUS),
        ("12", None, QuantityProblem.UNIT_MISSING),
        ("12㎡", "元", QuantityProblem.UNIT_UNKNOWN),
        ("12%", "元", QuantityProblem.UNIT_UNKNOWN),
        ("待核", "元", NOT_A_NUMBER),
        ("1.2.3", "元", NOT_A_NUMBER),
        ("9e99", "元", QuantityProblem.TOO_LARGE),
    ],
)
def test_what_is_no_single_number_is_named(
    cell: str, header: str | None, problem: QuantityProblem
) -> None:
    assert money_of(cell, header) == (None, problem)
    assert not problem.warning


def test_more_places_than_fen_are_rounded_half_up_and_flagged() -> None:
    assert money_of("1.005", "元") == (101, QuantityProblem.ROUNDED)
    assert money_of("-1.005", "元") == (-101, QuantityProblem.ROUNDED)
    assert money_of("1.00500", "万元") == (1005000, None)
    # 70 * 0.01 as a spreadsheet hands it over: the 17th digit is the binary's, not the sender's
    assert money_of("0.7000000000000001", "元") == (70, None)
    assert money_of("3333.3333333333335", "元") == (333333, QuantityProblem.ROUNDED)


@pytest.mark.parametrize(
    ("cell", "header", "stored"),
    [
        ("620", "㎡", 62000),
        ("620.5平方米", "㎡", 62050),
        ("1.2万方", "㎡", 1200000),
        ("1.2", "万㎡", 1200000),
        ("620 m2", "万㎡", 62000),
        ("15", "亩", 1000000),
        ("1亩", "㎡", 66667),
        ("2公顷", None, 2000000),
    ],
)
def test_area(cell: str, header: str | None, stored: int) -> None:
    assert area_of(cell, header) == (stored, None)


def test_counts_and_rates() -> None:
    assert integer_of("1,204", "人") == (1204, None)
    assert integer_of("12人", "人") == (12, None)
    assert integer_of("1.2万", "人") == (12000, None)
    assert integer_of("12.0") == (12, None)
    assert integer_of("12.5") == (None, QuantityProblem.NOT_WHOLE)
    assert integer_of("12间", "人") == (None, QuantityProblem.UNIT_UNKNOWN)
    assert real_of("120.65") == (120.65, None)
    assert real_of("85%") == (0.85, None)
    assert real_of("85%", "%") == (85.0, None)
    assert real_of("85", "%") == (85.0, None)
    assert real_of("0.85", "%") == (None, QuantityProblem.PERCENT_AMBIGUOUS)


def test_the_header_carries_the_unit_and_an_unknown_one_is_loud() -> None:
    assert header_unit("税收合计（万元）") == "万元"
    assert header_unit("建筑面积[单位：万㎡]") == "万㎡"
    assert header_unit("税收（本级）") is None
    with pytest.raises(ValueError, match="单位"):
        money_of("1", "贯")


@settings(deadline=None)
@given(
    st.integers(-(10**12), 10**12),
    st.sampled_from([("元", 2), ("万元", 6), ("亿元", 10), ("千元", 5)]),
)
def test_what_is_written_exactly_comes_back_exactly(fen: int, unit: tuple[str, int]) -> None:
    name, places = unit
    digits = f"{abs(fen):0{places + 1}d}"
    cell = f"{'-' if fen < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    assert money_of(cell, name) == (fen, None)


CELLS = st.one_of(
    st.from_regex(
        r"[ ]?-?[0-9]{1,20}([,，][0-9]{3}){0,3}(\.[0-9]{0,9})?[ 万亿元%㎡]{0,2}", fullmatch=True
    ),
    st.from_regex(r"[0-9]{1,3}(,[0-9]{3}){1,6}(\.0{0,3})?", fullmatch=True),
    st.text("0123456789.,，-+eE 万亿元㎡约/—%()", max_size=12),
    st.none(),
)


@settings(deadline=None)
@given(st.lists(CELLS, max_size=20), st.sampled_from(["元", "万元", "亿元", None]))
def test_a_column_says_what_its_cells_say(cells: list[str | None], unit: str | None) -> None:
    series = pl.Series(cells, dtype=pl.String)
    single = [(None, None) if cell is None else money_of(cell, unit) for cell in cells]
    values, problems = money_fen(series, unit)
    assert list(zip(values, problems, strict=True)) == single
    for column, rule in ((integer, integer_of), (real, real_of)):
        values, problems = column(series)
        expected = [(None, None) if cell is None else rule(cell) for cell in cells]
        assert list(zip(values, problems, strict=True)) == expected


def test_a_column_of_areas_keeps_its_order_and_reads_numbers_too() -> None:
    values, problems = area(pl.Series(["620", None, "坏", "1亩"]), "㎡")
    assert values.to_list() == [62000, None, None, 66667]
    assert problems.to_list() == [None, None, NOT_A_NUMBER, None]
    assert money_fen(pl.Series([0.1, 1204300.5]), "元")[0].to_list() == [10, 120430050]
