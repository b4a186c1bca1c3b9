"""What is compiled once tells every scope and month the same as what is compiled for it alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from louyu.ahead import ahead_folder
from louyu.explain.changes import moved_shares
from louyu.explain.reading import Scope, ordered
from louyu.indicators import INDICATORS
from louyu.web import shelf
from louyu.web.first_pages import first_pages, first_read
from louyu.web.moves_file import Moving, moves_page
from louyu.web.opened import A_PAGE, Lineage

KEYS = ("occupancy_rate", "building_tax", "yi_buildings", "local_tax_rate", "party_coverage_rate")
"""One of each kind: rooms, tax, a year's roll-up, occupants and their place, events."""


def test_a_plan_made_for_one_scope_and_month_tells_the_same_of_every_other(home: Path) -> None:
    """What is compiled once is asked of other streets, buildings and months: to the row."""
    standing = shelf.standing_now()
    assert standing is not None
    whole, place = standing.whole, shelf.district_of_site()
    building = whole.rows("building", 202603, columns=("building",))["building"][0].as_py()
    scopes = [
        ("district", place.name), ("street", place.streets[1].name), ("building", building)
    ]  # fmt: skip
    for key in KEYS:
        indicator = INDICATORS[key]
        for level, scope in scopes:
            if level not in indicator.levels:
                continue
            for month in (202602, 202603):
                where = Scope(level, scope, scope)
                direct = ordered(whole.reading.contributions(key, where, month), None)
                wanted = whole.reading.engine.arrow(direct)
                assert whole.contributions(Lineage(key, level, scope, month)).rows == wanted, key
                none = Lineage(key, level, scope, month, places=frozenset())
                placed = whole.contributions(none).rows
                assert placed.num_rows == wanted.num_rows and not any(placed["batch"].to_pylist())
                known = {batch for batch in wanted["batch"].to_pylist() if batch}
                one = replace(none, places=frozenset(sorted(known)[:1]))
                told = {batch for batch in whole.contributions(one).rows["batch"].to_pylist()}
                assert told - {None} == set(sorted(known)[:1]), key
            old, new = (whole.reading.contributions(key, where, m) for m in (202602, 202603))
            moved = whole.reading.engine.arrow(moved_shares(old, new, whole.reading.batches))
            asked = Moving(key, level, scope, (202602, 202603), most=100_000)
            assert whole.moved(asked) == moves_page(moved, asked), key


def test_what_moved_is_told_from_its_file_as_it_would_be_worked_out(home: Path) -> None:
    """The files made ahead and the rows compared when asked are the same, page by page."""
    standing = shelf.standing_now()
    assert standing is not None
    whole, place = standing.whole, shelf.district_of_site()
    assert whole.months[-2:] == (202602, 202603), "the months of which files are made"
    codes = whole.rows("building", 202603, columns=("building",))["building"].to_pylist()
    scopes = [
        ("district", place.name), ("street", place.streets[0].name),
        ("street", place.streets[1].name), ("building", codes[0]), ("building", codes[-1]),
    ]  # fmt: skip
    pages = [
        Moving(key, level, scope, (202602, 202603), hidden, offset, 7)
        for key in KEYS
        for level, scope in scopes
        if level in INDICATORS[key].levels
        for hidden in (False, True)
        for offset in (0, 7)
    ]
    compared = [whole.moved(asked) for asked in pages]
    assert sum(sum(each.counts.values()) for each in compared) > 100, "nothing moved in the example"
    assert len(list(whole.moves_made())) == 4 * len(INDICATORS)
    assert [whole.moved(asked) for asked in pages] == compared
    assert not list(whole.moves_made()), "made once"
    owned(whole, "moves")


def owned(whole: shelf.Shelved, kind: str) -> None:
    """Amounts of tax are for their owner alone."""
    for path in ahead_folder(whole.home, kind, whole.name).iterdir():
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("home", ["normal"], indirect=True)
def test_who_said_what_of_a_building_is_told_from_its_file_as_it_would_be_asked(home: Path) -> None:
    standing = shelf.standing_now()
    assert standing is not None
    whole, month = standing.whole, standing.whole.months[-1]
    codes = whole.rows("building", month, columns=("building",))["building"].to_pylist()
    asked = {code: whole.cells(code, month) for code in [*codes[:12], "nowhere"]}
    assert any(cell.beaten for cells in asked.values() for cell in cells), "nobody disagrees"
    assert len(list(whole.cells_made())) == 1 and whole.cells_path(month).exists()
    assert {code: whole.cells(code, month) for code in asked} == asked
    owned(whole, "cells")


def test_the_first_rows_of_the_district_are_those_that_would_be_looked_for(home: Path) -> None:
    standing = shelf.standing_now()
    assert standing is not None
    whole = standing.whole
    pages = list(first_pages(shelf.district_of_site().name, whole.months[-1]))
    looked_for = [whole.contributions(asked) for asked in pages]
    assert sum(each.total > A_PAGE for each in looked_for) > 3, "no list is longer than a page"
    assert len(list(whole.first_made())) == len(pages)
    assert all(first_read(home, whole.name, asked, whole.months[-1]) for asked in pages)
    assert [whole.contributions(asked) for asked in pages] == looked_for
    owned(whole, "rows")
    # Another page, month, scope or reader has rows of its own.
    asked = pages[0]
    for other in (
        replace(asked, offset=50), replace(asked, month=202602), replace(asked, most=None),
        replace(asked, level="street"), replace(asked, places=frozenset()), replace(asked, by="x"),
    ):  # fmt: skip
        assert first_read(home, whole.name, other, whole.months[-1]) is None


def test_what_moved_a_number_is_shown_with_the_row_of_the_later_month(home: Path) -> None:
    """A year's tax so far has a row of every month: the one that moved it is the last."""
    standing = shelf.standing_now()
    assert standing is not None
    whole, place = standing.whole, shelf.district_of_site()
    month_of = {row["batch"]: row["month"] for row in whole.rows("batch").to_pylist()}
    asked = Moving("building_tax", "district", place.name, (202602, 202603), most=100_000)
    moved = [row for row in whole.moved(asked).rows.to_pylist() if row["change"] == "changed"]
    assert len(moved) > 100 and {month_of[row["batch"]] for row in moved} == {202603}
