"""一楼一册: floors, tax by attribution, what is in dispute, what it was recognised as."""

import datetime as dt

import example
import page as pages
import pytest
from posts import ClientAs

from louyu.web.dossier import floors
from louyu.web.dossier.building_tax import building_tax
from louyu.web.people.rights import Clearance, access_of
from louyu.web.reader import Reader

LAST = example.LAST


@pytest.fixture(scope="module")
def exact(edition: example.Example) -> Reader:
    access = access_of("task_force", "演示专班", "演示", (), Clearance.EXACT, opened=True)
    return example.reader(edition, access)


def stack(reader: Reader, code: str, **register: int) -> floors.Floors:
    row = {**(reader.building(code, LAST) or {}), **register}
    return floors.floors(reader, row, LAST, reader.about_building("tenancy", code, LAST))


def test_a_floor_nobody_lists_is_drawn_empty_and_not_vacant(reader: Reader) -> None:
    drawn = stack(reader, "B001", floors_above=4, floors_below=2)
    named = {floor.name: floor for floor in drawn.floors}
    assert list(named) == ["4 层", "3 层", "2 层", "1 层", "地下 1 层", "地下 2 层"]
    assert drawn.unlisted == 3 and drawn.vacant == "310.00 ㎡"
    assert not named["4 层"].rooms and not named["4 层"].vacant
    (cellar,) = named["地下 1 层"].rooms
    assert cellar.state == "vacant" and "挂牌 55.00 元/㎡·月" in cellar.words and not cellar.link
    (first,) = named["1 层"].rooms
    assert first.state == "own" and "演示企业1之0有限公司" in first.words
    assert float(first.width) == pytest.approx(2 * float(cellar.width), abs=3)


def test_a_room_only_the_tenancy_list_knows_is_not_lost(reader: Reader) -> None:
    drawn = stack(reader, "B002")
    assert [(f.name, [r.state for r in f.rooms]) for f in drawn.floors] == [
        ("2 层", ["unsaid"]), ("1 层", ["unsaid"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, "unsaid"), (dt.date(2025, 6, 30), "over"), (dt.date(2025, 7, 1), "soon"),
        (dt.date(2025, 9, 30), "soon"), (dt.date(2025, 10, 1), "year"),
        (dt.date(2026, 7, 1), "year"), (dt.date(2026, 7, 2), "later"),
    ],
)  # fmt: skip
def test_a_lease_by_the_days_left_at_the_months_end(until: dt.date | None, said: str) -> None:
    assert floors.lease_of({"lease_end": until}, dt.date(2025, 6, 30)) == said


@pytest.mark.parametrize(
    ("floor", "at"), [("12F", 12), ("B1", -1), ("-2", -2), ("地下3层", -3), ("夹层", -1000)]
)
def test_floors_by_their_height(floor: str, at: int) -> None:
    assert floors.level(floor) == at


def test_tax_is_told_by_attribution_and_by_how_far_the_next_step_is(exact: Reader) -> None:
    row = exact.building("B001", LAST)
    assert row is not None
    told = building_tax(exact, row, LAST, "registered")
    assert told is not None and told.chosen == "registered"
    assert told.months[0].amounts == ("−300,000.00 元", "−200,000.00 元", "—")
    assert told.months[1].amounts[0] == "300,000.00 元"
    assert told.bars[-1].below and not told.bars[-2].below
    assert told.step is not None
    # 9,876,543.21 元 of the year; the next line is ten million.
    assert (told.step.label, told.step.missing) == ("千万元", "123,456.79 元")


def test_tax_of_one_building_is_nobodys_without_exact_clearance(client_as: ClientAs) -> None:
    page = client_as("leader").get("/building/B001?by=registered").content.decode()
    assert "300,000" not in page and "9,876,543" not in page
    assert "单幢楼宇的税收只给开放精确税收的岗位看" in page


def test_the_banner_names_what_is_in_dispute_and_who_rules(client_as: ClientAs) -> None:
    client = client_as("liaison")
    page = pages.read(client.get("/building/B001").content.decode())
    assert "1 处说法不一致" in page.text and "现用 40,010.00 ㎡" in page.text
    assert f"{example.district().streets[0].name}说 39,000.00 ㎡" in page.text
    assert "自然资源和规划局望潮分局裁定" in page.text
    assert "说法不一致，等待裁定" not in client.get("/building/B002").content.decode()


def test_the_file_tells_of_party_bodies_and_of_their_end(client_as: ClientAs) -> None:
    page = client_as("leader").get("/building/B001").content.decode()
    assert "示例大厦1号演示党支部" in page and "已撤销" in page
    assert "已撤销" not in client_as("leader").get("/building/B002").content.decode()
