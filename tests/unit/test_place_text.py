"""地址的组成: what is read in an address. The table is the manual."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu.standards.place_text import PlaceText, place_text

TABLE = """
望海市江湾路188号云帆广场A座12层1203室      | 188   | A    | 12  | 1203
江湾路188号云帆广场2幢1203                  | 188   | 2    | 12  | 1203
江灣路188號雲帆廣場Ｂ座１２０５室           | 188   | B    | 12  | 1205
江湾路八十八号三号楼六十八层6801室          | 88    | 3    | 68  | 6801
江湾路88号云帆广场T2座1203                  | 88    | 2    | 12  | 1203
江湾路88号 东塔20层2001室                   | 88    | 东   | 20  | 2001
江湾路88号2#1203                            | 88    | 2    | 12  | 1203
江湾路88号A、B座                            | 88    | A,B  |     |
江湾路88号1幢、2幢                          | 88    | 1+2  |     |
江湾路88-1号                                | 88-1  |      |     |
江湾路88、90号                              | 88,90 |      |     |
江湾路86-92号3楼                            | 86-92 |      | 3   |
江湾路88弄3号1203室                         | 88弄3 |      | 12  | 1203
江湾路甲22号                                | 甲22  |      |     |
江湾路88云帆大厦12F-1203                    | 88    |      | 12  | 1203
西溪村12号                                  | 12    |      |     |
江湾路88号负一层B103                        | 88    |      | -1  | B103
江湾路88号云帆大厦B1                        | 88    |      | -1  |
江湾路88号底楼商铺                          | 88    |      | 1   |
江湾路88号云帆大厦12层整层                  | 88    |      | 12  |
江湾路88号云帆大厦12、13层                  | 88    |      | 12  |
江湾路88号云帆大厦共28层                    | 88    |      |     |
江湾路88号十二层一二〇三室                  | 88    |      | 12  | 1203
江湾路88号云帆大厦12-03                     | 88    |      | 12  | 12-03
江湾路88号云帆大厦1203-1205室               | 88    |      | 12  | 1203-1205
江湾路88号1203、1205室                      | 88    |      | 12  | 1203、1205
江湾路88号1幢1201室、1202室                 | 88    | 1    | 12  | 1201、1202
江湾路88号1201室、13层1301室                | 88    |      | 12  | 1201、1301
江湾路88号1号楼3单元502室                   | 88    | 1    | 5   | 502
江湾路5号院2号楼12层1205                    | 5     | 2    | 12  | 1205
江湾路88号云帆大厦第12层第03号房            | 88    |      | 12  | 03
江湾路88号云帆大厦1203云帆科技有限公司      | 88    |      |     |
江湾路88号云帆大厦A座1203云帆科技有限公司   | 88    | A    | 12  | 1203
江湾路88号云帆大厦12层（1203）（自主申报）  | 88    |      | 12  | 1203
江湾路88号（托管）                          | 88    |      |     |
江湾路与东海路交叉口                        |       |      |     |
建筑面积100平方米                           |       |      |     |
"""
"""Text, numbers, towers, floor, room. Where a name stands before bare digits only the register
knows where the name ends: `registers.attribution` reads them."""

ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("text", "number", "tower", "floor", "room"), ROWS)
def test_parts(text: str, number: str, tower: str, floor: str, room: str) -> None:
    place = place_text(text)
    assert "+".join(part.value for _, part in place.numbers) == number
    assert "+".join(part.value for part in place.inside.towers) == tower
    assert place.inside.floor == (int(floor) if floor else None)
    assert (place.inside.room or "") == room


@pytest.mark.parametrize(
    ("text", "wing"),
    [
        ("江湾路88号A1203", "A"),
        ("江湾路88号A-1203室", "A"),
        ("江湾路88号3-1203", "3"),
        ("江湾路88号2-3-1203", "2"),
        ("江湾路88号T2-1203", "2"),
        ("江湾路88号12-03", None),
        ("江湾路88号B103", None),
        ("江湾路88号1203", None),
    ],
)
def test_the_sign_before_a_room_may_be_a_tower(text: str, wing: str | None) -> None:
    """B103 may as well be in the basement."""
    assert place_text(text).inside.wing == wing


@pytest.mark.parametrize(
    ("text", "divisions"),
    [
        ("澜江省望海市云河区东海街道江湾路88号", ["澜江省", "望海市", "云河区", "东海街道"]),
        ("望海市市中区镇海路8号", ["望海市", "市中区"]),
        ("市府路1号", []),
        ("城市花园12号", []),
    ],
)
def test_divisions(text: str, divisions: list[str]) -> None:
    assert [part.value for part in place_text(text).divisions] == divisions


def test_a_part_is_quoted_as_it_was_written() -> None:
    place = place_text("望海市 江灣路 ８８ 號 雲帆廣場 Ａ 座")
    (before, number), (tower,) = place.numbers[0], place.inside.towers
    assert (before, number.value) == ("望海市江湾路", "88")
    assert place.quoted(number.start, number.end) == "望海市 江灣路 ８８ 號"
    assert place.quoted(tower.start, tower.end) == "Ａ 座"


PIECES = "江湾路街号弄座幢楼层室室A-B1203十二百、，（）()# 　Ｂ１东侧第共负地下\n\t𠮷·至到"


@given(st.one_of(st.text(), st.text(alphabet=PIECES, max_size=40)))
def test_any_text_has_parts_that_stand_in_it(text: str) -> None:
    place = place_text(text)
    assert isinstance(place, PlaceText)
    for part in [part for _, part in place.numbers] + list(place.inside.towers):
        assert 0 <= part.start < part.end <= len(place.key)
        assert place.quoted(part.start, part.end) in text


def test_a_long_text_is_read_in_no_time() -> None:
    for piece in ("江湾", "江湾路", "A1-", "十", "88、", "市", "("):
        place_text(piece * 20_000)
