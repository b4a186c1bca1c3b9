"""The invented district is believable, and holds every case that a rule must cover."""

import datetime as dt
from collections import Counter

import numpy as np
import polars as pl
import pytest
from sample_examples import small_reports, small_world

from louyu.sample.enterprises import KINDS
from louyu.sample.names import trade_names
from louyu.sample.span import NEVER
from louyu.sample.truth import counts, indicators
from louyu.sample.truth_stays import building_tax, occupied
from louyu.standards.address import name_key
from louyu.standards.organisation import kind_of
from louyu.standards.uscc import uscc_finding

SEEDS = (7, 8, 9)
ALIKE = ("sister", "successor", "same_word", "namesake")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_trap_is_there_even_in_a_small_district(seed: int) -> None:
    world = small_world(seed)
    stays, houses, span = world.stays, world.buildings, world.span
    rows = occupied(world)
    counting = counts(world)
    stated = np.maximum(rows.area, 0) * rows.present
    held_less = rows.held < stated
    tenancy = small_reports(seed)["tenancy"]
    several = pl.DataFrame({"e": stays.occupant, "b": stays.building}).unique()
    same_month = pl.DataFrame(
        {
            "e": np.r_[stays.occupant, stays.occupant],
            "m": np.r_[span.place(stays.end), span.place(stays.start)],
            "b": np.r_[stays.building, stays.building],
            "way": ["out"] * len(stays) + ["in"] * len(stays),
        }
    ).filter(pl.col("m").is_between(0, len(span) - 1))
    moves = same_month.group_by("e", "m").agg(pl.col("b").n_unique(), pl.col("way").n_unique())
    year = np.array(span.months)[span.place(houses.deemed[houses.deemed < NEVER])] % 100
    traps = {
        "two tenants state one room in full": held_less.any(),
        "a building fuller than full": (
            held_less & np.isin(rows.building, houses.of_role("overfull"))
        ).any(),
        "a move within a month": len(moves.filter(pl.col("b") > 1, pl.col("way") > 1)) > 0,
        "an enterprise in two buildings": several["e"].is_duplicated().any(),
        "an area nobody states": (rows.area < 0).any(),
        "moved out on a day of the month": tenancy["moved_out"].is_not_null().any(),
        "moves in only next month": (
            tenancy["moved_in"].dt.year() * 100 + tenancy["moved_in"].dt.month() > tenancy["month"]
        ).any(),
        "approved as 视同 in the middle of a year": bool(set(year.tolist()) - {1}),
        "a branch taxed elsewhere": len(
            set(np.flatnonzero(world.enterprises.kind == KINDS.index("branch")).tolist())
            - set(world.taxes.payer.tolist())
        )
        > 0,
        "refunds": (world.taxes.total < 0).any(),
        "a recognition revoked": (world.recognitions.ended < NEVER).any(),
        "a headquarters or a unit that left": (world.units.left < NEVER).any(),
        "an empty building that counts": counting[:, houses.of_role("empty")].any(),
        "a street without a building": len(set(houses.street.tolist()))
        < len(world.district.streets),
        "a building demolished": (houses.delisted < len(span)).any(),
        "a building handed over": (houses.street != houses.later_street).any(),
        "two buildings of one name": len(set(houses.name)) < len(houses),
        "every kind occupies": len(set(world.enterprises.kind[stays.occupant].tolist()))
        == len(KINDS),
        "registered in another building": (
            world.registrations.seat[stays.occupant] != stays.building
        ).any(),
        **{f"alike: {relation}": bool(world.enterprises.kin.of(relation)) for relation in ALIKE},
        "several branches of one head office": max(
            Counter(h for h in world.enterprises.head.tolist() if h >= 0).values()
        )
        > 1,
        "two towers of one address": len(set(houses.address)) < len(houses),
        "exactly the least office area": bool(
            counting[-1, houses.of_role("edge")].all()
            and not counting[:, houses.of_role("small")].any()
        ),
    }
    assert [name for name, there in traps.items() if not there] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_one_building_falls_below_the_line_and_another_rises_over_it(seed: int) -> None:
    """The great taxpayer moves in February of the second year."""
    values = indicators(small_world(seed)).filter(
        pl.col("indicator") == "new_yi_buildings",
        pl.col("level") == "building",
        pl.col("month") == 202412,
    )
    houses = small_world(seed).buildings
    number = dict(zip(values["scope"], values["numerator"], strict=True))
    assert [number[houses.code[int(houses.of_role(role)[0])]] for role in ("left", "won")] == [
        -1,
        1,
    ]


def test_figures_are_believable() -> None:
    world = small_world()
    values = indicators(world).filter(pl.col("level") == "district")

    def ends(name: str) -> list[float]:
        rows = values.filter(pl.col("indicator") == name, pl.col("month").is_in([202301, 202412]))
        rows = rows.sort("month")
        return (rows["numerator"] / rows["denominator"].fill_null(1)).to_list()

    for rate, low, high in (
        ("occupancy_rate", 0.55, 0.9),
        ("local_registration_rate", 0.6, 0.9),
        ("local_tax_rate", 0.6, 0.95),
        ("party_coverage_rate", 0.0, 0.7),
    ):
        assert all(low <= value <= high for value in ends(rate)), rate
    first, last = ends("floor_area")
    assert 1.1 < last / first < 1.8
    area = world.stays.area[world.stays.area > 0]
    assert np.mean(area) > 1.15 * np.median(area), "areas are skewed"
    paid = np.sort(np.bincount(world.taxes.payer, weights=world.taxes.total))
    assert paid[-len(paid) // 20 :].sum() > 0.4 * paid.sum(), "a twentieth pays most of the tax"
    by_month = np.bincount(world.taxes.place, weights=world.taxes.total)[:12]
    assert by_month[0] > 1.5 * by_month[1], "quarters are settled in January"
    inside = building_tax(world, occupied(world)).sum()
    assert 0.5 * paid.sum() < inside < paid.sum(), "some taxpayers are in no building"


def test_names_and_codes_are_invented_and_sound() -> None:
    firms = small_world().enterprises
    codes = [code for code in firms.uscc if code]
    assert len(set(codes)) == len(codes)
    assert not [code for code in codes if uscc_finding(code)]
    assert {code[2:4] for code in codes} == {"99"}, "no real province"
    assert len({name_key(name) for name in firms.name}) == len(firms)


def test_who_looks_alike_is_two() -> None:
    """One 字号 and two codes; the industry differs, or the city does."""
    world = small_world()
    firms, known = world.enterprises, world.registrations
    stays = pl.DataFrame({"e": world.stays.occupant, "room": world.stays.room})
    both = stays.join(stays, on="room", suffix="_other").select("e", "e_other").rows()
    for relation in ALIKE:
        for one, other in firms.kin.of(relation):
            assert firms.uscc[one] != firms.uscc[other], relation
            assert firms.name[one] == firms.later_name[one] != firms.name[other]
            assert (firms.trade[one] == firms.trade[other]) == (relation == "namesake")
            assert relation not in {"sister", "successor"} or (one, other) in both
            assert relation != "namesake" or known.own_from[other] > 0
    assert len(firms.kin.members()) == 2 * len(firms.kin.first), "nobody is in two pairs"


def test_kinds_can_be_told_from_register_or_name() -> None:
    """The truth knows each kind; a register knows it by its type, else the name must tell."""
    world = small_world()
    firms = world.enterprises
    for e, kind in enumerate(firms.kind.tolist()):
        listed = world.registrations.listed[e] < NEVER
        told = kind_of(firms.organisation_type[e] if listed else None, firms.name[e])
        assert (told or "unregistered") == KINDS[kind], firms.name[e]


def test_nothing_is_reported_before_it_happens() -> None:
    for dataset, columns in {
        "building": ("completed_on", "deemed_on"),
        "registration": ("founded_on",),
        "statistical_unit": ("entered_on", "left_on"),
        "recognition": ("recognised_on", "revoked_on"),
        "renovation": ("listed_on", "completed_on"),
        "party_body": ("founded_on", "dissolved_on"),
    }.items():
        table = small_reports()[dataset]
        for column in columns:
            said = table.drop_nulls(column)
            month = said[column].dt.year() * 100 + said[column].dt.month()
            assert (month <= said["month"]).all(), (dataset, column)
    assert small_reports()["tenancy"]["moved_in"].min() > dt.date(1990, 1, 1)


def test_a_province_has_a_name_for_every_enterprise() -> None:
    """99 rare characters make under a million names of three; beyond them, names have four."""
    names = trade_names(np.random.default_rng(7), 1_000_000)
    assert len(set(names)) == 1_000_000
    assert {len(name) for name in names} == {2, 3, 4}
