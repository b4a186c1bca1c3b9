"""Two months, ranking, goals' pace, print and weight: what a meeting asks of the cockpit."""

import gzip
import re
from fractions import Fraction
from pathlib import Path

import example
import page as pages
from django.contrib.staticfiles import finders
from django.test import Client
from posts import STREET, ClientAs

from louyu.web.cockpit import board
from louyu.web.cockpit.months import change
from louyu.web.cockpit.ranking import ranking
from louyu.web.frame.number import value_of
from louyu.web.people.rights import Clearance, access_of


def test_any_two_months_are_compared_and_lead_to_what_moved(client: Client) -> None:
    shown = pages.read(client.get("/months/?month=202402&from=202505").content.decode())
    assert shown.all("h1")[0].text == "2024年2月与2025年5月", "whichever is named first"
    moves = [link for link in shown.links if "/moves?from=202402" in link]
    assert len(moves) > 12
    told = pages.read(client.get(moves[0]).content.decode())
    assert "2024年2月到2025年5月" in told.all("h1")[0].text
    assert client.get("/months/?from=201901").status_code == 404
    assert client.get(f"{moves[0].split('?')[0]}?from=202507").status_code == 404


def test_a_change_is_the_difference_of_the_two_numbers() -> None:
    reader = example.reader(example.Example())
    found = change(reader, "occupancy_rate", "street", STREET, (202412, 202506))
    assert float(found.change) == round(float(found.after) - float(found.before), 2)
    assert not found.restarts
    assert change(reader, "new_yi_buildings", "street", STREET, (202412, 202506)).restarts


def test_a_hidden_sum_has_no_change(client_as: ClientAs) -> None:
    reader = example.reader(example.Example())
    last = example.district().streets[-1].name
    assert change(reader, "building_tax", "street", last, (202503, 202506)).change == "受限"
    access = access_of("leader", "演示区政府", "演示", (), Clearance.EXACT, opened=True)
    cleared = example.reader(example.Example(), access)
    assert change(cleared, "building_tax", "street", last, (202503, 202506)).change != "受限"


def test_a_street_compares_its_own_months_only(client_as: ClientAs) -> None:
    liaison = client_as("liaison")
    shown = pages.read(liaison.get("/months/").content.decode())
    assert STREET in shown.text
    assert not any(street.name in shown.text for street in example.district().streets[1:])


def test_streets_are_ranked_with_their_places_a_year_before() -> None:
    reader = example.reader(example.Example())
    found = ranking(reader, "occupancy_rate", 202506, drawn=True)
    assert [bar.rank for bar in found.bars] == sorted(bar.rank for bar in found.bars)
    assert all(bar.chart is not None and bar.before != "—" for bar in found.bars)
    hidden = ranking(reader, "building_tax", 202506, drawn=True).bars[-1]
    assert hidden.hidden and hidden.rank is None and hidden.chart is None


def test_a_goal_says_what_each_month_left_must_bring_and_the_last_twelve_brought() -> None:
    reader = example.reader(example.Example())
    goal = reader.goals["floor_area"]
    assert board.needed(goal, Fraction(goal.target) - 60, goal.year * 100 + 6) == 10
    assert board.needed(goal, Fraction(goal.target), goal.year * 100 + 6) is None, "reached"
    assert board.needed(goal, Fraction(1), goal.year * 100 + 12) is None, "no month is left"
    indicator = reader.indicators["floor_area"]
    now, then = (
        value_of(indicator, reader.value("floor_area", "district", reader.district.name, month))
        for month in (202506, 202406)
    )
    assert board.lately(reader, indicator, now, 202506) == (now - then) / 12
    assert board.a_month(Fraction(-8, 3), "幢") == "−2.7"


def test_the_first_page_weighs_little(client: Client) -> None:
    """Page, styles and scripts together, compressed."""
    html = client.get("/").content
    shown = pages.read(html.decode())
    files = [e.attributes.get("href") or e.attributes.get("src") for e in shown.elements
             if e.tag == "script" or e.attributes.get("rel") in ("stylesheet", "icon")]  # fmt: skip
    weight = len(gzip.compress(html))
    for file in files:
        path = finders.find(re.sub(r"^/static/", "", file))
        assert path, file
        weight += len(gzip.compress(Path(path).read_bytes()))
    assert weight <= 500_000
    assert len(files) >= 4


def test_a_sheet_says_edition_month_and_that_data_are_invented(client: Client) -> None:
    for path in ("/", "/ranking/", "/months/", "/definitions/"):
        shown = pages.read(client.get(path).content.decode())
        (said,) = [e for e in shown.all("p") if e.attributes.get("class") == "printed"]
        assert "202506.3" in said.text and "2025年6月" in said.text and "演示数据" in said.text
        assert any(e.attributes.get("media") == "print" for e in shown.all("link")), path
