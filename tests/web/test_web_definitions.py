"""Two definitions side by side: values, ranks that flip, tiers, and what stays hidden of them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import example
import page as pages
import pytest
import real_home
from django.test import Client
from posts import STREET, ClientAs

from louyu.district import district_read
from louyu.edition import edition_open
from louyu.engine import engine_open
from louyu.explain.definition import (
    QUESTIONS,
    contributions_by,
    payers_by,
    values_by,
)
from louyu.explain.reading import Reading, Scope
from louyu.web.cockpit import definitions
from louyu.web.cockpit.definitions import Asked, comparison
from louyu.web.people.rights import Clearance, access_of
from louyu.web.reader import Reader

MONTH = 202603
ALONE = example.district().streets[2].name
"""Where what two attributions differ by is what one enterprise pays."""


def reader(clearance: Clearance = Clearance.BANDED) -> Reader:
    access = access_of("leader", "演示区政府", "演示", (), clearance, opened=True)
    return example.reader(example.Example(), access)


def asked(**said: str) -> Asked:
    first = {"of": "occupancy_rate", "a": "counted_kinds", "b": "all_kinds", "level": "street",
             "only": "", "sort": "a", "order": "desc"}  # fmt: skip
    return Asked(month=202506, **{**first, **said})


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """A small district's edition as files make it, on an engine."""
    home = real_home.made(tmp_path_factory.getbasetemp()) / "home"
    district = district_read(Path(__file__).parents[2] / "districts" / "sample")
    with engine_open() as engine:
        yield Reading(engine, edition_open(home, clearance="restricted"), district)


def numbers(reading: Reading, by: str, month: int) -> dict[tuple[str, str, str], tuple]:
    question = next(each for each in QUESTIONS if each.definition(by))
    with engine_open() as engine:
        again = Reading(engine, reading.edition, reading.district)
        rows = values_by(again, by, month, question.indicators).to_pylist()
    return {
        (row["indicator"], row["level"], row["scope"]): (row["numerator"], row["denominator"])
        for row in rows
    }


@pytest.mark.parametrize("by", [question.in_force for question in QUESTIONS])
def test_the_definition_in_force_makes_the_editions_own_numbers(reading: Reading, by: str) -> None:
    stored = {
        (row["indicator"], row["level"], row["scope"]): (row["numerator"], row["denominator"])
        for row in reading.edition.rows("indicator_value", MONTH).to_pylist()
    }
    found = numbers(reading, by, MONTH)
    assert found
    assert {place: stored[place] for place in found} == found


@pytest.mark.parametrize("by", ["registered", "head_office"])
def test_the_rows_behind_a_sum_by_another_attribution_add_up_to_it(
    reading: Reading, by: str
) -> None:
    found = numbers(reading, by, MONTH)
    assert found != numbers(reading, "occupancy", MONTH)
    for level in ("district", "street"):
        for (key, at, scope), (numerator, _) in found.items():
            if key == "building_tax" and at == level:
                where = Scope(level, scope, scope)
                rows = contributions_by(reading, key, where, MONTH, by)
                behind = reading.engine.arrow(rows)
                assert sum(behind["numerator"].to_pylist()) == numerator, scope
                if numerator:
                    assert behind["row"].null_count == 0, "each names its file, sheet and row"


def test_all_kinds_of_occupants_are_more_than_companies_and_branches(reading: Reading) -> None:
    place = ("occupants", "district", reading.district.name)
    counted, every = (numbers(reading, by, MONTH)[place] for by in ("counted_kinds", "all_kinds"))
    rows = reading.edition.rows("tenancy", MONTH).to_pylist()
    here = {row["enterprise"] for row in rows if row["present"] and row["counts"]}
    assert every[0] == len(here) > counted[0] > 0


def test_payers_behind_a_difference_are_those_whose_tax_lies_elsewhere(reading: Reading) -> None:
    """Held against the rows themselves: whose sum in a street is not the same by both."""
    with engine_open() as engine:
        cells = payers_by(Reading(engine, reading.edition, reading.district), MONTH).to_pylist()
    told = {
        row["scope"]: (row["payers"], row["total"], row["largest"])
        for row in cells
        if (row["measure"], row["level"], row["paid_month"])
        == ("occupancy-registered", "street", 0)
    }
    sums: dict[tuple[str, str], int] = {}
    for by, sign in (("occupancy", -1), ("registered", 1)):
        name = reading.district.name
        where = Scope("district", name, name)
        rows = contributions_by(reading, "building_tax", where, MONTH, by)
        for row in reading.engine.arrow(rows).to_pylist():
            place = row["street"], row["subject"]
            sums[place] = sums.get(place, 0) + sign * row["numerator"]
    streets: dict[str, list[int]] = {}
    for (street, _), amount in sums.items():
        if amount:
            streets.setdefault(street, []).append(abs(amount))
    assert told == {name: (len(a), sum(a), max(a)) for name, a in streets.items()}


def test_ranks_that_flip_are_told_and_can_be_shown_alone() -> None:
    found = comparison(reader(), asked())
    assert found.compared == len(example.district().streets)
    flipped = [row for row in found.rows if row.moved]
    assert found.flipped == len(flipped) > 1
    first = next(row for row in found.rows if row.name == STREET)
    assert first.b.rank > first.a.rank and first.moved == first.a.rank - first.b.rank
    assert "降" in first.moved_words
    only = comparison(reader(), asked(only="ranks"))
    assert {row.name for row in only.rows} == {row.name for row in flipped}
    assert only.flipped == found.flipped, "counted among all"


def test_who_may_not_see_exact_tax_gets_no_sum_that_a_difference_would_tell() -> None:
    tax = {"of": "building_tax", "a": "occupancy", "b": "registered"}
    found = comparison(reader(), asked(**tax))
    alone = next(row for row in found.rows if row.name == ALONE)
    assert not alone.a.hidden, "the sum in force is open by itself"
    assert alone.b.hidden and alone.b.exact is None and alone.b.rank is None
    assert alone.difference == "受限" and alone.moved is None
    more = [row for row in found.rows if row.b.hidden and not row.a.hidden and row.name != ALONE]
    assert more, "one hidden street alone could be had by subtraction"
    exact = comparison(reader(Clearance.EXACT), asked(**tax))
    assert not any(row.a.hidden or row.b.hidden for row in exact.rows)


def test_a_buildings_tax_is_masked_and_so_are_its_rank_and_order() -> None:
    tax = {"of": "building_tax", "a": "occupancy", "b": "registered", "level": "building"}
    found = comparison(reader(), asked(**tax))
    assert found.tiers and not found.ranked
    assert all(row.a.hidden and row.b.hidden and row.exact is None for row in found.rows)
    steps = [definitions.TIERS.index(t) for row in found.rows for t in definitions.TIERS
             if t.label == row.a.tier]  # fmt: skip
    assert steps == sorted(steps), "in the order of the tiers that every list tells"


def test_tiers_that_change_are_counted_and_shown_alone() -> None:
    tax = {"of": "building_tax", "a": "occupancy", "b": "registered", "level": "building"}
    found = comparison(reader(Clearance.EXACT), asked(**tax))
    changed = {row.code for row in found.rows if row.a.tier != row.b.tier}
    assert changed and changed <= {"B001", "B002", "B003"}
    only = comparison(reader(Clearance.EXACT), asked(**tax, only="tiers"))
    assert {row.code for row in only.rows} == changed


def test_what_is_taken_out_is_what_is_shown(client_as: ClientAs) -> None:
    client = client_as("leader")
    answer = client.get("/definitions.csv?of=building_tax&a=occupancy&b=registered")
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    head = next(n for n, line in enumerate(lines) if line[:1] == ["街镇"])
    row = next(dict(zip(lines[head], line, strict=True)) for line in lines if line[0] == ALONE)
    assert row["注册地址口径（亿元）"] == "受限" and row["差（亿元）"] == "受限"
    assert float(row["入驻口径（亿元）"]) > 0
    assert lines[0][0].startswith("演示数据")


def test_an_explanation_by_another_definition_says_so(client: Client) -> None:
    there = f"/explain/occupancy_rate/street/{STREET}/202506"
    shown = pages.read(client.get(f"{there}?by=all_kinds").content.decode())
    assert "另一口径" in shown.text and "各类组织" in shown.all("h1")[0].text
    assert any("by=all_kinds" in link and ".csv" in link for link in shown.links)
    assert any(link.endswith("/202506") for link in shown.links), "back to the one in force"
    assert client.get(f"{there}?by=registered").status_code == 404
    assert client.get(f"{there}?by=counted_kinds").status_code == 200
