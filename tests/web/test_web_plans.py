"""What is compiled once tells every scope and month the same as what is compiled for it alone."""

from pathlib import Path

from louyu.explain.changes import moved_shares
from louyu.explain.reading import Scope, ordered
from louyu.indicators import INDICATORS
from louyu.web import shelf
from louyu.web.opened import Lineage

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
                none = Lineage(key, level, scope, month, subjects=frozenset(), places=frozenset())
                assert whole.contributions(none).rows.num_rows == 0, key
            old, new = (whole.reading.contributions(key, where, m) for m in (202602, 202603))
            by = [(name, "ascending") for name in ("building", "subject")]
            moved = whole.reading.engine.arrow(moved_shares(old, new)).sort_by(by)
            assert whole.moved(key, level, scope, (202602, 202603)).sort_by(by) == moved, key
