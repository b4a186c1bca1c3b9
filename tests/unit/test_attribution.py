"""楼宇归属: which building an address means. The table is the manual."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.registers.attribution import attributed
from louyu.registers.gazetteer import gazetteer

DIVISIONS = ("澜江省", "望海市", "云河区", "东海街道", "西山街道")
KNOWN = pl.DataFrame(
    [
        ("A", "云帆广场A座", "云帆一号", "东海街道江湾路88号", "东海街道", 120.001, 28.0, 30),
        ("B", "云帆广场B座", None, "东海街道江湾路88号", "东海街道", 120.002, 28.0, 20),
        ("C", "远大大厦", "老远大楼、海鸥大厦", "江湾路90-96号", "东海街道", 120.01, 28.0, 12),
        ("D", "金塔国际中心", None, "西山街道和平路5号", "西山街道", 120.02, 28.0, None),
        ("E", "银桥科技园1幢", None, "和平路21弄3号", "西山街道", None, None, None),
        ("F", "银桥科技园2幢", None, "和平路21弄3号", "西山街道", None, None, None),
        ("G", "五洲商务中心", None, "镇海路7号", "东海街道", None, None, None),
        ("H", "五洲大厦", None, "镇海路7号", "东海街道", None, None, None),
        ("I", "星河大厦", None, "江滨大道1号", "东海街道", None, None, None),
        ("K", "1号楼", None, "创业路9号", "西山街道", None, None, None),
        ("L", "2号楼", None, "创业路9号", "西山街道", None, None, None),
        ("J", "星河大厦", None, "山前路2号", "西山街道", None, None, None),
    ],
    schema=["building", "name", "aliases", "address", "street", "lon", "lat", "floors_above"],
    orient="row",
)

TABLE = """
望海市云河区江湾路88号云帆广场A座12层1203室 | A | certain | 12 | 1203
江灣路八十八號雲帆廣場Ｂ座１２０３          | B | certain | 12 | 1203
云帆广场（江湾路88号）B座1203               | B | certain | 12 | 1203
江湾路88号A1203                             | A | likely  | 12 | A1203
江湾路88号3-1203                            |   | ask     | 12 | 3-1203
江湾路90号A1203                             | C | certain | 12 | A1203
远大大厦二期301                             |   | ask     | 3  | 301
江湾路90号远大大厦二期301                   | C | certain | 3  | 301
新远大大厦301室                             |   | ask     | 3  | 301
云帆B座301                                  | B | likely  | 3  | 301
云帆广场B座                                 | B | certain |    |
云帆广场A座35层                             | A | likely  |    |
江湾路88号云帆广场12层1203                  |   | ask     | 12 | 1203
江湾路88号C座                               |   | ask     |    |
云帆广场A、B座                              |   | ask     |    |
江湾路92号3楼                               | C | certain | 3  |
望海市江湾路94号海鸥大厦301室               | C | certain | 3  | 301
远大301                                     | C | likely  | 3  | 301
江湾路200号远大大厦301                      | C | likely  | 3  | 301
西山街道江湾路200号远大大厦301              |   | ask     | 3  | 301
西山街道江湾路90号远大大厦301               | C | certain | 3  | 301
江湾路90号远太大厦301                       | C | likely  | 3  | 301
江湾路90号远大商厦                          | C | likely  |    |
江湾路90-1号                                |   | ask     |    |
江湾路90号蓝鲸大厦301                       |   | ask     | 3  | 301
和平路5号远大大厦                           |   | ask     |    |
江湾路90号远大大厦（原蓝鲸大厦）            | C | certain |    |
金塔中心东侧                                |   |         |    |
江湾路90号远大大厦对面                      |   | ask     |    |
江湾路90号东侧                              |   |         |    |
江湾路90号（云帆广场对面）                  | C | certain |    |
江湾路90号12层东侧                          | C | certain | 12 |
大江湾路90号                                |   |         |    |
远大路90号                                  |   |         |    |
远大社区90号                                |   |         |    |
金塔商城                                    |   |         |    |
金桂市江湾路90号301室                       |   |         | 3  | 301
金桂市云河县江湾路90号远大大厦              |   | ask     |    |
云河经济开发区江湾路90号                    | C | certain |    |
和平路21弄3号2幢                            | F | certain |    |
银桥科技园二号楼201                         | F | certain | 2  | 201
银桥1幢                                     | E | likely  |    |
镇海路7号                                   |   | ask     |    |
镇海路7号五洲大厦                           | H | certain |    |
五洲301室                                   |   | ask     | 3  | 301
创业路9号2号楼201                           | L | certain | 2  | 201
2号楼201                                    |   |         | 2  | 201
星河大厦                                    |   | ask     |    |
西山街道星河大厦                            | J | certain |    |
建筑面积100平方米                           |   |         |    |
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
TOLD = {
    row["text"]: row
    for row in attributed(
        pl.DataFrame({"text": [row[0] for row in ROWS]}), KNOWN, divisions=DIVISIONS
    ).iter_rows(named=True)
}


@pytest.mark.parametrize(
    ("text", "building", "confidence", "floor", "room"), [r + [""] * (5 - len(r)) for r in ROWS]
)
def test_building_floor_and_room(
    text: str, building: str, confidence: str, floor: str, room: str
) -> None:
    row = TOLD[text]
    assert (row["building"] or "", row["confidence"] or "") == (building, confidence), row["reason"]
    assert (str(row["floor"] or ""), row["room"] or "") == (floor, room)
    assert bool(row["candidates"]) == bool(confidence)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "望海市云河区江湾路88号云帆广场A座12层1203室",
            "门牌“江湾路88号”、名称“云帆广场A座”与台账相符",
        ),
        (
            "江湾路88号云帆广场12层1203",
            "门牌“江湾路88号”、名称“云帆广场”与台账相符，但没有写明是2幢楼中的哪一幢",
        ),
        ("和平路5号远大大厦", "门牌“和平路5号”与名称“远大大厦”指的不是同一幢楼"),
        ("金塔中心东侧", "写的是“金塔中心东侧”，在楼宇旁边，不在楼内"),
        ("金桂市江湾路90号301室", "写的是“金桂市”，不在本地"),
        ("江湾路90号蓝鲸大厦301", "门牌“江湾路90号”与台账相符，但名称“蓝鲸大厦”不在台账中"),
        (
            "云帆广场A座35层",
            "名称“云帆广场A座”与台账相符；写的是35层，台账中只有30层",
        ),
    ],
)
def test_the_reason_quotes_what_is_written(text: str, reason: str) -> None:
    assert TOLD[text]["reason"] == reason


def test_candidates_of_what_is_asked() -> None:
    assert TOLD["江湾路88号C座"]["candidates"] == ["A", "B"]
    assert TOLD["和平路5号远大大厦"]["candidates"] == ["C", "D"]


@pytest.mark.parametrize(
    ("text", "lon", "building", "confidence"),
    [
        ("云帆广场12层", 120.0011, "A", "likely"),
        ("云帆广场12层", 120.0015, None, "ask"),
        ("云帆广场12层", 121.0, None, "ask"),
        ("新开张的店", 120.0101, "C", "likely"),
        ("新开张的店", 120.0115, None, None),
        ("远大大厦东侧", 120.01, None, None),
        ("云帆广场12层", float("nan"), None, "ask"),
    ],
)
def test_a_point_tells_what_the_words_leave_open(
    text: str, lon: float, building: str | None, confidence: str | None
) -> None:
    said = pl.DataFrame({"text": [text], "lon": [lon], "lat": [28.0]})
    row = attributed(said, KNOWN, divisions=DIVISIONS).row(0, named=True)
    assert (row["building"], row["confidence"]) == (building, confidence)


def test_a_text_with_two_points_has_none() -> None:
    said = pl.DataFrame({"text": ["新店"] * 2, "lon": [120.01, 120.02], "lat": [28.0, 28.0]})
    assert attributed(said, KNOWN).row(0, named=True)["building"] is None


def test_each_text_once_and_none_for_nothing() -> None:
    said = pl.DataFrame({"text": ["云帆广场", None, "云帆广场", ""]})
    found = attributed(said, KNOWN)
    assert found["text"].to_list() == ["", "云帆广场"]
    empty = attributed(said.clear(), KNOWN.clear())
    assert empty.schema == found.schema


def test_a_register_of_little() -> None:
    """Only what must be there: no street, no point; a building without a name or an address."""
    known = pl.DataFrame(
        {
            "building": ["A", "B", "C"],
            "name": ["云帆大厦", None, "商务中心"],
            "aliases": pl.Series([None, None, ""], dtype=pl.String),
            "address": [None, "江湾路8号", "望海市"],
        }
    )
    said = pl.DataFrame({"text": ["云帆大厦", "江湾路8号", "商务中心"]})
    found = dict(attributed(said, known).select("text", "building").iter_rows())
    assert found == {"云帆大厦": "A", "江湾路8号": "B", "商务中心": None}


def test_roads_are_known_behind_divisions() -> None:
    known = KNOWN.select("building", "name", "aliases").with_columns(
        address=pl.Series([f"澜江省望海市市府路{k}号" for k in range(KNOWN.height)])
    )
    assert gazetteer(known, DIVISIONS).roads == {"市府路"}


PIECES = [cell for row in ROWS for cell in (row[0], row[0][:7], row[0][7:])] + list(
    "、（）A1一\n\x00"
)


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))), st.randoms())
def test_any_text_in_any_order(texts: list[str], dice: random.Random) -> None:
    found = attributed(pl.DataFrame({"text": texts}, schema={"text": pl.String}), KNOWN)
    shuffled, rows = texts[:], list(range(KNOWN.height))
    dice.shuffle(shuffled)
    dice.shuffle(rows)
    again = attributed(pl.DataFrame({"text": shuffled}, schema={"text": pl.String}), KNOWN[rows])
    assert found.equals(again)
    assert found["text"].to_list() == sorted(set(texts))
    told = found.filter(pl.col("building").is_not_null())
    assert told["confidence"].is_in(["certain", "likely"]).all()
    assert (told["candidates"].list.len() == 1).all()


WORDS = st.none() | st.text() | st.lists(st.sampled_from(PIECES)).map("".join)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, st.none() | st.floats())), st.lists(st.text()))
def test_any_register(
    rows: list[tuple[str | None, str | None, str | None, float | None]], divisions: list[str]
) -> None:
    columns = ("name", "aliases", "address", "lon")
    schema = {**dict.fromkeys(columns[:3], pl.String), "lon": pl.Float64}
    known = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        building=pl.int_range(pl.len()).cast(pl.String), lat="lon", floors_above=pl.lit(3)
    )
    texts = [text for row in rows for text in row[:3] if text]
    said = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    found = attributed(
        said.with_columns(lon=pl.lit(120.0), lat=pl.lit(28.0)), known, divisions=divisions
    )
    assert found["text"].to_list() == sorted(set(texts))
