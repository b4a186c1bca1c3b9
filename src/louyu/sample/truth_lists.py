"""真值·名单: the organisations, the buildings, and what was done to the files."""

import polars as pl

from louyu.sample.delivery import File
from louyu.sample.dirt import Dirty
from louyu.sample.enterprises import KINDS
from louyu.sample.job import REMARKS
from louyu.sample.span import NEVER, dates
from louyu.sample.truth_stays import enterprise_ids
from louyu.sample.world import World


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
    texts = dict.fromkeys(("enterprise", "uscc", "kind", "name"), pl.String)
    schema = {**texts, "from_month": pl.Int32, "to_month": pl.Int32}
    return pl.DataFrame(rows, schema=schema, orient="row")


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


def located(file: File, places: pl.Series) -> pl.DataFrame:
    """File, sheet and row of some rows of a file, given by their places in it."""
    sheet = file.layout.sheet if file.layout.workbook else ""
    return pl.DataFrame(
        {
            "file": pl.repeat(file.path, len(places), eager=True),
            "sheet": pl.repeat(sheet, len(places), eager=True),
            "row": places + file.layout.lines_above + 1,
        }
    )


def damages(dirty: dict[str, Dirty], planned: list[File]) -> pl.DataFrame:
    """Everything done to the files: file, sheet, row (null for the whole file) and kind."""
    logs = {dataset: found.log for dataset, found in dirty.items()}
    parts = [pl.DataFrame(schema=DAMAGE)]
    for file in planned:
        if file.kind:
            parts.append(whole(file, f"file_{file.kind}"))
        if file.kind in {"missing", "first"}:
            continue
        if file.scientific:
            parts.append(whole(file, "codes_scientific"))
        if file.layout.coarse:
            parts.append(whole(file, "amounts_rounded"))
        log = logs[file.dataset]
        if len(log):
            begin, end = (int(log["place"].search_sorted(p)) for p in file.run)
            some = log[begin:end]
            parts.append(
                located(file, some["place"] - file.start)
                .cast({"row": pl.Int64})
                .with_columns(kind=some["kind"])
            )
        below = file.length
        if file.layout.total:
            parts.append(one(file, below, "total_row"))
            below += 1
        if file.layout.notes:
            parts += [one(file, below + k, "note_row") for k in range(len(REMARKS))]
    return pl.concat(parts)


DAMAGE = {"file": pl.String, "sheet": pl.String, "row": pl.Int64, "kind": pl.String}


def one(file: File, place: int, kind: str) -> pl.DataFrame:
    row = located(file, pl.Series([place])).cast({"row": pl.Int64})
    return row.with_columns(kind=pl.lit(kind))


def whole(file: File, kind: str) -> pl.DataFrame:
    return pl.DataFrame([(file.path, "", None, kind)], schema=DAMAGE, orient="row")
