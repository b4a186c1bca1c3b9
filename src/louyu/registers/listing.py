"""清单 listing: which stock list speaks for which building in which month.

Of several publishers that list one building in a month only the first in precedence holds, with
all its rows: two lists of one building are two views of the same rooms, and adding them up would
fill every room twice.
"""

import ibis

from louyu.district import District
from louyu.registers.building_identity import BUILDING_SAID
from louyu.registers.identity import building_of, said_building
from louyu.registers.months import covered
from louyu.registers.precedence import rank

NOT_LISTED = "该月楼宇台账中没有这幢楼宇"


def listing(
    dataset: str,
    statement: ibis.Table,
    coverage: ibis.Table,
    months: ibis.Table,
    building: ibis.Table,
    mention: ibis.Table,
    *,
    district: District,
) -> ibis.Table:
    """Per batch and mention of a building, the months and the building it speaks for.

    Columns: batch, building_code, building_name, street (as said, or ""), month, carried, building,
    official_street, counts, holds (this publisher's list stands) and reason (why there is no
    building). Small: one row per list, mention and month.
    """
    said = said_building(statement, "batch", "publisher").distinct()
    said = building_of(said, mention)
    placed = said.join(covered(coverage, months, dataset=dataset), "batch")
    here = building.select("month", "building", official_street="street", counts="counts")
    placed = placed.left_join(here, ["month", "building"])
    known = placed.building_right.notnull()
    rows = placed.mutate(
        rank=ibis.ifelse(
            known, rank(placed.publisher, district.contracts[dataset]), ibis.null("int8")
        ),
        reason=ibis.cases(
            (known, ibis.null("string")),
            (placed.building.notnull(), NOT_LISTED),
            else_=placed.building_reason,
        ),
        building=placed.building_right,
    )
    first = rows["rank"].min().over(group_by=["month", "building"])
    return rows.mutate(holds=(rows["rank"] == first).fill_null(False)).select(
        "batch",
        *BUILDING_SAID,
        "month",
        "carried",
        "building",
        "official_street",
        "counts",
        "holds",
        "reason",
    )


def listed(statement: ibis.Table, listing: ibis.Table) -> ibis.Table:
    """The statement's rows, each as often as their list speaks for their building.

    What the listing says is said of each row: ``month`` (or a run of months) and ``street`` are
    those of the building; what was said of it is left out.
    """
    key = {f"{name}_said": name for name in BUILDING_SAID}
    place = listing.rename(**key, street="official_street")
    said = statement.mutate(
        **{f"{name}_said": statement[name].fill_null("") for name in BUILDING_SAID}
    )
    said = said.drop("month", "street", "building_code", "building_name")
    return said.join(place, ["batch", *key]).drop(*key)
