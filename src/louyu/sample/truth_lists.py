"""真值·名单: which organisation and building each row is about, and lists of both."""

import polars as pl

from louyu.sample.delivery import File
from louyu.sample.enterprises import KINDS
from louyu.sample.span import NEVER, dates
from louyu.sample.truth_stays import enterprise_ids
from louyu.sample.world import World

IDENTIFIED = ("tenancy",)
"""Datasets whose rows are listed one by one: those that may not name what they mean."""


def enterprises_list(world: World) -> pl.DataFrame:
    """One row per organisation and name: from which month to which it has it."""
    firms, known = world.enterprises, world.registrations
    months = world.span.months
    renamed = [int(place) if place < NEVER else None for place in known.renamed.tolist()]
    rows: list[tuple[str, str | None, str, str, int | None, int | None]] = []
    for e, code in enumerate(enterprise_ids(firms)):
        kind, uscc, place = KINDS[int(firms.kind[e])], firms.uscc[e], renamed[e]
        until = None if place is None else months[place - 1]
        rows.append((code, uscc, kind, firms.name[e], None, until))
        if place is not None:
            rows.append((code, uscc, kind, firms.later_name[e], months[place], None))
    columns = ["enterprise", "uscc", "kind", "name", "from_month", "to_month"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def buildings_list(world: World) -> pl.DataFrame:
    """One row per building, with the case it stands for."""
    houses = world.buildings
    streets = [street.name for street in world.district.streets]
    return pl.DataFrame(
        {
            "building": houses.code,
            "name": houses.name,
            "aliases": houses.aliases,
            "street": [streets[s] for s in houses.street.tolist()],
            "later_street": [streets[s] for s in houses.later_street.tolist()],
            "address": houses.address,
            "role": houses.role,
            "land_use": houses.land_use,
            "floor_area": houses.floor_area,
            "office_area": houses.office_area,
            "completed_on": dates(houses.completed),
            "deemed_on": dates(houses.deemed),
        }
    )


def identities(world: World, tables: dict[str, pl.DataFrame], every: list[File]) -> pl.DataFrame:
    """File, sheet and row of every row that mentions an occupant, and whom and where it means."""
    ids = pl.Series(enterprise_ids(world.enterprises))
    codes = pl.Series(world.buildings.code)
    parts = []
    for file in every:
        if file.dataset not in IDENTIFIED or file.first_try:
            continue
        rows = tables[file.dataset][file.start : file.start + file.length]
        first = file.layout.lines_above + 1
        parts.append(
            pl.DataFrame(
                {
                    "file": pl.repeat(file.path, len(rows), eager=True),
                    "sheet": pl.repeat(
                        file.layout.sheet if file.layout.workbook else "", len(rows), eager=True
                    ),
                    "row": pl.int_range(first, first + len(rows), eager=True),
                    "enterprise": ids.gather(rows["_enterprise"]),
                    "building": codes.gather(rows["_building"]),
                }
            )
        )
    return pl.concat(parts)
