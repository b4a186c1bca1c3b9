"""The registers in the order in which one is made from the other, and what is kept between."""

from collections.abc import Mapping

import ibis

from louyu.district import District
from louyu.registers import area, identity
from louyu.registers.building import building
from louyu.registers.building_month import building_month
from louyu.registers.enterprise import enterprise, payers, sightings
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
    once is materialised by ``keeper``.
    """
    keep = keeper.materialise
    month = keep(months(coverage, until=until))
    made = {
        "building": keep(
            building(statements["building"], coverage, batch, month, district=district)
        ),
        "disagreement": keep(
            disagreements(statements["building"], coverage, batch, month, district=district)
        ),
    }
    payer = keep(payers(statements["tax"]))
    seen = keep(sightings(statements, payer))
    asked = identity.questions(statements, made["building"], seen)
    told = identity.answers(
        {name: keeper.arrow(question) for name, question in asked.items()}, district=district
    )
    answers = {name: keeper.table(answer) for name, answer in told.items()}
    made["enterprise"] = keep(
        enterprise(
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
        register = resolved(
            dataset, statements[dataset], coverage, batch, month, made["building"], answers,
            district=district,
        )  # fmt: skip
        made[dataset] = keep(register) if dataset != "walk_network" else register
    lists, vacant = (
        keep(
            listing(
                statements[dataset], coverage, month, made["building"], answers["building"],
                contract=district.contracts[dataset],
            )
        )
        for dataset in ("tenancy", "space")
    )  # fmt: skip
    made["space"] = keep(space(statements["space"], vacant, batch))
    said = tenancy_said(statements["tenancy"], lists, answers["enterprise"])
    areas = keep(area.areas_said(said))
    rooms = keep(area.rooms_in_question(areas, made["space"]))
    asked_rows = keep(area.rows_in_question(areas, rooms))
    twice = keep(area.duplicates(asked_rows, statements["tenancy"], batch))
    in_room = keep(area.held_in_room(asked_rows, twice))
    over = keep(area.buildings_over(areas, twice, in_room, made["building"]))
    in_building = keep(area.held_in_building(areas, twice, in_room, over))
    exceptions = keep(area.exceptions(twice, in_room, in_building))
    made["tenancy"] = keep(
        tenancy(
            said, exceptions, made["enterprise"], made["statistical_unit"], month, district=district
        )
    )
    home = keep(homes(made["tenancy"]))
    share = keep(shares(made["tenancy"], home))
    payments = paid(statements["tax"], answers["enterprise"])
    made["tax"] = keep(tax(payments, home, share, made["building"]))
    made["building_tax"] = keep(
        building_tax(made["tax"], payments, home, share, made["enterprise"], made["building"])
    )
    made["building_month"] = keep(
        building_month(month, made["building"], made["tenancy"], home, made["building_tax"])
    )
    one_row_stands = {
        name: made[name]
        for name in ("space", *RESOLVED)
        if district.contracts[name].speaks != "flow"
    }
    made["unresolved"] = keep(
        unresolved(statements, {"tenancy": lists, "space": vacant}, twice, answers, one_row_stands)
    )
    return made
