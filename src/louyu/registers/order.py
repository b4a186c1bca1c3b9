"""The registers in the order in which one is made from the other, and what is kept between."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import ibis

from louyu.district import District
from louyu.registers import area, identity
from louyu.registers.building import building
from louyu.registers.building_month import building_month
from louyu.registers.enterprise import SEEN, enterprise, payers, sightings
from louyu.registers.event import RESOLVED, resolved
from louyu.registers.keeper import Asked, Keeper
from louyu.registers.listing import listing
from louyu.registers.months import months
from louyu.registers.precedence import disagreements
from louyu.registers.question import identity_question
from louyu.registers.space import space
from louyu.registers.tax import building_tax, homes, paid, shares, tax
from louyu.registers.tenancy import tenancy, tenancy_said
from louyu.registers.unresolved import unresolved

FACTS = ("area_exception", "tenancy", "tax", "building_tax", "building_month")
"""Nouns placed month by month, which are large: a month that nothing touches is not made again."""


def registers(
    statements: Mapping[str, ibis.Table],
    coverage: ibis.Table,
    batch: ibis.Table,
    *,
    until: int,
    district: District,
    keeper: Keeper,
) -> dict[str, ibis.Table]:
    """Every register of an edition by noun, from the statements in force.

    ``statements`` has every dataset; ``until`` is the edition's month. What is needed more than
    once is materialised by ``keeper``, which is told the call: it may know it from before.
    """
    known = things(
        statements, coverage, batch,
        until=until, district=district, keeper=keeper, finders=identity.Finders(),
    )  # fmt: skip
    happened = events(known, statements, coverage, batch, district=district, keeper=keeper)
    known = replace(known, made={**known.made, **happened})
    made, home = facts(known, statements, batch, None, district=district, keeper=keeper)
    return {
        **known.made,
        **made,
        "building_month": sums(known, made, known.made["building"], home, keeper=keeper),
        "identity_question": asked(known, made["tenancy"], made["tax"], until=until, keeper=keeper),
        "unresolved": unused(
            known, statements, made["area_exception"], district=district, keeper=keeper
        ),
    }


@dataclass(frozen=True)
class Things:
    """What is known of buildings and enterprises, and which list speaks for what.

    ``made`` are registers by noun; ``lists`` those of `louyu.registers.listing` by dataset.
    """

    made: dict[str, ibis.Table]
    months: ibis.Table
    answers: dict[str, ibis.Table]
    lists: dict[str, ibis.Table]


def things(
    statements: Mapping[str, ibis.Table],
    coverage: ibis.Table,
    batch: ibis.Table,
    *,
    until: int,
    district: District,
    keeper: Keeper,
    finders: identity.Finders,
) -> Things:
    """The registers of things."""
    keep = keeper.materialise
    month = keep(partial(months, coverage, until=until))
    words = statements["building_correction"]
    buildings = (statements["building"], coverage, batch, month, words)
    made = {
        "building": keep(partial(building, *buildings, district=district)),
        "disagreement": keep(partial(disagreements, *buildings, district=district)),
    }
    payer = keep(partial(payers, statements["tax"]))
    seen = keep(partial(sightings, {name: statements[name] for name in SEEN}, payer))
    asked = identity.questions(statements, batch, made["building"], seen)
    told = identity.answers(
        {name: keeper.arrow(question) for name, question in asked.items()},
        district=district,
        finders=finders,
    )
    answers = {name: keeper.table(answer) for name, answer in told.items()}
    made["building_mention"] = answers["building"]
    made["enterprise_mention"] = answers["enterprise"]
    made["enterprise_relation"] = answers["relation"]
    made["judgement"] = answers["judgement"]
    made["enterprise"] = keep(
        partial(
            enterprise,
            statements["registration"],
            statements["tax"],
            payer,
            seen,
            batch,
            answers,
            district=district,
        )
    )
    lists = {
        dataset: keep(
            partial(
                listing, dataset, statements[dataset], coverage, month, made["building"],
                answers["building"], district=district,
            )
        )
        for dataset in ("tenancy", "space")
    }  # fmt: skip
    made["space"] = keep(partial(space, statements["space"], lists["space"], batch))
    return Things(made, month, answers, lists)


def events(
    things: Things,
    statements: Mapping[str, ibis.Table],
    coverage: ibis.Table,
    batch: ibis.Table,
    *,
    district: District,
    keeper: Keeper,
    datasets: Iterable[str] = RESOLVED,
) -> dict[str, ibis.Table]:
    """The registers of what happens to things, or some of them."""
    return {
        dataset: keeper.materialise(
            partial(
                resolved, dataset, statements[dataset], coverage, batch, things.months,
                things.made["building"], things.answers, district=district,
            )
        )
        for dataset in datasets
    }  # fmt: skip


def facts(
    things: Things,
    statements: Mapping[str, ibis.Table],
    batch: ibis.Table,
    months: ibis.Table | None,
    *,
    district: District,
    keeper: Keeper,
) -> tuple[dict[str, ibis.Table], ibis.Table]:
    """What is so in a month, each month by itself: who is where, and what is paid there.

    Of all months, or of some: then ``statements`` need have no more than speaks for these. Returns
    the registers by noun, and `homes`.
    """
    keep = keeper.materialise
    made, answers = things.made, things.answers
    lists = partial(of_months, things.lists["tenancy"], months)
    said = partial(tenancy_said, statements["tenancy"], lists, answers["enterprise"])
    areas = keep(partial(area.areas_said, said))
    rooms = keep(partial(area.rooms_in_question, areas, made["space"]))
    asked_rows = keep(partial(area.rows_in_question, areas, rooms))
    twice = keep(partial(area.duplicates, asked_rows, statements["tenancy"], batch))
    in_room = keep(partial(area.held_in_room, asked_rows, twice))
    over = keep(partial(area.buildings_over, areas, twice, in_room, made["building"]))
    in_building = keep(partial(area.held_in_building, areas, twice, in_room, over))
    exceptions = keep(partial(area.exceptions, twice, in_room, in_building))
    tenancies = keep(
        partial(
            tenancy, said, exceptions, made["enterprise"], made["statistical_unit"],
            things.months, district=district,
        )
    )  # fmt: skip
    home = keep(partial(homes, tenancies))
    share = keep(partial(shares, tenancies, home))
    payments = partial(of_months, partial(paid, statements["tax"], answers["enterprise"]), months)
    taxes = keep(partial(tax, payments, home, share, made["building"]))
    cube = partial(building_tax, taxes, payments, home, share, made["enterprise"], made["building"])
    found = {
        "area_exception": exceptions,
        "tenancy": tenancies,
        "tax": taxes,
        "building_tax": keep(cube),
    }
    return found, home


def of_months(rows: ibis.Table, months: ibis.Table | None) -> ibis.Table:
    return rows if months is None else rows.semi_join(months, "month")


def sums(
    things: Things,
    facts: Mapping[str, ibis.Table],
    building: ibis.Table,
    homes: ibis.Table,
    *,
    keeper: Keeper,
) -> ibis.Table:
    """The roll-up of the buildings' months that ``building`` has; tax is there for all months."""
    return keeper.materialise(
        partial(
            building_month, things.months, building, facts["tenancy"], homes, facts["building_tax"]
        )
    )


def asked(things: Things, tenancy: Asked, tax: Asked, *, until: int, keeper: Keeper) -> ibis.Table:
    """What people are asked to decide; tenancies and tax are there for all months."""
    question = things.answers["question"]
    return keeper.materialise(partial(identity_question, question, tenancy, tax, until=until))


def unused(
    things: Things,
    statements: Mapping[str, ibis.Table],
    exceptions: ibis.Table,
    *,
    district: District,
    keeper: Keeper,
) -> ibis.Table:
    """What could not be placed or takes no part, of these datasets' statements."""
    one_row_stands = {
        name: things.made[name]
        for name in ("space", *RESOLVED)
        if name in statements and district.contracts[name].speaks != "flow"
    }
    return keeper.materialise(
        partial(unresolved, statements, things.lists, exceptions, things.answers, one_row_stands)
    )
