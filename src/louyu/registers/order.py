"""The registers in the order in which one is made from the other, and what is kept between."""

from collections.abc import Mapping
from functools import partial

import ibis

from louyu.district import District
from louyu.registers import area, identity
from louyu.registers.building import building
from louyu.registers.building_month import building_month
from louyu.registers.enterprise import SEEN, enterprise, payers, sightings
from louyu.registers.event import RESOLVED, resolved
from louyu.registers.keeper import Keeper
from louyu.registers.listing import listing
from louyu.registers.months import months
from louyu.registers.precedence import disagreements
from louyu.registers.space import space
from louyu.registers.tax import building_tax, homes, paid, shares, tax
from louyu.registers.tenancy import tenancy, tenancy_said
from louyu.registers.unresolved import unresolved


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
    keep = keeper.materialise
    month = keep(partial(months, coverage, until=until))
    buildings = (statements["building"], coverage, batch, month)
    made = {
        "building": keep(partial(building, *buildings, district=district)),
        "disagreement": keep(partial(disagreements, *buildings, district=district)),
    }
    payer = keep(partial(payers, statements["tax"]))
    seen = keep(partial(sightings, {name: statements[name] for name in SEEN}, payer))
    asked = identity.questions(statements, made["building"], seen)
    told = identity.answers(
        {name: keeper.arrow(question) for name, question in asked.items()}, district=district
    )
    answers = {name: keeper.table(answer) for name, answer in told.items()}
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
    for dataset in RESOLVED:
        register = partial(
            resolved, dataset, statements[dataset], coverage, batch, month, made["building"],
            answers, district=district,
        )  # fmt: skip
        made[dataset] = keep(register)
    lists, vacant = (
        keep(
            partial(
                listing, dataset, statements[dataset], coverage, month, made["building"],
                answers["building"], district=district,
            )
        )
        for dataset in ("tenancy", "space")
    )  # fmt: skip
    made["space"] = keep(partial(space, statements["space"], vacant, batch))
    said = partial(tenancy_said, statements["tenancy"], lists, answers["enterprise"])
    areas = keep(partial(area.areas_said, said))
    rooms = keep(partial(area.rooms_in_question, areas, made["space"]))
    asked_rows = keep(partial(area.rows_in_question, areas, rooms))
    twice = keep(partial(area.duplicates, asked_rows, statements["tenancy"], batch))
    in_room = keep(partial(area.held_in_room, asked_rows, twice))
    over = keep(partial(area.buildings_over, areas, twice, in_room, made["building"]))
    in_building = keep(partial(area.held_in_building, areas, twice, in_room, over))
    exceptions = keep(partial(area.exceptions, twice, in_room, in_building))
    made["tenancy"] = keep(
        partial(
            tenancy, said, exceptions, made["enterprise"], made["statistical_unit"], month,
            district=district,
        )
    )  # fmt: skip
    home = keep(partial(homes, made["tenancy"]))
    share = keep(partial(shares, made["tenancy"], home))
    payments = partial(paid, statements["tax"], answers["enterprise"])
    made["tax"] = keep(partial(tax, payments, home, share, made["building"]))
    made["building_tax"] = keep(
        partial(
            building_tax, made["tax"], payments, home, share, made["enterprise"], made["building"]
        )
    )
    made["building_month"] = keep(
        partial(
            building_month, month, made["building"], made["tenancy"], home, made["building_tax"]
        )
    )
    one_row_stands = {
        name: made[name]
        for name in ("space", *RESOLVED)
        if district.contracts[name].speaks != "flow"
    }
    lists_of = {"tenancy": lists, "space": vacant}
    made["unresolved"] = keep(
        partial(unresolved, statements, lists_of, twice, answers, one_row_stands)
    )
    return made
