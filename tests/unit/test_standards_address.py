"""地址与名称: what is one thing has one key, what may be two has two."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.standards.address import (
    address_key,
    building_key,
    building_keys,
    name_key,
    name_keys,
)


@pytest.mark.parametrize(
    "written",
    [
        "云帆（东海）科技有限公司",
        "云帆(东海)科技有限公司",
        "云帆〔东海〕 科技有限公司\u200b",
        "云帆【东海】科技有限公司",
    ],
)
def test_one_enterprise_one_key(written: str) -> None:
    assert name_key(written) == "云帆(东海)科技有限公司"


@pytest.mark.parametrize(
    "other",
    ["云帆科技有限公司", "云帆(东海)科技", "云帆(东海)科技股份有限公司", "东海云帆科技有限公司"],
)
def test_a_name_key_never_drops_division_or_form(other: str) -> None:
    assert name_key(other) != name_key("云帆（东海）科技有限公司")


@pytest.mark.parametrize(
    "written",
    ["望海中心3号楼", "望海中心三号楼", "望海中心 ３＃楼", "望海中心·第三号楼", "望海中心，3#楼"],
)
def test_one_building_one_key(written: str) -> None:
    assert building_key(written) == "望海中心3号楼"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A座", "B座"),
        ("3幢", "3号楼"),
        ("1203、1204室", "12031204室"),
        ("3-1幢", "31幢"),
        ("五洲大厦", "5洲大厦"),
        ("一百五号楼", "150号楼"),
    ],
)
def test_what_may_be_two_things_keeps_two_keys(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a栋", "A幢"),
        ("六十八层", "68F"),
        ("十二楼", "12层"),
        ("一二〇三室", "1203室"),
        ("第十二层", "12楼"),
        ("海天路88号—2", "海天路88号-2"),
        ("滨河街道，海天路８８号", "滨河街道海天路88号"),
    ],
)
def test_one_place_one_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


TEXTS = st.one_of(
    st.none(),
    st.text("一二十百〇3１2#＃第号楼层室幢栋座aAFｆ,，、.()（【】 　-—·路街市区", max_size=12),
    st.text(max_size=8),
)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=20))
def test_a_column_of_keys_is_the_keys_of_its_texts(texts: list[str | None]) -> None:
    series = pl.Series(texts, dtype=pl.String)
    for column, key in (
        (name_keys, name_key),
        (building_keys, building_key),
    ):
        assert column(series).to_list() == [key(t) if t is not None else None for t in texts]


@pytest.mark.parametrize("key", [name_key, building_key, address_key])
@settings(deadline=None)
@given(text=TEXTS.filter(bool))
def test_a_key_is_its_own_key(key: Callable[[str], str], text: str) -> None:
    assert key(key(text)) == key(text)
